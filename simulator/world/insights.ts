import { isRow, type Row } from '../json.ts';
import { localHour, noise } from './activity.ts';
import type { WirelessClient } from './clients.ts';
import { insightMetrics } from './constants/traffic.ts';
import type { Device } from './hardware.ts';
import { peopleOn } from './sle.ts';
import type { World } from './world.ts';

/** What a time series is about. */
export interface Observed {
  readonly world: World;
  readonly siteId: string;
  /** Tells the noise of one thing from that of another. */
  readonly phase: number;
  /** The devices it consists of. */
  readonly devices: readonly Device[];
  readonly client?: WirelessClient;
  /** Share of the devices' users that is meant. */
  readonly part: number;
}

export type InsightScope = 'org' | 'site' | 'client' | 'ap' | 'switch' | 'gateway' | 'mxedge';

/** A value at a time over one interval, or undefined where there was nothing to measure. */
type Reading = (observed: Observed, time: number, interval: number) => number | undefined;

const awake = ({ devices }: Observed, time: number): Device[] =>
  devices.filter((device) => device.up || time < device.lastSeen);

function people(observed: Observed, time: number): number | undefined {
  const up = awake(observed, time);
  if (observed.devices.length > 0 && up.length === 0) return undefined;
  return up.reduce((all, device) => all + peopleOn(observed.world, device, time), 0) * observed.part;
}

/** A reading that grows with the people around, and is a whole number. */
const perPerson =
  (amount: number, perSecond = false): Reading =>
  (observed, time, interval) => {
    const count = people(observed, time);
    if (count === undefined) return undefined;
    const size = amount * (0.8 + 0.4 * noise(observed.phase, time));
    return Math.round(count * size * (perSecond ? 1 : interval));
  };

/** A reading between two bounds that follows the day a little. */
const between =
  (low: number, high: number): Reading =>
  (observed, time) => {
    if (observed.devices.length > 0 && awake(observed, time).length === 0) return undefined;
    const day = Math.max(0, Math.sin(((localHour(observed.world, observed.siteId, time) - 6) / 14) * Math.PI));
    return Math.round(low + (high - low) * (0.7 * day + 0.3 * noise(observed.phase, time)));
  };

const signal: Reading = ({ client, phase }, time) =>
  client && time <= client.lastSeen ? client.rssi + Math.round(6 * noise(phase, time) - 3) : undefined;

interface Metric {
  readonly scopes: readonly InsightScope[];
  readonly unit: string;
  /** Absent for a list of the top users of something. */
  readonly read?: Reading;
  /** Whether it is known for single ports. */
  readonly ports?: true;
}

const DEVICES = ['ap', 'switch', 'gateway', 'mxedge'] as const;

/** The metrics that the simulated cloud measures, beside what it says of them in its list of constants. */
export const METRICS: Readonly<Record<string, Metric>> = {
  bytes: { scopes: ['site', 'client', ...DEVICES], unit: 'byte', read: perPerson(42_000), ports: true },
  tx_bytes: { scopes: ['site', 'client', ...DEVICES], unit: 'byte', read: perPerson(34_000), ports: true },
  rx_bytes: { scopes: ['site', 'client', ...DEVICES], unit: 'byte', read: perPerson(8_000), ports: true },
  tx_bps: { scopes: ['switch', 'gateway'], unit: 'bps', read: perPerson(272_000, true), ports: true },
  rx_bps: { scopes: ['switch', 'gateway'], unit: 'bps', read: perPerson(64_000, true), ports: true },
  num_clients: { scopes: ['org', 'site', 'ap'], unit: 'count', read: (one, time) => rounded(people(one, time)) },
  num_aps: {
    scopes: ['site'],
    unit: 'count',
    read: (one, time) => awake(one, time).filter((device) => device.type === 'ap').length,
  },
  rssi: { scopes: ['client'], unit: 'dBm', read: signal },
  'switch-cpu': { scopes: ['switch'], unit: '%', read: between(9, 34) },
  'gateway-memory': { scopes: ['gateway'], unit: '%', read: between(46, 61) },
  'mxedge-cpu': { scopes: ['mxedge'], unit: '%', read: between(5, 28) },
  'top-app-by-bytes': { scopes: ['site', 'org'], unit: 'byte' },
  'worst-sites-by-sle': { scopes: ['org'], unit: '' },
};

const rounded = (value: number | undefined): number | undefined =>
  value === undefined ? undefined : Math.round(value);

/** Steps that series are kept in, and for how long; seconds. */
export const INTERVALS: Readonly<Record<string, { readonly interval: number; readonly max_age: number }>> = {
  '10m': { interval: 600, max_age: 86_400 },
  '1h': { interval: 3600, max_age: 14 * 86_400 },
  '1d': { interval: 86_400, max_age: 60 * 86_400 },
};

/** The list of constants: what can be asked for. */
export function metricList(): Row {
  const described = Object.entries(METRICS).map(([name, { scopes, unit, read }]): [string, Row] => {
    const known = insightMetrics[name];
    const type = read ? 'timeseries' : 'top';
    const intervals = Object.fromEntries(
      Object.entries(INTERVALS).map(([key, one]): [string, Row] => [key, { ...one }]),
    );
    return [name, { ...(isRow(known) ? known : {}), type, unit, scopes: [...scopes], intervals }];
  });
  return Object.fromEntries(described);
}
