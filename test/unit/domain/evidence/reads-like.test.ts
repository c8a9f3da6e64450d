import { describe, expect, it } from 'vitest';
import { findReadsLike, readAgainst } from '../../../../src/domain/evidence/reads-like.ts';
import { createTextMatcher, type TextExample, type TextReading } from '../../../../src/domain/evidence/text.ts';
import { decideLinks } from '../../../../src/domain/link.ts';
import { byId, makeGoal, makeTask } from '../make.ts';

const O1 = makeGoal('O1', { title: 'Checkout completes in under two seconds' });
const KR1 = makeGoal('KR1.1', { title: 'Pages of the checkout load in one second', parentId: 'o1' });
const GERMANY = makeGoal('O2', { title: 'Launch in Germany with German invoices' });
const GOALS = [O1, KR1, GERMANY, makeGoal('O3', { title: 'Hire six engineers' })];
const TASK = makeTask({ id: 'c1.9', title: 'German invoices on the checkout page', text: '' });

const example = (id: string, title: string, ...goalIds: string[]): TextExample => ({
  ...{ id, name: id, title, text: '', goalIds },
});
const OTHERS = [
  example('e2', 'German invoices say the tax on the checkout page', 'o1', 'o2'),
  example('e3', 'German address on the checkout page', 'o1', 'o2'),
  example('e4', 'Order chairs'),
];

function read(examples: readonly TextExample[], task = TASK) {
  const knowledge = {
    ...{ version: '1', groundVersion: '1', goals: GOALS, examples, trust: null },
    reading: { glossary: [], boilerplate: [] },
  };
  return { reading: createTextMatcher(knowledge).read(task), against: readAgainst(knowledge) };
}

/** As it is read, with the likelihoods that the case is about. */
function likely(reading: TextReading, best: number, beside: number): TextReading {
  return {
    ...reading,
    ranked: reading.ranked.map((one) => ({ ...one, likelihood: best })),
    beside: reading.beside && { ...reading.beside, likelihood: beside },
  };
}

function decide(evidence: ReturnType<typeof findReadsLike>['evidence'], learnedThreshold: number | null = null) {
  const input = { task: TASK, tried: [], decisions: [], previous: [], threshold: 0.8, learnedThreshold };
  return decideLinks({ ...input, evidence, goals: byId(GOALS) }).links.map(({ goalId, verdict }) => [goalId, verdict]);
}

describe('findReadsLike', () => {
  const { reading, against } = read(OTHERS);
  const two = likely(reading, 0.7, 0.5);

  it('says both goals that the task it reads like serves, each with its own words and that task', () => {
    const { evidence } = findReadsLike(TASK, two, against);
    expect(evidence.map(({ goalId }) => goalId).sort()).toEqual(['o1', 'o2']);
    expect(new Set(evidence.map(({ fingerprint }) => fingerprint)).size).toBe(2);
    for (const { kind, goalId, hops } of evidence) {
      expect(kind).toBe('learned');
      expect(hops).toMatchObject([{ kind: 'words' }, { kind: 'neighbour', taskId: 'e2' }]);
      expect(hops[0]?.value).toMatch(goalId === 'o2' ? /German/u : /checkout/u);
    }
  });

  it('says the second only where it is likely enough by itself', () => {
    expect(findReadsLike(TASK, likely(reading, 0.7, 0.39), against).evidence).toHaveLength(1);
    expect(findReadsLike(TASK, likely(reading, 0.39, 0.38), against).evidence).toEqual([]);
  });

  it('does not say the second once a person refused the first', () => {
    const best = new Set([two.ranked[0]?.goalId ?? '']);
    const beside = new Set([two.beside?.goalId ?? '']);
    expect(findReadsLike(TASK, two, against, best).evidence).toHaveLength(1);
    expect(findReadsLike(TASK, two, against, beside).evidence).toHaveLength(2);
  });

  it('suggests both, and links the second never without asking, however likely', () => {
    const { evidence } = findReadsLike(TASK, likely(reading, 0.99, 0.98), against);
    expect(decide(evidence).map(([, verdict]) => verdict)).toEqual(['suggested', 'suggested']);
    expect(decide(evidence, 0.9)).toEqual([[reading.ranked[0]?.goalId, 'automatic']]);
  });

  it('does not propose an objective beside its key result', () => {
    const nested = read(
      OTHERS.map((one) => ({ ...one, goalIds: one.goalIds.map((id) => (id === 'o2' ? 'kr1.1' : id)) })),
    );
    expect(nested.reading.beside).not.toBe(null);
    const { evidence } = findReadsLike(TASK, likely(nested.reading, 0.7, 0.5), nested.against);
    expect(evidence).toHaveLength(2);
    expect(decide(evidence)).toEqual([['kr1.1', 'suggested']]);
  });
});
