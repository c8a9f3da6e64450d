import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createAlphabet, indexLetters } from '../../../../src/domain/linking/letter-index.ts';
import { createLetterView } from '../../../../src/domain/linking/letter-view.ts';
import { postingsOf } from '../../../../src/domain/linking/postings.ts';
import { createTermView } from '../../../../src/domain/linking/term-view.ts';
import { countsOf } from './counts.ts';

const counts = (most: number) =>
  fc.array(fc.tuple(fc.nat(most), fc.integer({ min: 1, max: 5 })), { maxLength: 8 }).map((entries) => new Map(entries));
/** The last few are in no document. */
const [TERMS, UNSEEN] = [10, 3];
const documentsOfTerms = fc.array(counts(TERMS - 1), { minLength: 1, maxLength: 5 });
const PARTS = ['backup', 'backups', 'restore', 'store', 'checkout', 'check', 'zu', 'а́ванс', '登録'];
const parts = counts(PARTS.length - 1);
const partOf = (number: number) => PARTS[number] ?? '';
const numbered = (entries: Readonly<Record<string, number>>) =>
  new Map(Object.entries(entries).map(([part, count]) => [PARTS.indexOf(part), count]));

const together = (one: ReadonlyMap<number, number>, other: ReadonlyMap<number, number>, share = 1) =>
  new Map([...one.keys(), ...other.keys()].map((key) => [key, (one.get(key) ?? 0) + share * (other.get(key) ?? 0)]));

function termView(...documents: ReadonlyMap<number, number>[]) {
  const counts = documents.map(countsOf);
  return createTermView(counts, postingsOf(counts, TERMS));
}

function letterView(...goals: (readonly [short: ReadonlyMap<number, number>, whole: ReadonlyMap<number, number>])[]) {
  return createLetterView(
    indexLetters(
      createAlphabet(partOf),
      goals.map(([short, whole]) => ({ short: countsOf(short), whole: countsOf(whole) })),
    ),
  );
}

const NOTHING = countsOf(new Map());

describe('createTermView', () => {
  it('scores one goal as it scores all at once, and as the sum of what each term carries', () => {
    fc.assert(
      fc.property(documentsOfTerms, counts(TERMS + UNSEEN), fc.nat(2), (documents, asked, unknown) => {
        const view = termView(...documents);
        const query = countsOf(asked);
        const scores = new Float32Array(documents.length);
        view.score(query, unknown, scores, 1);
        const mass = view.mass(query, unknown) || 1;
        for (const [goal, score] of scores.entries()) {
          expect(view.against(query, unknown, goal, NOTHING)).toBeCloseTo(score, 5);
          let sum = 0;
          for (const [term, count] of asked) sum += view.carries(term, count, goal) / mass;
          expect(sum).toBeCloseTo(score, 5);
        }
      }),
    );
  });

  it('weighs a word that few goals say more than one that all say', () => {
    const said = (...terms: number[]) => new Map(terms.map((term) => [term, 1]));
    const view = termView(said(0, 1), said(0, 2), said(0, 3));
    expect(view.carries(1, 1, 0)).toBeGreaterThan(view.carries(0, 1, 0));
  });

  it('gives less to a goal of whose words a task has a smaller share', () => {
    const view = termView(new Map([[0, 1]]));
    const scoreOf = (unknown: number, ...terms: number[]) => {
      const scores = new Float32Array(1);
      view.score(countsOf(new Map(terms.map((term) => [term, 1]))), unknown, scores, 1);
      return scores[0] as number;
    };
    expect(scoreOf(0, 0, 1)).toBeLessThan(scoreOf(0, 0));
    expect(scoreOf(0, 0, 1)).toBeGreaterThan(0);
    expect(scoreOf(1, 0)).toBeCloseTo(scoreOf(0, 0, 1));
    expect(scoreOf(0, 0, TERMS + 2)).toBeCloseTo(scoreOf(0, 0, 1));
  });

  it('carries nothing that was only in what is taken out', () => {
    const view = termView(
      new Map([
        [0, 2],
        [1, 1],
      ]),
      new Map([[2, 1]]),
    );
    const left = countsOf(
      new Map([
        [0, 1],
        [1, 1],
      ]),
    );
    expect(view.carries(1, 1, 0, left)).toBe(0);
    expect(view.carries(0, 1, 0, left)).toBeGreaterThan(0);
    expect(view.against(countsOf(new Map([[1, 1]])), 0, 0, left)).toBe(0);
  });
});

describe('createLetterView', () => {
  it('scores one goal as it scores all at once, never below 0', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(parts, parts), { minLength: 1, maxLength: 5 }), parts, (documents, query) => {
        const view = letterView(...documents.map(([short, more]) => [short, together(short, more)] as const));
        view.score(countsOf(query), 1);
        for (const [goal, score] of [...view.scores].entries()) {
          expect(view.against(countsOf(query), goal, NOTHING, 0.5)).toBeCloseTo(score, 2);
          expect(score).toBeGreaterThanOrEqual(0);
        }
      }),
    );
  });

  it('scores goals the same whether few or many of them have a group of letters', () => {
    const goals = Array.from({ length: 60 }, (_, at) => new Map([[at % 2 === 0 ? 0 : 4, 1 + (at % 3)]]));
    const view = letterView(...goals.map((goal) => [goal, goal] as const));
    const query = countsOf(numbered({ backups: 1, checkout: 2 }));
    view.score(query, 1);
    for (const [goal, score] of [...view.scores].entries())
      expect(view.against(query, goal, NOTHING, 0.5)).toBeCloseTo(score, 4);
  });

  it('scores a goal 1 for all its words, and less for some of them', () => {
    const said = numbered({ backup: 1, checkout: 2 });
    const view = letterView([said, said], [new Map(), new Map()]);
    expect(view.against(countsOf(said), 0, NOTHING, 0.5)).toBeCloseTo(1, 1);
    expect(view.against(countsOf(numbered({ backup: 1, zu: 1 })), 0, NOTHING, 0.5)).toBeLessThan(0.75);
  });

  it('scores a goal without what is taken out as if it had never been in', () => {
    fc.assert(
      fc.property(parts, parts, parts, (own, other, query) => {
        // Only what the goal says itself is added and taken out, so that letters are as rare with it as without.
        const added = new Map([...own].map(([part, count]) => [part, count + 1]));
        const never = letterView([own, own], [other, other]);
        const once = letterView([together(own, added, 0.5), together(own, added)], [other, other]);
        const asked = countsOf(query);
        expect(once.against(asked, 0, countsOf(added), 0.5)).toBeCloseTo(never.against(asked, 0, NOTHING, 0.5), 4);
      }),
    );
  });

  it('leaves nothing of a goal that was made of nothing else', () => {
    const said = numbered({ backup: 1 });
    const view = letterView([numbered({ backup: 0.5 }), said]);
    expect(view.against(countsOf(said), 0, countsOf(said), 0.5)).toBe(0);
    expect(view.carrying(0, countsOf(said), 0.5)(PARTS.indexOf('backup'))).toBe(0);
    expect(view.carrying(0)(PARTS.indexOf('backups'))).toBeGreaterThan(0);
  });
});
