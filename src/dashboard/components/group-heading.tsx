import { formatCount, formatRate } from '../format.ts';
import type { ListGroup } from '../list-layout.ts';
import { tableTexts as texts } from '../texts/en/list.tsx';
import { PartPageLink } from './part-page-link.tsx';
import { RowCheckbox } from './row-checkbox.tsx';
import classes from './task-table.module.css';

/** Whether all, some or none of a group is selected. */
export type GroupSelection = boolean | 'some';

/** A group's name, how many tasks it holds and which share of the list that is; closed, it is all that is shown of it. */
export function GroupHeading(props: {
  index: number;
  measure: (line: Element | null) => void;
  group: ListGroup;
  total: number;
  isClosed: boolean;
  selection: GroupSelection;
  onSelect: () => void;
  onToggle: () => void;
}) {
  const { group, isClosed } = props;
  return (
    <tr ref={props.measure} data-index={props.index} data-group={group.key ?? ''} aria-rowindex={props.index + 2}>
      <td data-column="select">
        <RowCheckbox
          label={texts.selectGroup(formatCount(group.count), group.name)}
          state={props.selection}
          onChange={props.onSelect}
        />
      </td>
      <th colSpan={5} scope="rowgroup" className={classes.group}>
        <button type="button" className={classes.toggle} aria-expanded={!isClosed} onClick={props.onToggle}>
          <span aria-hidden="true">{isClosed ? '▸' : '▾'}</span> {group.name}
        </button>
        <span className="soft">
          {formatCount(group.count)} · {formatRate(group.count / Math.max(1, props.total))}
        </span>
        {group.page && group.key && (
          <PartPageLink page={group.page} id={group.key} className={classes.page}>
            {texts.openPage}
            <span className="visually-hidden">{texts.pageOf(group.name)}</span>
          </PartPageLink>
        )}
      </th>
    </tr>
  );
}
