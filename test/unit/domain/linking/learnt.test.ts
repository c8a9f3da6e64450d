import { describe, expect, it } from 'vitest';
import { type LearntExample, learnExamples, placesByGoal } from '../../../../src/domain/linking/documents.ts';
import { learnLeaning } from '../../../../src/domain/linking/leaning.ts';
import { createLexicon } from '../../../../src/domain/linking/lexicon.ts';
import { createNeighbours } from '../../../../src/domain/linking/neighbours.ts';
import { createPairNumbers } from '../../../../src/domain/linking/pair-numbers.ts';
import { learnReliability } from '../../../../src/domain/linking/reliability.ts';
import { addText, openTerms } from '../../../../src/domain/linking/terms.ts';
import { countsOf } from './counts.ts';

/** Examples by what they say and which of two goals they serve. */
function learnt(...given: [title: string, ...goals: ('g0' | 'g1')[]][]) {
  const vocabulary = { lexicon: createLexicon(), pairs: createPairNumbers() };
  const examples = learnExamples(
    vocabulary,
    given.map(([title, ...goalIds], at) => ({ id: `E-${at}`, title, text: '', goalIds })),
    new Map([
      ['g0', 0],
      ['g1', 1],
    ]),
  );
  const { lexicon, pairs } = vocabulary;
  const terms = (title: string) => {
    const opened = openTerms();
    addText(opened, vocabulary, title, new Uint8Array(vocabulary.lexicon.size()).fill(1));
    return opened;
  };
  const stem = (word: string) => lexicon.look(word)[0]?.stems[0] ?? Number.NaN;
  return { examples, served: placesByGoal(2, examples), terms, stem, counts: [lexicon.size(), pairs.size] as const };
}

describe('learnReliability', () => {
  const { examples, served, stem } = learnt(
    ['rail rollout', 'g0'],
    ['rail rollout', 'g0'],
    ['rail', 'g0'],
    ['payroll rollout', 'g1'],
    ['pension', 'g1'],
    ['rail rollout chore'],
  );
  const own = [countsOf(new Map([[stem('rail'), 1]])), countsOf(new Map([[stem('rollout'), 1]]))];

  it('believes a word more whose tasks serve goals that say it', () => {
    const reliable = learnReliability(examples, served, own);
    expect(reliable(stem('rail'))).toBeGreaterThan(reliable(stem('pension')));
  });

  it('takes a word that no linked task says for as good as any', () => {
    const reliable = learnReliability(examples, served, own);
    expect(reliable(stem('chore'))).toBe(1);
    expect(reliable(-1)).toBe(1);
    expect(learnReliability([], [], own)(stem('rail'))).toBe(1);
  });

  it('does not take a task’s own words for its goal’s', () => {
    const { examples, served } = learnt(['rail', 'g0'], ['pension', 'g1']);
    const alone = learnReliability(examples, served, [countsOf(new Map()), countsOf(new Map())]);
    expect(alone(0)).toBe(1);
    expect(alone(1)).toBe(1);
  });
});

describe('learnLeaning', () => {
  const { examples, terms, counts } = learnt(
    ['bump zod'],
    ['bump vite'],
    ['bump pino'],
    ['rail track', 'g0'],
    ['rail yard', 'g0'],
    ['rail car', 'g1'],
  );
  const leaning = learnLeaning(examples, ...counts);

  it('tells words of tasks that serve nothing from those of tasks that serve a goal', () => {
    expect(leaning(terms('bump'))).toBeGreaterThan(0);
    expect(leaning(terms('rail'))).toBeLessThan(0);
    expect(leaning(terms('bump rail'))).toBeCloseTo(0);
  });

  it('is 0 where only one kind is known, or nothing is said', () => {
    const only = (kind: (example: LearntExample) => boolean) => learnLeaning(examples.filter(kind), ...counts);
    expect(only(({ goals }) => goals.length === 0)(terms('bump'))).toBe(0);
    expect(only(({ goals }) => goals.length > 0)(terms('rail'))).toBe(0);
    expect(leaning(terms(''))).toBe(0);
  });

  it('leans less on an example that is left out', () => {
    const [first] = examples;
    expect(leaning(terms('bump zod'), first)).toBeLessThan(leaning(terms('bump zod')));
    expect(leaning(terms('bump zod'), first)).toBeGreaterThan(0);
  });
});

describe('createNeighbours', () => {
  const { examples, terms, counts } = learnt(
    ['rail track repair', 'g0'],
    ['rail yard lights', 'g0'],
    ['payroll correction', 'g1'],
    [''],
  );
  const near = (title: string) => [...createNeighbours(examples, ...counts).near(terms(title))];

  it('finds the example that reads like a task, most for the same words in the same order', () => {
    const [same = 0, less = 0, other] = near('rail track repair');
    expect(same).toBeCloseTo(1);
    expect(less).toBeGreaterThan(0);
    expect(less).toBeLessThan(0.5);
    expect(other).toBe(0);
    expect(near('repair track rail')[0]).toBeLessThan(same);
  });

  it('finds nothing like words it never met, nor like an example without words', () => {
    expect(near('zeppelin')).toEqual([0, 0, 0, 0]);
    expect(near('')).toEqual([0, 0, 0, 0]);
    expect(near('payroll')[3]).toBe(0);
  });
});
