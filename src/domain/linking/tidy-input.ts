import type { LinkerExample, LinkerGoal } from './reading.ts';

export interface TidyInput {
  readonly goals: readonly LinkerGoal[];
  readonly examples: readonly LinkerExample[];
}

/**
 * Goals and examples by their ids, each once, so that the order they come in decides nothing. An example given twice serves the goals of
 * both. One whose goals are all gone says nothing: it does not serve what is left, nor is it known to serve none.
 */
export function tidyInput({ goals, examples }: TidyInput): TidyInput {
  const tidyGoals = onePerId(goals, (first) => first);
  const known = new Set(tidyGoals.map(({ id }) => id));
  return {
    goals: tidyGoals,
    examples: onePerId(examples, (first, second) => ({
      ...first,
      goalIds: [...first.goalIds, ...second.goalIds],
    })).flatMap((example) => {
      const goalIds = [...new Set(example.goalIds)].filter((id) => known.has(id)).sort();
      return goalIds.length === 0 && example.goalIds.length > 0 ? [] : { ...example, goalIds };
    }),
  };
}

function onePerId<One extends LinkerGoal>(all: readonly One[], join: (first: One, second: One) => One): One[] {
  const byId = new Map<string, One>();
  for (const one of [...all].sort(byIdAndWords)) {
    const first = byId.get(one.id);
    byId.set(one.id, first ? join(first, one) : one);
  }
  return [...byId.values()];
}

/** By code units: the same in every language. */
function byIdAndWords(a: LinkerGoal, b: LinkerGoal): number {
  return compare(a.id, b.id) || compare(a.title, b.title) || compare(a.text, b.text);
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
