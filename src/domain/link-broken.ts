import type { Hop } from './evidence.ts';
import { linkWords, type Task } from './task.ts';

/**
 * The first hop of a path that does not hold any more: the parent that changed, the label that went. Where all that can be looked at still
 * holds (a rule was removed, a goal's title reworded), it is the last hop, which named the goal.
 *
 * @param ancestors The task's parents today, nearest first; null where they were not read: then only the task itself is looked at.
 */
export function vanishedHop(hops: readonly Hop[], task: Task, ancestors: readonly Task[] | null): Hop | null {
  const chain = ancestors ?? [];
  let step = 0;
  let holder: Task | undefined = task;
  for (const hop of hops) {
    if (hop.kind === 'parent') {
      const parentId: string | null | undefined = step === 0 ? task.parentId : chain[step]?.id;
      const isUnread = step > 0 && ancestors === null;
      if (!isUnread && parentId !== hop.taskId) return hop;
      holder = chain[step];
      step += 1;
    } else if (holder && !stillStands(hop, holder)) return hop;
  }
  return hops.at(-1) ?? null;
}

function stillStands(hop: Hop, holder: Task): boolean {
  if (hop.kind === 'label') return holder.labels.includes(hop.value);
  if (hop.kind === 'link') return holder.links.some((link) => linkWords(link) === hop.value);
  if (hop.kind === 'scope') return holder.places.some((place) => place.scopeId === hop.scopeId);
  if (hop.kind === 'group') {
    return holder.places.some((place) => place.scopeId === hop.scopeId && place.groupName === hop.value);
  }
  return true;
}
