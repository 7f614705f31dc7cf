import type { EChartsCoreOption } from 'echarts/core';
import { axisFor } from './axis.ts';
import { AXIS_NAME, axisLabel, axisLine, frameOf, gridLines, LEGEND_NAME, nameAbove, nameBelow } from './frame.ts';
import { type Layout, LEFT, layoutOf, RIGHT, WIDTH } from './layout.ts';
import type { Heading, Line, Panel, TimePicture } from './model.ts';
import { axisNumber } from './number.ts';
import { GROUND, STROKES } from './palette.ts';
import { chartText } from './text.ts';
import { isAmount, shownAs, span } from './units.ts';

/** Up to this many points each gets a dot of its own. */
const DOTTED = 60;

const values = ({ lines, form }: Panel): number[] => {
  if (form === 'lines') return lines.flatMap(({ points }) => points.flatMap(([, value]) => value ?? []));
  const sums = new Map<number, number>();
  for (const { points } of lines) {
    for (const [moment, value] of points) sums.set(moment, (sums.get(moment) ?? 0) + (value ?? 0));
  }
  return [...sums.values()];
};

/** Names as they are shown, each one once: the renderer tells series apart by them. */
function shownNames(lines: readonly Line[]): readonly string[] {
  const used = new Set<string>();
  return lines.map(({ name }) => {
    const base = chartText(name, LEGEND_NAME) || 'unnamed';
    let own = base;
    for (let count = 2; used.has(own); count += 1) own = `${base} (${count})`;
    used.add(own);
    return own;
  });
}

function axisName({ label, per }: Panel, unit: string): string {
  const shown = `${unit}${per === undefined ? '' : ` per ${span(per)}`}`.trim();
  if (label === '') return chartText(shown || 'value', AXIS_NAME);
  return chartText(shown ? `${label} (${shown})` : label, AXIS_NAME);
}

/** A point between two gaps would leave no trace in a line: it gets a dot. */
function dataOf({ points }: Line, divisor: number, form: Panel['form'], step: number | undefined): readonly unknown[] {
  const shown = points.map(([moment, value]) => [moment, value === null ? null : value / divisor] as const);
  const last = shown.at(-1);
  // An amount covers its step to the end of it, the last one too.
  if (form === 'stack') return last && step !== undefined ? [...shown, [last[0] + step * 1000, last[1]]] : shown;
  const isGap = (index: number): boolean => (shown[index]?.[1] ?? null) === null;
  return shown.map((value, index) => {
    const isAlone = !isGap(index) && isGap(index - 1) && isGap(index + 1);
    if (isAlone) return { value, symbol: 'circle', symbolSize: 6 };
    return points.length <= DOTTED ? { value, symbol: 'circle', symbolSize: 4 } : value;
  });
}

function verticalAxis(panel: Panel, index: number): { readonly axis: object; readonly divisor: number } {
  const raw = values(panel);
  const { divisor, unit } = shownAs(
    panel.unit,
    raw.reduce((all, one) => Math.max(all, Math.abs(one)), 0),
  );
  const shown = raw.map((value) => value / divisor);
  const isPart = panel.unit === '%' && shown.every((value) => value >= 0 && value <= 100);
  const scale = isPart
    ? { min: 0, max: 100, step: 25 }
    : axisFor(shown.length > 0 ? shown : [0], 4, isAmount(panel.unit));
  const axis = {
    type: 'value',
    gridIndex: index,
    name: axisName(panel, unit),
    ...nameAbove,
    min: scale.min,
    max: scale.max,
    interval: scale.step,
    axisLine,
    axisTick: { show: false },
    splitLine: gridLines,
    axisLabel: { ...axisLabel, formatter: (value: number) => axisNumber(value, scale.step) },
  };
  return { axis, divisor };
}

/** Hours where they suffice, days where a day begins. */
const TIME_LABELS = {
  year: '{yyyy}',
  month: '{d} {MMM} {yyyy}',
  day: '{d} {MMM}',
  hour: '{HH}:{mm}',
  minute: '{HH}:{mm}',
  second: '{HH}:{mm}:{ss}',
  millisecond: '{HH}:{mm}:{ss}',
};

function timeAxis(index: number, last: boolean, [from, to]: readonly [number, number]): object {
  return {
    type: 'time',
    gridIndex: index,
    min: from,
    max: to,
    // At the foot of the picture, also where values reach below zero.
    axisLine: { ...axisLine, onZero: false },
    axisTick: { show: last, lineStyle: axisLine.lineStyle },
    splitLine: { show: false },
    splitNumber: 9,
    axisLabel: { ...axisLabel, show: last, formatter: TIME_LABELS, hideOverlap: true },
    ...(last ? { name: 'Time (UTC)', ...nameBelow } : {}),
  };
}

/** First and last moment of all series; steps that are amounts reach to their end. */
function extent({ panels, interval }: TimePicture): readonly [number, number] {
  let [from, to] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const { form, lines } of panels) {
    for (const { points } of lines) {
      for (const [moment] of points) {
        from = Math.min(from, moment);
        to = Math.max(to, moment + (form === 'stack' ? (interval ?? 0) * 1000 : 0));
      }
    }
  }
  return to > from ? [from, to] : [from, from + 1000];
}

/** Series over time as the renderer wants them. */
export function timeOption(picture: TimePicture, heading: Heading): { option: EChartsCoreOption; layout: Layout } {
  const { panels, interval } = picture;
  const names = shownNames(panels.flatMap(({ lines }) => lines));
  const window = extent(picture);
  const layout = layoutOf(panels.length, names.length > 1 ? names : []);
  const axes = panels.map(verticalAxis);
  let drawn = 0;
  const series = panels.flatMap(({ lines, form }, index) =>
    lines.map((line) => {
      const stroke = STROKES[drawn % STROKES.length] ?? { color: '#000000', dashes: [] };
      const name = names[drawn];
      drawn += 1;
      const isStack = form === 'stack';
      return {
        type: 'line',
        name,
        xAxisIndex: index,
        yAxisIndex: index,
        symbol: 'none',
        showAllSymbol: true,
        color: stroke.color,
        data: dataOf(line, axes[index]?.divisor ?? 1, form, interval),
        ...(isStack
          ? {
              ...{ stack: `panel ${index}`, step: 'end' },
              areaStyle: { color: stroke.color, opacity: 1 },
              lineStyle: { width: 0.8, color: GROUND },
              itemStyle: { color: stroke.color },
            }
          : {
              lineStyle: { width: 2, color: stroke.color, type: stroke.dashes.length > 0 ? stroke.dashes : 'solid' },
            }),
      };
    }),
  );
  const option = {
    ...frameOf(heading),
    grid: layout.panels.map(({ top, height }) => ({ left: LEFT, right: RIGHT, top, height })),
    xAxis: panels.map((_, index) => timeAxis(index, index === panels.length - 1, window)),
    yAxis: axes.map(({ axis }) => axis),
    legend: {
      show: names.length > 1,
      ...{ left: 20, width: WIDTH - 40, top: layout.legendTop, itemWidth: 30, itemHeight: 10, itemGap: 16 },
      textStyle: { ...axisLabel },
      data: panels
        .flatMap(({ lines, form }) => lines.map(() => form))
        .map((form, index) => ({
          name: names[index],
          ...(form === 'stack' ? { icon: 'rect' } : {}),
        })),
    },
    series,
  };
  return { option, layout };
}
