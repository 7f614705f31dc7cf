import { type Row, textOf } from '../json.ts';
import { asksUser, wirelessClients } from './clients.ts';
import { Dice } from './dice.ts';
import { endpoints } from './endpoints.ts';
import type { Device } from './hardware.ts';
import { octetOf } from './hardware.ts';
import { DENIED_LAPTOP } from './incidents.ts';
import type { Machine } from './machines.ts';
import { once } from './once.ts';
import type { World } from './world.ts';

/** One client of access control, over the air or on a port. */
interface Supplicant {
  readonly type: 'wireless' | 'wired';
  readonly mac: string;
  readonly random: boolean;
  readonly machine: Machine;
  readonly hostname: string;
  readonly username?: string;
  readonly device: Device;
  /** Where it joins: SSID and BSSID, or port. */
  readonly place: Row;
  readonly vlan: number;
  readonly ip?: string;
  readonly mab: boolean;
  readonly labels: readonly string[];
  readonly denied: boolean;
  readonly since: number;
  readonly lastSeen: number;
}

function supplicants(world: World): Supplicant[] {
  const air = wirelessClients(world)
    .filter((client) => asksUser(client.wlan))
    .map((client): Supplicant => {
      const place = { ssid: client.ssid, bssid: client.radio.bssid };
      const rest = { type: 'wireless', place, device: client.ap, mab: false, labels: [] } as const;
      return { ...client, ...rest, denied: client.trouble === 'denied' };
    });
  const wire = endpoints(world)
    .filter((one) => one.auth !== 'none')
    .map((one): Supplicant => {
      const rest = { type: 'wired', place: { port_id: one.port }, random: false, denied: false } as const;
      return { ...one, ...rest, mab: one.auth === 'mac_auth' };
    });
  return [...air, ...wire];
}

/** The rule that decided, by its name; the configuration holds all three. */
function ruleOf(world: World, one: Supplicant): { id: string; name: string } {
  const name = one.denied ? DENIED_LAPTOP.rule : one.mab ? 'Cameras by MAC' : 'Staff laptops';
  return { id: world.id('nacrules', name), name };
}

const DAY = 86_400;

function certificate(world: World, one: Supplicant): Row {
  if (one.mab || one.username === undefined) return {};
  const dice = new Dice(world, `certificate/${one.mac}`);
  const serial = dice.hex(16);
  const subject = `/O=Lakeside/CN=${one.username}`;
  const issuer = '/CN=Lakeside Issuing CA';
  const expiry = one.denied ? world.born - 2 * DAY : world.born + dice.number(3, 360) * DAY;
  return {
    cert_cn: [one.username],
    cert_issuer: [issuer],
    cert_serial: [serial],
    cert_subject: [subject],
    last_cert_cn: one.username,
    last_cert_issuer: issuer,
    last_cert_serial: serial,
    last_cert_subject: subject,
    last_cert_expiry: expiry,
  };
}

/** What the endpoint agents of staff laptops report. */
function posture(world: World, one: Supplicant): Row {
  if (one.machine.kind !== 'laptop') return {};
  const ill = new Dice(world, `posture/${one.mac}`).once(20);
  return {
    edr_managed: true,
    edr_providers: ['sentinelone'],
    edr_status: [ill ? 'sentinelone_infected' : 'sentinelone_healthy'],
    mdm_managed: true,
    mdm_provider: 'intune',
    mdm_compliance: ill ? 'not compliant' : 'compliant',
  };
}

function common(world: World, one: Supplicant): Row {
  const { device } = one;
  const user = one.username ?? one.mac;
  return {
    mac: one.mac,
    org_id: device.orgId,
    site_id: device.siteId,
    type: one.type,
    auth_type: one.mab ? 'mab' : 'eap-tls',
    random_mac: String(one.random),
    device_mac: device.mac,
    nacrule_matched: true,
    nas_ip: device.ip,
    hostname: one.hostname,
    family: one.machine.family,
    mfg: one.machine.mfg,
    model: one.machine.model,
    os: one.machine.os,
    ingress_vlan: String(one.vlan),
    usermac_label: [...one.labels],
    user,
    group: octetOf(world, device.siteId) < 14 ? 'europe' : 'worldwide',
  };
}

function clientRow(world: World, one: Supplicant): Row {
  const rule = ruleOf(world, one);
  const { user = '', ...row } = common(world, one);
  const status = one.denied ? 'denied' : one.lastSeen > world.born - 900 ? 'session_started' : 'session_stopped';
  const [ssid, port] = [textOf(one.place, 'ssid'), textOf(one.place, 'port_id')];
  return {
    ...row,
    ...certificate(world, one),
    ...posture(world, one),
    ...(ssid === ''
      ? { port_id: [port], last_port_id: port }
      : { ssid: [ssid], last_ssid: ssid, ap: [one.device.mac], last_ap: one.device.mac }),
    ...(one.ip === undefined ? {} : { client_ip: [one.ip], last_client_ip: one.ip }),
    ...(one.denied ? {} : { vlan: [String(one.vlan)], last_vlan: one.vlan }),
    username: [user],
    last_username: user,
    nacrule_id: [rule.id],
    nacrule_name: [rule.name],
    last_nacrule_id: rule.id,
    last_nacrule_name: rule.name,
    nas_vendor: ['juniper-mist'],
    last_nas_vendor: 'juniper-mist',
    status,
    last_status: status,
    resp_attrs: one.denied ? [] : attributes(one),
    since: one.since,
    timestamp: one.lastSeen + 0.75,
  };
}

const attributes = (one: Supplicant): string[] => [
  'Tunnel-Type=VLAN',
  'Tunnel-Medium-Type=IEEE-802',
  `Tunnel-Private-Group-Id=${one.vlan}`,
  `User-Name=${one.username ?? one.mac}`,
];

/** Clients of access control as the search tells of them. */
export const nacRows = once((world): Row[] => supplicants(world).map((one) => clientRow(world, one)));

/** When a supplicant was asked: again and again where it is denied, else when it came and some hours later. */
function attempts(world: World, one: Supplicant): number[] {
  const dice = new Dice(world, `attempts/${one.mac}`);
  if (one.denied) return Array.from({ length: 30 }, (_, index) => one.lastSeen - index * 480 - dice.number(0, 90));
  return one.since < one.lastSeen - 8 * 3600 ? [one.since, one.since + 7 * 3600] : [one.since];
}

function eventRow(world: World, one: Supplicant, timestamp: number): Row {
  const rule = ruleOf(world, one);
  const { user = '', type: _kind, ...row } = common(world, one);
  return {
    ...row,
    ...one.place,
    ...(one.type === 'wireless' ? { ap: one.device.mac } : {}),
    client_type: one.type,
    port_type: one.type,
    type: one.denied ? 'NAC_CLIENT_DENY' : 'NAC_CLIENT_PERMIT',
    username: user,
    nacrule_id: rule.id,
    nacrule_name: rule.name,
    nas_vendor: 'juniper-mist',
    ...(one.denied ? {} : { vlan: String(one.vlan), vlan_source: 'nactag', resp_attrs: attributes(one) }),
    dryrun_nacrule_matched: false,
    ...(one.mab ? {} : { idp_id: world.id('ssos', 'Entra ID'), idp_username: user, idp_role: ['staff'] }),
    timestamp: timestamp + 0.125,
  };
}

/** Decisions of access control. */
export const nacEventRows = once((world): Row[] =>
  supplicants(world).flatMap((one) => attempts(world, one).map((timestamp) => eventRow(world, one, timestamp))),
);
