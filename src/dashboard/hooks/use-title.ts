import { useEffect } from 'react';
import { commonTexts as texts } from '../texts/en/common.ts';

/** Each page has a title of its own, for history, bookmarks and screen readers. */
export function useTitle(title: string | undefined): void {
  useEffect(() => {
    if (title) document.title = texts.pageTitle(title);
  }, [title]);
}
