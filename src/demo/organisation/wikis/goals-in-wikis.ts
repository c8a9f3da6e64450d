import type { SimWiki } from '../../wiki-world.ts';
import type { SimGoal } from '../../world.ts';

/** The objectives that are written in a wiki, each with its key results. */
const objectives: Readonly<Record<SimWiki, string>> = { confluence: 'O3', notion: 'O4' };

export function goalsIn(wiki: SimWiki, goals: readonly SimGoal[]): SimGoal[] {
  const key = objectives[wiki];
  return goals.filter((goal) => goal.key === key || goal.parent === key);
}

/** Those that no wiki states. */
export function goalsElsewhere(goals: readonly SimGoal[]): SimGoal[] {
  const written = new Set([...goalsIn('confluence', goals), ...goalsIn('notion', goals)]);
  return goals.filter((goal) => !written.has(goal));
}

/** The objective first, then its key results in the order of their keys. */
export function inReadingOrder(goals: readonly SimGoal[]): { objective: SimGoal; results: SimGoal[] } {
  const objective = goals.find(({ kind }) => kind === 'objective');
  if (objective === undefined) throw new Error('No objective to write down.');
  const results = goals.filter(({ kind }) => kind === 'key-result');
  return { objective, results: results.sort((one, other) => (one.key < other.key ? -1 : 1)) };
}
