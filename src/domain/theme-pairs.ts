import { createWorthHeap } from './linking/worth-heap.ts';
import type { Titles } from './theme-titles.ts';

/** Of a long title its most telling words. */
const STEMS_A_TITLE_MAX = 8;
/** Two words belong together from here on: 0 is chance, 1 is never one without the other. */
const TOGETHER_MIN = 0.3;
const GROUPS_MAX = 400;
const STRIDE = 200;

interface Pair {
  readonly one: number;
  readonly other: number;
  readonly count: number;
  readonly weight: number;
}

/**
 * Covers the titles with pairs of words that stand together in so many of them or more: again and again the pair that explains most of what no
 * pair before it took, a title counting as much as the two words tell.
 *
 * @returns Places of the titles of each pair.
 */
export function* coverByPairs(titles: Titles, titlesMin: number): Generator<void, number[][]> {
  const pairs = pairsTogether(titles, yield* countPairs(titles, titlesMin));
  yield;
  const heap = createWorthHeap(Float64Array.from(pairs, ({ count, weight }) => count * weight));
  const isTaken = new Uint8Array(titles.count);
  const groups: number[][] = [];
  while (groups.length < GROUPS_MAX) {
    const top = heap.top();
    const pair = top && pairs[top.at];
    if (!top || !pair) break;
    const left = titlesWith(titles, pair).filter((at) => isTaken[at] === 0);
    const worth = left.length < titlesMin ? 0 : left.length * pair.weight;
    // What it is worth by now is looked up only where it leads.
    const isBest = worth > 0 && worth >= top.worth;
    heap.lower(isBest ? 0 : worth);
    if (isBest) {
      for (const at of left) isTaken[at] = 1;
      groups.push(left);
    }
    yield;
  }
  return groups;
}

function pairsTogether(titles: Titles, counts: ReadonlyMap<number, number>): Pair[] {
  const found: Pair[] = [];
  for (const [key, count] of counts) {
    const [one, other] = [Math.floor(key / STEM_NUMBERS), key % STEM_NUMBERS];
    if (togetherness(titles, one, other, count) < TOGETHER_MIN) continue;
    found.push({ one, other, count, weight: titles.weightOf(one) + titles.weightOf(other) });
  }
  return found;
}

/** More stems than any organisation has, and two of them still one safe number. */
const STEM_NUMBERS = 2 ** 26;

function* countPairs(titles: Titles, titlesMin: number): Generator<void, Map<number, number>> {
  const counts = new Map<number, number>();
  for (let title = 0; title < titles.count; title += 1) {
    const telling = titles
      .stemsOf(title)
      .filter((stem) => titles.countOf(stem) >= titlesMin)
      .sort((a, b) => titles.countOf(a) - titles.countOf(b) || a - b)
      .slice(0, STEMS_A_TITLE_MAX)
      .sort((a, b) => a - b);
    telling.forEach((one, at) => {
      for (const other of telling.slice(at + 1)) {
        const key = one * STEM_NUMBERS + other;
        counts.set(key, (counts.get(key) ?? 0) + 1);
      }
    });
    if (title % STRIDE === STRIDE - 1) yield;
  }
  let looked = 0;
  for (const [key, count] of counts) {
    if (count < titlesMin) counts.delete(key);
    looked += 1;
    if (looked % (STRIDE * STRIDE) === 0) yield;
  }
  return counts;
}

/** Normalised pointwise mutual information: −1 to 1. */
function togetherness(titles: Titles, one: number, other: number, count: number): number {
  if (count === titles.count) return 1;
  const byChance = (titles.countOf(one) * titles.countOf(other)) / titles.count;
  return Math.log(count / byChance) / -Math.log(count / titles.count);
}

function titlesWith(titles: Titles, { one, other }: Pair): number[] {
  const [rarer, commoner] = titles.countOf(one) <= titles.countOf(other) ? [one, other] : [other, one];
  return titles.withStem(rarer).filter((at) => titles.stemsOf(at).includes(commoner));
}
