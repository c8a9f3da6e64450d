import { useRef } from 'react';
import { useSaidTitle } from '../hooks/use-title.ts';

/** Says to a screen reader which page stands here after a link; the first one the browser says itself. */
export function PageAnnouncer() {
  const title = useSaidTitle();
  const first = useRef<string | null>(null);
  const hasMoved = useRef(false);
  first.current ??= title || null;
  hasMoved.current ||= first.current !== null && title !== first.current;
  return (
    <p className="visually-hidden" aria-live="polite" data-announcer>
      {hasMoved.current ? title : ''}
    </p>
  );
}
