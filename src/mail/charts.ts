import { createRequire } from 'node:module';
import { Resvg } from '@resvg/resvg-js';
import { LineChart } from 'echarts/charts';
import { GridComponent } from 'echarts/components';
import { init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import { rateWords, type WeekRate, weekNumber } from '../domain/digest.ts';

use([LineChart, GridComponent, SVGRenderer]);

// The font comes along: without one no text is drawn, and that of the machine is another everywhere.
const FONT_FILE = createRequire(import.meta.url).resolve('dejavu-fonts-ttf/ttf/DejaVuSans.ttf');
const FONT = 'DejaVu Sans';
const [WIDTH, HEIGHT] = [560, 180];
/** Sharp on screens of twice the density. */
const SCALE = 2;
/** Read on paper and on ink alike: the picture has no ground of its own. */
const [INK, LINE, RULE] = ['#7b766d', '#2e8b91', '#a9a39644'];

/** Many read of the same part of the organisation, and drawing is most of what a digest takes. */
const KEPT_MAX = 50;
const kept = new Map<string, Uint8Array>();

/** The rate week by week, from zero, as a PNG of 560 × 180 at double density; dashed into the week that is not over. */
export function drawTrend(trend: readonly WeekRate[]): Uint8Array {
  const name = JSON.stringify(trend);
  const picture = kept.get(name) ?? draw(trend);
  // The one that was asked for last goes last.
  kept.delete(name);
  kept.set(name, picture);
  for (const oldest of kept.keys()) if (kept.size > KEPT_MAX) kept.delete(oldest);
  return picture;
}

function draw(trend: readonly WeekRate[]): Uint8Array {
  const chart = init(null, null, { renderer: 'svg', ssr: true, width: WIDTH, height: HEIGHT });
  try {
    chart.setOption(optionOf(trend));
    const font = { loadSystemFonts: false, fontFiles: [FONT_FILE], defaultFontFamily: FONT };
    return new Resvg(chart.renderToSVGString(), { font, fitTo: { mode: 'width', value: WIDTH * SCALE } })
      .render()
      .asPng();
  } finally {
    chart.dispose();
  }
}

function optionOf(trend: readonly WeekRate[]) {
  const text = { color: INK, fontFamily: FONT, fontSize: 14 };
  const last = trend.length - 1;
  const lastWhole = trend.findLastIndex(({ isUnfinished }) => !isUnfinished);
  const point = (rate: number | null, at: number) => ({
    value: rate,
    ...(at === last || at === 0
      ? {
          label: {
            ...text,
            show: rate !== null,
            position: at === last ? 'right' : 'top',
            formatter: rateWords(rate, null) ?? '',
          },
        }
      : {}),
  });
  const line = { type: 'line' as const, symbol: 'circle', symbolSize: 6, itemStyle: { color: LINE } };
  return {
    animation: false,
    backgroundColor: 'transparent',
    grid: { left: 56, right: 64, top: 24, bottom: 32 },
    xAxis: {
      type: 'category' as const,
      data: trend.map(({ week }) => String(weekNumber(week))),
      axisLine: { lineStyle: { color: INK } },
      axisTick: { alignWithLabel: true, lineStyle: { color: INK } },
      axisLabel: {
        ...text,
        interval: 0,
        formatter: (label: string, at: number) => (at === 0 ? `week ${label}` : label),
      },
    },
    yAxis: {
      type: 'value' as const,
      min: 0,
      max: 1,
      interval: 0.5,
      axisLabel: { ...text, formatter: (rate: number) => `${Math.round(rate * 100)} %` },
      splitLine: { lineStyle: { color: RULE } },
    },
    series: [
      {
        ...line,
        lineStyle: { color: LINE, width: 2 },
        data: trend.map(({ rate }, at) => (at <= lastWhole ? point(rate, at) : null)),
      },
      {
        ...line,
        lineStyle: { color: LINE, width: 2, type: 'dashed' as const },
        data: trend.map(({ rate }, at) =>
          at >= lastWhole
            ? { ...point(rate, at), ...(at === lastWhole ? { symbol: 'none', label: { show: false } } : {}) }
            : null,
        ),
      },
    ],
  };
}
