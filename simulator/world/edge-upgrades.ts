import type { Row } from '../json.ts';
import { devicesOf } from './hardware.ts';
import type { World } from './world.ts';

/** Targets of an upgrade, by how far they are. */
interface Progress {
  readonly success: readonly string[];
  readonly upgrading: readonly string[];
  readonly queued: readonly string[];
  readonly failed: readonly string[];
}

/** One upgrade of appliances or routers by name. */
interface Job {
  readonly name: string;
  readonly status: string;
  readonly channel: 'stable' | 'beta';
  readonly versions: Readonly<Record<string, string>>;
  readonly targets: Partial<Progress>;
}

const EDGES: readonly Job[] = [
  {
    name: 'Zurich edges',
    status: 'upgrading',
    channel: 'stable',
    versions: { mxagent: '3.1.1051', tunterm: '0.1.3190' },
    targets: { success: ['ZRH-EDGE-1'], upgrading: ['ZRH-EDGE-2'] },
  },
  {
    name: 'warehouse edge',
    status: 'failed',
    channel: 'beta',
    versions: { mxagent: '3.2.100' },
    targets: { failed: ['RTM-EDGE-1'] },
  },
];

const ROUTERS: readonly Job[] = [
  {
    name: 'London router',
    status: 'success',
    channel: 'stable',
    versions: { ssr: '6.3.4-7.r2' },
    targets: { success: ['LON-S-GW-1'] },
  },
  {
    name: 'Austin router',
    status: 'queued',
    channel: 'stable',
    versions: { ssr: '6.3.5-12.r1' },
    targets: { queued: ['AUS-O-GW-1'] },
  },
];

const STATES = ['success', 'upgrading', 'queued', 'failed'] as const;

/** An upgrade with the ids of its targets by state. */
export interface Upgrade {
  readonly row: Row;
  readonly counts: Row;
  readonly targets: Row;
  /** Sites that its targets stand at. */
  readonly sites: readonly string[];
}

interface Target {
  readonly id: string;
  readonly siteId: string;
  readonly orgId: string;
}

function upgradesOf(
  world: World,
  orgId: string,
  jobs: readonly Job[],
  find: (name: string) => Target | undefined,
): Upgrade[] {
  return jobs
    .map((job) => {
      const byState = STATES.map((state) => {
        const found = (job.targets[state] ?? []).map(find).filter((one) => one !== undefined);
        return [state, found.filter((one) => one.orgId === orgId)] as const;
      });
      const all = byState.flatMap(([, found]) => found);
      return {
        row: {
          id: world.id('upgrades', job.name),
          status: job.status,
          channel: job.channel,
          strategy: 'serial',
          versions: { ...job.versions },
        },
        counts: Object.fromEntries(byState.map(([state, found]) => [state, found.length])),
        targets: Object.fromEntries(byState.map(([state, found]) => [state, found.map((one) => one.id)])),
        sites: all.map((one) => one.siteId),
      };
    })
    .filter((upgrade) => upgrade.sites.length > 0);
}

/** Upgrades of mist edges. */
export function edgeUpgrades(world: World, orgId: string): Upgrade[] {
  const edges = world.table('mxedges');
  return upgradesOf(world, orgId, EDGES, (name) => {
    const row = edges.find((one) => one.name === name);
    return row && { id: String(row.id), siteId: String(row.site_id), orgId: String(row.org_id) };
  });
}

/** Upgrades of session smart routers. */
export function routerUpgrades(world: World, orgId: string): Upgrade[] {
  const gateways = devicesOf(world, 'gateway');
  return upgradesOf(world, orgId, ROUTERS, (name) => gateways.find((one) => one.name === name));
}
