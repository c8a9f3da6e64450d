import { Skeleton } from '@mantine/core';
import { lazy, Suspense } from 'react';
import type { TrendAnswer } from '../../api/schemas/alignment.ts';
import { formatAmount, formatDay, formatRate, formatWeek } from '../format.ts';
import { commonTexts } from '../texts/en/common.ts';
import { trendTexts as texts } from '../texts/en/overview.tsx';
import { DataTable } from './data-table.tsx';
import { Picture } from './picture.tsx';

const TrendPicture = lazy(() => import('./trend-picture.tsx'));

/** The rate week by week, and the table of the same numbers. */
export function TrendChart({ trend }: { trend: TrendAnswer }) {
  return (
    <Picture
      name="trend"
      title={texts.title}
      caption={texts.caption}
      picture={
        <Suspense fallback={<Skeleton height={240} animate={false} />}>
          <TrendPicture trend={trend} />
        </Suspense>
      }
      table={
        <DataTable
          caption={texts.table}
          rows={trend.weeks}
          keyOf={(week) => week.week}
          columns={[
            {
              name: texts.week,
              cell: (week) =>
                texts.weekDays(
                  formatWeek(week.week),
                  formatDay(week.startsOn, true),
                  formatDay(week.endsOn, true),
                  week.isUnfinished,
                ),
            },
            {
              name: texts.rate,
              isNumber: true,
              cell: (week) => (week.rate === null ? commonTexts.notJudged : formatRate(week.rate)),
            },
            { name: texts.aligned, isNumber: true, cell: (week) => formatAmount(week.aligned) },
            { name: texts.unaligned, isNumber: true, cell: (week) => formatAmount(week.unaligned) },
            { name: texts.decided, isNumber: true, cell: (week) => formatAmount(week.decided) },
            { name: texts.unseen, isNumber: true, cell: (week) => formatAmount(week.unknown) },
          ]}
        />
      }
    />
  );
}
