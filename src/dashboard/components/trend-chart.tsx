import { Skeleton } from '@mantine/core';
import { lazy, Suspense } from 'react';
import type { TrendAnswer } from '../../api/schemas/alignment.ts';
import { formatAmount, formatDay, formatRate, formatWeek } from '../format.ts';
import { DataTable } from './data-table.tsx';
import { Picture } from './picture.tsx';

const TrendPicture = lazy(() => import('./trend-picture.tsx'));

/** The rate week by week, and the table of the same numbers. */
export function TrendChart({ trend }: { trend: TrendAnswer }) {
  return (
    <Picture
      name="trend"
      title="Since when?"
      caption="The share of judged work that serves a goal, week by week. The hatched week is not over."
      picture={
        <Suspense fallback={<Skeleton height={240} animate={false} />}>
          <TrendPicture trend={trend} />
        </Suspense>
      }
      table={
        <DataTable
          caption="Alignment rate by week"
          rows={trend.weeks}
          keyOf={(week) => week.week}
          columns={[
            {
              name: 'Week',
              cell: (week) =>
                `${formatWeek(week.week)}, ${formatDay(week.startsOn, true)} to ${formatDay(week.endsOn, true)}${
                  week.isUnfinished ? ' (not over)' : ''
                }`,
            },
            {
              name: 'alignment rate',
              isNumber: true,
              cell: (week) => (week.rate === null ? 'not judged' : formatRate(week.rate)),
            },
            { name: 'serves a goal', isNumber: true, cell: (week) => formatAmount(week.aligned) },
            { name: 'no why yet', isNumber: true, cell: (week) => formatAmount(week.unaligned) },
            { name: 'decided otherwise', isNumber: true, cell: (week) => formatAmount(week.decided) },
            { name: 'cannot be seen', isNumber: true, cell: (week) => formatAmount(week.unknown) },
          ]}
        />
      }
    />
  );
}
