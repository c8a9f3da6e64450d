import type { GoalAnswer } from '../api/schemas/goals.ts';

/** Every word stands in it, wherever and however it is written. */
function saysAll(said: string, text: string): boolean {
  const lower = said.toLowerCase();
  return wordsOf(text).every((word) => lower.includes(word));
}

function wordsOf(text: string): string[] {
  return text.toLowerCase().split(/\s+/).filter(Boolean);
}

/**
 * Open goals that hold every word. First the one whose key was typed, then those whose key begins so; of the rest those of the current
 * cycle first: a link to another cycle's does not count now.
 */
export function findOpenGoals(goals: readonly GoalAnswer[], text: string): readonly GoalAnswer[] {
  const typed = text.trim().toLowerCase();
  const rank = ({ key, cycle }: GoalAnswer) => {
    const lower = key.toLowerCase();
    if (typed && lower === typed) return 0;
    if (typed && lower.startsWith(typed)) return 1;
    return cycle === null || cycle.isCurrent ? 2 : 3;
  };
  return goals
    .filter((goal) => goal.kind !== 'vision' && !goal.isClosed && saysAll(`${goal.key} ${goal.title}`, text))
    .sort((a, b) => rank(a) - rank(b));
}

/** @returns Ids of the goals that say every word (in key, title, team or owner), and of all that these stand under. */
export function findInTree(goals: readonly GoalAnswer[], text: string) {
  const byKey = new Map(goals.map((goal) => [goal.key, goal]));
  const hits = goals.filter((goal) =>
    saysAll([goal.key, goal.title, goal.team?.name, goal.owner?.name].filter(Boolean).join(' '), text),
  );
  const shown = new Set<string>();
  for (const hit of hits)
    for (
      let at: GoalAnswer | undefined = hit;
      at && !shown.has(at.id);
      at = at.parentKey ? byKey.get(at.parentKey) : undefined
    )
      shown.add(at.id);
  return { hits: hits.length, shown };
}
