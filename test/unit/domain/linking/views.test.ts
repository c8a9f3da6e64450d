import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createLetterView } from '../../../../src/domain/linking/letter-view.ts';
import { createTermView } from '../../../../src/domain/linking/term-view.ts';

const counts = <Key>(key: fc.Arbitrary<Key>) =>
  fc.array(fc.tuple(key, fc.integer({ min: 1, max: 5 })), { maxLength: 8 }).map((entries) => new Map(entries));
const terms = counts(fc.integer({ min: 0, max: 12 }));
const parts = counts(
  fc.constantFrom('backup', 'backups', 'restore', 'store', 'checkout', 'check', 'zu', 'а́ванс', '登録'),
);

const together = <Key>(one: ReadonlyMap<Key, number>, other: ReadonlyMap<Key, number>, share = 1) =>
  new Map([...one.keys(), ...other.keys()].map((key) => [key, (one.get(key) ?? 0) + share * (other.get(key) ?? 0)]));

describe('createTermView', () => {
  it('scores one goal as it scores all at once, and as the sum of what each term carries', () => {
    fc.assert(
      fc.property(fc.array(terms, { minLength: 1, maxLength: 5 }), terms, (documents, query) => {
        const view = createTermView(documents);
        const scores = new Float32Array(documents.length);
        view.score(query, scores, 1);
        const mass = view.mass(query) || 1;
        for (const [goal, score] of scores.entries()) {
          expect(view.against(query, goal, new Map())).toBeCloseTo(score, 5);
          let sum = 0;
          for (const [term, count] of query) sum += view.carries(term, count, goal) / mass;
          expect(sum).toBeCloseTo(score, 5);
        }
      }),
    );
  });

  it('weighs a word that few goals say more than one that all say', () => {
    const view = createTermView([
      new Map([
        [0, 1],
        [1, 1],
      ]),
      new Map([
        [0, 1],
        [2, 1],
      ]),
      new Map([
        [0, 1],
        [3, 1],
      ]),
    ]);
    expect(view.carries(1, 1, 0)).toBeGreaterThan(view.carries(0, 1, 0));
  });

  it('gives less to a goal of whose words a task has a smaller share', () => {
    const [rail, air] = [0, 1];
    const scores = new Float32Array(1);
    createTermView([new Map([[rail, 1]])]).score(new Map([[rail, 1]]), scores, 1);
    const mixed = new Float32Array(1);
    createTermView([new Map([[rail, 1]])]).score(
      new Map([
        [rail, 1],
        [air, 1],
      ]),
      mixed,
      1,
    );
    expect(mixed[0]).toBeLessThan(scores[0] as number);
    expect(mixed[0]).toBeGreaterThan(0);
  });

  it('carries nothing that was only in what is taken out', () => {
    const view = createTermView([
      new Map([
        [0, 2],
        [1, 1],
      ]),
      new Map([[2, 1]]),
    ]);
    const left = new Map([
      [0, 1],
      [1, 1],
    ]);
    expect(view.carries(1, 1, 0, left)).toBe(0);
    expect(view.carries(0, 1, 0, left)).toBeGreaterThan(0);
    expect(view.against(new Map([[1, 1]]), 0, left)).toBe(0);
  });
});

describe('createLetterView', () => {
  it('scores one goal as it scores all at once, never below 0', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(parts, parts), { minLength: 1, maxLength: 5 }), parts, (documents, query) => {
        const view = createLetterView(
          documents.map(([short]) => short),
          documents.map(([short, long]) => together(short, long)),
        );
        const scores = new Float32Array(documents.length);
        view.score(query, scores, 1);
        for (const [goal, score] of scores.entries()) {
          expect(view.against(query, goal, new Map(), 0.5)).toBeCloseTo(score, 2);
          expect(score).toBeGreaterThanOrEqual(0);
        }
      }),
    );
  });

  it('scores a goal 1 for all its words, and less for some of them', () => {
    const said = new Map([
      ['backup', 1],
      ['checkout', 2],
    ]);
    const view = createLetterView([said, new Map()], [said, new Map()]);
    expect(view.against(said, 0, new Map(), 0.5)).toBeCloseTo(1, 1);
    expect(
      view.against(
        new Map([
          ['backup', 1],
          ['zebra', 1],
        ]),
        0,
        new Map(),
        0.5,
      ),
    ).toBeLessThan(0.6);
  });

  it('scores a goal without what is taken out as if it had never been in', () => {
    fc.assert(
      fc.property(parts, parts, parts, (own, other, query) => {
        // Only what the goal says itself is added and taken out, so that letters are as rare with it as without.
        const added = new Map([...own].map(([part, count]) => [part, count + 1]));
        const never = createLetterView([own, other], [own, other]);
        const once = createLetterView([together(own, added, 0.5), other], [together(own, added), other]);
        expect(once.against(query, 0, added, 0.5)).toBeCloseTo(never.against(query, 0, new Map(), 0.5), 5);
      }),
    );
  });

  it('leaves nothing of a goal that was made of nothing else', () => {
    const said = new Map([['backup', 1]]);
    const view = createLetterView([new Map([['backup', 0.5]])], [said]);
    expect(view.against(said, 0, said, 0.5)).toBe(0);
    expect(view.carries('backup', 0, said, 0.5)).toBe(0);
    expect(view.carries('backups', 0)).toBeGreaterThan(0);
  });
});
