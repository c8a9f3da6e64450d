/** One observation for a fit: its signs (the first is 1), whether it was right, and how much it counts. */
export interface Observation {
  readonly signs: readonly number[];
  readonly isRight: boolean;
  readonly weight: number;
}

/** What is believed before anything is seen: where each coefficient lies, and how many observations' worth that belief is. */
export interface Belief {
  readonly at: number;
  readonly strength: number;
}

const ROUNDS_MAX = 60;
const STEP_MAX = 2;

export function probabilityOf(odds: number): number {
  return 1 / (1 + Math.exp(-odds));
}

export function oddsOf(signs: readonly number[], coefficients: readonly number[]): number {
  let sum = 0;
  for (let at = 0; at < signs.length; at++) sum += (signs[at] as number) * (coefficients[at] ?? 0);
  return sum;
}

/** Coefficients of the most probable logistic model, by Newton's method. The same input gives the same coefficients. */
export function fitLogistic(observations: readonly Observation[], beliefs: readonly Belief[]): number[] {
  const coefficients = beliefs.map(({ at }) => at);
  for (let round = 0; round < ROUNDS_MAX; round++) {
    const step = newtonStep(observations, beliefs, coefficients);
    step.forEach((value, at) => {
      coefficients[at] = (coefficients[at] ?? 0) - Math.max(-STEP_MAX, Math.min(STEP_MAX, value));
    });
    if (Math.max(...step.map(Math.abs)) < 1e-7) break;
  }
  return coefficients;
}

function newtonStep(
  observations: readonly Observation[],
  beliefs: readonly Belief[],
  coefficients: readonly number[],
): number[] {
  const size = beliefs.length;
  const slope = beliefs.map(({ at, strength }, k) => strength * ((coefficients[k] ?? 0) - at));
  const bend = beliefs.map(({ strength }, k) =>
    Array.from({ length: size }, (_, other) => (other === k ? strength + 1e-9 : 0)),
  );
  for (const { signs, isRight, weight } of observations) {
    const probability = probabilityOf(oddsOf(signs, coefficients));
    const error = weight * (probability - (isRight ? 1 : 0));
    const sureness = weight * Math.max(1e-6, probability * (1 - probability));
    for (let row = 0; row < size; row++) {
      const sign = signs[row] as number;
      slope[row] = (slope[row] as number) + error * sign;
      const bends = bend[row] as number[];
      for (let column = 0; column < size; column++)
        bends[column] = (bends[column] as number) + sureness * sign * (signs[column] as number);
    }
  }
  return solve(bend, slope);
}

/** Solves a small system of linear equations; its matrix is positive definite. */
function solve(matrix: readonly (readonly number[])[], right: readonly number[]): number[] {
  const rows = matrix.map((row, at) => [...row, right[at] as number]);
  for (let pivot = 0; pivot < rows.length; pivot++) {
    const own = rows[pivot] as number[];
    for (let row = 0; row < rows.length; row++) {
      if (row === pivot) continue;
      const other = rows[row] as number[];
      const times = (other[pivot] as number) / (own[pivot] as number);
      for (let at = pivot; at < own.length; at++) other[at] = (other[at] as number) - times * (own[at] as number);
    }
  }
  return rows.map((row, at) => (row.at(-1) as number) / (row[at] as number));
}
