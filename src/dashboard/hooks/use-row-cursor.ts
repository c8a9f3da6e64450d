import { useEffect, useRef, useState } from 'react';
import type { TaskRow } from '../../api/schemas/tasks.ts';
import type { ListLayout } from '../list-layout.ts';
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
  layout: ListLayout,
  rowOf: (id: string) => TaskRow | undefined,
  /** Brings a line of the list on the screen; with nothing to do where it is there. */
  show: (index: number) => void,
  acts: { accept: Act; reject: Act; link: Act; select: Act },
): RowCursor {
  const [id, setId] = useState<string | null>(null);
  const links = useRef(new Map<string, HTMLAnchorElement>());
  /** Of a row that is not drawn yet. */
  const awaited = useRef<string | null>(null);
  const at = id === null ? -1 : layout.indexOfTask(id);

  const focus = (taskId: string) => {
    const link = links.current.get(taskId);
    awaited.current = link ? null : taskId;
    link?.focus({ preventScroll: true });
  };
  const moveBy = (step: 1 | -1) => () => {
    let index = at < 0 ? 0 : at + step;
    // Over headings of groups.
    while (layout.itemAt(index)?.kind === 'group') index += step;
    const item = layout.itemAt(index);
    if (item?.kind !== 'task') return;
    setId(item.id);
    show(index);
    focus(item.id);
  };
  const act = (what: Act, isMovingOn: boolean) => () => {
    const current = id === null || at < 0 ? undefined : rowOf(id);
    if (!current) return;
    what(current);
    if (isMovingOn && current.suggestion) moveBy(1)();
  };
  // Somebody who clicks elsewhere meanwhile is not pulled back.
  useEffect(() => {
    const forget = () => {
      awaited.current = null;
    };
    document.addEventListener('pointerdown', forget);
    return () => document.removeEventListener('pointerdown', forget);
  }, []);

  useKeys({
    j: moveBy(1),
    k: moveBy(-1),
    a: act(acts.accept, true),
    r: act(acts.reject, true),
    l: act(acts.link, false),
    x: act(acts.select, false),
  });

  return {
    id,
    set: setId,
    register: (rowId, link) => {
      if (!link) return void links.current.delete(rowId);
      links.current.set(rowId, link);
      if (awaited.current === rowId) focus(rowId);
    },
  };
}
