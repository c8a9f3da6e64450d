import { memo } from 'react';
import type { TaskRow } from '../../api/schemas/tasks.ts';
import { formatAmount, formatDays } from '../format.ts';
import type { Said } from '../hooks/said.ts';
import type { RowCursor } from '../hooks/use-row-cursor.ts';
import { tableTexts as texts } from '../texts/en/list.tsx';
import { RowCheckbox } from './row-checkbox.tsx';
import { TaskActions } from './task-actions.tsx';
import { TaskName, WhyCell } from './task-cells.tsx';
import classes from './task-table.module.css';

/** One task in its line, or the place it will have once it is read. Drawn anew only when something of its own changed. */
export const TableRow = memo(function TableRow(props: {
  id: string;
  index: number;
  measure: (line: Element | null) => void;
  task: TaskRow | undefined;
  isMissing: boolean;
  said: Said | undefined;
  isOpen: boolean;
  isSelected: boolean;
  isPickerOpen: boolean;
  handlers: {
    readonly onOpen: RowCursor['set'];
    readonly onLink: RowCursor['register'];
    readonly onSelect: (id: string) => void;
    readonly onPickerFor: (id: string | null) => void;
  };
}) {
  const { id, task, handlers } = props;
  return (
    <tr
      ref={props.measure}
      data-index={props.index}
      data-task={id}
      data-open={props.isOpen || undefined}
      data-selected={props.isSelected || undefined}
      data-said={props.said?.says}
      aria-rowindex={props.index + 2}
      onFocusCapture={() => handlers.onOpen(id)}
      onPointerDown={() => handlers.onOpen(id)}
    >
      <td data-column="select">
        <RowCheckbox
          label={texts.select(task?.key ?? task?.title ?? id)}
          state={props.isSelected}
          onChange={() => handlers.onSelect(id)}
        />
      </td>
      {task ? (
        <Cells {...props} task={task} />
      ) : (
        <td colSpan={5} data-column="title">
          <div className={props.isMissing ? 'soft' : classes.awaited}>{props.isMissing ? texts.gone : ' '}</div>
        </td>
      )}
    </tr>
  );
});

function Cells(props: Parameters<typeof TableRow>[0] & { task: TaskRow }) {
  const { id, task, handlers } = props;
  return (
    <>
      <td data-column="title">
        <TaskName task={task} onLink={(link) => handlers.onLink(id, link)} />
      </td>
      <td data-column="ageDays">{task.ageDays === null ? '' : formatDays(task.ageDays)}</td>
      <td data-column="estimate">{task.estimate === null ? '' : formatAmount(task.estimate)}</td>
      <td data-column="why">
        <WhyCell task={task} />
      </td>
      <td data-column="now">
        <TaskActions
          task={task}
          said={props.said}
          isPickerOpen={props.isPickerOpen}
          onPickerOpen={(isOpen) => handlers.onPickerFor(isOpen ? id : null)}
        />
      </td>
    </>
  );
}
