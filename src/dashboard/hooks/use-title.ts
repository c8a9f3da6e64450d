import { useEffect } from 'react';

/** Each page has a title of its own, for history, bookmarks and screen readers. */
export function useTitle(title: string | undefined): void {
  useEffect(() => {
    if (title) document.title = `${title} · Plumbline`;
  }, [title]);
}
