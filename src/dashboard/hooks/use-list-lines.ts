import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { ListLayout } from '../list-layout.ts';

/** What stands above the rows while one scrolls: header, bar and column headings, in pixels. */
const coveredPx = 130;
const wide = '(min-width: 901px)';

/**
 * Which lines of a long list are on the screen. Lines are as high as they turn out to be; whichever stands at the top stays there when the
 * list is read anew or grouped otherwise.
 */
export function useListLines(layout: ListLayout, isDense: boolean) {
  const top = useRef<HTMLTableSectionElement>(null);
  const [margin, setMargin] = useState(0);
  const height = lineHeight(isDense);
  const virtualizer = useWindowVirtualizer({
    count: layout.count,
    estimateSize: useCallback(() => height, [height]),
    getItemKey: layout.keyAt,
    overscan: 8,
    scrollMargin: margin,
    scrollPaddingStart: coveredPx,
    scrollPaddingEnd: 80,
    // What is drawn while one scrolls may wait for the next turn: no turn is to be long.
    useFlushSync: false,
  });
  useLayoutEffect(() => {
    if (!top.current) return;
    const at = Math.round(top.current.getBoundingClientRect().top + window.scrollY);
    if (at !== margin) setMargin(at);
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: whatever was measured holds for one density
  useEffect(() => virtualizer.measure(), [isDense]);
  const lines = virtualizer.getVirtualItems();
  const offset = (virtualizer.scrollOffset ?? 0) + coveredPx;
  const firstSeen = virtualizer.getVirtualItemForOffset(Math.max(offset, margin))?.index ?? 0;
  useKeptPlace(layout, margin, firstSeen, (index) => virtualizer.measurementsCache[index]?.start);
  return {
    top,
    lines,
    firstSeen,
    lastSeen: virtualizer.range?.endIndex ?? lines.at(-1)?.index ?? 0,
    above: Math.max(0, (lines[0]?.start ?? margin) - margin),
    below: Math.max(0, virtualizer.getTotalSize() - ((lines.at(-1)?.end ?? margin) - margin)),
    measure: virtualizer.measureElement,
    /** Brings a line on the screen, at its top where `isJump`. */
    show: (index: number, isJump = false) => virtualizer.scrollToIndex(index, { align: isJump ? 'start' : 'auto' }),
  };
}

function lineHeight(isDense: boolean): number {
  if (!window.matchMedia(wide).matches) return 152;
  return isDense ? 29 : 58;
}

/** The line that is first on the screen stays where it is, in a list that is another. */
function useKeptPlace(
  layout: ListLayout,
  margin: number,
  firstSeen: number,
  startOf: (index: number) => number | undefined,
): void {
  const kept = useRef<{ readonly layout: ListLayout; readonly id: string | null; readonly fromTop: number } | null>(
    null,
  );
  useLayoutEffect(() => {
    const before = kept.current;
    if (before && before.layout !== layout && before.id !== null && window.scrollY > margin) {
      const start = startOf(layout.indexOfTask(before.id));
      if (start !== undefined) window.scrollTo({ top: start - before.fromTop });
    }
    const item = layout.itemAt(firstSeen) ?? null;
    const start = startOf(firstSeen);
    const id = item?.kind === 'task' && start !== undefined ? item.id : null;
    kept.current = { layout, id, fromTop: (start ?? 0) - window.scrollY };
  });
}
