/** What a task, list or project was at a moment: the initial state with every event up to then laid over it. */
import type { SimDeed, SimEvent, SimScope, SimTask, SimTaskState } from './world.ts';

interface Remembered {
  readonly events: number;
  readonly state: SimTaskState;
}

const remembered = new WeakMap<SimTask, Remembered>();

/** Needed where an event was put among a task's events and not behind them. */
export function forgetState(task: SimTask): void {
  remembered.delete(task);
}

/** Made by `now`, and not deleted. */
export function isThere(task: SimTask, now: number): boolean {
  return task.createdAt <= now && !hasHappened(task.deletedAt, now);
}

/** The credentials see the scope; an archived one is still seen. */
export function isSeen(scope: SimScope, now: number): boolean {
  return !hasHappened(scope.deletedAt, now) && !hasHappened(scope.hiddenAt, now);
}

export function hasHappened(at: number | null | undefined, now: number): at is number {
  return typeof at === 'number' && at <= now;
}

/** How many of the task's events had happened by `now`. */
export function eventsUntil(task: SimTask, now: number): number {
  const { events } = task;
  let low = 0;
  let high = events.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((events[middle] as SimEvent).at <= now) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The task as it was at `now`; null while it did not exist yet. The answer is shared: do not change it. */
export function stateAt(task: SimTask, now: number): SimTaskState | null {
  if (task.createdAt > now) return null;
  const events = eventsUntil(task, now);
  if (events === 0) return task.initial;
  const known = remembered.get(task);
  if (known?.events === events) return known.state;
  const state: SimTaskState = Object.assign(
    {},
    task.initial,
    ...task.events.slice(0, events).map((event) => event.set),
  );
  remembered.set(task, { events, state });
  return state;
}

/** The last moment up to `now` at which something about the task changed: its creation or its latest event. */
export function updatedAt(task: SimTask, now: number): number {
  const events = eventsUntil(task, now);
  return events === 0 ? task.createdAt : (task.events[events - 1] as SimEvent).at;
}

/** Each event with what it replaced: the material of change logs, stories and actions, oldest first. */
export interface Change {
  /** Position in `task.events`. */
  readonly index: number;
  readonly at: number;
  readonly by: string | null;
  readonly before: SimTaskState;
  readonly after: SimTaskState;
  readonly set: Partial<SimTaskState>;
  readonly deed: SimDeed | null;
}

export function changesUntil(task: SimTask, now: number): Change[] {
  const changes: Change[] = [];
  let before = task.initial;
  for (const [index, event] of task.events.entries()) {
    if (event.at > now) break;
    const after: SimTaskState = { ...before, ...event.set };
    changes.push({ index, at: event.at, by: event.by, before, after, set: event.set, deed: event.deed ?? null });
    before = after;
  }
  return changes;
}
