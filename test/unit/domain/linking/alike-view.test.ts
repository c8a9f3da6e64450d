import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createAlikeView } from '../../../../src/domain/linking/alike-view.ts';
import type { LearntExample } from '../../../../src/domain/linking/documents.ts';
import { postingsOf } from '../../../../src/domain/linking/postings.ts';
import { addAll, createTally, frozen } from '../../../../src/domain/linking/tally.ts';
import { createTermView } from '../../../../src/domain/linking/term-view.ts';
import { frozenTerms, openTerms } from '../../../../src/domain/linking/terms.ts';
import { countsOf } from './counts.ts';

/** The last few are in no text that is learnt. */
const [STEMS, UNSEEN] = [10, 3];
const NOTHING = countsOf(new Map());
const words = (most: number) =>
  fc.array(fc.tuple(fc.nat(most), fc.integer({ min: 1, max: 5 })), { maxLength: 8 }).map((entries) => new Map(entries));
const said = (...stems: number[]) => new Map(stems.map((stem) => [stem, 1]));

function exampleOf(words: ReadonlyMap<number, number>, ...goals: number[]): LearntExample {
  return { id: '', terms: { ...frozenTerms(openTerms()), words: countsOf(words) }, goals };
}

/** What goals say together with their examples, and how alike a task is to it. @param without The place of an example that counts for none. */
function alikeView(own: readonly ReadonlyMap<number, number>[], examples: readonly LearntExample[], without = -1) {
  const served = own.map((_, goal) =>
    [...examples.keys()].filter((place) => place !== without && examples[place]?.goals.includes(goal)),
  );
  const documents = own.map((words, goal) => {
    const all = createTally();
    addAll(all, countsOf(words), 1);
    for (const place of served[goal] ?? []) addAll(all, examples[place]?.terms.words ?? NOTHING, 1);
    return frozen(all);
  });
  const alike = createAlikeView(own.map(countsOf), served, examples, STEMS);
  return { ...alike, words: createTermView(documents, postingsOf(documents, STEMS)) };
}

function scoresOf(view: ReturnType<typeof alikeView>, goals: number, asked: ReadonlyMap<number, number>, unknown = 0) {
  const scores = new Float32Array(goals);
  const query = countsOf(asked);
  view.words.score(query, unknown, scores, 0, view.beside(query, unknown, 1));
  return [...scores];
}

describe('createAlikeView', () => {
  it('leaves an example out as if it had never served the goal', () => {
    const texts = fc.record({
      own: fc.array(words(STEMS - 1), { minLength: 1, maxLength: 3 }),
      examples: fc.array(fc.tuple(words(STEMS - 1), fc.subarray([0, 1, 2])), { minLength: 1, maxLength: 4 }),
      asked: words(STEMS + UNSEEN),
      unknown: fc.nat(2),
    });
    fc.assert(
      fc.property(texts, ({ own, examples: given, asked, unknown }) => {
        const examples = given.map(([words, goals]) => exampleOf(words, ...goals.filter((goal) => goal < own.length)));
        const view = alikeView(own, examples);
        examples.forEach((example, place) => {
          const never = scoresOf(alikeView(own, examples, place), own.length, asked, unknown);
          for (const goal of example.goals)
            expect(view.against(countsOf(asked), unknown, goal, example)).toBeCloseTo(never[goal] as number, 4);
        });
      }),
    );
  });

  it('finds nothing where all that was shared is left out, and all where a text is the same', () => {
    const example = exampleOf(said(1, 2), 0);
    expect(alikeView([said(3)], [example]).against(countsOf(said(1, 2)), 0, 0, example)).toBe(0);
    expect(alikeView([said()], [example]).against(countsOf(said(1, 2)), 0, 0, example)).toBe(0);
    expect(scoresOf(alikeView([said(1, 2)], []), 1, said(1, 2))[0]).toBeCloseTo(1, 5);
  });

  it('lets a long example say no more than a short one', () => {
    const long = new Map(Array.from({ length: 8 }, (_, stem) => [stem, 5] as const));
    const [short = 0, drowned = 0] = scoresOf(
      alikeView([said(), said()], [exampleOf(long, 0), exampleOf(said(9), 0), exampleOf(long, 1)]),
      2,
      said(9),
    );
    expect(short).toBeGreaterThan(0.5);
    expect(drowned).toBe(0);
  });

  it('finds a task less alike the more of its words nothing knows', () => {
    const view = alikeView([said(1, 2)], []);
    const [known = 0, one = 0, two = 0] = [0, 1, 2].map((unknown) => scoresOf(view, 1, said(1, 2), unknown)[0] ?? 0);
    expect(known).toBeGreaterThan(one);
    expect(one).toBeGreaterThan(two);
    expect(scoresOf(view, 1, said(1, 2, STEMS + 1))[0]).toBeCloseTo(one, 5);
  });
});
