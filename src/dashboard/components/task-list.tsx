import type { RowSelectionState } from '@tanstack/react-table';
import { useState } from 'react';
import type { TasksAnswer } from '../../api/schemas/tasks.ts';
import { useDecide } from '../hooks/use-decide.ts';
import type { ListMoves } from '../hooks/use-list-moves.ts';
import type { ListSearch } from '../list-search.ts';
import { BulkBar } from './bulk-bar.tsx';
import { Pager } from './pager.tsx';
import { TaskTable } from './task-table.tsx';
import { useRowCursor } from './use-row-cursor.ts';

/** One page of tasks with everything one can do to them: by mouse, by key, one at a time or many. */
export function TaskList(props: {
  answer: TasksAnswer;
  search: ListSearch;
  moves: ListMoves;
  isDense: boolean;
  isStale: boolean;
}) {
  const { answer, search, moves } = props;
  const [selection, setSelection] = useState<RowSelectionState>({});
  const [pickerFor, setPickerFor] = useState<string | null>(null);
  const decide = useDecide();
  const selected = answer.items.filter((task) => selection[task.id]);
  const cursor = useRowCursor(answer.items, {
    accept: (task) => task.suggestion && void decide([task], 'accepted'),
    reject: (task) => task.suggestion && void decide([task], 'rejected'),
    link: (task) => setPickerFor(task.id),
    select: (task) => setSelection((current) => toggled(current, task.id)),
  });
  return (
    <>
      <TaskTable
        items={answer.items}
        sort={search.sort ?? '-age'}
        onSort={moves.sort}
        selection={selection}
        onSelection={setSelection}
        cursor={cursor}
        pickerFor={pickerFor}
        onPickerFor={setPickerFor}
        isDense={props.isDense}
        isStale={props.isStale}
      />
      <Pager answer={answer} page={search.page ?? 1} moves={moves} />
      {selected.length > 0 && <BulkBar tasks={selected} onDone={() => setSelection({})} />}
    </>
  );
}

function toggled(selection: RowSelectionState, id: string): RowSelectionState {
  const { [id]: isSelected, ...others } = selection;
  return isSelected ? others : { ...others, [id]: true };
}
