import type { Row } from '../json.ts';
import { type Device, type DeviceType, devicesOf, releaseOf } from './hardware.ts';
import { OLD_FIRMWARE } from './incidents.ts';
import { MAIN_ORG, type World } from './world.ts';

type Status = 'completed' | 'upgrading' | 'failed' | 'queued' | 'cancelled';

/** An upgrade that somebody started for some sites at once. */
interface Job {
  readonly name: string;
  readonly type: DeviceType;
  readonly sites: readonly string[];
  readonly target: string;
  readonly strategy: 'big_bang' | 'canary' | 'rrm' | 'serial';
  /** Days ago that it began; negative for one that is still to come. */
  readonly ago: number;
  readonly status: Status;
  /** Devices that it went wrong on. */
  readonly failed?: readonly string[];
}

const JOBS: readonly Job[] = [
  {
    name: 'offices in autumn',
    type: 'ap',
    sites: ['Zurich HQ', 'Berlin Office'],
    target: releaseOf('AP45'),
    strategy: 'rrm',
    ago: 24,
    status: 'completed',
    failed: [OLD_FIRMWARE],
  },
  {
    name: 'stores tonight',
    type: 'ap',
    sites: ['Paris Store', 'Madrid Store'],
    target: '0.14.30011',
    strategy: 'serial',
    ago: 0.02,
    status: 'upgrading',
  },
  {
    name: 'switches next weekend',
    type: 'switch',
    sites: ['Zurich HQ', 'Rotterdam Warehouse'],
    target: '23.4R2-S5.5',
    strategy: 'canary',
    ago: -2,
    status: 'queued',
  },
  {
    name: 'Tokyo gateway',
    type: 'gateway',
    sites: ['Tokyo Office'],
    target: '23.4R2-S5.5',
    strategy: 'big_bang',
    ago: 6,
    status: 'failed',
    failed: ['TOK-O-GW-1'],
  },
  {
    name: 'called off',
    type: 'ap',
    sites: ['Austin Office'],
    target: '0.15.30112',
    strategy: 'big_bang',
    ago: 40,
    status: 'cancelled',
  },
];

const isMain = (world: World, orgId: string): boolean => orgId === world.id('orgs', MAIN_ORG);

function devicesFor(world: World, job: Job, site: string): Device[] {
  return devicesOf(world, job.type).filter(
    (one) => one.siteId === world.id('sites', site) && !one.model.startsWith('SSR'),
  );
}

/** Where the devices of a job are on their way. */
function targets(world: World, job: Job, site: string): Row {
  const devices = devicesFor(world, job, site);
  const failed = devices.filter((one) => job.failed?.includes(one.name)).map((one) => one.mac);
  const rest = devices.filter((one) => !job.failed?.includes(one.name)).map((one) => one.mac);
  const total = devices.length;
  if (job.status === 'queued') return { total, scheduled: rest };
  if (job.status === 'cancelled') return { total, skipped: rest };
  if (job.status === 'failed') return { total, failed, downloaded: rest };
  if (job.status === 'completed') return { total, failed, upgraded: rest, rebooted: rest };
  const [first = '', second, ...others] = rest;
  return {
    total,
    rebooted: [first],
    upgraded: [first],
    ...(second === undefined ? {} : { reboot_in_progress: [second] }),
    ...(others.length === 0 ? {} : { downloading: others }),
  };
}

const idOf = (world: World, job: Job, site?: string): string =>
  world.id('upgrades', site === undefined ? job.name : `${job.name}/${site}`);

const startOf = (world: World, job: Job): number => world.ago(job.ago);

/** The upgrades of an organization, each with those of its sites. */
export function orgUpgrades(world: World, orgId: string): Row[] {
  return (isMain(world, orgId) ? JOBS : []).map((job) => ({
    id: idOf(world, job),
    site_upgrades: job.sites.map((site) => ({ site_id: world.id('sites', site), upgrade_id: idOf(world, job, site) })),
  }));
}

/** One upgrade of an organization in detail. */
export function orgUpgrade(world: World, orgId: string, id: string): Row | undefined {
  const job = isMain(world, orgId) ? JOBS.find((one) => idOf(world, one) === id) : undefined;
  return (
    job && {
      id,
      enable_p2p: job.type === 'ap',
      force: false,
      strategy: job.strategy,
      target_version: job.target,
      upgrades: job.sites.map((site) => ({
        site_id: world.id('sites', site),
        upgrade: {
          id: idOf(world, job, site),
          start_time: startOf(world, job),
          status: job.status,
          targets: targets(world, job, site),
        },
      })),
    }
  );
}

const size = (value: Row[string] | undefined): number => (Array.isArray(value) ? value.length : 0);

/** The part of the upgrades that concerns one site, with what counts and what lists its devices. */
export function siteUpgrades(world: World, siteId: string): { row: Row; counts: Row; targets: Row }[] {
  return JOBS.flatMap((job) => job.sites.map((site) => ({ job, site })))
    .filter(({ site }) => world.id('sites', site) === siteId)
    .map(({ job, site }) => {
      const list = targets(world, job, site);
      const counted = ['scheduled', 'downloaded', 'reboot_in_progress', 'rebooted', 'upgraded', 'failed', 'skipped'];
      const counts = Object.fromEntries(counted.map((name) => [name, size(list[name])]));
      const row: Row = {
        id: idOf(world, job, site),
        status: job.status,
        strategy: job.strategy,
        target_version: job.target,
        start_time: startOf(world, job),
        enable_p2p: job.type === 'ap',
        force: false,
      };
      return { row, targets: list, counts: { total: list.total ?? 0, ...counts } };
    });
}
