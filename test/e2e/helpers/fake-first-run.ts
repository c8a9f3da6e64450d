import type { FirstRunAnswer } from '../../../src/api/schemas/first-run.ts';
import type { FakeState } from './fake-answers.ts';

/** Finished, unless the fake install has no tool. */
export function makeFirstRun({ hasConnections, hasGoals }: FakeState): FirstRunAnswer {
  const isDone = hasConnections;
  return {
    isFinished: isDone,
    next: isDone ? null : 'goals',
    goals: { isDone, objectives: isDone && hasGoals ? 2 : 0, keyResults: isDone && hasGoals ? 5 : 0 },
    tools: { isDone, connections: isDone ? 3 : 0, waiting: [], refused: [] },
    people: { isDone, people: isDone ? 18 : 1, accounts: isDone ? 20 : 0, matched: isDone ? 19 : 0 },
    pull: { isDone, connections: isDone ? 3 : 0, read: isDone ? 3 : 0, tasks: isDone ? 1204 : 0, isDeriving: false },
    review: { isDone, answered: isDone ? 10 : 0, waiting: 0, wanted: 10, isAsked: isDone },
  };
}
