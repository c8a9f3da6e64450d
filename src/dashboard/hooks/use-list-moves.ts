import { useNavigate } from '@tanstack/react-router';
import { useMemo } from 'react';
import { type ListSearch, readClosed, writeClosed } from '../list-search.ts';

export interface ListMoves {
  filter: (change: Partial<ListSearch>) => void;
  sort: (sort: NonNullable<ListSearch['sort']>) => void;
  group: (group: ListSearch['group']) => void;
  /** Shows only a group's heading, or its tasks again. */
  toggle: (key: string | null) => void;
  /** Only the headings of these groups; none: all tasks are shown. */
  close: (keys: readonly (string | null)[]) => void;
  clear: () => void;
}

/** Filters, order and groups live in the address, so that a list can be sent to somebody and found again. */
export function useListMoves(search: ListSearch): ListMoves {
  const navigate = useNavigate();
  return useMemo(
    () => movesFrom(search, (next, options) => void navigate({ to: '/unaligned', search: next, ...options })),
    [search, navigate],
  );
}

type Go = (next: ListSearch, options?: { replace?: boolean; resetScroll?: boolean }) => void;

function movesFrom(search: ListSearch, go: Go): ListMoves {
  const close = (keys: Iterable<string | null>) =>
    go({ ...search, closed: writeClosed(keys) }, { replace: true, resetScroll: false });
  return {
    filter: (change) => go({ ...search, closed: undefined, ...change }, { replace: 'q' in change }),
    sort: (sort) => go({ ...search, sort }),
    group: (group) => go({ ...search, group, closed: undefined }, { resetScroll: false }),
    toggle: (key) => {
      const closed = new Set(readClosed(search));
      if (!closed.delete(key)) closed.add(key);
      close(closed);
    },
    close,
    clear: () => go(search.state ? { state: search.state } : {}),
  };
}
