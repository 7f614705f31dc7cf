import { parseTime } from '../../core/time.ts';
import type { Point } from './model.ts';
import { plottable } from './number.ts';

/** Epoch milliseconds of 2000 and 2200: what lies outside is no moment of a measurement. */
const FIRST = 946_684_800_000;
const LAST = 7_258_118_400_000;
const MILLISECONDS_FROM = 1e11;

const within = (milliseconds: number): number | undefined =>
  milliseconds >= FIRST && milliseconds <= LAST ? milliseconds : undefined;

/** Epoch milliseconds of a moment as the API writes them: seconds, milliseconds or ISO 8601; undefined for others. */
export function momentOf(value: unknown): number | undefined {
  if (typeof value === 'number') return within(value >= MILLISECONDS_FROM ? value : value * 1000);
  if (typeof value !== 'string' || !/^\d{4}-\d\d-\d\d/.test(value)) return undefined;
  try {
    return within(parseTime(value.slice(0, 40)) * 1000);
  } catch {
    return undefined;
  }
}

/** Seconds of a step as an answer says it, where that can be. */
export const intervalOf = (value: unknown): number | undefined =>
  typeof value === 'number' && Number.isFinite(value) && value >= 1 && value <= 366 * 86_400 ? value : undefined;

/**
 * Values with their moments: those beside them, else counted from the start of the window. Steps begin at whole multiples
 * of the interval, the first at or before the start.
 *
 * @returns undefined where nothing says when the values were
 */
export function withMoments(
  values: readonly unknown[],
  when: { readonly moments?: unknown; readonly start?: unknown; readonly interval?: number | undefined },
): readonly Point[] | undefined {
  const { moments, interval } = when;
  if (Array.isArray(moments) && moments.length === values.length) {
    return tidy(
      values.map((value, index) => [momentOf(moments[index]), plottable(value)]),
      interval,
    );
  }
  const start = momentOf(when.start);
  if (start === undefined || interval === undefined) return undefined;
  const step = interval * 1000;
  const first = Math.floor(start / step) * step;
  return tidy(
    values.map((value, index) => [within(first + index * step), plottable(value)]),
    interval,
  );
}

/**
 * Points in the order of time, each moment once, with a gap where steps are missing.
 *
 * @param interval seconds of one step, where known
 */
export function tidy(
  points: readonly (readonly [number | undefined, number | null])[],
  interval: number | undefined,
): readonly Point[] {
  const byMoment = new Map<number, number | null>();
  for (const [moment, value] of points) if (moment !== undefined) byMoment.set(moment, value);
  const sorted: Point[] = [...byMoment].sort(([a], [b]) => a - b);
  if (interval === undefined) return sorted;
  const step = interval * 1000;
  return sorted.flatMap((point, index): Point[] => {
    const next = sorted[index + 1];
    return next && next[0] - point[0] > step * 1.5 ? [point, [point[0] + step, null]] : [point];
  });
}
