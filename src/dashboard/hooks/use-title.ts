import { useEffect, useSyncExternalStore } from 'react';
import { commonTexts as texts } from '../texts/en/common.ts';

let said = '';
const listeners = new Set<() => void>();

/** Each page has a title of its own, for history, bookmarks and screen readers. */
export function useTitle(title: string | undefined): void {
  useEffect(() => {
    if (!title) return;
    document.title = texts.pageTitle(title);
    said = title;
    for (const tell of listeners) tell();
  }, [title]);
}

/** The title of the page that stands here now; empty before the first. */
export function useSaidTitle(): string {
  return useSyncExternalStore(listen, () => said);
}

function listen(tell: () => void): () => void {
  listeners.add(tell);
  return () => listeners.delete(tell);
}
