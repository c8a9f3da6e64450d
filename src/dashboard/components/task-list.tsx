import type { RowSelectionState } from '@tanstack/react-table';
import { useState } from 'react';
import type { TaskRow, TasksAnswer } from '../../api/schemas/tasks.ts';
import { useDecide } from '../hooks/use-decide.ts';
import type { ListMoves } from '../hooks/use-list-moves.ts';
import { useRowCursor } from '../hooks/use-row-cursor.ts';
import type { ListSearch } from '../list-search.ts';
import { BulkBar } from './bulk-bar.tsx';
import { Pager } from './pager.tsx';
import { TaskTable } from './task-table.tsx';

type Selected = ReadonlyMap<string, TaskRow>;

/** One page of tasks with everything one can do to them: by mouse, by key, one at a time or many. */
export function TaskList(props: {
  answer: TasksAnswer;
  search: ListSearch;
  moves: ListMoves;
  isDense: boolean;
  isStale: boolean;
}) {
  const { answer, search, moves } = props;
  const [selected, setSelected] = useState<Selected>(new Map());
  const [pickerFor, setPickerFor] = useState<string | null>(null);
  const decide = useDecide();
  const cursor = useRowCursor(answer.items, {
    accept: (task) => task.suggestion && void decide([task], 'accepted'),
    reject: (task) => task.suggestion && void decide([task], 'rejected'),
    link: (task) => setPickerFor(task.id),
    select: (task) => setSelected((current) => toggled(current, task)),
  });
  // Rows of pages turned away stay selected: the map holds them, the table only their ids.
  const select = (ids: RowSelectionState) => {
    const known = new Map([...selected, ...answer.items.map((task) => [task.id, task] as const)]);
    setSelected(new Map([...known].filter(([id]) => ids[id])));
  };
  return (
    <>
      <TaskTable
        items={answer.items}
        sort={search.sort ?? '-age'}
        onSort={moves.sort}
        selection={Object.fromEntries([...selected.keys()].map((id) => [id, true]))}
        onSelection={select}
        cursor={cursor}
        pickerFor={pickerFor}
        onPickerFor={setPickerFor}
        isDense={props.isDense}
        isStale={props.isStale}
      />
      <Pager answer={answer} page={search.page ?? 1} moves={moves} isStale={props.isStale} />
      {selected.size > 0 && (
        <BulkBar
          tasks={[...selected.values()]}
          total={answer.total}
          search={search}
          onSelect={(tasks) => setSelected(new Map(tasks.map((task) => [task.id, task])))}
          onDone={() => setSelected(new Map())}
        />
      )}
    </>
  );
}

function toggled(selected: Selected, task: TaskRow): Selected {
  const next = new Map(selected);
  if (!next.delete(task.id)) next.set(task.id, task);
  return next;
}
