import type { Row } from '../json.ts';
import { sumOf } from '../world/sle.ts';
import { measure, type Question } from './question.ts';

/** Bins on each side of the limit between good and degraded. */
const BINS = 6;

/** How much of a side lies in its bins, from the limit outwards; the sum is 1. */
const HILL = [0.18, 0.3, 0.24, 0.15, 0.09, 0.04] as const;

/**
 * How often which value was measured: the good time lies on one side of the limit, the degraded on the other, so that
 * the histogram tells the same as the trend.
 */
export function histogramOf(question: Question): Row {
  const { call, level } = question;
  const { total, degraded } = sumOf(measure(question));
  const { standard, low, high } = level.threshold;
  const step = Math.max((high - low) / (2 * BINS), 0.5);
  const [left, right] = level.direction === 'left' ? [degraded, total - degraded] : [total - degraded, degraded];
  const edge = (index: number) => Math.round((standard + index * step) * 100) / 100;
  const bin = (index: number, minutes: number): Row => ({
    range: [index === -BINS ? null : edge(index), index === BINS - 1 ? null : edge(index + 1)],
    value: Math.round(minutes * 60),
  });
  const below = HILL.map((part, index) => bin(-1 - index, left * part)).reverse();
  const above = HILL.map((part, index) => bin(index, right * part));
  return {
    start: call.window.start,
    end: call.window.end,
    metric: level.name,
    x_label: level.label,
    y_label: 'seconds',
    data: [...below, ...above],
  };
}
