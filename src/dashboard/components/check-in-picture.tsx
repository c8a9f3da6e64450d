import { LineChart } from 'echarts/charts';
import { GridComponent, MarkLineComponent, TooltipComponent } from 'echarts/components';
import { use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import type { CheckInView } from '../../api/schemas/check-ins.ts';
import { formatDay, formatMeasure } from '../format.ts';
import { useChart } from '../hooks/use-chart.ts';
import { useClock } from '../hooks/use-clock.ts';
import classes from './check-in.module.css';
import { checkInOption, type Way } from './check-in-option.ts';

use([LineChart, GridComponent, MarkLineComponent, TooltipComponent, SVGRenderer]);

/** What people said against an even pace, drawn by ECharts; in a piece of its own. @param checkIns Oldest first, at least one. */
export default function CheckInPicture({ way, checkIns }: { way: Way; checkIns: readonly CheckInView[] }) {
  const { today } = useClock();
  const place = useChart((colours) => checkInOption(way, checkIns, today, colours), [way, checkIns, today]);

  return (
    <figure className={classes.figure}>
      <div ref={place} className={classes.picture} role="img" aria-label={describe(way, checkIns)} />
    </figure>
  );
}

function describe({ from, to, unit, endsOn }: Way, checkIns: readonly CheckInView[]): string {
  const last = checkIns.at(-1);
  const stands = last ? `At ${formatMeasure(last.value, unit)} on ${formatDay(last.at)}, on the way` : 'On the way';
  return `${stands} from ${formatMeasure(from, null)} to ${formatMeasure(to, unit)} by ${formatDay(endsOn)}. The table has every check-in.`;
}
