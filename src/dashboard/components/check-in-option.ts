import type { EChartsCoreOption } from 'echarts/core';
import type { CheckInView } from '../../api/schemas/check-ins.ts';
import { shareGone } from '../../domain/pace.ts';
import { formatDay, formatMeasure } from '../format.ts';
import { checkInTexts as texts } from '../texts/en/check-ins.ts';
import type { Colours } from './trend-option.ts';

const dayMs = 86_400_000;

/** A key result's way: from where to where between which days. */
export interface Way {
  readonly from: number;
  readonly to: number;
  readonly unit: string | null;
  readonly startsOn: string;
  /** Included. */
  readonly endsOn: string;
  /** 1 Monday to 7 Sunday. */
  readonly workingDays: readonly number[];
}

/**
 * The way from start to target as the axis, the target on top whichever way the number goes; the even pace dashed, what people said solid, a line
 * for today.
 *
 * @param checkIns Oldest first.
 */
export function checkInOption(
  way: Way,
  checkIns: readonly CheckInView[],
  today: string,
  colours: Colours,
): EChartsCoreOption {
  const shareOf = (value: number) => (value - way.from) / (way.to - way.from);
  const shares = checkIns.map(({ value }) => shareOf(value));
  const text = { color: colours.soft, fontFamily: colours.font, fontSize: 13 };
  const label = (words: string, position: string) => ({
    show: true,
    position,
    formatter: words,
    color: colours.ink,
    fontFamily: colours.font,
    fontSize: 13,
  });
  const last = checkIns.at(-1);
  return {
    animation: false,
    textStyle: { fontFamily: colours.font },
    grid: { left: 72, right: 88, top: 24, bottom: 32 },
    xAxis: {
      type: 'time',
      min: msOf(way.startsOn),
      max: msOf(way.endsOn) + dayMs,
      splitNumber: 3,
      axisLine: { lineStyle: { color: colours.soft } },
      axisTick: { lineStyle: { color: colours.soft } },
      axisLabel: { ...text, margin: 12, hideOverlap: true, formatter: (at: number) => formatDay(dayOf(at), true) },
    },
    yAxis: {
      type: 'value',
      min: Math.min(0, ...shares),
      max: Math.max(1, ...shares),
      interval: 0.5,
      axisLabel: { ...text, formatter: (share: number) => measureAt(way, share) },
      splitLine: { lineStyle: { color: colours.rule } },
    },
    tooltip: {
      trigger: 'item',
      confine: true,
      backgroundColor: colours.paper,
      borderColor: colours.rule,
      textStyle: { color: colours.ink, fontFamily: colours.font, fontSize: 13 },
      formatter: ({ value: [at, share] }: { value: [number, number] }) =>
        `${formatDay(dayOf(at))}: ${measureAt(way, share)}`,
    },
    series: [
      {
        type: 'line',
        silent: true,
        symbol: 'none',
        lineStyle: { color: colours.soft, width: 1, type: 'dashed' },
        data: evenPace(way).map((value, at, all) =>
          at < all.length - 1
            ? value
            : { value, symbol: 'circle', symbolSize: 1, label: label(texts.evenPace, 'right') },
        ),
        markLine: todayLine(way, today, colours),
      },
      {
        type: 'line',
        symbol: 'circle',
        symbolSize: 7,
        itemStyle: { color: colours.accent },
        lineStyle: { color: colours.accent, width: 2 },
        data: checkIns.map((one) => ({
          value: [Date.parse(one.at), shareOf(one.value)],
          ...(one === last
            ? {
                label: {
                  ...label(formatMeasure(one.value, way.unit), shareOf(one.value) < 0.05 ? 'top' : 'right'),
                  fontWeight: 600,
                },
              }
            : {}),
        })),
      },
    ],
  };
}

/** Where an even pace stands when each day begins, and when the last one is over: level over days that nobody works on. */
function evenPace(way: Way): [at: number, share: number][] {
  const days = Math.round((msOf(way.endsOn) - msOf(way.startsOn)) / dayMs) + 1;
  const points = Array.from({ length: days + 1 }, (_, n) => msOf(way.startsOn) + n * dayMs);
  return points.flatMap((at): [number, number][] => {
    const share = shareGone(way, dayOf(at));
    return share === null ? [] : [[at, share]];
  });
}

/** Only while it runs. */
function todayLine(way: Way, today: string, colours: Colours) {
  if (today < way.startsOn || today > way.endsOn) return undefined;
  return {
    silent: true,
    symbol: 'none',
    lineStyle: { color: colours.soft, type: 'solid', width: 1 },
    label: { formatter: 'today', color: colours.soft, fontFamily: colours.font, fontSize: 13, position: 'end' },
    data: [{ xAxis: msOf(today) }],
  };
}

function measureAt({ from, to, unit }: Way, share: number): string {
  const places = Math.max(0, Math.min(3, Math.ceil(-Math.log10(Math.abs(to - from) / 100))));
  return formatMeasure(Number((from + (to - from) * share).toFixed(places)), unit === '%' ? unit : null);
}

function msOf(day: string): number {
  return Date.parse(`${day}T00:00:00Z`);
}

function dayOf(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}
