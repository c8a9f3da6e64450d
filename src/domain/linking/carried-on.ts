import type { Goal } from '../goal.ts';
import { normaliseTitle } from '../normal-text.ts';

/**
 * Which open goal a goal lives on as: itself while it is open; else the one open goal of the same kind and title, for a goal that is moved
 * into the next cycle takes along what was learnt of it. null: none.
 */
export function carriedOn(goals: readonly Goal[], isOpen: (goal: Goal) => boolean): (goalId: string) => string | null {
  const byId = new Map(goals.map((goal) => [goal.id, goal]));
  const nameOf = (goal: Goal) => `${goal.kind} ${normaliseTitle(goal.title)}`;
  const open = Map.groupBy(goals.filter(isOpen), nameOf);
  return (goalId) => {
    const goal = byId.get(goalId);
    if (!goal) return null;
    if (isOpen(goal)) return goal.id;
    const [heir, ...others] = open.get(nameOf(goal)) ?? [];
    return heir && others.length === 0 ? heir.id : null;
  };
}
