import { useQuery, useQueryClient } from '@tanstack/react-query';
import { memo, useMemo, useState } from 'react';
import type { ArrivalsAnswer } from '../../api/schemas/task-order.ts';
import { formatCount } from '../format.ts';
import { useDecide } from '../hooks/use-decide.ts';
import { useListLines } from '../hooks/use-list-lines.ts';
import type { ListMoves } from '../hooks/use-list-moves.ts';
import { useRowCursor } from '../hooks/use-row-cursor.ts';
import { selectedMax, useSelection } from '../hooks/use-selection.ts';
import { useTaskRows } from '../hooks/use-task-rows.ts';
import { type ListLayout, type ListOrder, layOut } from '../list-layout.ts';
import { arrivalsQuery } from '../list-queries.ts';
import { type ListSearch, readClosed } from '../list-search.ts';
import { listTexts, tableTexts as texts } from '../texts/en/list.tsx';
import { BulkBar } from './bulk-bar.tsx';
import { ListBar } from './list-bar.tsx';
import { Fault } from './states.tsx';
import { TaskTable } from './task-table.tsx';

/** A list of any length with everything one can do to its tasks: by mouse, by key, one at a time or many. Not drawn anew with its page. */
export const TaskList = memo(function TaskList(props: {
  order: ListOrder;
  search: ListSearch;
  moves: ListMoves;
  isDense: boolean;
  isStale: boolean;
}) {
  const { order, search, moves, isDense } = props;
  const client = useQueryClient();
  // What was read says whether it is in groups; the address may already ask for something else.
  const isGrouped = order.groups[0]?.name !== '';
  const layout = useMemo(
    () => layOut(order, isGrouped, readClosed({ closed: search.closed } as ListSearch)),
    [order, isGrouped, search.closed],
  );
  const [pickerFor, setPickerFor] = useState<string | null>(null);
  const selection = useSelection(order);
  const decide = useDecide();
  const lines = useListLines(layout, isDense);
  const drawn = placesOf(layout, lines.lines[0]?.index ?? 0, lines.lines.at(-1)?.index ?? 0);
  const rows = useTaskRows(layout, drawn?.first ?? 0, drawn?.last ?? 0);
  const arrivals = useQuery(arrivalsQuery(search, order)).data;
  const cursor = useRowCursor(layout, rows.rowOf, lines.show, {
    accept: (task) => task.suggestion && void decide([task], 'accepted'),
    reject: (task) => task.suggestion && void decide([task], 'rejected'),
    link: (task) => setPickerFor(task.id),
    select: (task) => selection.toggle(task.id),
  });
  return (
    <div>
      <ListBar
        order={order}
        layout={layout}
        search={search}
        moves={moves}
        seen={placesOf(layout, lines.firstSeen, lines.lastSeen)}
        onJump={(index) => lines.show(index, true)}
        arrived={countArrived(order, layout, arrivals)}
        onReadAgain={() => void client.invalidateQueries({ queryKey: ['order'] })}
      />
      {rows.error && <Fault error={rows.error} what={listTexts.rowsNotRead} onRetry={rows.readAgain} />}
      <TaskTable
        layout={layout}
        total={order.total}
        lines={lines.lines}
        top={lines.top}
        above={lines.above}
        below={lines.below}
        measure={lines.measure}
        rows={rows}
        sort={search.sort ?? '-age'}
        onSort={moves.sort}
        selection={selection.state}
        selectAll={{
          label:
            order.listed > selectedMax
              ? texts.selectFirst(formatCount(selectedMax))
              : texts.selectAll(formatCount(order.listed)),
          state: selection.ofAll,
          toggle: selection.toggleAll,
        }}
        onSelect={selection.toggle}
        groupSelection={selection.ofGroup}
        onSelectGroup={selection.toggleGroup}
        onToggleGroup={({ key }) => moves.toggle(key)}
        cursor={cursor}
        pickerFor={pickerFor}
        onPickerFor={setPickerFor}
        isDense={isDense}
        isStale={props.isStale}
      />
      {selection.ids.length > 0 && <BulkBar ids={selection.ids} rowOf={rows.rowOf} onDone={selection.clear} />}
    </div>
  );
});

/** The first and last task between two lines, by their places; null where only headings stand there. */
function placesOf(layout: ListLayout, from: number, to: number): { first: number; last: number } | null {
  let [start, end] = [from, to];
  while (start <= end && layout.itemAt(start)?.kind === 'group') start += 1;
  while (end >= start && layout.itemAt(end)?.kind === 'group') end -= 1;
  const [first, last] = [layout.itemAt(start), layout.itemAt(end)];
  if (first?.kind !== 'task' || last?.kind !== 'task') return null;
  return { first: first.position, last: last.position };
}

/** What a list read now would have that this one has not, and what it would not have any more. */
function countArrived(order: ListOrder, layout: ListLayout, { ids, total, isCut }: ArrivalsAnswer) {
  const news = ids.length === 0 ? 0 : ids.filter((id) => !layout.has(id)).length;
  const left = isCut || order.listed < order.total ? 0 : Math.max(0, order.total + news - total);
  return { news, left, isCut };
}
