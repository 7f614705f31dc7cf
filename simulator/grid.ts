import type { Window } from './window.ts';

/** Equal steps of time that a window is cut into. */
export interface Grid {
  /** Seconds of one step. */
  readonly interval: number;
  /** Where each step begins, epoch seconds; the first at or before the window's start. */
  readonly times: readonly number[];
}

const HOUR = 3600;
const DAY = 86_400;
/** More samples than this in one answer are not given. */
const MAX_SAMPLES = 5000;

/** The step that suits a span when none is asked for. */
export function suitableInterval(window: Window): number {
  const span = window.end - window.start;
  if (span <= 6 * HOUR) return 600;
  return span <= 14 * DAY ? HOUR : DAY;
}

/** Cuts a window into steps that begin at whole multiples of the interval; at least one where there is any time. */
export function gridOf(window: Window, interval: number): Grid {
  const first = Math.floor(window.start / interval) * interval;
  const count = Math.max(0, Math.ceil((window.end - first) / interval));
  return {
    interval,
    times: Array.from({ length: Math.min(count, MAX_SAMPLES) }, (_, index) => first + index * interval),
  };
}
