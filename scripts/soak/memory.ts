import type { Holding } from './probe.ts';

/** How the memory of a process went over a run, after its warm-up. */
export interface Trend {
  readonly samples: number;
  /** Minutes that were looked at. */
  readonly minutes: number;
  /** MB a minute, by least squares. */
  readonly rssSlope: number;
  readonly heapSlope: number;
  /** MB: medians of the first and the last third. */
  readonly rss: readonly [number, number];
  readonly heap: readonly [number, number];
}

const MB = 1024 * 1024;

/** Slope of the line through points with the least squared distances. */
export function slope(points: readonly (readonly [number, number])[]): number {
  const count = points.length;
  if (count < 2) return 0;
  const meanX = points.reduce((sum, [x]) => sum + x, 0) / count;
  const meanY = points.reduce((sum, [, y]) => sum + y, 0) / count;
  const over = points.reduce((sum, [x, y]) => sum + (x - meanX) * (y - meanY), 0);
  const under = points.reduce((sum, [x]) => sum + (x - meanX) ** 2, 0);
  return under === 0 ? 0 : over / under;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

const round = (value: number): number => Math.round(value * 100) / 100;

/** @param warmUp seconds at the beginning that are left out: caches fill, code is compiled */
export function trendOf(all: readonly Holding[], warmUp: number): Trend {
  const samples = all.filter(({ at }) => at >= warmUp);
  const third = Math.max(1, Math.floor(samples.length / 3));
  const thirds = (of: (sample: Holding) => number): [number, number] => [
    round(median(samples.slice(0, third).map(of)) / MB),
    round(median(samples.slice(-third).map(of)) / MB),
  ];
  const slopeOf = (of: (sample: Holding) => number): number =>
    round(slope(samples.map((sample) => [sample.at / 60, of(sample) / MB])));
  return {
    samples: samples.length,
    minutes: round(((samples.at(-1)?.at ?? 0) - (samples[0]?.at ?? 0)) / 60),
    rssSlope: slopeOf(({ rss }) => rss),
    heapSlope: slopeOf(({ heap }) => heap),
    rss: thirds(({ rss }) => rss),
    heap: thirds(({ heap }) => heap),
  };
}

/** MB a minute that count as flat; a leak of one answer a hundred calls is far above. */
export const FLAT = { rss: 2, heap: 0.5 };

/** Shorter than this a slope says nothing, in minutes. */
const LONG_ENOUGH = 4;

/** What is wrong with a trend, or undefined. A slope counts only where the thirds say the same. */
export function growth(trend: Trend): string | undefined {
  if (trend.minutes < LONG_ENOUGH) return undefined;
  const grows = (perMinute: number, [first, last]: readonly [number, number], flat: number): boolean =>
    perMinute > flat && last - first > (flat * trend.minutes) / 3;
  if (grows(trend.heapSlope, trend.heap, FLAT.heap)) return `the heap grows by ${trend.heapSlope} MB a minute`;
  if (grows(trend.rssSlope, trend.rss, FLAT.rss)) return `resident memory grows by ${trend.rssSlope} MB a minute`;
  return undefined;
}
