/** Which projects a task was in at a moment: the world knows the present, and live changes say what was otherwise before. */
import { hasHappened, isSeen, isThere } from '../state.ts';
import type { SimEvent, SimScope, SimTask } from '../world.ts';

/** The projects a task itself is in, by our ids: what stands now, with every later change undone. */
export function ownPlacesAt(task: SimTask, at: number): Set<string> {
  const places = new Set([task.scopeId, ...task.alsoIn.map((also) => also.scopeId)]);
  for (const event of latestFirst(task)) {
    if (event.at <= at) break;
    const { deed } = event;
    if (deed?.type === 'moved') {
      places.delete(deed.to.scopeId);
      places.add(deed.from.scopeId);
    }
    if (deed?.type === 'joined') places.delete(deed.scopeId);
    if (deed?.type === 'left') places.add(deed.scopeId);
  }
  return places;
}

export function parentAt(task: SimTask, at: number): string | null {
  let parent = task.parentId;
  for (const event of latestFirst(task)) {
    if (event.at <= at) break;
    if (event.deed?.type === 'reparented') parent = event.deed.from;
  }
  return parent;
}

function latestFirst(task: SimTask): readonly SimEvent[] {
  return task.events.toReversed();
}

export type Sight = 'seen' | 'hidden' | 'gone';

/** A subtask is seen with the task it hangs on; a task with any of its projects. */
export function sightOf(
  task: SimTask,
  now: number,
  world: { byId(id: string): SimTask | undefined; scopeById(id: string): SimScope | undefined },
): Sight {
  if (!isThere(task, now)) return 'gone';
  const parent = task.parentId === null ? undefined : world.byId(task.parentId);
  if (parent) return sightOf(parent, now, world);
  const scopes = [task.scopeId, ...task.alsoIn.map((also) => also.scopeId)].map((id) => world.scopeById(id));
  const left = scopes.filter((scope) => scope !== undefined && !hasHappened(scope.deletedAt, now)) as SimScope[];
  if (left.length === 0) return 'gone';
  return left.some((scope) => isSeen(scope, now)) ? 'seen' : 'hidden';
}
