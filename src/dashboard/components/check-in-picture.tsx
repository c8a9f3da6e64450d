import { useComputedColorScheme } from '@mantine/core';
import { LineChart } from 'echarts/charts';
import { GridComponent, MarkLineComponent, TooltipComponent } from 'echarts/components';
import { type EChartsType, init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import { useEffect, useRef } from 'react';
import type { CheckInView } from '../../api/schemas/check-ins.ts';
import { formatDay, formatMeasure } from '../format.ts';
import { useClock } from '../hooks/use-clock.ts';
import classes from './check-in.module.css';
import { checkInOption, type Way } from './check-in-option.ts';
import { readColours } from './trend-option.ts';

use([LineChart, GridComponent, MarkLineComponent, TooltipComponent, SVGRenderer]);

/** What people said against an even pace, drawn by ECharts; in a piece of its own. @param checkIns Oldest first, at least one. */
export default function CheckInPicture({ way, checkIns }: { way: Way; checkIns: readonly CheckInView[] }) {
  const place = useRef<HTMLDivElement>(null);
  const chart = useRef<EChartsType>(undefined);
  const scheme = useComputedColorScheme('light');
  const { today } = useClock();

  useEffect(() => {
    if (!place.current) return;
    const made = init(place.current, null, { renderer: 'svg' });
    chart.current = made;
    const observer = new ResizeObserver(() => made.resize());
    observer.observe(place.current);
    return () => {
      observer.disconnect();
      made.dispose();
    };
  }, []);

  // The colours are read from the page, so they are read again when it turns dark.
  // biome-ignore lint/correctness/useExhaustiveDependencies: `scheme` changes what readColours finds
  useEffect(() => {
    if (!place.current) return;
    chart.current?.setOption(checkInOption(way, checkIns, today, readColours(place.current)), { notMerge: true });
  }, [way, checkIns, today, scheme]);

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
