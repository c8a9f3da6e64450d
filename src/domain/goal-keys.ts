import type { Goal, GoalKind } from './goal.ts';

/** The key a new goal gets where nobody gives one: O6 after O5, KR2.4 after KR2.3, V1 for the first vision. */
export function nextGoalKey(
  kind: GoalKind,
  parent: Pick<Goal, 'key'> | undefined,
  goals: readonly Pick<Goal, 'key'>[],
) {
  const stem = stemOf(kind, parent);
  const taken = goals.flatMap(({ key }) => {
    const rest = key.toLowerCase().startsWith(stem.toLowerCase()) ? key.slice(stem.length) : '';
    return /^\d{1,6}$/.test(rest) ? [Number(rest)] : [];
  });
  return `${stem}${Math.max(0, ...taken) + 1}`;
}

function stemOf(kind: GoalKind, parent: Pick<Goal, 'key'> | undefined): string {
  if (kind === 'vision') return 'V';
  if (kind === 'objective') return 'O';
  return parent ? `KR${parent.key.replace(/^O/i, '')}.` : 'KR';
}
