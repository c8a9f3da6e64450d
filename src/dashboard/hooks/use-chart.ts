import { useComputedColorScheme } from '@mantine/core';
import { type EChartsCoreOption, type EChartsType, init } from 'echarts/core';
import { type RefObject, useEffect, useRef } from 'react';
import { type Colours, readColours } from '../components/trend-option.ts';

/** Draws a chart into the element that gets the reference, as SVG, and again when what `of` names or the colours of the page change. */
export function useChart(
  optionOf: (colours: Colours) => EChartsCoreOption,
  of: readonly unknown[],
): RefObject<HTMLDivElement | null> {
  const place = useRef<HTMLDivElement>(null);
  const chart = useRef<EChartsType>(undefined);
  const scheme = useComputedColorScheme('light');

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
  // biome-ignore lint/correctness/useExhaustiveDependencies: `scheme` changes what readColours finds, `of` what optionOf says
  useEffect(() => {
    if (place.current) chart.current?.setOption(optionOf(readColours(place.current)), { notMerge: true });
  }, [...of, scheme]);

  return place;
}
