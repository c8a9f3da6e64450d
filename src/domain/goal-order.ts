import type { Goal } from './goal.ts';

type Placed = Pick<Goal, 'kind' | 'key' | 'position'>;

const RANK = { vision: 0, objective: 1, 'key-result': 2 } as const;

/** Siblings as people put them: by kind, then those that were placed, then by key (`O2` before `O10`). */
function compareGoals(a: Placed, b: Placed): number {
  return RANK[a.kind] - RANK[b.kind] || placeOf(a) - placeOf(b) || a.key.localeCompare(b.key, 'en', { numeric: true });
}

function placeOf({ position }: Placed): number {
  return position ?? Number.MAX_SAFE_INTEGER;
}

/**
 * The order in which goals are shown wherever nothing else orders them: each followed by what stands under it, siblings as people placed
 * them. A goal whose parent is not among them stands at the top.
 */
export function inTreeOrder(goals: readonly Goal[]): Goal[] {
  const known = new Set(goals.map(({ id }) => id));
  const sorted = [...goals].sort(compareGoals);
  const children = Map.groupBy(sorted, ({ parentId }) => parentId);
  const placed = new Set<Goal>();
  const place = (goal: Goal) => {
    if (placed.has(goal)) return;
    placed.add(goal);
    for (const child of children.get(goal.id) ?? []) place(child);
  };
  for (const goal of sorted) if (goal.parentId === null || !known.has(goal.parentId)) place(goal);
  return [...placed];
}

/** The goal's own id and those of everything under it. */
export function treeIds(id: string, goals: readonly Pick<Goal, 'id' | 'parentId'>[]): string[] {
  const children = Map.groupBy(goals, ({ parentId }) => parentId);
  const ids = new Set([id]);
  for (const next of ids) for (const child of children.get(next) ?? []) ids.add(child.id);
  return [...ids];
}
