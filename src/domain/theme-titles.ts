import { wordsIn } from './linking/cohesion.ts';

/** Words that say what is done and when, not what it is done to, as stems: titles that share nothing else are about nothing in common. */
const DOING = new Set(
  (
    'add adjust allow answer ask bug build change check chore clean complet creat defin delet document draft enabl error fail find fix follow ' +
    'fulli get give go good handl help implement improv includ initi investig issu item keep larg leftov look mak manag migrat miss move new ' +
    'nice old open part perform pleas prepar problem project propos provid put read refactor remov renam replac request requir resolv review run ' +
    'send set setup show small someth sort spike start stop support task tbd test thing todo track tri updat upgrad use user way wish work write wrong ' +
    'monday tuesdai wednesdai thursdai fridai saturdai sundai week month januari februari march april june juli august septemb octob novemb decemb'
  ).split(' '),
);
/** A word of fewer titles tells no more than one of this many. */
const RARE_IN = 5;
/** Titles taken up between two pauses. */
const STRIDE = 200;

/** Titles as what they are made of; a stem is a number, a title its place. */
export interface Titles {
  readonly count: number;
  /** Each stem once. */
  stemsOf(title: number): readonly number[];
  stemAt(stem: number): string;
  /** How many titles have it. */
  countOf(stem: number): number;
  /** How much it tells, the rarer the more. */
  weightOf(stem: number): number;
  /** Places of the titles that have it, in their order. */
  withStem(stem: number): readonly number[];
}

/** @param unread Stems that lead to no theme: names of people above all. */
export function* readTitles(titles: readonly string[], unread: ReadonlySet<string>): Generator<void, Titles> {
  const numbers = new Map<string, number>();
  const names: string[] = [];
  const places: number[][] = [];
  const all: number[][] = [];
  const numberOf = (stem: string): number => {
    const number = numbers.get(stem) ?? names.push(stem) - 1;
    numbers.set(stem, number);
    return number;
  };
  for (const [at, title] of titles.entries()) {
    const own = wordsIn(title)
      .filter((stem) => !DOING.has(stem) && !unread.has(stem))
      .map(numberOf);
    all.push(own);
    for (const stem of own) {
      const list = places[stem];
      if (list) list.push(at);
      else places[stem] = [at];
    }
    if (at % STRIDE === STRIDE - 1) yield;
  }
  const countOf = (stem: number) => places[stem]?.length ?? 0;
  return {
    count: titles.length,
    stemsOf: (title) => all[title] ?? [],
    stemAt: (stem) => names[stem] ?? '',
    countOf,
    weightOf: (stem) => Math.log(1 + titles.length / Math.max(RARE_IN, countOf(stem))),
    withStem: (stem) => places[stem] ?? [],
  };
}

/** The title as a direction: each stem's share of the whole, their squares make 1. */
export function directionOf(titles: Titles, title: number): [stem: number, share: number][] {
  const weights = titles.stemsOf(title).map((stem): [number, number] => [stem, titles.weightOf(stem)]);
  const length = Math.hypot(...weights.map(([, weight]) => weight));
  return weights.map(([stem, weight]) => [stem, weight / length]);
}
