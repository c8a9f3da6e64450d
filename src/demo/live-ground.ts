/** What every live change needs: the tool's own tasks and scopes, and a clock that never stands still between two changes. */

import { eventsUntil, forgetState, hasHappened, isThere, updatedAt } from './state.ts';
import type { Changed, Edit, SimDeed, SimEvent, SimScope, SimTask, SimTaskState, SimTool, World } from './world.ts';

export type Writable<T> = { -readonly [Key in keyof T]: T[Key] };
export type LiveTask = Writable<SimTask> & { events: SimEvent[]; alsoIn: SimTask['alsoIn'][number][] };

export interface Ground {
  readonly world: World;
  readonly tool: SimTool;
  readonly clock: { now: number };
  readonly tasks: Map<string, LiveTask>;
  readonly scopes: ReadonlyMap<string, SimScope>;
  /** The moment of the last change. */
  latest: number;
}

export function makeGround(world: World, tool: SimTool, clock: { now: number }): Ground {
  const tasks = world.tasks.filter((task) => task.tool === tool).map((task) => [task.id, task as LiveTask] as const);
  const scopes = world.scopes.filter((scope) => scope.tool === tool).map((scope) => [scope.id, scope] as const);
  return { world, tool, clock, tasks: new Map(tasks), scopes: new Map(scopes), latest: Number.NEGATIVE_INFINITY };
}

/** @throws Error For one that is not there, or, where a deleted one is asked for, is there. */
export function findTask({ tasks, tool, clock }: Ground, id: string, isDeleted = false): LiveTask {
  const task = tasks.get(id);
  if (task === undefined || task.createdAt > clock.now) throw new Error(`${tool} has no task ${id}`);
  if (isDeleted !== hasHappened(task.deletedAt, clock.now)) {
    throw new Error(`${id} is ${isDeleted ? 'not ' : ''}deleted`);
  }
  return task;
}

export function findScope({ scopes, tool }: Ground, id: string): SimScope {
  const scope = scopes.get(id);
  if (scope === undefined) throw new Error(`${tool} has no scope ${id}`);
  return scope;
}

export function childrenOf({ tasks, clock }: Ground, task: SimTask): LiveTask[] {
  return [...tasks.values()].filter((child) => child.parentId === task.id && isThere(child, clock.now));
}

/** A moment later than anything before, even within one millisecond; the clock is not behind it. */
export function tick(ground: Ground, task: SimTask | null): number {
  const { clock } = ground;
  const next = Math.max(clock.now, ground.latest + 1, task === null ? 0 : updatedAt(task, clock.now) + 1);
  if (next > clock.now) clock.now = next;
  ground.latest = next;
  return next;
}

/** One more event of the task, before whatever the world still has in store for it. */
export function befall(
  ground: Ground,
  task: LiveTask,
  { type, by = null }: Pick<Edit, 'type' | 'by'>,
  set: Partial<SimTaskState>,
  deed: SimDeed | null = null,
): Changed {
  const at = tick(ground, task);
  const index = eventsUntil(task, at);
  task.events = task.events.toSpliced(index, 0, { at, by, set, ...(deed === null ? {} : { deed }) });
  forgetState(task);
  const scope = findScope(ground, task.scopeId);
  return { type, at, by, task, scope, index, isStructural: deed !== null };
}
