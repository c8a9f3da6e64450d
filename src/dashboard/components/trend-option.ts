import type { EChartsCoreOption } from 'echarts/core';
import type { TrendAnswer } from '../../api/schemas/alignment.ts';
import { formatDay, formatRate, formatWeek, formatWeekTick } from '../format.ts';
import { commonTexts } from '../texts/en/common.ts';
import { trendTexts as texts } from '../texts/en/overview.tsx';

export interface Colours {
  readonly ink: string;
  readonly soft: string;
  readonly rule: string;
  readonly accent: string;
  readonly hatch: string;
  readonly paper: string;
  readonly font: string;
}

type Week = TrendAnswer['weeks'][number];

/** The page's own colours, as they stand at this element. */
export function readColours(element: Element): Colours {
  const style = getComputedStyle(element);
  const read = (name: string) => style.getPropertyValue(name).trim();
  return {
    ink: read('--ink'),
    soft: read('--ink-soft'),
    rule: read('--rule'),
    accent: read('--accent'),
    hatch: read('--hatch'),
    paper: read('--paper-raised'),
    font: style.fontFamily,
  };
}

/** Axis from zero, weeks as ticks, cycle bounds as lines, the unfinished week hatched, first and last labelled. */
export function trendOption(trend: TrendAnswer, colours: Colours): EChartsCoreOption {
  const { weeks } = trend;
  const text = { color: colours.soft, fontFamily: colours.font, fontSize: 13 };
  return {
    animation: false,
    textStyle: { fontFamily: colours.font },
    // Room for the last label and for the half week before the first tick.
    grid: { left: 48, right: 56, top: 32, bottom: 32 },
    xAxis: {
      type: 'category',
      data: weeks.map((week) => formatWeekTick(week.week)),
      axisLine: { lineStyle: { color: colours.soft } },
      axisTick: { alignWithLabel: true, lineStyle: { color: colours.soft } },
      axisLabel: {
        ...text,
        formatter: (label: string, index: number) => (index === 0 ? formatWeek(weeks[0]?.week ?? '') : label),
      },
    },
    yAxis: {
      type: 'value',
      min: 0,
      max: 1,
      interval: 0.25,
      axisLabel: { ...text, formatter: (rate: number) => formatRate(rate) },
      splitLine: { lineStyle: { color: colours.rule } },
    },
    tooltip: {
      trigger: 'axis',
      confine: true,
      backgroundColor: colours.paper,
      borderColor: colours.rule,
      textStyle: { color: colours.ink, fontFamily: colours.font, fontSize: 13 },
      formatter: (hits: { dataIndex: number }[]) => say(weeks[hits[0]?.dataIndex ?? -1]),
    },
    series: [unfinishedBand(weeks, colours), ...rateLines(trend, colours)],
  };
}

function say(week: Week | undefined): string {
  if (!week) return '';
  const rate = week.rate === null ? commonTexts.notJudged : formatRate(week.rate);
  return texts.tip(formatWeek(week.week), week.isUnfinished, rate);
}

function unfinishedBand(weeks: readonly Week[], colours: Colours) {
  return {
    type: 'bar',
    silent: true,
    barWidth: '100%',
    data: weeks.map((week) => (week.isUnfinished ? 1 : null)),
    itemStyle: {
      color: 'transparent',
      decal: { symbol: 'rect', color: colours.hatch, dashArrayX: [1, 0], dashArrayY: [1, 6], rotation: -Math.PI / 4 },
    },
    tooltip: { show: false },
  };
}

/** Solid as far as the weeks are over; dashed into the one that is not. */
function rateLines(trend: TrendAnswer, colours: Colours) {
  const { weeks } = trend;
  const lastWhole = weeks.findLastIndex((week) => !week.isUnfinished);
  const first = weeks.findIndex((week) => week.rate !== null);
  const label = (index: number, position: string) => ({
    show: true,
    position,
    formatter: formatRate(weeks[index]?.rate ?? 0),
    color: colours.ink,
    fontFamily: colours.font,
    fontSize: 13,
    fontWeight: 600,
  });
  const point = (rate: number | null, index: number) => {
    const isLast = index === weeks.length - 1;
    if (isLast) return { value: rate, label: label(index, 'right') };
    // Beside the line of a cycle that begins there, not across it.
    return index === first ? { value: rate, label: { ...label(index, 'top'), align: 'left', offset: [6, 0] } } : rate;
  };
  const line = { type: 'line', symbol: 'circle', symbolSize: 7, itemStyle: { color: colours.accent } };
  return [
    {
      ...line,
      lineStyle: { color: colours.accent, width: 2 },
      data: weeks.map((week, index) => (index <= lastWhole ? point(week.rate, index) : null)),
      markLine: cycleBounds(trend, colours),
    },
    {
      ...line,
      lineStyle: { color: colours.accent, width: 2, type: 'dashed' },
      data: weeks.map((week, index) =>
        index > lastWhole ? point(week.rate, index) : index === lastWhole ? { value: week.rate, symbol: 'none' } : null,
      ),
    },
  ];
}

/** A line before the week in which a cycle starts, with its name. */
function cycleBounds({ weeks, cycles }: TrendAnswer, colours: Colours) {
  const bounds = cycles.flatMap((cycle) => {
    const index = weeks.findIndex((week) => week.startsOn <= cycle.startsOn && cycle.startsOn <= week.endsOn);
    // Between the ticks where the cycle's first day stands in its week.
    if (index < 0) return [];
    // The name stands over the chart, away from its nearer edge.
    const label = { align: index < weeks.length / 2 ? 'left' : 'right' };
    return [{ xAxis: index, name: texts.cycle(cycle.name, formatDay(cycle.startsOn, true)), label }];
  });
  return {
    silent: true,
    symbol: 'none',
    lineStyle: { color: colours.soft, type: 'solid', width: 1 },
    label: {
      ...{ formatter: '{b}', position: 'end', distance: 8 },
      ...{ color: colours.soft, fontFamily: colours.font, fontSize: 13 },
    },
    data: bounds,
  };
}
