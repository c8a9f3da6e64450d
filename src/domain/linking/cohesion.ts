import { stemsOf } from './stems.ts';

/** What stands under one parent. */
export interface Family {
  readonly parentId: string;
  /** The children's titles; of more than 200 the first are read. */
  readonly titles: readonly string[];
  /** All its children, read or not. */
  readonly childCount: number;
}

/** How much the children of one parent have in common, and what follows. Likenesses are mean cosines, 0 to 1. */
export interface Cohesion {
  readonly parentId: string;
  /** Children whose titles hold words; the others say nothing. */
  readonly counted: number;
  /** Between two of its children. */
  readonly cohesion: number;
  /** Between two children of another parent: the middle one of those parents. null where too few have enough children. */
  readonly elsewhere: number | null;
  readonly isJunkDrawer: boolean;
  /** Why it is one, to follow its name and a colon; null where it is none. */
  readonly because: string | null;
}

export const TITLES_MAX = 200;
const WORDS_MAX = 30;
/** Fewer differ by chance. */
export const CHILDREN_MIN = 12;
/** Enough to take part in what is usual. */
export const COMPARED_CHILDREN_MIN = 5;
const COMPARED_PARENTS_MIN = 6;
/** Of the way from what any two tasks share to what is usual under one parent: a drawer stays below, and surely so. */
const DRAWER_SHARE_MAX = 0.2;
/** Standard errors between what was measured and what it may be in truth. */
const CERTAINTY = 2;
/** Where families are hardly more alike than any tasks, words do not tell one from the other. */
const TELLING_MIN = 0.02;

/**
 * Measures each family against the others. A parent is a junk drawer where twelve or more of its children are surely no more alike than
 * tasks of different parents: two standard errors (jackknife over its children) above their mean likeness is still within a fifth of the
 * way from the likeness of tasks under different parents to the middle likeness within the other families. A wrong yes hides good links, so
 * whatever is doubtful is a no: few families to compare with, or families that words hardly hold together.
 *
 * The cost grows with the words, not with the pairs of titles: the sum of unit vectors holds all their cosines.
 */
export function measureCohesion(families: readonly Family[]): Cohesion[] {
  const read = families.map(({ titles }) => titles.slice(0, TITLES_MAX).map(wordsIn).filter(isTelling));
  const rarity = rarityIn(read.flat());
  const measured = read.map((titles) => measure(titles.map((words) => unitOf(words, rarity))));
  const apart = likenessApart(measured);
  const comparable = measured
    .map((one, at) => ({ at, likeness: one.likeness, count: one.count }))
    .filter(({ count }) => count >= COMPARED_CHILDREN_MIN)
    .sort((a, b) => a.likeness - b.likeness || a.at - b.at);
  const placeOf = new Map(comparable.map(({ at }, place) => [at, place]));
  const likenesses = comparable.map(({ likeness }) => likeness);
  return families.map((family, at) => {
    const own = measured[at] ?? NOTHING;
    return verdictOn(family, own, middleWithout(likenesses, placeOf.get(at)), apart);
  });
}

function isTelling(words: readonly string[]): boolean {
  return words.length > 0;
}

const UNSPACED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Khmer}\p{Script=Lao}\p{Script=Myanmar}]/u;

/** A title's stems, each once. Writing without spaces is read two letters at a time, or no two titles would share a word. */
export function wordsIn(title: string): string[] {
  const stems = stemsOf(title).flatMap(({ stem }) => (UNSPACED.test(stem) ? lettersInPairs(stem) : [stem]));
  return [...new Set(stems)].slice(0, WORDS_MAX);
}

function lettersInPairs(text: string): string[] {
  const letters = [...text];
  return letters.length < 3 ? [text] : letters.slice(1).map((letter, at) => `${letters[at]}${letter}`);
}

/** A word that stands in every title tells nothing. */
function rarityIn(titles: readonly (readonly string[])[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const words of titles) for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return new Map([...counts].map(([word, count]) => [word, Math.log((titles.length + 1) / count)]));
}

type Vector = ReadonlyMap<string, number>;

function unitOf(words: readonly string[], rarity: ReadonlyMap<string, number>): Vector {
  const weights = words.map((word) => rarity.get(word) ?? 0);
  const length = Math.hypot(...weights);
  return new Map(words.map((word, at) => [word, (weights[at] ?? 0) / length]));
}

interface Measured {
  readonly count: number;
  readonly sum: Vector;
  readonly likeness: number;
  readonly error: number;
}

const NOTHING: Measured = { count: 0, sum: new Map(), likeness: 0, error: 0 };

function measure(titles: readonly Vector[]): Measured {
  const count = titles.length;
  const sum = sumOf(titles);
  if (count < 2) return { ...NOTHING, count, sum };
  const toOthers = titles.map((title) => Math.max(0, dot(title, sum) - 1) / (count - 1));
  const likeness = toOthers.reduce((all, one) => all + one, 0) / count;
  const spread = toOthers.reduce((all, one) => all + (one - likeness) ** 2, 0);
  // Each child takes part in as many pairs as there are others: twice the error of a plain mean.
  return { count, sum, likeness, error: 2 * Math.sqrt(spread / (count * (count - 1))) };
}

function sumOf(vectors: Iterable<Vector>): Vector {
  const sum = new Map<string, number>();
  for (const vector of vectors) for (const [word, weight] of vector) sum.set(word, (sum.get(word) ?? 0) + weight);
  return sum;
}

function dot(a: Vector, b: Vector): number {
  let sum = 0;
  for (const [word, weight] of a) sum += weight * (b.get(word) ?? 0);
  return sum;
}

/** Mean likeness of two tasks under different parents. */
function likenessApart(families: readonly Measured[]): number {
  const total = sumOf(families.map(({ sum }) => sum));
  const count = families.reduce((all, family) => all + family.count, 0);
  const pairs = count ** 2 - families.reduce((all, family) => all + family.count ** 2, 0);
  const likeness = dot(total, total) - families.reduce((all, { sum }) => all + dot(sum, sum), 0);
  return pairs > 0 ? Math.max(0, likeness / pairs) : 0;
}

/** The middle one of sorted numbers, without the one at a place; null where too few are left. */
function middleWithout(sorted: readonly number[], place: number | undefined): number | null {
  const count = sorted.length - (place === undefined ? 0 : 1);
  if (count < COMPARED_PARENTS_MIN) return null;
  const at = Math.floor((count - 1) / 2);
  return sorted[place !== undefined && at >= place ? at + 1 : at] ?? null;
}

function verdictOn({ parentId, childCount }: Family, own: Measured, elsewhere: number | null, apart: number): Cohesion {
  const isJunkDrawer =
    own.count >= CHILDREN_MIN &&
    elsewhere !== null &&
    elsewhere - apart >= TELLING_MIN &&
    own.likeness + CERTAINTY * own.error <= apart + DRAWER_SHARE_MAX * (elsewhere - apart);
  const because = isJunkDrawer
    ? `its ${childCount} tasks have no more in common with each other than any others: ` +
      `${own.likeness.toFixed(2)} against ${elsewhere.toFixed(2)} elsewhere`
    : null;
  return { parentId, counted: own.count, cohesion: own.likeness, elsewhere, isJunkDrawer, because };
}
