import type { Grid } from '../grid.ts';
import { activity, measured, noise } from './activity.ts';
import { type WirelessClient, wirelessClients } from './clients.ts';
import type { Device } from './hardware.ts';
import { once } from './once.ts';
import type { ServiceLevel } from './service-levels.ts';
import { TROUBLES, type Trouble } from './troubles.ts';
import type { World } from './world.ts';

/** Minutes that were measured in one step, and those of them that were bad, by cause. */
interface Sample {
  readonly total: number;
  readonly degraded: Readonly<Record<string, number>>;
}

/** What a service level was over several steps; null where nothing was measured. */
export interface Series {
  readonly total: readonly (number | null)[];
  readonly degraded: readonly (number | null)[];
  readonly byClassifier: ReadonlyMap<string, readonly (number | null)[]>;
}

/** Minutes over a whole window. */
export interface Sum {
  readonly total: number;
  readonly degraded: number;
}

const siteNames = once((world) => new Map(world.table('sites').map((row) => [row.id, row.name])));
const phases = once((_world) => new Map<string, number>());

/** A number that belongs to a name; cheaper than the seed where it is asked for again and again. */
function phase(world: World, name: string): number {
  let value = phases(world).get(name);
  if (value === undefined) {
    value = world.seed.number(1, 2 ** 30, `sle/${name}`);
    phases(world).set(name, value);
  }
  return value;
}

/** What degrades a level on a device, whatever the time; asked once for every device and level. */
const troubles = once((_world) => new Map<string, readonly Trouble[]>());

function troublesOf(world: World, level: ServiceLevel, device: Device): readonly Trouble[] {
  const key = `${device.id}/${level.name}`;
  let found = troubles(world).get(key);
  if (!found) {
    const site = siteNames(world).get(device.siteId);
    const concerns = (one: Trouble) => one.device === device.name || (one.site !== undefined && one.site === site);
    found = TROUBLES.filter((one) => one.level === level.name && concerns(one));
    troubles(world).set(key, found);
  }
  return found;
}

/** Shares of the time that are lost, by cause. */
function lost(world: World, level: ServiceLevel, device: Device, time: number): Record<string, number> {
  const draw = noise(phase(world, `${device.mac}/${level.name}`), time);
  // Devices fail seldom and then for a while; users lose a little all the time.
  const usual = level.users ? 0.004 + 0.016 * draw : draw > 0.985 ? 0.3 : 0;
  const result: Record<string, number> = {};
  for (const [name, share] of Object.entries(level.classifiers)) result[name] = usual * share;
  for (const trouble of troublesOf(world, level, device)) {
    if (trouble.since !== undefined && time < world.born - trouble.since) continue;
    result[trouble.classifier] = (result[trouble.classifier] ?? 0) + trouble.share * (0.85 + 0.3 * draw);
  }
  return result;
}

/** Users that a device has at a time, on average; a fraction where it is quiet. */
export function peopleOn(world: World, device: Device, time: number): number {
  return (4 + (phase(world, device.mac) % 9)) * activity(world, device.siteId, time);
}

function sample(
  world: World,
  now: number,
  level: ServiceLevel,
  device: Device,
  time: number,
  interval: number,
): Sample | undefined {
  if (!measured(world, now, time)) return undefined;
  const people = level.users ? peopleOn(world, device, time) : 1;
  const total = (people * Math.min(interval, now - time)) / 60;
  if (total <= 0) return undefined;
  if (!device.up && time + interval > device.lastSeen) {
    const [away = ''] = Object.keys(level.classifiers);
    return level.users ? undefined : { total, degraded: { [away]: total } };
  }
  const shares = lost(world, level, device, time);
  return { total, degraded: Object.fromEntries(Object.entries(shares).map(([name, share]) => [name, share * total])) };
}

const round = (value: number): number => Math.round(value * 10_000) / 10_000;

/**
 * A service level of some devices together.
 *
 * @param now epoch seconds; what lies after it is not measured
 * @param part share of the devices' users that is meant, 1 for all
 */
export function seriesOf(
  world: World,
  now: number,
  level: ServiceLevel,
  devices: readonly Device[],
  grid: Grid,
  part = 1,
): Series {
  const names = Object.keys(level.classifiers);
  const rows = grid.times.map((time) => {
    const samples = devices
      .map((device) => sample(world, now, level, device, time, grid.interval))
      .filter((one) => one !== undefined);
    if (samples.length === 0) return undefined;
    const sum = (pick: (one: Sample) => number) => samples.reduce((all, one) => all + pick(one), 0) * part;
    return { total: sum((one) => one.total), causes: names.map((name) => sum((one) => one.degraded[name] ?? 0)) };
  });
  const column = (pick: (row: { total: number; causes: readonly number[] }) => number) =>
    rows.map((row) => (row ? round(pick(row)) : null));
  return {
    total: column((row) => row.total),
    degraded: column((row) => row.causes.reduce((all, one) => all + one, 0)),
    byClassifier: new Map(names.map((name, index) => [name, column((row) => row.causes[index] ?? 0)])),
  };
}

const add = (values: readonly (number | null)[]): number =>
  round(values.reduce((all: number, one) => all + (one ?? 0), 0));

/** A series over its whole window; the bad minutes of one classifier, or of all. */
export function sumOf(series: Series, classifier?: string): Sum {
  const degraded = classifier === undefined ? series.degraded : (series.byClassifier.get(classifier) ?? []);
  return { total: add(series.total), degraded: add(degraded) };
}

/** The wireless clients of an access point, each with its share of what is measured there; the shares sum up to 1. */
export function clientsOf(world: World, ap: Device): { readonly client: WirelessClient; readonly part: number }[] {
  const clients = wirelessClients(world).filter((client) => client.ap.id === ap.id);
  const weights = clients.map((client) => 1 + (phase(world, client.mac) % 5));
  const sum = weights.reduce((all, one) => all + one, 0);
  return clients.map((client, index) => ({ client, part: (weights[index] ?? 0) / sum }));
}
