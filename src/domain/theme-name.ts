import { stemsOf } from './linking/stems.ts';

const WORDS_MAX = 3;
/** The third word stands in so large a part of the titles. */
const STANDS_IN_MIN = 0.4;
/** One word stands between them at most. */
const NEAR_WORDS = 2;

/**
 * A theme in its own words: "CSV import, headers".
 *
 * @param titles Those the reader may see, and no others: no word comes from elsewhere.
 * @param stems What its tasks have in common, the most telling first.
 * @returns null where these titles hold none of them.
 */
export function nameTheme(titles: readonly string[], stems: readonly string[]): string | null {
  const read = titles.map(wordsWithStems);
  const words = stems.flatMap((stem): Known[] => {
    const form = commonestForm(read, stem);
    const standsIn = read.filter((title) => title.some((word) => word.stem === stem)).length;
    return form === null ? [] : [{ stem, form, standsIn }];
  });
  const [first, second, ...rest] = words;
  if (!first) return null;
  if (!second) return capitalised(first.form);
  const core = joined(read, first, second);
  const more = rest.filter(({ standsIn }) => standsIn >= STANDS_IN_MIN * titles.length).slice(0, WORDS_MAX - 2);
  return capitalised([core, ...more.map(({ form }) => form)].join(', '));
}

interface PlacedWord {
  readonly stem: string;
  readonly form: string;
  readonly isFirst: boolean;
}

interface Known {
  readonly stem: string;
  readonly form: string;
  readonly standsIn: number;
}

function wordsWithStems(title: string): PlacedWord[] {
  const words = title.match(/[\p{L}\p{N}\p{M}]+(?:['’][\p{L}\p{M}]+)?/gu) ?? [];
  return words.map((form, at) => ({ form, isFirst: at === 0, stem: stemsOf(form)[0]?.stem ?? '' }));
}

/** At the head of a title a capital says nothing, unless the word has others. */
function commonestForm(titles: readonly (readonly PlacedWord[])[], stem: string): string | null {
  const counts = new Map<string, number>();
  for (const { form, isFirst } of titles.flat().filter((word) => word.stem === stem)) {
    const told = isFirst && !/\p{Lu}/u.test(form.slice(1)) ? form.toLowerCase() : form;
    counts.set(told, (counts.get(told) ?? 0) + 1);
  }
  const [best] = [...counts].sort(([a, countA], [b, countB]) => countB - countA || (a < b ? -1 : 1));
  return best?.[0] ?? null;
}

/** In the order they mostly stand in, with what mostly stands between them where that is no more than a word: "head of nursing". */
function joined(titles: readonly (readonly PlacedWord[])[], one: Known, other: Known): string {
  const both = titles.flatMap((title) => {
    const [from = -1, to = -1] = [one, other].map(({ stem }) => title.findIndex((word) => word.stem === stem));
    return from < 0 || to < 0
      ? []
      : [{ gap: to - from, between: title.slice(Math.min(from, to) + 1, Math.max(from, to)) }];
  });
  const isTurned = both.filter(({ gap }) => gap < 0).length * 2 > both.length;
  const [first, second] = isTurned ? [other.form, one.form] : [one.form, other.form];
  const near = both.filter(({ gap }) => Math.abs(gap) <= NEAR_WORDS && gap < 0 === isTurned);
  if (near.length * 2 < both.length || near.length === 0) return `${first}, ${second}`;
  return [first, ...commonest(near.map(({ between }) => between.map(({ form }) => form).join(' '))), second].join(' ');
}

function commonest(texts: readonly string[]): string[] {
  const counts = Map.groupBy(texts, (text) => text);
  const [best] = [...counts].sort(([a, ofA], [b, ofB]) => ofB.length - ofA.length || (a < b ? -1 : 1));
  return best?.[0] ? [best[0]] : [];
}

function capitalised(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
}
