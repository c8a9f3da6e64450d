import { Button, Skeleton } from '@mantine/core';
import { lazy, Suspense, useMemo } from 'react';
import type { CheckInView } from '../../api/schemas/check-ins.ts';
import type { GoalDetail } from '../../api/schemas/goals.ts';
import { formatMeasure } from '../format.ts';
import { useUndoCheckIn } from '../hooks/use-check-in.ts';
import classes from './check-in.module.css';
import type { Way } from './check-in-option.ts';
import { DataTable } from './data-table.tsx';
import { Picture } from './picture.tsx';
import { TimeAgo } from './time-ago.tsx';

const CheckInPicture = lazy(() => import('./check-in-picture.tsx'));

/** What people said of a key result: against an even pace where there is one, and as a table. @param items Newest first. */
export function CheckInChart(props: { goal: GoalDetail; items: readonly CheckInView[]; mayUndo: boolean }) {
  const { goal, items } = props;
  const standing = useMemo(() => items.filter(({ undoneAt }) => undoneAt === null).toReversed(), [items]);
  const way = useMemo(() => wayOf(goal), [goal]);
  const table = <CheckInTable {...props} />;
  if (!way || standing.length === 0) return <div className={classes.list}>{table}</div>;
  return (
    <div className={classes.chart}>
      <Picture
        name="check-ins"
        title="How it went"
        caption="What was said at each check-in, against an even pace. The target is on top, whichever way the number goes."
        picture={
          <Suspense fallback={<Skeleton height={240} animate={false} />}>
            <CheckInPicture way={way} checkIns={standing} />
          </Suspense>
        }
        table={table}
      />
    </div>
  );
}

function wayOf({ from, to, unit, by, cycle }: GoalDetail): Way | null {
  const endsOn = by ?? cycle?.endsOn;
  if (from === null || to === null || from === to || !cycle || !endsOn || endsOn <= cycle.startsOn) return null;
  return { from, to, unit, startsOn: cycle.startsOn, endsOn };
}

function CheckInTable({ goal, items, mayUndo }: { goal: GoalDetail; items: readonly CheckInView[]; mayUndo: boolean }) {
  const undo = useUndoCheckIn();
  return (
    <DataTable
      caption={`Check-ins on ${goal.key}, newest first`}
      rows={items}
      keyOf={({ id }) => String(id)}
      columns={[
        { name: 'When', cell: ({ at }) => <TimeAgo at={at} /> },
        { name: 'value', isNumber: true, cell: ({ value }) => formatMeasure(value, goal.unit) },
        { name: 'confidence', isNumber: true, cell: ({ confidence }) => confidence ?? 'not said' },
        { name: 'by', cell: ({ by }) => by },
        { name: 'note', cell: ({ note }) => <span className={classes.note}>{note}</span> },
        ...(mayUndo
          ? [
              {
                name: 'take back',
                cell: ({ id, undoneAt, at }: CheckInView) =>
                  undoneAt ? (
                    <span className="soft">taken back</span>
                  ) : (
                    <Button variant="subtle" size="compact-xs" onClick={() => undo.mutate(id)}>
                      Take back<span className="visually-hidden"> the check-in of {at.slice(0, 10)}</span>
                    </Button>
                  ),
              },
            ]
          : []),
      ]}
    />
  );
}
