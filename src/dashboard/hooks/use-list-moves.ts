import { useLocation, useNavigate } from '@tanstack/react-router';
import { useCallback } from 'react';
import type { ListSearch } from '../list-search.ts';

declare module '@tanstack/history' {
  interface HistoryState {
    /** Cursors of the pages before this one, first page first ('' for it): the way back. */
    cursors?: readonly string[];
  }
}

export interface ListMoves {
  filter: (change: Partial<ListSearch>) => void;
  sort: (sort: NonNullable<ListSearch['sort']>) => void;
  next: (cursor: string) => void;
  previous: () => void;
  clear: () => void;
}

/** Filters, order and page live in the address, so that a list can be sent to somebody and found again. */
export function useListMoves(search: ListSearch): ListMoves {
  const navigate = useNavigate();
  const cursors = useLocation({ select: (location) => location.state.cursors }) ?? [];
  const go = useCallback(
    (next: ListSearch, trail: readonly string[] = [], isReplacing = false) =>
      void navigate({
        to: '/unaligned',
        search: next,
        replace: isReplacing,
        state: (state) => ({ ...state, cursors: trail }),
      }),
    [navigate],
  );
  const { cursor, page = 1, ...kept } = search;
  return {
    filter: (change) => go({ ...kept, ...change }, [], 'q' in change),
    sort: (sort) => go({ ...kept, sort }),
    next: (nextCursor) => go({ ...kept, cursor: nextCursor, page: page + 1 }, [...cursors, cursor ?? '']),
    previous: () => {
      const before = cursors.at(-1);
      // Opened from a link in the middle: the way back is not known, the first page is.
      if (!before) go(kept);
      else go({ ...kept, cursor: before, page: page - 1 }, cursors.slice(0, -1));
    },
    clear: () => go(search.state ? { state: search.state } : {}),
  };
}
