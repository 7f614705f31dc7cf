import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { axisFor } from '../../../src/features/charts/axis.ts';
import { hasContent, pictureOfMetrics } from '../../../src/features/charts/insight.ts';
import type { Picture } from '../../../src/features/charts/model.ts';
import { momentOf, withMoments } from '../../../src/features/charts/moments.ts';
import { axisNumber, plottable } from '../../../src/features/charts/number.ts';
import { limitOf, pictureOfSle } from '../../../src/features/charts/sle.ts';
import { shownAs, span, unitOf } from '../../../src/features/charts/units.ts';

const START = 1_768_003_200;
const HOUR = 3600;
const asked = { metrics: ['bytes'], columns: undefined, units: new Map<string, string>() };

/** Panels as text: their form, unit, and lines with name and values. */
function panelsOf(picture: Picture | undefined): string[] {
  if (picture?.kind !== 'time') return [];
  return picture.panels.flatMap(({ form, unit, lines }) =>
    lines.map(({ name, points }) => `${form} [${unit}] ${name}: ${points.map(([, value]) => value ?? '-').join(' ')}`),
  );
}

describe('metrics over time', () => {
  it('reads values with their moments beside them', () => {
    const rt = ['2026-01-10 00:00:00+00:00', '2026-01-10 01:00:00+00:00', '2026-01-10 04:00:00+00:00'];
    const picture = pictureOfMetrics({ interval: HOUR, results: [1, 2, 3], rt }, asked);
    // The missing hours are a gap, not a line from 01:00 to 04:00.
    expect(panelsOf(picture)).toEqual(['lines [byte] bytes: 1 2 - 3']);
  });

  it('counts the moments of bare values from the start, in whole steps', () => {
    const points = withMoments([5, null, 7], { start: START + 600, interval: HOUR });
    expect(points).toEqual([
      [START * 1000, 5],
      [(START + HOUR) * 1000, null],
      [(START + 2 * HOUR) * 1000, 7],
    ]);
    expect(withMoments([5, 6], {})).toBeUndefined();
  });

  it('reads rows: a line for each column, a panel for each unit', () => {
    const results = [0, 1].map((step) => ({
      timestamp: START + step * HOUR,
      bytes: 10 * step,
      num_clients: step,
      num_aps: null,
      site_id: 'one',
    }));
    expect(panelsOf(pictureOfMetrics({ interval: HOUR, results }, asked))).toEqual([
      'lines [byte] bytes: 0 10',
      'lines [] num_clients: 0 1',
    ]);
    const bytesAlone = { ...asked, columns: ['bytes'] };
    expect(panelsOf(pictureOfMetrics({ interval: HOUR, results }, bytesAlone))).toEqual(['lines [byte] bytes: 0 10']);
  });

  it('reads lists under the names of their metrics', () => {
    const body = { start: START, interval: HOUR, num_clients: [1, 2], tx_bps: [3, null] };
    expect(panelsOf(pictureOfMetrics(body, asked))).toEqual(['lines [] num_clients: 1 2', 'lines [bps] tx_bps: 3 -']);
  });

  it('tells rows over time from a list of things', () => {
    const thing = (mac: string, time: number, latency: number) => ({ mac, last_seen: time, latency });
    const list = [thing('a', START, 1), thing('b', START + 5, 2)];
    expect(pictureOfMetrics({ results: list }, asked)).toBeUndefined();
    const series = [...list, thing('a', START + 60, 3), thing('b', START + 65, 4)];
    expect(panelsOf(pictureOfMetrics(series, asked))).toEqual(['lines [ms] a: 1 3', 'lines [ms] b: 2 4']);
  });

  it('says how many lines it left out', () => {
    const names = Array.from({ length: 12 }, (_, index) => `m${index}`);
    const results = [0, 1].map((step) => ({
      timestamp: START + step * HOUR,
      ...Object.fromEntries(names.map((name) => [name, step])),
    }));
    const picture = pictureOfMetrics({ interval: HOUR, results }, asked);
    expect(panelsOf(picture)).toHaveLength(8);
    expect(picture?.notes).toEqual(['4 more series not drawn']);
  });

  it.each([
    [{ results: [] }],
    [{ interval: HOUR, start: START, results: [null, null, null] }],
    [{ results: [0, 1].map((step) => ({ timestamp: START + step, rssi: null })) }],
  ])('%j was not measured', (body) => {
    const picture = pictureOfMetrics(body, asked);
    expect(picture && hasContent(picture)).toBe(false);
  });

  it.each([[{ name: 'x' }], [{ results: [{ app: 'a', bytes: 1 }] }], ['text'], [null], [{ results: [1, 2] }]])(
    '%j holds no series',
    (body) => {
      expect(pictureOfMetrics(body, asked)).toBeUndefined();
    },
  );
});

describe('service levels', () => {
  const samples = { total: [10, 0, null, 20], degraded: [1, 0, null, 5] };
  const classifier = (name: string, degraded: (number | null)[]) => ({
    ...{ name, interval: HOUR, y_label: 'user-minutes' },
    samples: { degraded },
  });

  it('shows what was good in percent, and what the rest falls on, the worst first', () => {
    const body = {
      start: START,
      sle: { interval: HOUR, samples },
      classifiers: [
        classifier('none', [0, 0, 0, 0]),
        classifier('dhcp', [1, 0, null, 1]),
        classifier('arp', [0, 0, null, 4]),
      ],
    };
    expect(panelsOf(pictureOfSle(body))).toEqual([
      'lines [%] success rate: 90 - - 75',
      'stack [user-minutes] arp: 0 0 - 4',
      'stack [user-minutes] dhcp: 1 0 - 1',
    ]);
  });

  it('sums the causes that have no color left', () => {
    const classifiers = Array.from({ length: 9 }, (_, index) => classifier(`c${index}`, [index + 1, 1]));
    const lines = panelsOf(pictureOfSle({ start: START, sle: { interval: HOUR, samples }, classifiers }));
    expect(lines).toHaveLength(8);
    expect(lines.at(-1)).toBe('stack [user-minutes] 3 others: 6 3');
  });

  it('reads a histogram with open ends, and the limit of the site before the default', () => {
    const data = [
      { range: [null, -72], value: 5 },
      { range: [-72, null], value: 9 },
      { range: [null, null], value: 1 },
    ];
    expect(pictureOfSle({ data, x_label: 'rssi(dBm)', y_label: 'seconds' })).toMatchObject({
      kind: 'histogram',
      bins: [
        { from: undefined, to: -72, count: 5 },
        { from: -72, to: undefined, count: 9 },
      ],
    });
    expect(limitOf({ default: -72, threshold: '-66', units: 'dBm', direction: 'left' })).toEqual({
      ...{ value: -66, unit: 'dBm', bad: 'left' },
    });
    expect(limitOf({ default: 20, threshold: '', units: '%' })).toEqual({ value: 20, unit: '%', bad: undefined });
    expect(limitOf({ threshold: 'high' })).toBeUndefined();
  });
});

describe('numbers, units and moments', () => {
  it('shows bytes by powers of 1024 and rates by powers of 1000', () => {
    expect(shownAs('byte', 3 * 1024 ** 3)).toEqual({ divisor: 1024 ** 3, unit: 'GiB' });
    expect(shownAs('byte', 0)).toEqual({ divisor: 1, unit: 'B' });
    expect(shownAs('bps', 2_500_000)).toEqual({ divisor: 1e6, unit: 'Mbit/s' });
    expect(shownAs('byte', 1e23).unit).toBe('EiB');
    expect(shownAs('constructor', 5)).toEqual({ divisor: 1, unit: 'constructor' });
  });

  it('believes the cloud about units, else the name', () => {
    expect(unitOf('switch-cpu', undefined)).toBe('%');
    expect(unitOf('rx_bytes', '')).toBe('byte');
    expect(unitOf('rx_bytes', 'packets')).toBe('packets');
    expect(unitOf('num_clients', 'count')).toBe('');
  });

  it('says spans in their largest whole unit', () => {
    expect([600, 3600, 86_400, 5400, 90].map(span)).toEqual(['10 min', '1 h', '1 d', '90 min', '90 s']);
  });

  it('knows a moment from other numbers', () => {
    expect(momentOf(START)).toBe(START * 1000);
    expect(momentOf(START * 1000)).toBe(START * 1000);
    expect(momentOf('2026-01-10 00:00:00+00:00')).toBe(START * 1000);
    for (const other of [0, -5, 42, Number.NaN, 1e300, '7d', 'now', '2026-99-99', null]) {
      expect(momentOf(other), String(other)).toBeUndefined();
    }
  });

  it('draws no infinity, and no number that only a defect can have', () => {
    const [infinite]: unknown[] = JSON.parse('[1e999]');
    expect([infinite, Number.NaN, 'NaN', '5', 1e300, -1e25, undefined].map(plottable)).toEqual(Array(7).fill(null));
    expect([5e-324, 0, -3.5].map(plottable)).toEqual([0, 0, -3.5]);
  });

  it('labels ticks with as many decimals as their step has', () => {
    expect([0, 2.5, 5, 7.5].map((tick) => axisNumber(tick, 2.5))).toEqual(['0.0', '2.5', '5.0', '7.5']);
    expect([0, 25_000].map((tick) => axisNumber(tick, 25_000))).toEqual(['0', '25K']);
    expect(axisNumber(-0, 1)).toBe('0');
    expect(axisNumber(0.75, 0.25)).toBe('0.75');
  });

  it('gives every set of values an axis of a few round steps that holds them all', () => {
    const value = fc.double({ noNaN: true, min: -1e24, max: 1e24 }).map((one) => plottable(one) ?? 0);
    fc.assert(
      fc.property(fc.array(value, { minLength: 1 }), fc.boolean(), (values, fromZero) => {
        const { min, max, step } = axisFor(values, 4, fromZero);
        expect(max).toBeGreaterThan(min);
        expect((max - min) / step).toBeLessThan(8);
        for (const one of values) {
          expect(one).toBeGreaterThanOrEqual(min - step * 1e-6);
          expect(one).toBeLessThanOrEqual(max + step * 1e-6);
        }
        expect(axisNumber(min, step).length).toBeLessThan(16);
      }),
    );
  });
});
