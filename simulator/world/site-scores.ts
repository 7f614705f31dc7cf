import type { Grid } from '../grid.ts';
import type { Row } from '../json.ts';
import { wirelessClients } from './clients.ts';
import { endpoints } from './endpoints.ts';
import { type DeviceType, devicesAt } from './hardware.ts';
import { SERVICE_LEVELS } from './service-levels.ts';
import { seriesOf, sumOf } from './sle.ts';
import type { World } from './world.ts';

export type SleKind = 'wifi' | 'wired' | 'wan';

/** Names that the list of sites has for service levels; some are not those of the metrics themselves. */
const COLUMNS: Readonly<Record<SleKind, Readonly<Record<string, string>>>> = {
  wifi: {
    'ap-availability': 'ap-availability',
    capacity: 'capacity',
    coverage: 'coverage',
    roaming: 'roaming',
    'successful-connect': 'failed-to-connect',
    throughput: 'throughput',
    'time-to-connect': 'time-to-connect',
  },
  wired: { 'switch-health': 'switch_health', 'switch-throughput': 'switch_throughput' },
  wan: {
    application_health: 'application_health',
    'gateway-health': 'gateway-health',
    'wan-link-health': 'wan-link-health',
  },
};

const TYPES: Readonly<Record<SleKind, DeviceType>> = { wifi: 'ap', wired: 'switch', wan: 'gateway' };
const COUNTS: Readonly<Record<SleKind, string>> = { wifi: 'num_aps', wired: 'num_switches', wan: 'num_gateways' };

/** Whether the list of sites has a column of that name. */
export const isScore = (kind: SleKind, name: string): boolean => name in COLUMNS[kind];

function clients(world: World, kind: SleKind, siteId: string, since: number): number {
  return kind === 'wifi'
    ? wirelessClients(world).filter((one) => one.ap.siteId === siteId && one.lastSeen >= since).length
    : endpoints(world).filter((one) => one.device.siteId === siteId && one.lastSeen >= since).length;
}

/** Service levels of one site over a window, 0 to 1; undefined where the site has no such devices. */
function scoresOf(world: World, now: number, kind: SleKind, siteId: string, grid: Grid): Row | undefined {
  const devices = devicesAt(world, siteId, TYPES[kind]);
  if (devices.length === 0) return undefined;
  const row: Row = {};
  for (const [column, name] of Object.entries(COLUMNS[kind])) {
    const level = SERVICE_LEVELS.find((one) => one.name === name);
    const sum = level && sumOf(seriesOf(world, now, level, devices, grid));
    if (sum && sum.total > 0) row[column] = Math.round((1 - sum.degraded / sum.total) * 10_000) / 10_000;
  }
  if (Object.keys(row).length === 0) return undefined;
  const since = grid.times[0] ?? now;
  return { ...row, [COUNTS[kind]]: devices.length, num_clients: clients(world, kind, siteId, since), site_id: siteId };
}

/** Every site of an organization that has something to measure. */
export function siteScores(world: World, now: number, kind: SleKind, orgId: string, grid: Grid): Row[] {
  return world
    .table('sites')
    .filter((site) => site.org_id === orgId)
    .map((site) => scoresOf(world, now, kind, String(site.id), grid))
    .filter((row) => row !== undefined);
}
