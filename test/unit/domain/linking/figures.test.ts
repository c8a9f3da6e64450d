import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Figures, figuresOf, meanFigures, type Prediction } from '../../../../src/domain/linking/figures.ts';
import { type LabelledSet, type Truth, truthOf } from '../../../../src/domain/linking/labelled-set.ts';

const truth = (goals: Record<string, string[]>): Truth =>
  new Map(Object.entries(goals).map(([task, ids]) => [task, new Set(ids)]));

/** Says the best goal from 0.5 on. */
function says(task: string, confidence: number, ...ranked: string[]): Prediction {
  const goal = confidence >= 0.5 ? (ranked[0] ?? null) : null;
  const links = goal === null ? [] : [goal];
  return { task, goal, confidence, ranked, scores: ranked.map((_, at) => 1 / (at + 1)), links };
}

describe('figures', () => {
  it('are those worked out by hand', () => {
    const known = truth({ a: ['g'], b: ['g', 'h'], c: ['h'], d: [], e: [] });
    const found = figuresOf(known, [
      says('a', 0.9, 'g', 'h'),
      says('b', 0.8, 'i', 'h', 'g'),
      says('c', 0.4, 'i', 'j', 'k', 'h'),
      says('d', 0.6, 'g'),
      says('e', 0.1, 'h'),
    ]);
    expect(found).toMatchObject({ tasks: 5, links: 4, noneTasks: 2, bestThreshold: 0.9 });
    // Said: a→g (right), b→i, d→g. Four links are right.
    expect(found.precision).toBeCloseTo(1 / 3);
    expect(found.recall).toBeCloseTo(1 / 4);
    expect(found.f1).toBeCloseTo(2 / 7);
    expect(found.f2).toBeCloseTo((5 * (1 / 12)) / (4 / 3 + 1 / 4));
    // From 0.9 on: one of one right, one of four found.
    expect(found.bestF1).toBeCloseTo(2 / 5);
    expect(found.accuracy1).toBeCloseTo(1 / 3);
    expect(found.mrr).toBeCloseTo((1 + 1 / 2 + 1 / 4) / 3);
    expect(found.map).toBeCloseTo((1 + (1 / 2 + 2 / 3) / 2 + 1 / 4) / 3);
    expect(found.recall3).toBeCloseTo((1 + 1 + 0) / 3);
    // By 1 − confidence: e (none), c, d (none), b, a. Of 2 × 3 pairs 3 + 2 are in order.
    expect(found.noneAuroc).toBeCloseTo(5 / 6);
    expect(found.noneAp).toBeCloseTo((1 + 2 / 3) / 2);
    // None is said of c and e.
    expect(found.noneF1).toBeCloseTo(1 / 2);
    expect(found.brier).toBeCloseTo((0.01 + 0.64 + 0.16 + 0.36 + 0.01) / 5);
    expect(found.ece).toBeCloseTo((0.1 + 0.8 + 0.4 + 0.6 + 0.1) / 5);
  });

  it('take tied confidences for one step', () => {
    const found = figuresOf(truth({ a: ['g'], b: ['g'], c: [], d: [] }), [
      says('a', 0.5, 'g'),
      says('b', 0.5, 'h'),
      says('c', 0.5, 'g'),
      says('d', 0.5, 'g'),
    ]);
    expect(found).toMatchObject({ noneAuroc: 0.5, noneAp: 0.5, surest5: 0.25, surest20: 0.25 });
    expect(found.bestF1).toBeCloseTo(1 / 3);
  });

  it('of the surest are over so many tasks, from the surest down', () => {
    const tasks = Array.from({ length: 40 }, (_, at) => `t${at}`);
    const known = truth(Object.fromEntries(tasks.map((task, at) => [task, at < 3 ? ['g'] : ['h']])));
    const found = figuresOf(
      known,
      tasks.map((task, at) => says(task, 1 - at / 100, 'g')),
    );
    expect(found).toMatchObject({ surest5: 1, surest10: 3 / 4, surest20: 3 / 8 });
  });

  it('take a task nothing is said of for none', () => {
    const found = figuresOf(truth({ a: ['g'], b: [] }), []);
    expect(found).toMatchObject({ precision: 0, recall: 0, f1: 0, accuracy1: 0, mrr: 0, brier: 0, ece: 0 });
    expect(found.noneF1).toBeCloseTo(2 / 3);
  });

  it('on none are missing where no task serves none', () => {
    const found = figuresOf(truth({ a: ['g'] }), [says('a', 0.7, 'g')]);
    expect(found).toMatchObject({ noneAuroc: null, noneAp: null, noneF1: null, accuracy1: 1, f1: 1 });
  });
});

describe('the mean of sets', () => {
  const small = figuresOf(truth({ a: ['g'], b: [] }), [says('a', 0.7, 'g'), says('b', 0.6, 'g')]);
  const large = figuresOf(
    truth(Object.fromEntries(Array.from({ length: 12 }, (_, at) => [`t${at}`, at < 2 ? ['g'] : []]))),
    Array.from({ length: 12 }, (_, at) => says(`t${at}`, 0.5 + at / 100, 'g')),
  );

  it('weighs each alike', () => {
    const found = meanFigures([small, large]);
    expect(found.precision).toBeCloseTo((1 / 2 + 2 / 12) / 2);
    expect(found).toMatchObject({ tasks: 14, links: 3, noneTasks: 11, bestThreshold: null });
  });

  it('asks only sets with ten none tasks about none', () => {
    expect(small.noneAuroc).not.toBe(large.noneAuroc);
    expect(meanFigures([small, large]).noneAuroc).toBe(large.noneAuroc);
    expect(meanFigures([small]).noneAuroc).toBeNull();
  });
});

const folder = process.env.PLUMBLINE_FIXTURES ?? '';

/** Of the published scorer: only what is compared. */
interface Scored {
  readonly goldLinks: number;
  readonly noneTasks: number;
  readonly links: { precision: number; recall: number; f1: number; f2: number; bestF1: number; bestThreshold: number };
  readonly ranking: { accuracy1: number; mrr: number; map: number; recall3: number };
  readonly none: { auroc: number | null; ap: number | null; f1: number };
  readonly calibration: { brier: number; ece: number };
}
type Scorer = (set: LabelledSet, predictions: readonly Prediction[], options: { unseeded: boolean }) => Scored;

describe.skipIf(!folder)('beside the published scorer', () => {
  const sets = folder ? readdirSync(join(folder, 'linking')).filter((file) => file.endsWith('.json')) : [];

  it('there are sets to compare on', () => expect(sets.length).toBeGreaterThan(0));

  it.each(sets)('figures of random predictions on %s are the same', async (file) => {
    const { score } = (await import(join(folder, 'linking', 'score.mjs'))) as { score: Scorer };
    const set = JSON.parse(readFileSync(join(folder, 'linking', file), 'utf8')) as LabelledSet;
    fc.assert(
      fc.property(fc.infiniteStream(fc.nat(0xffff)), fc.boolean(), (numbers, isSeeded) => {
        const known = truthOf(set, isSeeded);
        const predictions = guess(set, () => (numbers.next().value as number) / 0x10000);
        const theirs = score(set, predictions, { unseeded: isSeeded });
        expectSame(figuresOf(known, predictions), theirs);
      }),
      { numRuns: 3 },
    );
  });
});

/** About half right, with ties, some without any goal, some with several. */
function guess(set: LabelledSet, random: () => number): Prediction[] {
  const right = truthOf(set);
  return set.tasks.map(({ id }) => {
    const known = [...(right.get(id) ?? [])].filter(() => random() < 0.7);
    const wild = Array.from(
      { length: Math.floor(random() * 4) },
      () => set.goals[Math.floor(random() * set.goals.length)]?.id ?? '',
    );
    const ranked = [...new Set(random() < 0.5 ? [...known, ...wild] : [...wild, ...known])];
    const confidence = ranked.length === 0 ? 0 : Math.round(random() * 50) / 50;
    const links = ranked.slice(0, Math.floor(random() * 3));
    return { task: id, goal: links[0] ?? null, confidence, ranked, scores: ranked.map((_, at) => -at), links };
  });
}

function expectSame(ours: Figures, theirs: Scored): void {
  expect({ links: ours.links, noneTasks: ours.noneTasks }).toEqual({
    links: theirs.goldLinks,
    noneTasks: theirs.noneTasks,
  });
  const pairs: [number | null, number | null][] = [
    [ours.precision, theirs.links.precision],
    [ours.recall, theirs.links.recall],
    [ours.f1, theirs.links.f1],
    [ours.f2, theirs.links.f2],
    [ours.bestF1, theirs.links.bestF1],
    [ours.bestThreshold, theirs.links.bestThreshold],
    [ours.accuracy1, theirs.ranking.accuracy1],
    [ours.mrr, theirs.ranking.mrr],
    [ours.map, theirs.ranking.map],
    [ours.recall3, theirs.ranking.recall3],
    [ours.noneAuroc, theirs.none.auroc],
    [ours.noneAp, theirs.none.ap],
    [ours.noneF1, theirs.noneTasks === 0 ? null : theirs.none.f1],
    [ours.brier, theirs.calibration.brier],
    [ours.ece, theirs.calibration.ece],
  ];
  for (const [own, published] of pairs) {
    if (published === null) expect(own).toBeNull();
    else expect(own).toBeCloseTo(published, 9);
  }
}
