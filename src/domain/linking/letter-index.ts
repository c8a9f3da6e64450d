/** How often each part of a word stands in a document. */
export type LetterDocument = ReadonlyMap<string, number>;

/**
 * Which groups of letters stand in which goals. Group n has the places `starts[n]` to `starts[n + 1]`, end excluded, in the lists of
 * goals (ascending), of what it says to them, and of how often it stands in their short and whole documents.
 */
export interface LetterIndex {
  /** A group's number; undefined where no goal has it. */
  numberOf(letters: string): number | undefined;
  readonly rarities: Float64Array;
  /** Of a group that no goal has. */
  readonly unseen: number;
  readonly starts: Int32Array;
  readonly goals: Int32Array;
  readonly values: Float32Array;
  readonly inShorts: Float32Array;
  readonly inWholes: Float32Array;
  /** Lengths of each goal's two vectors, squared. */
  readonly shortSquares: Float64Array;
  readonly wholeSquares: Float64Array;
}

/** Of the short document; the whole one has the rest. */
const SHORT_SHARE = 0.3;
const SHORTEST = 3;
const LONGEST = 5;

export function lettersIn(part: string): string[] {
  const marked = ` ${part} `;
  const found: string[] = [];
  for (let length = SHORTEST; length <= LONGEST; length++) {
    for (let from = 0; from + length <= marked.length; from++) found.push(marked.slice(from, from + length));
  }
  return found;
}

export function mix(short: number, whole: number): number {
  return SHORT_SHARE * short + (1 - SHORT_SHARE) * whole;
}

export function dampen(count: number): number {
  return count === 1 ? Math.LN2 : Math.log(1 + count);
}

/** What is left when all is taken out again is nothing but rounding. */
export function lengthOf(square: number): number {
  return square > 1e-9 ? Math.sqrt(square) : 1;
}

/** Groups of one document by their numbers, in the order they were met. */
interface Counted {
  readonly groups: Int32Array;
  readonly counts: Float32Array;
}

export function indexLetters(shorts: readonly LetterDocument[], wholes: readonly LetterDocument[]): LetterIndex {
  const numbers = new Map<string, number>();
  const count = createCounter(numbers);
  const inShort = shorts.map(count);
  const inWhole = wholes.map(count);
  const rarities = raritiesOver(inWhole, numbers.size);
  const starts = startsOf(inShort, inWhole, numbers.size);
  const size = starts[numbers.size] as number;
  const index = {
    numberOf: (letters: string) => numbers.get(letters),
    rarities,
    unseen: Math.log(1 + wholes.length + 1),
    starts,
    goals: new Int32Array(size),
    values: new Float32Array(size),
    inShorts: new Float32Array(size),
    inWholes: new Float32Array(size),
    shortSquares: Float64Array.from(inShort, (document) => squareOf(document, rarities)),
    wholeSquares: Float64Array.from(inWhole, (document) => squareOf(document, rarities)),
  };
  fill(index, inShort, inWhole);
  return index;
}

function fill(index: LetterIndex, inShort: readonly Counted[], inWhole: readonly Counted[]): void {
  const next = index.starts.slice();
  const { goals, values, inShorts, inWholes } = index;
  inWhole.forEach((whole, goal) => {
    const short = inShort[goal] as Counted;
    const places = placesOf(short, whole, next, (place) => {
      goals[place] = goal;
    });
    short.groups.forEach((group, at) => {
      inShorts[places(group)] = short.counts[at] as number;
    });
    whole.groups.forEach((group, at) => {
      inWholes[places(group)] = whole.counts[at] as number;
    });
    const shortLength = lengthOf(index.shortSquares[goal] as number);
    const wholeLength = lengthOf(index.wholeSquares[goal] as number);
    eachGroup(short, whole, (group) => {
      const place = places(group);
      const said = mix(
        dampen(inShorts[place] as number) / shortLength,
        dampen(inWholes[place] as number) / wholeLength,
      );
      values[place] = (index.rarities[group] as number) * said;
    });
  });
}

/** Gives each group of one goal the next place in its list. */
function placesOf(
  short: Counted,
  whole: Counted,
  next: Int32Array,
  taken: (place: number) => void,
): (group: number) => number {
  eachGroup(short, whole, (group) => {
    taken(next[group] as number);
    next[group] = (next[group] as number) + 1;
  });
  return (group) => (next[group] as number) - 1;
}

function eachGroup(short: Counted, whole: Counted, see: (group: number) => void): void {
  const seen = new Set<number>();
  for (const { groups } of [short, whole]) {
    for (const group of groups) {
      if (seen.has(group)) continue;
      seen.add(group);
      see(group);
    }
  }
}

function startsOf(inShort: readonly Counted[], inWhole: readonly Counted[], groups: number): Int32Array {
  const starts = new Int32Array(groups + 1);
  inWhole.forEach((whole, goal) => {
    eachGroup(inShort[goal] as Counted, whole, (group) => {
      starts[group + 1] = (starts[group + 1] as number) + 1;
    });
  });
  for (let group = 0; group < groups; group++) {
    starts[group + 1] = (starts[group + 1] as number) + (starts[group] as number);
  }
  return starts;
}

function createCounter(numbers: Map<string, number>): (document: LetterDocument) => Counted {
  const groupsOf = new Map<string, Int32Array>();
  const learn = (part: string): Int32Array => {
    const groups = Int32Array.from(lettersIn(part), (letters) => {
      const known = numbers.get(letters) ?? numbers.size;
      numbers.set(letters, known);
      return known;
    });
    groupsOf.set(part, groups);
    return groups;
  };
  return (document) => {
    const counts = new Map<number, number>();
    for (const [part, count] of document) {
      for (const group of groupsOf.get(part) ?? learn(part)) counts.set(group, (counts.get(group) ?? 0) + count);
    }
    return { groups: Int32Array.from(counts.keys()), counts: Float32Array.from(counts.values()) };
  };
}

function raritiesOver(documents: readonly Counted[], groups: number): Float64Array {
  const seenIn = new Int32Array(groups);
  for (const document of documents) for (const group of document.groups) seenIn[group] = (seenIn[group] as number) + 1;
  return Float64Array.from(seenIn, (count) => Math.log(1 + (documents.length + 1) / (count + 1)));
}

function squareOf({ groups, counts }: Counted, rarities: Float64Array): number {
  let square = 0;
  groups.forEach((group, at) => {
    square += (dampen(counts[at] as number) * (rarities[group] as number)) ** 2;
  });
  return square;
}
