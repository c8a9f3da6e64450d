import type { Goal } from '../domain/goal.ts';

/** A goal as others name it; nothing where it is gone, so that a list can be flattened. */
export function goalRef(goal: Goal | undefined): { id: string; key: string; kind: Goal['kind']; title: string }[] {
  return goal ? [{ id: goal.id, key: goal.key, kind: goal.kind, title: goal.title }] : [];
}
