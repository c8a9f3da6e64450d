import { LineChart } from 'echarts/charts';
import { GridComponent, MarkLineComponent, TooltipComponent } from 'echarts/components';
import { use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import type { CheckInView } from '../../api/schemas/check-ins.ts';
import { formatDay, formatMeasure } from '../format.ts';
import { useChart } from '../hooks/use-chart.ts';
import { useClock } from '../hooks/use-clock.ts';
import { checkInTexts as texts } from '../texts/en/check-ins.ts';
import classes from './check-in.module.css';
import { checkInOption, type Way } from './check-in-option.ts';

use([LineChart, GridComponent, MarkLineComponent, TooltipComponent, SVGRenderer]);

/** What people said against an even pace, drawn by ECharts; in a piece of its own. @param checkIns Oldest first, at least one. */
export default function CheckInPicture(props: { way: Way; checkIns: readonly CheckInView[]; isPast: boolean }) {
  const { way, checkIns } = props;
  const clock = useClock();
  // On a picture of a past day nothing says "today".
  const today = props.isPast ? '' : clock.today;
  const place = useChart((colours) => checkInOption(way, checkIns, today, colours), [way, checkIns, today]);

  return (
    <figure className={classes.figure}>
      <div ref={place} className={classes.picture} role="img" aria-label={describe(way, checkIns)} />
    </figure>
  );
}

function describe({ from, to, unit, endsOn }: Way, checkIns: readonly CheckInView[]): string {
  const last = checkIns.at(-1);
  const stands = last ? texts.stands(formatMeasure(last.value, unit), formatDay(last.at)) : texts.onTheWay;
  return texts.describe(stands, formatMeasure(from, null), formatMeasure(to, unit), formatDay(endsOn));
}
