import { Checkbox } from '@mantine/core';
import {
  createColumnHelper,
  type RowSelectionState,
  rowSelectionFeature,
  tableFeatures,
  useTable,
} from '@tanstack/react-table';
import type { TaskRow } from '../../api/schemas/tasks.ts';
import { formatAmount, formatDays } from '../format.ts';
import { useSaid } from '../hooks/said.ts';
import type { RowCursor } from '../hooks/use-row-cursor.ts';
import type { ListSearch } from '../list-search.ts';
import { TaskActions } from './task-actions.tsx';
import { TaskName, WhyCell } from './task-cells.tsx';
import classes from './task-table.module.css';

type Sort = NonNullable<ListSearch['sort']>;
type Selection = RowSelectionState;

const features = tableFeatures({ rowSelectionFeature });
const helper = createColumnHelper<typeof features, TaskRow>();

const columns = helper.columns([
  helper.display({ id: 'select', header: 'Select' }),
  helper.accessor('title', { header: 'Task' }),
  helper.accessor('ageDays', { header: 'Age' }),
  helper.accessor('estimate', { header: 'Est.' }),
  helper.display({ id: 'why', header: 'Why it is here' }),
  helper.display({ id: 'now', header: 'What now?' }),
]);

/** How a click on a heading sorts: the useful direction first, then the other. */
const sorts: Readonly<Record<string, readonly [Sort, Sort]>> = {
  title: ['title', 'title'],
  ageDays: ['-age', 'age'],
  estimate: ['-estimate', 'estimate'],
  now: ['-score', 'score'],
};

export function TaskTable(props: {
  items: readonly TaskRow[];
  sort: Sort;
  onSort: (sort: Sort) => void;
  selection: Selection;
  onSelection: (selection: Selection) => void;
  cursor: RowCursor;
  pickerFor: string | null;
  onPickerFor: (id: string | null) => void;
  isDense: boolean;
  isStale: boolean;
}) {
  const { cursor } = props;
  const said = useSaid();
  const table = useTable({
    features,
    columns,
    data: props.items as TaskRow[],
    getRowId: (row) => row.id,
    state: { rowSelection: props.selection },
    onRowSelectionChange: (update) =>
      props.onSelection(typeof update === 'function' ? update(props.selection) : update),
  });
  return (
    <table className={classes.table} data-dense={props.isDense || undefined} aria-busy={props.isStale}>
      <caption className="visually-hidden">Tasks, each with why it is here and what to do now</caption>
      <thead>
        {table.getHeaderGroups().map((group) => (
          <tr key={group.id}>
            {group.headers.map(({ id, column }) => (
              <th key={id} scope="col" data-column={id} aria-sort={ariaSort(id, props.sort)}>
                {id === 'select' ? (
                  <Checkbox
                    aria-label="Select every task on this page"
                    checked={table.getIsAllRowsSelected()}
                    indeterminate={table.getIsSomeRowsSelected()}
                    onChange={(event) => table.toggleAllRowsSelected(event.currentTarget.checked)}
                  />
                ) : (
                  <Heading
                    name={String(column.columnDef.header)}
                    directions={sorts[id]}
                    sort={props.sort}
                    onSort={props.onSort}
                  />
                )}
              </th>
            ))}
          </tr>
        ))}
      </thead>
      <tbody>
        {table.getRowModel().rows.map((row) => {
          const task = row.original;
          const isOpen = cursor.id === task.id;
          return (
            <tr
              key={row.id}
              data-open={isOpen || undefined}
              data-selected={row.getIsSelected() || undefined}
              data-said={said.get(task.id)?.says}
              onFocusCapture={() => cursor.set(task.id)}
              onPointerDown={() => cursor.set(task.id)}
            >
              <td data-column="select">
                <Checkbox
                  aria-label={`Select ${task.key ?? task.title}`}
                  checked={row.getIsSelected()}
                  onChange={row.getToggleSelectedHandler()}
                />
              </td>
              <td data-column="title">
                <TaskName task={task} onLink={(link) => cursor.register(task.id, link)} />
              </td>
              <td data-column="ageDays">{task.ageDays === null ? '' : formatDays(task.ageDays)}</td>
              <td data-column="estimate">{task.estimate === null ? '' : formatAmount(task.estimate)}</td>
              <td data-column="why">
                <WhyCell task={task} />
              </td>
              <td data-column="now">
                <TaskActions
                  task={task}
                  said={said.get(task.id)}
                  isPickerOpen={props.pickerFor === task.id}
                  onPickerOpen={(isPickerOpen) => props.onPickerFor(isPickerOpen ? task.id : null)}
                />
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

function Heading(props: {
  name: string;
  directions: readonly [Sort, Sort] | undefined;
  sort: Sort;
  onSort: (sort: Sort) => void;
}) {
  const { name, directions, sort } = props;
  if (!directions) return name;
  const at = directions.indexOf(sort);
  return (
    <button type="button" className={classes.sort} onClick={() => props.onSort(directions[at === 0 ? 1 : 0])}>
      {name}
      <span aria-hidden="true">{at < 0 ? '' : sort.startsWith('-') ? ' ↓' : ' ↑'}</span>
    </button>
  );
}

function ariaSort(id: string, sort: Sort): 'ascending' | 'descending' | undefined {
  if (!sorts[id]?.includes(sort)) return undefined;
  return sort.startsWith('-') ? 'descending' : 'ascending';
}
