import { BarChart, LineChart } from 'echarts/charts';
import { AriaComponent, GridComponent, MarkLineComponent, TooltipComponent } from 'echarts/components';
import { use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import type { TrendAnswer } from '../../api/schemas/alignment.ts';
import { formatRate, formatWeek } from '../format.ts';
import { useChart } from '../hooks/use-chart.ts';
import { trendTexts as texts } from '../texts/en/overview.tsx';
import { trendOption } from './trend-option.ts';
import classes from './trend-picture.module.css';

use([BarChart, LineChart, AriaComponent, GridComponent, MarkLineComponent, TooltipComponent, SVGRenderer]);

/** Drawn by ECharts as SVG; in a piece of its own, so that the pages without a chart do not wait for it. */
export default function TrendPicture({ trend }: { trend: TrendAnswer }) {
  const place = useChart((colours) => trendOption(trend, colours), [trend]);

  return (
    <figure className={classes.figure}>
      <div ref={place} className={classes.picture} role="img" aria-label={describe(trend)} />
    </figure>
  );
}

function describe(trend: TrendAnswer): string {
  const judged = trend.weeks.filter((week) => week.rate !== null);
  const [first, last] = [judged[0], judged.at(-1)];
  if (!first || !last) return texts.noWeek;
  const rates = [formatRate(first.rate ?? 0), formatRate(last.rate ?? 0)] as const;
  return texts.describe(rates[0], formatWeek(first.week), rates[1], formatWeek(last.week));
}
