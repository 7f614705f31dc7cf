import type { EChartsCoreOption } from 'echarts/core';
import { axisFor } from './axis.ts';
import { AXIS_NAME, axisLabel, axisLine, frameOf, gridLines, nameAbove, nameBelow } from './frame.ts';
import { type Layout, LEFT, layoutOf, RIGHT } from './layout.ts';
import type { Bin, Heading, HistogramPicture } from './model.ts';
import { axisNumber } from './number.ts';
import { LIMIT, STROKES } from './palette.ts';
import { chartText } from './text.ts';

/** Bars at most; a distribution has a dozen or two. */
const MOST_BINS = 60;
/** Bounds that find room for their number. */
const MOST_LABELS = 14;

const edge = (value: number): string => axisNumber(value, value % 1 === 0 ? 1 : (value * 10) % 1 === 0 ? 0.1 : 0.01);

/** The bound at a place between bars; the outermost ones may be open. */
function bound(bins: readonly Bin[], place: number): string {
  const value = bins[place]?.from ?? bins[place - 1]?.to;
  return value === undefined ? '' : edge(value);
}

/** Where a value lies, counted in bars from the left. */
function placeOf(value: number, bins: readonly Bin[]): number | undefined {
  const index = bins.findIndex(
    ({ from = Number.NEGATIVE_INFINITY, to = Number.POSITIVE_INFINITY }) => from <= value && value < to,
  );
  const bin = bins[index];
  if (!bin) return undefined;
  const { from, to } = bin;
  if (from === undefined) return index + 1;
  return to === undefined ? index : index + (value - from) / (to - from);
}

/** The outline of the bars between two places. */
function outline(bins: readonly Bin[], left: number, right: number): [number, number][] {
  const inside = bins.map((_, index) => index).filter((index) => index > left && index < right);
  const points = [left, ...inside].map((place): [number, number] => [place, bins[Math.floor(place)]?.count ?? 0]);
  return [...points, [right, points.at(-1)?.[1] ?? 0]];
}

/** The two sides of the limit, or one where there is none or nobody says which side is bad. */
function sides(bins: readonly Bin[], at: number | undefined, bad: 'left' | 'right' | undefined) {
  const all = bins.length;
  if (at === undefined || bad === undefined) return [{ name: 'measured', points: outline(bins, 0, all), stroke: 0 }];
  const [left, right] = bad === 'left' ? ['degraded', 'good'] : ['good', 'degraded'];
  return [
    { name: left, points: outline(bins, 0, at), stroke: bad === 'left' ? 1 : 0 },
    { name: right, points: outline(bins, at, all), stroke: bad === 'left' ? 0 : 1 },
  ].filter(({ points }) => points[0]?.[0] !== points.at(-1)?.[0]);
}

/** The limit as a line through the bars, with its value. */
function limitLine({ limit }: HistogramPicture, at: number | undefined, bins: number): object {
  if (!limit || at === undefined) return {};
  return {
    markLine: {
      ...{ symbol: 'none', silent: true, data: [{ xAxis: at }] },
      lineStyle: { color: LIMIT, width: 1.5, type: [6, 4] },
      label: {
        ...{ show: true, position: 'end', distance: 6, color: LIMIT, fontFamily: 'Inter', fontSize: 12 },
        align: at > bins * 0.75 ? 'right' : at < bins * 0.25 ? 'left' : 'center',
        formatter: () => chartText(`threshold ${edge(limit.value)} ${limit.unit}`, 40),
      },
    },
  };
}

/** A distribution as the renderer wants it: a bar for each range of values. */
export function histogramOption(
  picture: HistogramPicture,
  heading: Heading,
): { option: EChartsCoreOption; layout: Layout } {
  const bins = picture.bins.slice(0, MOST_BINS);
  const { limit, valueLabel, countLabel } = picture;
  const at = limit && placeOf(limit.value, bins);
  const parts = sides(bins, at, limit?.bad);
  const legend = parts.length > 1 ? parts.map(({ name }) => name) : [];
  const layout = layoutOf(1, legend);
  const scale = axisFor(
    bins.map(({ count }) => count),
    4,
    true,
  );
  const every = Math.ceil((bins.length + 1) / MOST_LABELS);
  const option = {
    ...frameOf(heading),
    grid: layout.panels.map(({ top, height }) => ({ left: LEFT, right: RIGHT, top, height })),
    xAxis: {
      ...{ type: 'value', min: 0, max: bins.length, interval: every, axisLine, splitLine: { show: false } },
      axisTick: { show: true, lineStyle: axisLine.lineStyle },
      axisLabel: { ...axisLabel, formatter: (place: number) => bound(bins, place) },
      ...{ name: chartText(valueLabel || 'value', AXIS_NAME), ...nameBelow },
    },
    yAxis: {
      ...{ type: 'value', min: scale.min, max: scale.max, interval: scale.step, axisLine, splitLine: gridLines },
      axisTick: { show: false },
      axisLabel: { ...axisLabel, formatter: (value: number) => axisNumber(value, scale.step) },
      ...{ name: chartText(countLabel || 'count', AXIS_NAME), ...nameAbove },
    },
    legend: { show: legend.length > 0, left: 20, top: layout.legendTop, icon: 'rect', textStyle: { ...axisLabel } },
    series: parts.map(({ name, points, stroke }, index) => ({
      ...{ type: 'line', name, step: 'end', symbol: 'none', data: points, color: STROKES[stroke]?.color },
      ...{ lineStyle: { width: 1 }, areaStyle: { opacity: 0.75 } },
      ...(index === 0 ? limitLine(picture, at, bins.length) : {}),
    })),
  };
  return { option, layout };
}
