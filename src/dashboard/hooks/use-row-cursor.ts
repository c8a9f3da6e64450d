import { useRef, useState } from 'react';
import type { TaskRow } from '../../api/schemas/tasks.ts';
import { useKeys } from './use-keys.ts';

export interface RowCursor {
  /** The row the keys act on; null before the first key or focus. */
  readonly id: string | null;
  readonly set: (id: string) => void;
  /** Where a row's title link registers itself, to be focused. */
  readonly register: (id: string, link: HTMLAnchorElement | null) => void;
}

type Act = (task: TaskRow) => void;

/** j and k move through the rows, focus and all; a, r, l and x act on the one they stand at. */
export function useRowCursor(
  items: readonly TaskRow[],
  acts: { accept: Act; reject: Act; link: Act; select: Act },
): RowCursor {
  const [id, setId] = useState<string | null>(null);
  const links = useRef(new Map<string, HTMLAnchorElement>());
  const at = items.findIndex((task) => task.id === id);
  const current = items[at];

  const moveTo = (index: number) => {
    const task = items[Math.min(Math.max(index, 0), items.length - 1)];
    if (!task) return;
    setId(task.id);
    const link = links.current.get(task.id);
    link?.focus({ preventScroll: true });
    link?.scrollIntoView({ block: 'nearest' });
  };
  const act = (what: Act, isMovingOn: boolean) => () => {
    if (!current) return;
    what(current);
    if (isMovingOn && current.suggestion) moveTo(at + 1);
  };

  useKeys({
    j: () => moveTo(at + 1),
    k: () => moveTo(at < 0 ? 0 : at - 1),
    a: act(acts.accept, true),
    r: act(acts.reject, true),
    l: act(acts.link, false),
    x: act(acts.select, false),
  });

  return {
    id,
    set: setId,
    register: (rowId, link) => {
      if (link) links.current.set(rowId, link);
      else links.current.delete(rowId);
    },
  };
}
