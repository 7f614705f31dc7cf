import type { Row } from '../json.ts';
import { type Device, type DeviceType, devicesOf } from './hardware.ts';
import { MAIN_ORG, type World } from './world.ts';

/** One kind of subscription: what needs it, and how many were bought beyond that; negative where too few. */
interface Kind {
  readonly type: string;
  readonly of: DeviceType;
  readonly spare: number;
  /** Days until it ends. */
  readonly ends: number;
  /** Share of the sites that have the service switched on. */
  readonly every: number;
}

/** The assistant's subscription ends within two weeks; there are fewer switch licenses than switches. */
const KINDS: readonly Kind[] = [
  { type: 'SUB-MAN', of: 'ap', spare: 8, ends: 420, every: 1 },
  { type: 'SUB-VNA', of: 'ap', spare: 2, ends: 12, every: 1 },
  { type: 'SUB-EX48', of: 'switch', spare: -3, ends: 210, every: 1 },
  { type: 'SUB-WAN1', of: 'gateway', spare: 2, ends: 300, every: 2 },
];

const DAY = 86_400;

/** The types that expire soon or are exceeded, as the world has them. */
export const EXPIRING = 'SUB-VNA';
export const EXCEEDED = 'SUB-EX48';

const owned = (world: World, orgId: string): Device[] => devicesOf(world).filter((one) => one.orgId === orgId);

/** How many devices of a list need a subscription; one that not every site has is used by every second device. */
const needed = (kind: Kind, devices: readonly Device[]): number =>
  Math.ceil(devices.filter((one) => one.type === kind.of).length / kind.every);

const total = (kind: Kind, devices: readonly Device[]): number => devices.filter((one) => one.type === kind.of).length;

const byType = (value: (kind: Kind) => number): Row =>
  Object.fromEntries(KINDS.map((kind) => [kind.type, value(kind)]));

function subscription(world: World, orgId: string, kind: Kind, quantity: number): Row {
  const bought = world.ago(365 * 3 - kind.ends);
  return {
    id: world.id('licenses', kind.type),
    org_id: orgId,
    type: kind.type,
    subscription_id: `${kind.type.slice(4)}-${world.seed.hex(`license/${kind.type}`).slice(0, 8).toUpperCase()}`,
    order_id: String(world.seed.number(10_000_000, 99_999_999, `order/${kind.type}`)),
    quantity,
    remaining_quantity: quantity,
    start_time: bought,
    end_time: world.born + kind.ends * DAY,
    created_time: bought,
    modified_time: bought,
  };
}

/** What an organization bought in a world that lists it. */
function boughtBy(world: World, orgId: string): Row {
  const licenses = world.table('licenses').filter((row) => row.org_id === orgId);
  const aps = owned(world, orgId).filter(({ type }) => type === 'ap').length;
  const entitled: Record<string, number> = {};
  for (const { type, quantity } of licenses) entitled[String(type)] = Number(quantity) + (entitled[String(type)] ?? 0);
  const summary = licenses.length > 0 ? { 'SUB-MAN': aps } : {};
  return { licenses, amendments: [], entitled, summary };
}

/** Subscriptions of an organization; one that bought none has empty lists. */
export function licensesOf(world: World, orgId: string): Row {
  if (orgId !== world.id('orgs', MAIN_ORG)) return boughtBy(world, orgId);
  const devices = owned(world, orgId);
  const entitled = (kind: Kind) => needed(kind, devices) + kind.spare;
  const moved = KINDS[0];
  return {
    licenses: KINDS.map((kind) => subscription(world, orgId, kind, entitled(kind) + (kind === moved ? 1 : 0))),
    amendments: moved
      ? [
          {
            id: world.id('amendments', moved.type),
            type: moved.type,
            subscription_id: `${moved.type.slice(4)}-${world.seed.hex(`license/${moved.type}`).slice(0, 8).toUpperCase()}`,
            quantity: -1,
            start_time: world.ago(200),
            end_time: world.born + moved.ends * DAY,
            created_time: world.ago(200),
            modified_time: world.ago(200),
          },
        ]
      : [],
    entitled: byType(entitled),
    summary: byType((kind) => needed(kind, devices)),
    fully_loaded: byType((kind) => total(kind, devices)),
    usages: byType((kind) => Math.max(0, kind.spare)),
  };
}

/** What each site of an organization needs, by the services that are switched on there. */
export function usagesOf(world: World, orgId: string): Row[] {
  return world
    .table('sites')
    .filter((site) => site.org_id === orgId)
    .map((site) => {
      const devices = owned(world, orgId).filter((one) => one.siteId === site.id);
      const used = KINDS.filter((kind) => total(kind, devices) > 0);
      const pick = (value: (kind: Kind) => number): Row =>
        Object.fromEntries(used.map((kind) => [kind.type, value(kind)]));
      return {
        site_id: String(site.id),
        for_site: true,
        num_devices: devices.length,
        usages: pick((kind) => needed(kind, devices)),
        summary: pick((kind) => needed(kind, devices)),
        fully_loaded: pick((kind) => total(kind, devices)),
      };
    });
}

/** How the last claim of an activation code went; undefined for an organization that never claimed one. */
export function claimOf(world: World, orgId: string, detail: boolean): Row | undefined {
  if (orgId !== world.id('orgs', MAIN_ORG)) return undefined;
  const macs = world
    .table('inventory')
    .filter((row) => row.org_id === orgId)
    .slice(-6)
    .map((row) => String(row.mac));
  const [pending = '', ...completed] = macs;
  const at = world.born - 900;
  return {
    status: 'ongoing',
    scheduled_at: at - 120,
    timestamp: at,
    total: macs.length,
    processed: completed.length,
    succeed: completed.length - 1,
    failed: 1,
    completed,
    incompleted: [pending],
    ...(detail ? { details: completed.map((mac, index) => claimed(mac, index, at)) } : {}),
  };
}

const claimed = (mac: string, index: number, at: number): Row => ({
  mac,
  status: index === 0 ? 'already claimed by another organization' : 'added',
  timestamp: at + index,
});
