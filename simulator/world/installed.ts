import { isRow, type Row, textOf } from '../json.ts';
import { Dice } from './dice.ts';
import { GONE_AP, MIXED_CHASSIS, OLD_FIRMWARE } from './incidents.ts';
import { once } from './once.ts';
import { SITES } from './sites.ts';
import type { World } from './world.ts';

export type DeviceType = 'ap' | 'switch' | 'gateway';

/** One managed device with what the cloud knows of its state. */
export interface Device {
  readonly type: DeviceType;
  readonly id: string;
  /** The MAC it is managed by; that of a virtual chassis is virtual. */
  readonly mac: string;
  readonly name: string;
  readonly model: string;
  readonly orgId: string;
  readonly siteId: string;
  /** Its configuration. */
  readonly config: Row;
  /** Its row of the inventory, for a virtual chassis that of the first member. */
  readonly stock: Row;
  readonly up: boolean;
  /** Epoch seconds. */
  readonly lastSeen: number;
  /** Epoch seconds of its last start. */
  readonly started: number;
  /** Seconds since it started; 0 while it is away. */
  readonly uptime: number;
  readonly version: string;
  readonly ip: string;
}

/** The release that devices of a model run when nothing went wrong. */
export const RELEASES: Readonly<Record<string, string>> = {
  AP12: '0.14.29543',
  AP34: '0.14.29543',
  AP45: '0.14.29543',
  AP47: '0.15.30112',
  AP64: '0.14.29543',
  'EX4100-48P': '23.4R2-S4.11',
  'EX4400-48P': '23.4R2-S4.11',
  SRX320: '23.4R2-S3.9',
  SSR120: '6.3.4-7.r2',
};

/** Releases of those that were left behind. */
const BEHIND: Readonly<Record<string, string>> = {
  [OLD_FIRMWARE]: '0.14.28750',
  [GONE_AP.name]: '0.14.28750',
  [MIXED_CHASSIS]: '22.4R3-S2.10',
};

/** The release that a device should run; of a model nobody planned for, none. */
export const releaseOf = (model: string): string => RELEASES[model] ?? '';

/** The release of the second member of a virtual chassis. */
export const memberVersion = (device: Device): string => BEHIND[device.name] ?? device.version;

const isType = (text: string): text is DeviceType => text === 'ap' || text === 'switch' || text === 'gateway';

const plannedOctets = once((world) => new Map(SITES.map(({ name, octet }) => [world.id('sites', name), octet])));

/** Third octet of the addresses used at a site. */
export function octetOf(world: World, siteId: string): number {
  const planned = plannedOctets(world).get(siteId);
  if (planned !== undefined) return planned;
  const vars = world.table('site_settings').find((row) => row.site_id === siteId)?.vars;
  const own = Number(isRow(vars) ? (vars.site_octet ?? vars.octet) : undefined);
  return own > 0 ? own : 99;
}

function addressOf(world: World, config: Row, type: DeviceType, siteId: string, index: number): string {
  const own = isRow(config.ip_config) ? textOf(config.ip_config, 'ip') : '';
  if (own !== '') return own;
  return `10.${octetOf(world, siteId)}.5.${type === 'gateway' ? 1 : 20 + index}`;
}

const DAY = 86_400;

/** Access points started with the last upgrade, unless it passed them by; the rest of the hardware runs for weeks. */
function startOf(world: World, dice: Dice, type: DeviceType, name: string, lastSeen: number): number {
  const missed = name in BEHIND;
  if (type === 'ap' && !missed) return world.born - dice.number(4 * DAY, 6 * DAY);
  return lastSeen - dice.number(8 * DAY, 40 * DAY);
}

function deviceOf(world: World, config: Row, index: number, stocks: ReadonlyMap<unknown, Row>): Device | undefined {
  const [type, mac, name] = [textOf(config, 'type'), textOf(config, 'mac'), textOf(config, 'name')];
  const stock = stocks.get(mac);
  if (!isType(type) || !stock) return undefined;
  const up = stock.connected === true;
  const dice = new Dice(world, `device/${mac}`);
  const siteId = textOf(config, 'site_id');
  const model = textOf(config, 'model');
  const lastSeen = up ? world.born - dice.number(5, 55) : Number(stock.last_disconnected);
  const started = startOf(world, dice, type, name, lastSeen);
  return {
    type,
    id: textOf(config, 'id'),
    mac,
    name,
    model,
    orgId: textOf(config, 'org_id'),
    siteId,
    config,
    stock,
    up,
    lastSeen,
    started,
    uptime: up ? world.born - started : 0,
    version: type === 'ap' ? (BEHIND[name] ?? releaseOf(model)) : releaseOf(model),
    ip: addressOf(world, config, type, siteId, index),
  };
}

/** Rows of the inventory by MAC, and by that of the virtual chassis whose first row they are. */
function stocksOf(world: World): ReadonlyMap<unknown, Row> {
  const stocks = new Map<unknown, Row>();
  for (const row of world.table('inventory'))
    for (const mac of [row.mac, row.vc_mac]) if (mac !== undefined && !stocks.has(mac)) stocks.set(mac, row);
  return stocks;
}

/** Every device with power and a line as the inventory has it, in the order of the sites; see `devicesOf`. */
export function installedDevices(world: World): Device[] {
  const seen = new Map<string, number>();
  const devices: Device[] = [];
  const stocks = stocksOf(world);
  for (const config of world.table('devices')) {
    const site = textOf(config, 'site_id');
    const index = seen.get(site) ?? 0;
    seen.set(site, index + 1);
    const device = deviceOf(world, config, index, stocks);
    if (device) devices.push(device);
  }
  return devices;
}
