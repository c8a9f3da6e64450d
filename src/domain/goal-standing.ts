import type { Day } from './days.ts';
import type { Cycle, Goal } from './goal.ts';

/** open: work for it counts today. closed: on or after the day it was closed. wrong-cycle: today is outside its cycle. */
export type GoalStanding = 'open' | 'closed' | 'wrong-cycle';

/**
 * Where a goal stands today. Both days of a cycle belong to it. A goal that is closed and of another cycle is of another cycle first,
 * as in the order of precedence. Without a cycle a goal is never out of it.
 */
export function goalStanding(goal: Goal, cycles: ReadonlyMap<string, Cycle>, today: Day): GoalStanding {
  const cycle = goal.cycleId === null ? undefined : cycles.get(goal.cycleId);
  if (cycle && (today < cycle.startsOn || today > cycle.endsOn)) return 'wrong-cycle';
  return isClosed(goal, today) ? 'closed' : 'open';
}

export function isClosed(goal: Goal, today: Day): boolean {
  return goal.closedOn !== null && goal.closedOn <= today;
}

/** The goal's parents, nearest first; a ring in them ends the climb. */
export function parentsOfGoal(goal: Goal, goals: ReadonlyMap<string, Goal>): Goal[] {
  const chain: Goal[] = [];
  const seen = new Set([goal.id]);
  for (let id = goal.parentId; id !== null && !seen.has(id); ) {
    const parent = goals.get(id);
    if (!parent) break;
    seen.add(id);
    chain.push(parent);
    id = parent.parentId;
  }
  return chain;
}

/** The same goal, or one above the other. */
export function areOneLine(a: Goal, b: Goal, goals: ReadonlyMap<string, Goal>): boolean {
  return a.id === b.id || isAbove(a, b, goals) || isAbove(b, a, goals);
}

function isAbove(above: Goal, beneath: Goal, goals: ReadonlyMap<string, Goal>): boolean {
  return parentsOfGoal(beneath, goals).some(({ id }) => id === above.id);
}
