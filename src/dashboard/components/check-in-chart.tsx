import { Button, Skeleton } from '@mantine/core';
import { lazy, Suspense, useMemo } from 'react';
import type { CheckInView } from '../../api/schemas/check-ins.ts';
import type { GoalDetail } from '../../api/schemas/goals.ts';
import { formatDay, formatMeasure } from '../format.ts';
import { useUndoCheckIn } from '../hooks/use-check-in.ts';
import { useWorkingDays } from '../hooks/use-working-days.ts';
import { checkInTexts as texts } from '../texts/en/check-ins.ts';
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
  const workingDays = useWorkingDays();
  const way = useMemo(() => wayOf(goal, workingDays), [goal, workingDays]);
  const table = <CheckInTable {...props} />;
  if (!way || standing.length === 0) return <div className={classes.list}>{table}</div>;
  return (
    <div className={classes.chart}>
      <Picture
        name="check-ins"
        title={texts.title}
        caption={texts.caption}
        picture={
          <Suspense fallback={<Skeleton height={240} animate={false} />}>
            <CheckInPicture way={way} checkIns={standing} isPast={goal.asOf !== null} />
          </Suspense>
        }
        table={table}
      />
    </div>
  );
}

function wayOf({ from, to, unit, by, cycle }: GoalDetail, workingDays: readonly number[]): Way | null {
  const endsOn = by ?? cycle?.endsOn;
  if (from === null || to === null || from === to || !cycle || !endsOn || endsOn < cycle.startsOn) return null;
  return { from, to, unit, startsOn: cycle.startsOn, endsOn, workingDays };
}

function CheckInTable({ goal, items, mayUndo }: { goal: GoalDetail; items: readonly CheckInView[]; mayUndo: boolean }) {
  const undo = useUndoCheckIn();
  return (
    <DataTable
      caption={texts.table(goal.key)}
      rows={items}
      keyOf={({ id }) => String(id)}
      columns={[
        { name: texts.columns.when, cell: ({ at }) => <TimeAgo at={at} /> },
        { name: texts.columns.value, isNumber: true, cell: ({ value }) => formatMeasure(value, goal.unit) },
        { name: texts.columns.confidence, isNumber: true, cell: ({ confidence }) => confidence ?? texts.notSaid },
        { name: texts.columns.by, cell: ({ by }) => by },
        { name: texts.columns.note, cell: ({ note }) => <span className={classes.note}>{note}</span> },
        ...(mayUndo
          ? [
              {
                name: texts.columns.takeBack,
                cell: ({ id, undoneAt, at }: CheckInView) =>
                  undoneAt ? (
                    <span className="soft">{texts.takenBack}</span>
                  ) : (
                    <Button variant="subtle" size="compact-xs" onClick={() => undo.mutate(id)}>
                      {texts.takeBack}
                      <span className="visually-hidden">{texts.takeBackOf(formatDay(at))}</span>
                    </Button>
                  ),
              },
            ]
          : []),
      ]}
    />
  );
}
