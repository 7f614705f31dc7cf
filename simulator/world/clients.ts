import { variablesOf } from '../derive/site.ts';
import { isRow, type Row, textOf } from '../json.ts';
import { Dice } from './dice.ts';
import { type Device, devicesOf, octetOf } from './hardware.ts';
import { DENIED_LAPTOP, STUCK_PHONE } from './incidents.ts';
import { type Machine, machineOf } from './machines.ts';
import { networkOf } from './network.ts';
import { live, once } from './once.ts';
import { STRANGERS, staff, visitor } from './people.ts';
import type { Plan } from './plan.ts';
import { type Band, type Radio, radiosFor, wlansOf } from './radios.ts';
import { SHADED_APS } from './troubles.ts';
import { cablesOf } from './wiring.ts';
import type { World } from './world.ts';

const SHADED: ReadonlySet<string> = new Set(SHADED_APS);

/** One wireless client and where it is, or was last. */
export interface WirelessClient {
  readonly mac: string;
  readonly random: boolean;
  readonly machine: Machine;
  readonly hostname: string;
  readonly username?: string;
  readonly ap: Device;
  readonly radio: Radio;
  readonly wlan: Row;
  readonly ssid: string;
  /** What a WLAN must have so that the client can join it: its name and how it lets in. */
  readonly profile: string;
  readonly vlan: number;
  /** Absent for one that got no address. */
  readonly ip?: string;
  readonly psk?: { readonly id: string; readonly name: string };
  /** Epoch seconds of the association that lasts, or lasted last. */
  readonly since: number;
  /** Epoch seconds. */
  readonly lastSeen: number;
  /** dBm. */
  readonly rssi: number;
  /** What keeps it from working. */
  readonly trouble?: 'denied' | 'no_address';
  /** Access points it was on before, the latest first. */
  readonly before: readonly Device[];
}

const PROTOCOLS: Readonly<Record<Band, string>> = { '24': 'n', '5': 'ax', '6': 'be' };

/** The letter of the 802.11 amendment that a client speaks on its radio. */
export const protocolOf = (client: WirelessClient): string => PROTOCOLS[client.radio.band];

/** Whether a WLAN asks its clients for a user rather than a key. */
export const asksUser = (wlan: Row): boolean => isRow(wlan.auth) && wlan.auth.type === 'eap';

/** VLAN of a WLAN at a site, with the variable of the site resolved. */
export function vlanOf(world: World, wlan: Row, siteId: string): number {
  const text = String(wlan.vlan_enabled === true ? (wlan.vlan_id ?? 1) : 1);
  const name = /^\{\{(\w+)\}\}$/.exec(text)?.[1];
  if (name === undefined) return Number(text);
  return Number(variablesOf(world, siteId)[name]) || 1;
}

/** Name and security of a WLAN, by which a client knows it again. */
const profileOf = (wlan: Row): string => JSON.stringify([wlan.ssid ?? '', wlan.auth ?? {}]);

/** How likely a client of an access point is on each WLAN. */
function wlanFor(dice: Dice, wlans: readonly Row[]): Row | undefined {
  const main = wlans.filter((wlan) => asksUser(wlan) || wlan.ssid === 'Lakeside-Guest');
  return dice.once(3) || main.length === 0 ? dice.any(wlans) : dice.any(main);
}

interface ClientPlacement {
  readonly ap: Device;
  readonly wlan: Row;
  readonly dice: Dice;
  readonly near: readonly Device[];
}

function identity(
  world: World,
  { wlan, dice, ap }: ClientPlacement,
): Pick<WirelessClient, 'mac' | 'machine' | 'hostname' | 'random'> & {
  username?: string;
  psk?: { id: string; name: string };
} {
  const ssid = textOf(wlan, 'ssid');
  if (asksUser(wlan)) {
    const machine = machineOf(dice, 'laptop', 'phone');
    const tag = `${ap.name.slice(0, 3)}-${machine.kind === 'laptop' ? 'LT' : 'PH'}-${dice.number(1000, 9999)}`;
    return { mac: machine.oui + dice.hex(6), machine, hostname: tag, random: false, username: staff(dice) };
  }
  if (isRow(wlan.dynamic_psk) && wlan.dynamic_psk.enabled === true) {
    const psk = dice.any(world.table('psks').filter((row) => row.ssid === ssid && row.site_id === undefined));
    const machine = machineOf(dice, 'sensor', 'camera');
    const found = psk && { psk: { id: textOf(psk, 'id'), name: textOf(psk, 'name') } };
    return {
      mac: machine.oui + dice.hex(6),
      machine,
      hostname: textOf(psk, 'name').replace(' ', '-').toLowerCase(),
      random: false,
      ...found,
    };
  }
  if (ssid === 'Lakeside-POS') {
    const machine = machineOf(dice, 'till');
    return {
      mac: machine.oui + dice.hex(6),
      machine,
      hostname: `${ap.name.slice(0, 3)}-TILL-${dice.number(1, 40)}`,
      random: false,
    };
  }
  const machine = machineOf(dice, 'phone', 'phone', 'laptop');
  const random = machine.kind === 'phone' && !dice.once(4);
  const hostname = dice.once(9) ? dice.pick(STRANGERS) : `${machine.family}-von-${visitor(dice)}`;
  return {
    mac: random ? `${dice.pick(['da', 'f2', '6e', 'a6'])}${dice.hex(10)}` : `${machine.oui}${dice.hex(6)}`,
    machine,
    hostname,
    random,
  };
}

const DAY = 86_400;

function times(world: World, dice: Dice): Pick<WirelessClient, 'since' | 'lastSeen'> {
  const lastSeen = dice.once(6) ? world.born - dice.number(DAY + 600, 13 * DAY) : world.born - dice.number(5, 280);
  return { lastSeen, since: lastSeen - dice.number(900, 11 * 3600) };
}

function seated(world: World, seat: ClientPlacement): WirelessClient | undefined {
  const { ap, wlan, dice } = seat;
  const radio = dice.any(radiosFor(world, ap, wlan));
  if (!radio) return undefined;
  const vlan = vlanOf(world, wlan, ap.siteId);
  return {
    ...identity(world, seat),
    ...times(world, dice),
    ap,
    radio,
    wlan,
    ssid: textOf(wlan, 'ssid'),
    profile: profileOf(wlan),
    vlan,
    ip: `10.${octetOf(world, ap.siteId)}.${vlan}.${dice.number(50, 250)}`,
    rssi: SHADED.has(ap.name) ? -dice.number(75, 88) : -dice.number(42, 74),
    before: seat.near.filter(() => dice.once(3)),
  };
}

/** The two whose story an engineer is asked about: they are there now, and it does not work. */
function unhappy(world: World, aps: readonly Device[]): WirelessClient[] {
  return (
    [
      [DENIED_LAPTOP, 'denied', '8c8d28', 'laptop'],
      [STUCK_PHONE, 'no_address', 'd8a35c', 'phone'],
    ] as const
  ).flatMap(([story, trouble, oui, kind]) => {
    const ap = aps.find((one) => one.siteId === world.id('sites', story.site) && one.up);
    const wlan = ap && wlansOf(world, ap).find((row) => row.ssid === story.ssid);
    const dice = new Dice(world, `unhappy/${story.hostname}`);
    const client = ap && wlan && seated(world, { ap, wlan, dice, near: [] });
    if (!client) return [];
    const { ip: _none, username: _user, ...rest } = client;
    const user = 'username' in story ? { username: story.username } : {};
    const seen = { since: world.born - 40 * 60, lastSeen: world.born - 50 };
    return [
      {
        ...rest,
        ...user,
        ...seen,
        trouble,
        hostname: story.hostname,
        mac: oui + dice.hex(6),
        random: false,
        machine: machineOf(dice, kind),
      },
    ];
  });
}

/** Clients that an access point has, or had. */
const PER_AP = 7;

function planned(world: World, plan: Plan, aps: readonly Device[]): WirelessClient[] {
  return plan.wireless.flatMap(({ ap: name, ssid, count }) => {
    const ap = aps.find((one) => one.name === name);
    const wlan = ap && wlansOf(world, ap).find((row) => row.ssid === ssid);
    if (!ap || !wlan) return [];
    return Array.from({ length: count }, (_, index): WirelessClient[] => {
      const dice = new Dice(world, `client/${ap.mac}/${ssid}/${index}`);
      const client = seated(world, { ap, wlan, dice, near: [] });
      const lastSeen = world.born - dice.number(5, 280);
      return client ? [{ ...client, lastSeen, since: lastSeen - dice.number(900, 40_000) }] : [];
    }).flat();
  });
}

/** Every wireless client of the last two weeks, as it was before anything was written; one that left is where it was last. */
export const wirelessClients = once((world: World): WirelessClient[] => {
  const aps = devicesOf(world, 'ap');
  if (world.plan) return planned(world, world.plan, aps);
  const clients = unhappy(world, aps);
  for (const ap of aps.filter((one) => one.up)) {
    const wlans = wlansOf(world, ap);
    const near = aps.filter((one) => one.siteId === ap.siteId && one.id !== ap.id && one.up);
    for (let index = 0; index < PER_AP; index += 1) {
      const dice = new Dice(world, `client/${ap.mac}/${index}`);
      const wlan = wlanFor(dice, wlans);
      const client = wlan && seated(world, { ap, wlan, dice, near });
      if (client) clients.push(client);
    }
  }
  return clients;
});

/** Whether a client is joined to its access point now. */
export const isJoined = (world: World, client: WirelessClient): boolean =>
  client.trouble !== 'denied' && client.lastSeen > world.born - 900;

/** Whether an access point's way to the gateway has a VLAN; true where its switch is not ours. */
function carries(world: World, ap: Device, vlan: number): boolean {
  const network = networkOf(world);
  const cable = cablesOf(world).find((one) => one.far.device.id === ap.id);
  const port = cable && network.setting(cable.near.device.id, cable.near.port);
  if (!cable || !port) return true;
  const inside = vlan === 1 ? port.untagged : port.tagged.has(vlan) || port.untagged === vlan ? vlan : undefined;
  return inside !== undefined && network.leaves(cable.near.device.id, inside);
}

function now(world: World, client: WirelessClient, ap: Device): WirelessClient | undefined {
  const offered = wlansOf(world, ap).filter((wlan) => profileOf(wlan) === client.profile);
  const wlan = offered.find((one) => one.id === client.wlan.id) ?? offered[0];
  if (!wlan) return undefined;
  const radios = radiosFor(world, ap, wlan);
  const radio = radios.find((one) => one.band === client.radio.band) ?? radios[0];
  if (!radio) return undefined;
  const vlan = vlanOf(world, wlan, ap.siteId);
  const ip = client.ip?.replace(/\.\d+\.(\d+)$/, `.${vlan}.$1`);
  const { ip: _old, ...rest } = client;
  const there = { ...rest, ap, wlan, radio, vlan };
  return ip !== undefined && carries(world, ap, vlan) ? { ...there, ip } : there;
}

/** The clients that their access point still lets on, in the VLAN that their WLAN has now. */
export const wirelessNow = live((world): WirelessClient[] => {
  const aps = new Map(devicesOf(world, 'ap').map((ap) => [ap.id, ap]));
  return wirelessClients(world).flatMap((client) => {
    const ap = aps.get(client.ap.id);
    return ap?.up ? (now(world, client, ap) ?? []) : [];
  });
});
