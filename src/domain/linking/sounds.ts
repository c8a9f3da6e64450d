import { createRows } from './sum-rows.ts';

/** What parts of words say to all goals, remembered while they are used. */
export interface Sounds {
  /** Adds `times` what a part says to the sum. @returns The length of the part's own vector, squared. */
  add(part: string, times: number): number;
  /** Adds `scale` times the sum to `into`, and starts a new sum. */
  take(into: Float32Array, scale: number): void;
  squareOf(part: string): number;
  /** What a part says to one goal. */
  at(part: string, goal: number): number;
}

/** What a part says to each goal is written into `toGoals`, which is all 0; its square is returned. */
type Listen = (part: string, toGoals: Float32Array) => number;

/** All that is remembered for one organisation together. */
const BYTES_MAX = 64 * 2 ** 20;

export function createSounds(goalCount: number, listen: Listen): Sounds {
  const rows = createRows(goalCount, BYTES_MAX);
  const toGoals = new Float32Array(goalCount);
  const places = new Map<string, number>();
  const parts: string[] = [];
  const squares: number[] = [];
  const isUsed = new Uint8Array(rows.max);
  let next = 0;

  /** Goes round; what was used again since the last round stays for another. */
  const freePlace = (): number => {
    if (parts.length < rows.max) return parts.length;
    while (isUsed[next] === 1) {
      isUsed[next] = 0;
      next = (next + 1) % rows.max;
    }
    const place = next;
    next = (next + 1) % rows.max;
    places.delete(parts[place] as string);
    return place;
  };
  const placeOf = (part: string): number => {
    const known = places.get(part);
    if (known !== undefined) {
      isUsed[known] = 1;
      return known;
    }
    const place = freePlace();
    toGoals.fill(0);
    squares[place] = listen(part, toGoals);
    rows.set(place, toGoals);
    parts[place] = part;
    places.set(part, place);
    return place;
  };
  return {
    add(part, times) {
      const place = placeOf(part);
      rows.add(place, times);
      return squares[place] as number;
    },
    take: rows.take,
    squareOf: (part) => squares[placeOf(part)] as number,
    at: (part, goal) => rows.at(placeOf(part), goal),
  };
}
