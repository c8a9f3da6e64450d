/**
 * Compares by groups of three to five letters inside words: it finds "back-up" in "backups", and words of no known language. Every goal
 * has two documents, a short one (its title) and a whole one, and gets a weighted mean of its two cosines.
 */
export interface LetterView {
  /** Adds `weight` times the likeness, 0 to 1, of each goal to `into`. */
  score(parts: ReadonlyMap<string, number>, into: Float32Array, weight: number): void;
  /** The same for one goal's two documents, which may differ from those it was built of. */
  against(parts: ReadonlyMap<string, number>, short: LetterDocument, whole: LetterDocument): number;
  /** What one part of a word carries for one goal, unshared. */
  carries(part: string, goal: number): number;
}

export type LetterDocument = ReadonlyMap<string, number>;

/** What one part of a word says to all goals, and the length of its own vector, squared. */
interface Sound {
  readonly toGoals: Float32Array;
  readonly square: number;
}

interface Letters {
  readonly rarity: number;
  readonly goals: Int32Array;
  readonly values: Float32Array;
}

/** Of the short document; the whole one has the rest. */
const SHORT_SHARE = 0.3;
const SHORTEST = 3;
const LONGEST = 5;
/** All sounds kept for one organisation together. */
const SOUNDS_BYTES_MAX = 64 * 2 ** 20;

export function createLetterView(shorts: readonly LetterDocument[], wholes: readonly LetterDocument[]): LetterView {
  const shortCounts = shorts.map(lettersOf);
  const wholeCounts = wholes.map(lettersOf);
  const rarities = raritiesOver(wholeCounts);
  const unseen = Math.log(1 + wholes.length + 1);
  const rarity = (letters: string) => rarities.get(letters) ?? unseen;
  const index = indexOf(shortCounts, wholeCounts, rarity);
  const sounds = createSounds(index, unseen, wholes.length);
  return {
    score(parts, into, weight) {
      const heard = [...parts].map(([part, count]) => ({ sound: sounds(part), times: dampen(count) }));
      let square = 0;
      for (const { sound, times } of heard) square += times * times * sound.square;
      if (square === 0) return;
      const scale = weight / Math.sqrt(square);
      for (const { sound, times } of heard) addScaled(into, sound.toGoals, scale * times);
    },
    against(parts, short, whole) {
      const title = unitOf(lettersOf(short), rarity);
      const all = unitOf(lettersOf(whole), rarity);
      let square = 0;
      let sum = 0;
      for (const [part, count] of parts) {
        const times = dampen(count);
        square += times * times * sounds(part).square;
        for (const letters of lettersIn(part)) {
          sum += times * rarity(letters) * mix(title.get(letters) ?? 0, all.get(letters) ?? 0);
        }
      }
      return square === 0 ? 0 : sum / Math.sqrt(square);
    },
    carries: (part, goal) => sounds(part).toGoals[goal] ?? 0,
  };
}

function addScaled(into: Float32Array, values: Float32Array, scale: number): void {
  for (let at = 0; at < into.length; at++) into[at] = (into[at] as number) + scale * (values[at] as number);
}

/** Remembers in two generations: what is still used moves on, what is not goes with the old one. */
function createSounds(index: ReadonlyMap<string, Letters>, unseen: number, goalCount: number): (part: string) => Sound {
  const keptMax = Math.max(512, Math.floor(SOUNDS_BYTES_MAX / 2 / (4 * Math.max(1, goalCount))));
  let young = new Map<string, Sound>();
  let old = new Map<string, Sound>();
  return (part) => {
    const known = young.get(part);
    if (known) return known;
    const sound = old.get(part) ?? soundOf(part, index, unseen, goalCount);
    if (young.size >= keptMax) {
      old = young;
      young = new Map();
    }
    young.set(part, sound);
    return sound;
  };
}

function soundOf(part: string, index: ReadonlyMap<string, Letters>, unseen: number, goalCount: number): Sound {
  const toGoals = new Float32Array(goalCount);
  let square = 0;
  for (const letters of lettersIn(part)) {
    const known = index.get(letters);
    const rarity = known?.rarity ?? unseen;
    square += rarity * rarity;
    if (!known) continue;
    for (let at = 0; at < known.goals.length; at++) {
      const goal = known.goals[at] as number;
      toGoals[goal] = (toGoals[goal] as number) + rarity * (known.values[at] as number);
    }
  }
  return { toGoals, square };
}

function indexOf(
  shorts: readonly ReadonlyMap<string, number>[],
  wholes: readonly ReadonlyMap<string, number>[],
  rarity: (letters: string) => number,
): Map<string, Letters> {
  const lists = new Map<string, { goals: number[]; values: number[] }>();
  wholes.forEach((whole, goal) => {
    const short = unitOf(shorts[goal] ?? new Map(), rarity);
    const long = unitOf(whole, rarity);
    for (const letters of new Set([...short.keys(), ...long.keys()])) {
      const list = lists.get(letters) ?? { goals: [], values: [] };
      list.goals.push(goal);
      list.values.push(mix(short.get(letters) ?? 0, long.get(letters) ?? 0));
      lists.set(letters, list);
    }
  });
  return new Map(
    [...lists].map(([letters, { goals, values }]) => [
      letters,
      { rarity: rarity(letters), goals: Int32Array.from(goals), values: Float32Array.from(values) },
    ]),
  );
}

function mix(short: number, whole: number): number {
  return SHORT_SHARE * short + (1 - SHORT_SHARE) * whole;
}

function lettersOf(document: LetterDocument): Map<string, number> {
  const counts = new Map<string, number>();
  for (const [part, count] of document) {
    for (const letters of lettersIn(part)) counts.set(letters, (counts.get(letters) ?? 0) + count);
  }
  return counts;
}

function lettersIn(part: string): string[] {
  const marked = ` ${part} `;
  const found: string[] = [];
  for (let length = SHORTEST; length <= LONGEST; length++) {
    for (let from = 0; from + length <= marked.length; from++) found.push(marked.slice(from, from + length));
  }
  return found;
}

function raritiesOver(documents: readonly ReadonlyMap<string, number>[]): Map<string, number> {
  const seenIn = new Map<string, number>();
  for (const document of documents)
    for (const letters of document.keys()) seenIn.set(letters, (seenIn.get(letters) ?? 0) + 1);
  return new Map([...seenIn].map(([letters, count]) => [letters, Math.log(1 + (documents.length + 1) / (count + 1))]));
}

function unitOf(counts: ReadonlyMap<string, number>, rarity: (letters: string) => number): Map<string, number> {
  const weights = new Map<string, number>();
  let square = 0;
  for (const [letters, count] of counts) {
    const weight = dampen(count) * rarity(letters);
    weights.set(letters, weight);
    square += weight * weight;
  }
  const length = Math.sqrt(square) || 1;
  for (const [letters, weight] of weights) weights.set(letters, weight / length);
  return weights;
}

function dampen(count: number): number {
  return Math.log(1 + count);
}
