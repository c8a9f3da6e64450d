import { nameHash } from './name-hash.ts';

/** A task with what it is known to serve. */
export interface KnownExample {
  readonly taskId: string;
  /** Goals that are open today; empty: known to serve none. */
  readonly goalIds: readonly string[];
  /** A person said so; else structure did. */
  readonly isPersonal: boolean;
}

/** More of them make learning and reading slower. */
const LINKED_MAX = 2_000;
const NONE_MAX = 500;

/**
 * The examples to learn from: as many of each goal as there is room for, and none more than others; what people said first. The same
 * tasks each time, in whatever order they are given.
 */
export function chooseExamples(known: readonly KnownExample[]): KnownExample[] {
  const ordered = [...known].sort(byWorth);
  const none = ordered.filter(({ goalIds }) => goalIds.length === 0).slice(0, NONE_MAX);
  const linked = ordered.filter(({ goalIds }) => goalIds.length > 0);
  const each = roomForEach(linked);
  const taken = new Map<string, number>();
  const chosen = linked.filter(({ goalIds }) => {
    // One that serves several counts for that of which there is least.
    const least = Math.min(...goalIds.map((id) => taken.get(id) ?? 0));
    if (least >= each) return false;
    for (const id of goalIds) taken.set(id, (taken.get(id) ?? 0) + 1);
    return true;
  });
  return [...chosen.slice(0, LINKED_MAX), ...none].sort((a, b) => (a.taskId < b.taskId ? -1 : 1));
}

/** People's word first, then by a number that says nothing about the task. */
function byWorth(a: KnownExample, b: KnownExample): number {
  return (
    Number(b.isPersonal) - Number(a.isPersonal) ||
    nameHash(a.taskId) - nameHash(b.taskId) ||
    (a.taskId < b.taskId ? -1 : 1)
  );
}

/** As many for each goal that all together are not too many. */
function roomForEach(linked: readonly KnownExample[]): number {
  const counts = new Map<string, number>();
  for (const { goalIds } of linked) for (const id of goalIds) counts.set(id, (counts.get(id) ?? 0) + 1);
  const sizes = [...counts.values()].sort((a, b) => a - b);
  let room = LINKED_MAX;
  for (const [at, size] of sizes.entries()) {
    const share = Math.floor(room / (sizes.length - at));
    if (size > share) return Math.max(1, share);
    room -= size;
  }
  return Number.POSITIVE_INFINITY;
}
