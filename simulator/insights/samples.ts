import type { Grid } from '../grid.ts';
import { measured } from '../world/activity.ts';
import { INTERVALS, METRICS } from '../world/insights.ts';
import type { Target } from './observed.ts';

/** One step of a series; without a value where nothing was measured, or where it was thrown away since. */
export interface Sample {
  readonly time: number;
  readonly value?: number;
}

/** How long series of a step are kept, in seconds. */
const maxAge = (interval: number): number =>
  Object.values(INTERVALS).find((one) => one.interval === interval)?.max_age ?? 0;

/** A metric over the steps of a grid. */
export function samplesOf({ call, observed }: Target, metric: string, grid: Grid): Sample[] {
  const read = METRICS[metric]?.read;
  const oldest = call.now - maxAge(grid.interval) - grid.interval;
  return grid.times.map((time) => {
    const kept = read && time >= oldest && measured(call.world, call.now, time);
    const value = kept ? read(observed, time, grid.interval) : undefined;
    return value === undefined ? { time } : { time, value };
  });
}
