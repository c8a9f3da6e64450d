import type { RowSelectionState } from '@tanstack/react-table';
import { createColumnHelper, rowSelectionFeature, tableFeatures, useTable } from '@tanstack/react-table';
import type { VirtualItem } from '@tanstack/react-virtual';
import type { Ref } from 'react';
import type { TaskRow } from '../../api/schemas/tasks.ts';
import { useSaid } from '../hooks/said.ts';
import { useHandlers } from '../hooks/use-handlers.ts';
import type { RowCursor } from '../hooks/use-row-cursor.ts';
import type { TaskRows } from '../hooks/use-task-rows.ts';
import type { ListGroup, ListLayout } from '../list-layout.ts';
import type { ListSearch } from '../list-search.ts';
import { tableTexts as texts } from '../texts/en/list.tsx';
import { GroupHeading, type GroupSelection } from './group-heading.tsx';
import { RowCheckbox } from './row-checkbox.tsx';
import { TableRow } from './table-row.tsx';
import classes from './task-table.module.css';

type Sort = NonNullable<ListSearch['sort']>;

const features = tableFeatures({ rowSelectionFeature });
const helper = createColumnHelper<typeof features, TaskRow>();

const columns = helper.columns([
  helper.display({ id: 'select', header: texts.columns.select }),
  helper.accessor('title', { header: texts.columns.task }),
  helper.accessor('ageDays', { header: texts.columns.age }),
  helper.accessor('estimate', { header: texts.columns.estimate }),
  helper.display({ id: 'why', header: texts.columns.why }),
  helper.display({ id: 'now', header: texts.columns.now }),
]);

/** How a click on a heading sorts: the useful direction first, then the other. */
const sorts: Readonly<Record<string, readonly [Sort, Sort]>> = {
  title: ['title', 'title'],
  ageDays: ['-age', 'age'],
  estimate: ['-estimate', 'estimate'],
  now: ['-score', 'score'],
};

/** The part of a list that is on the screen, with room above and below for all that is not. */
export function TaskTable(props: {
  layout: ListLayout;
  total: number;
  lines: readonly VirtualItem[];
  /** Where the rows begin. */
  top: Ref<HTMLTableSectionElement>;
  /** Heights of what is not drawn, in pixels. */
  above: number;
  below: number;
  measure: (line: Element | null) => void;
  rows: TaskRows;
  sort: Sort;
  onSort: (sort: Sort) => void;
  selection: RowSelectionState;
  selectAll: { readonly label: string; readonly state: GroupSelection; readonly toggle: () => void };
  onSelect: (id: string) => void;
  groupSelection: (group: ListGroup) => GroupSelection;
  onSelectGroup: (group: ListGroup) => void;
  onToggleGroup: (group: ListGroup) => void;
  cursor: RowCursor;
  pickerFor: string | null;
  onPickerFor: (id: string | null) => void;
  isDense: boolean;
  isStale: boolean;
}) {
  const { layout, rows, cursor } = props;
  const said = useSaid();
  const drawn = props.lines.flatMap(({ index }) => {
    const item = layout.itemAt(index);
    return (item?.kind === 'task' && rows.rowOf(item.id)) || [];
  });
  const table = useTable({
    features,
    columns,
    data: drawn,
    getRowId: (row) => row.id,
    state: { rowSelection: props.selection },
  });
  const handlers = useHandlers({
    onOpen: cursor.set,
    onLink: cursor.register,
    onSelect: props.onSelect,
    onPickerFor: props.onPickerFor,
  });
  return (
    <table
      className={classes.table}
      data-dense={props.isDense || undefined}
      aria-busy={props.isStale || rows.isReading}
      aria-rowcount={layout.count + 1}
    >
      <caption className="visually-hidden">{texts.caption}</caption>
      <thead>
        {table.getHeaderGroups().map((group) => (
          <tr key={group.id} aria-rowindex={1}>
            {group.headers.map(({ id, column }) => (
              <th key={id} scope="col" data-column={id} aria-sort={ariaSort(id, props.sort)}>
                {id === 'select' ? (
                  <RowCheckbox
                    label={props.selectAll.label}
                    state={props.selectAll.state}
                    onChange={props.selectAll.toggle}
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
      <Room ref={props.top} height={props.above} />
      <tbody>
        {props.lines.map(({ index, key }) => {
          const item = layout.itemAt(index);
          if (!item) return null;
          if (item.kind === 'group')
            return (
              <GroupHeading
                key={key}
                index={index}
                measure={props.measure}
                group={item.group}
                total={props.total}
                isClosed={item.isClosed}
                selection={props.groupSelection(item.group)}
                onSelect={() => props.onSelectGroup(item.group)}
                onToggle={() => props.onToggleGroup(item.group)}
              />
            );
          const { id } = item;
          return (
            <TableRow
              key={key}
              id={id}
              index={index}
              measure={props.measure}
              task={rows.rowOf(id)}
              isMissing={rows.isMissing(id)}
              said={said.get(id)}
              isOpen={cursor.id === id}
              isSelected={props.selection[id] === true}
              isPickerOpen={props.pickerFor === id}
              handlers={handlers}
            />
          );
        })}
      </tbody>
      <Room height={props.below} />
    </table>
  );
}

/** Where the rows are that are not drawn. */
function Room({ ref, height }: { ref?: Ref<HTMLTableSectionElement>; height: number }) {
  return (
    <tbody ref={ref} aria-hidden="true" className={classes.room}>
      <tr>
        <td colSpan={columns.length} style={{ height }} />
      </tr>
    </tbody>
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
