import { useCallback, useSyncExternalStore } from 'react';

const listeners = new Set<() => void>();

/** A choice of this reader on this machine (density, table or picture), kept in the browser's storage. */
export function usePreference<T extends string>(name: string, fallback: T): readonly [T, (value: T) => void] {
  const key = `plumbline-${name}`;
  const read = useCallback(() => (readItem(key) as T | null) ?? fallback, [key, fallback]);
  const value = useSyncExternalStore(subscribe, read);
  const set = useCallback(
    (next: T) => {
      writeItem(key, next);
      for (const listener of listeners) listener();
    },
    [key],
  );
  return [value, set];
}

function subscribe(listener: () => void) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

// Where storage is switched off, the choice lasts as long as the page.
const fallbackStore = new Map<string, string>();

function readItem(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return fallbackStore.get(key) ?? null;
  }
}

function writeItem(key: string, value: string): void {
  try {
    localStorage.setItem(key, value);
  } catch {
    fallbackStore.set(key, value);
  }
}
