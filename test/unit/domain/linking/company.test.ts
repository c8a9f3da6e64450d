import { describe, expect, it } from 'vitest';
import { figuresOf, type Prediction } from '../../../../src/domain/linking/figures.ts';
import { createLinker, type Linker } from '../../../../src/domain/linking/linker.ts';
import { GOALS, TASKS } from './company.ts';

/** Each task read without what is known of itself. */
function figuresBy(linker: Linker) {
  const predictions = TASKS.map((task): Prediction => {
    const { ranked } = linker.read(task, { countMax: GOALS.length, without: task.id });
    const confidence = ranked[0]?.likelihood ?? 0;
    const goal = confidence >= 0.5 ? (ranked[0]?.goalId ?? null) : null;
    return {
      task: task.id,
      goal,
      confidence,
      ranked: ranked.map(({ goalId }) => goalId),
      scores: ranked.map(({ score }) => score),
      links: goal === null ? [] : [goal],
    };
  });
  return figuresOf(new Map(TASKS.map(({ id, goalIds }) => [id, new Set(goalIds)])), predictions);
}

describe('the linker on everyday goals of a company', () => {
  it('finds most goals by their words alone, and tells upkeep from work with a why', () => {
    const { accuracy1, recall3, noneAuroc } = figuresBy(createLinker({ goals: GOALS }));
    expect(accuracy1).toBeGreaterThanOrEqual(0.85);
    expect(recall3).toBeGreaterThanOrEqual(0.9);
    expect(noneAuroc).toBeGreaterThanOrEqual(0.85);
  });

  it('is no worse for having learnt, and each task is read without itself', () => {
    const byText = figuresBy(createLinker({ goals: GOALS }));
    const learnt = figuresBy(createLinker({ goals: GOALS, examples: TASKS }));
    expect(learnt.accuracy1).toBeGreaterThanOrEqual(byText.accuracy1 ?? 1);
    expect(learnt.noneAuroc).toBeGreaterThanOrEqual(0.85);
    expect(learnt.brier).toBeLessThanOrEqual(0.2);
  });
});
