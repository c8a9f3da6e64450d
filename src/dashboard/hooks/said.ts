import { useSyncExternalStore } from 'react';
import type { TaskRow } from '../../api/schemas/tasks.ts';

/** What a decision needs to know of a task, and says of it. */
export type DecidedTask = Pick<TaskRow, 'id' | 'key' | 'title' | 'suggestion'>;

/** What was just said about a task: shown in its place until the list is read again. */
export interface Said {
  readonly says: 'accepted' | 'rejected';
  readonly goalKey: string | null;
  /** Whether the service has confirmed it. */
  readonly isSaved: boolean;
}

let said: ReadonlyMap<string, Said> = new Map();
const listeners = new Set<() => void>();

/** Changes what was said, all at once. */
export function changeSaid(update: (map: Map<string, Said>) => void): void {
  const next = new Map(said);
  update(next);
  said = next;
  for (const listener of listeners) listener();
}

/** What was said about tasks in the last seconds, by task id. */
export function useSaid(): ReadonlyMap<string, Said> {
  return useSyncExternalStore(subscribe, () => said);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
}
