import { isJoined, type WirelessClient, wirelessClients } from '../../simulator/world/clients.ts';
import { endpoints } from '../../simulator/world/endpoints.ts';
import { type Device, devicesOf, memberVersion, releaseOf } from '../../simulator/world/hardware.ts';
import {
  BAD_CABLE,
  BROKEN_PATH,
  DENIED_LAPTOP,
  LOST_AP,
  MIXED_CHASSIS,
  OLD_FIRMWARE,
} from '../../simulator/world/incidents.ts';
import { cablesOf, uplinkOf } from '../../simulator/world/wiring.ts';
import type { World } from '../../simulator/world/world.ts';
import { isoTime } from '../../src/core/time.ts';

/** One call of a tool. */
export type QuestionCall = readonly [tool: string, inputs: Readonly<Record<string, unknown>>];

/** A question of an engineer, the fewest calls that answer it, and what must stand in the answers. */
export interface Question {
  readonly asks: string;
  /** Asked in an organization of three thousand sites. */
  readonly isLarge?: true;
  readonly calls: (world: World) => readonly QuestionCall[];
  /** Texts from the world itself, each of which the answers must hold. */
  readonly truths: (world: World) => readonly string[];
}

const device = (world: World, name: string): Device => {
  const found = devicesOf(world).find((one) => one.name === name);
  if (!found) throw new Error(`The world has no device ${name}`);
  return found;
};

const denied = (world: World): WirelessClient => the(wirelessClients(world).find((one) => one.trouble === 'denied'));
const roamer = (world: World): WirelessClient =>
  the(
    wirelessClients(world).find((one) => isJoined(world, one) && one.before.length > 1 && one.username !== undefined),
  );
const plugged = (world: World) => the(endpoints(world).find((one) => one.lastSeen > world.born - 900));

function the<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('The world lacks what a question is about');
  return value;
}

const siteOf = (world: World, id: string): string => String(world.find('sites', id)?.name);
const member = (name: string, value: string | number | boolean): string =>
  `${JSON.stringify(name)}:${JSON.stringify(value)}`;
const one = (tool: string, inputs: QuestionCall[1]) => (): readonly QuestionCall[] => [[tool, inputs]];
const uplink = (world: World, name: string) => the(uplinkOf(cablesOf(world), device(world, name).id)).near;

/** A site among the three thousand, behind the first page of a list. */
export const FAR_SITE = 'Branch 2987';

/** Thirty questions as they come in a week, five of them in an organization of three thousand sites. */
export const questions: readonly Question[] = [
  {
    asks: 'Where is the laptop BER-LT-0042, and why can it not connect?',
    calls: one('mist_explain', { subject: 'client', name: DENIED_LAPTOP.hostname }),
    truths: (world) => [
      siteOf(world, denied(world).ap.siteId),
      denied(world).ap.name,
      DENIED_LAPTOP.rule,
      member('certificate_days_left', -2),
    ],
  },
  {
    asks: 'Which switch port is the canteen AP in Zurich on?',
    calls: one('mist_find', { text: OLD_FIRMWARE }),
    truths: (world) => [uplink(world, OLD_FIRMWARE).device.name, uplink(world, OLD_FIRMWARE).port],
  },
  {
    asks: 'Which devices are disconnected?',
    calls: one('mist_search_device', { status: 'disconnected' }),
    truths: (world) =>
      devicesOf(world)
        .filter(({ up }) => !up)
        .map(({ name }) => member('name', name)),
  },
  {
    asks: 'Since when is the AP in the London store down, and why?',
    calls: one('mist_explain', { subject: 'device', name: LOST_AP.name }),
    truths: (world) => [isoTime(device(world, LOST_AP.name).lastSeen), 'no heartbeat'],
  },
  {
    asks: 'Which critical alarms of the last day has nobody acknowledged?',
    calls: one('mist_search_alarms', { scope: 'org', severity: 'critical', acked: false, limit: 5 }),
    truths: () => ['device_down', LOST_AP.name, 'dhcp_failure', 'Berlin Office'],
  },
  {
    asks: 'Which site has the worst Wi-Fi coverage?',
    calls: one('mist_get_org_sle', { metric: 'worst-sites-by-sle', sle: 'coverage', limit: 1 }),
    truths: () => [member('site', 'Rotterdam Warehouse')],
  },
  {
    asks: 'What is to blame for coverage in the warehouse?',
    calls: one('mist_get_site_sle', {
      site_id: 'Rotterdam Warehouse',
      scope: 'site',
      metric: 'coverage',
      object_type: 'summary',
    }),
    truths: () => [member('name', 'weak-signal')],
  },
  {
    asks: 'Why is port ge-0/0/7 of the switch in Paris slow?',
    calls: one('mist_explain', { subject: 'port', name: BAD_CABLE.switch, port_id: BAD_CABLE.port }),
    truths: () => ['bad_cable', member('duplex', 'half'), member('rx', 48_213)],
  },
  {
    asks: 'Which profile and VLAN does that port have, and where are they written?',
    calls: one('mist_explain', { subject: 'port', name: BAD_CABLE.switch, port_id: BAD_CABLE.port }),
    truths: () => [
      member('profile', 'desk'),
      member('profile_from', 'networktemplate Store Switching'),
      member('vlan', 10),
    ],
  },
  {
    asks: 'Which VLAN do guests in Berlin get, and from where?',
    calls: one('mist_explain', { subject: 'wlan', name: 'Lakeside-Guest', site_id: 'Berlin Office' }),
    truths: () => [member('vlan', 40), '{{guest_vlan}}', 'Corporate Wi-Fi'],
  },
  {
    asks: 'Why is Lakeside-Corp missing in the lab in San Jose?',
    calls: one('mist_explain', { subject: 'wlan', name: 'Lakeside-Corp', site_id: 'San Jose Lab' }),
    truths: () => [member('at_site', false), 'exception'],
  },
  {
    asks: 'Which access points did the last firmware upgrades fail on?',
    calls: one('mist_list_upgrades', { device_type: 'ap' }),
    truths: () => [`"failed":["${OLD_FIRMWARE}"]`],
  },
  {
    asks: 'Does the canteen AP run the firmware that it should?',
    calls: one('mist_explain', { subject: 'device', name: OLD_FIRMWARE }),
    truths: (world) => [
      member('running', device(world, OLD_FIRMWARE).version),
      member('suggested', releaseOf(device(world, OLD_FIRMWARE).model)),
    ],
  },
  {
    asks: 'Do both members of the core switch in Zurich run the same release?',
    calls: one('mist_explain', { subject: 'device', name: MIXED_CHASSIS }),
    truths: (world) => [device(world, MIXED_CHASSIS).version, memberVersion(device(world, MIXED_CHASSIS))],
  },
  {
    asks: 'Between which access points did this client roam today?',
    calls: (world) => [
      [
        'mist_search_events',
        { event_source: 'roaming', site_id: siteOf(world, roamer(world).ap.siteId), mac: roamer(world).mac },
      ],
    ],
    truths: (world) => [roamer(world).ap.name, ...roamer(world).before.map(({ name }) => name)],
  },
  {
    asks: 'What is this MAC address, and on which port?',
    calls: (world) => [['mist_find', { text: plugged(world).mac }]],
    truths: (world) => [
      plugged(world).device.name,
      member('port', plugged(world).port),
      member('vlan', plugged(world).vlan),
    ],
  },
  {
    asks: 'Where is the user farid?',
    calls: one('mist_find', { text: 'farid' }),
    truths: (world) => [denied(world).mac, denied(world).ap.name],
  },
  {
    asks: 'Who has this IP address?',
    calls: (world) => [['mist_find', { text: the(roamer(world).ip) }]],
    truths: (world) => [roamer(world).mac, roamer(world).hostname],
  },
  {
    asks: 'Which device has this serial number, and where is it?',
    calls: (world) => [['mist_find', { text: String(device(world, OLD_FIRMWARE).stock.serial) }]],
    truths: () => [member('name', OLD_FIRMWARE), 'Zurich HQ'],
  },
  {
    asks: 'Who changed the WLAN of the tills last?',
    calls: one('mist_search_audit_logs', { scope: 'org', message: 'Lakeside-POS', start: '-7d', limit: 1 }),
    truths: (world) => [String(world.table('admins')[0]?.first_name ?? 'Anna Keller'), 'Lakeside-POS'],
  },
  {
    asks: 'Which VPN paths are down?',
    calls: one('mist_get_stats', { stats_type: 'org_peer_paths', fields: ['router_name', 'peer_router_name', 'up'] }),
    truths: () => [
      `${member('router_name', BROKEN_PATH.from)},${member('peer_router_name', BROKEN_PATH.to)},${member('up', false)}`,
    ],
  },
  {
    asks: 'Which licenses are used beyond what we have?',
    calls: one('mist_get_org_licenses', { response_type: 'summary' }),
    truths: () => [member('SUB-EX48', 14), member('SUB-EX48', 11)],
  },
  {
    asks: 'Does anybody imitate our SSID in Zurich?',
    calls: one('mist_list_rogue_devices', { site_id: 'Zurich HQ', rogue_type: 'ap', rogue_ap_type: 'honeypot' }),
    truths: () => [member('ssid', 'Lakeside-Corp')],
  },
  {
    asks: 'When did the link of port ge-0/0/7 in Paris go last?',
    calls: one('mist_search_events', {
      event_source: 'device',
      mac: BAD_CABLE.switch,
      event_type: 'SW_PORT_DOWN',
      limit: 1,
    }),
    truths: (world) => [BAD_CABLE.port, isoTime(world.born - 2600)],
  },
  {
    asks: 'How often was somebody denied by access control today, and who?',
    calls: one('mist_search_events', { event_source: 'nac_client', event_type: 'NAC_CLIENT_DENY', limit: 1 }),
    truths: () => [member('total', 30), DENIED_LAPTOP.username],
  },
  {
    asks: 'Where is the branch with the number 2987?',
    isLarge: true,
    calls: one('mist_find', { text: FAR_SITE }),
    truths: (world) => [member('name', FAR_SITE), world.id('sites', FAR_SITE)],
  },
  {
    asks: 'Why can farid not connect?',
    isLarge: true,
    calls: one('mist_explain', { subject: 'client', name: 'farid' }),
    truths: () => [member('site', 'Berlin Office'), member('rule', DENIED_LAPTOP.rule)],
  },
  {
    asks: 'How many sites are there, and how many devices are down?',
    isLarge: true,
    calls: one('mist_get_stats', { stats_type: 'org' }),
    truths: () => [member('num_sites', 3010), member('num_devices_disconnected', 2)],
  },
  {
    asks: 'Which switches are in Berlin?',
    isLarge: true,
    calls: one('mist_search_device', { device_type: 'switch', site_id: 'Berlin Office' }),
    truths: (world) =>
      devicesOf(world, 'switch')
        .filter((sw) => siteOf(world, sw.siteId) === 'Berlin Office')
        .map(({ name }) => name),
  },
  {
    asks: 'What is the port of the AP at the reception in Berlin?',
    isLarge: true,
    calls: (world) => [
      [
        'mist_explain',
        {
          subject: 'port',
          name: uplink(world, 'BER-O-AP-Reception').device.name,
          port_id: uplink(world, 'BER-O-AP-Reception').port,
        },
      ],
    ],
    truths: () => [member('profile', 'ap'), member('name', 'BER-O-AP-Reception')],
  },
];
