import { asText, isRecord, type JsonObject } from '../../core/json.ts';
import { isoTime } from '../../core/time.ts';
import { textIn } from './places.ts';

/** Where a client was found. */
export type ClientKind = 'wireless client' | 'wired client' | 'WAN client' | 'NAC client';

/** What a search says of one client; ids stand where names come later. */
export interface ClientFacts {
  readonly kind: ClientKind;
  readonly mac?: string | undefined;
  readonly hostname?: string | undefined;
  readonly user?: string | undefined;
  readonly ip?: string | undefined;
  readonly siteId?: string | undefined;
  /** MAC of the AP, switch or gateway that it is or was on. */
  readonly deviceMac?: string | undefined;
  readonly port?: string | undefined;
  readonly ssid?: string | undefined;
  readonly vlan?: string | undefined;
  readonly network?: string | undefined;
  /** Epoch seconds. */
  readonly seen?: number | undefined;
  /** What only one kind has. */
  readonly more: JsonObject;
}

const secondsIn = (row: JsonObject, name: string): number | undefined => {
  const value = row[name];
  return typeof value === 'number' && value > 0 ? value : undefined;
};

/** A client of the air. */
export const wirelessFacts = (row: JsonObject): ClientFacts => ({
  kind: 'wireless client',
  mac: textIn(row, 'mac'),
  hostname: textIn(row, 'last_hostname', 'hostname'),
  user: textIn(row, 'last_username', 'username'),
  ip: textIn(row, 'last_ip', 'ip'),
  siteId: textIn(row, 'site_id'),
  deviceMac: textIn(row, 'last_ap', 'ap'),
  ssid: textIn(row, 'last_ssid', 'ssid'),
  vlan: textIn(row, 'last_vlan', 'vlan'),
  seen: secondsIn(row, 'timestamp'),
  more: { band: textIn(row, 'band'), os: textIn(row, 'last_os', 'os'), maker: textIn(row, 'mfg') },
});

/** The port that a wired client was on last; the lists beside it have no order that tells. */
function lastPort(row: JsonObject): JsonObject {
  const places = Array.isArray(row.device_mac_port) ? row.device_mac_port.filter(isRecord) : [];
  const newest = [...places].sort((a, b) => asText(b.when ?? '').localeCompare(asText(a.when ?? '')))[0];
  return newest ?? row;
}

/** A client of a switch port. */
export function wiredFacts(row: JsonObject): ClientFacts {
  const place = lastPort(row);
  const at = (...names: readonly string[]) => textIn(place, ...names) ?? textIn(row, ...names);
  return {
    kind: 'wired client',
    mac: textIn(row, 'mac'),
    hostname: textIn(row, 'dhcp_hostname', 'last_hostname', 'hostname'),
    user: textIn(row, 'username', 'last_username'),
    ip: at('ip', 'last_ip'),
    siteId: textIn(row, 'site_id'),
    deviceMac: at('device_mac'),
    port: at('port_id'),
    vlan: at('vlan', 'last_vlan'),
    seen: secondsIn(row, 'timestamp'),
    more: { auth: textIn(row, 'auth_state'), maker: textIn(row, 'manufacture') },
  };
}

/** A client that a gateway knows; its MAC is not told. */
export const wanFacts = (row: JsonObject): ClientFacts => ({
  kind: 'WAN client',
  hostname: textIn(row, 'last_hostname', 'hostname'),
  ip: textIn(row, 'last_ip', 'ip'),
  siteId: textIn(row, 'site_id'),
  network: textIn(row, 'network'),
  seen: secondsIn(row, 'timestamp'),
  more: { maker: textIn(row, 'mfg') },
});

/** A client that access control has decided on. */
export const nacFacts = (row: JsonObject): ClientFacts => ({
  kind: 'NAC client',
  mac: textIn(row, 'mac'),
  hostname: textIn(row, 'last_hostname', 'hostname'),
  user: textIn(row, 'last_username', 'username'),
  ip: textIn(row, 'last_client_ip', 'client_ip'),
  siteId: textIn(row, 'site_id'),
  deviceMac: textIn(row, 'last_ap', 'device_mac'),
  port: textIn(row, 'last_port_id', 'port_id'),
  ssid: textIn(row, 'last_ssid', 'ssid'),
  vlan: textIn(row, 'last_vlan', 'vlan'),
  seen: secondsIn(row, 'timestamp'),
  more: { nac: textIn(row, 'last_status', 'status'), nac_rule: textIn(row, 'last_nacrule_name', 'nacrule_name') },
});

/** Names for what a row gives as ids and MACs. */
export interface Naming {
  readonly sites: ReadonlyMap<string, string>;
  readonly devices: ReadonlyMap<string, string>;
}

/** The facts as an answer shows them: names where they are known, times in ISO 8601, nothing empty. */
export function clientRow(
  { kind, siteId = '', deviceMac, seen, more, ...facts }: ClientFacts,
  naming: Naming,
): JsonObject {
  const device = deviceMac === undefined ? undefined : (naming.devices.get(deviceMac) ?? deviceMac);
  const { mac, hostname, user, ip, port, ssid, vlan, network } = facts;
  const onPort = kind === 'wired client' || port !== undefined;
  return present({
    ...{ kind, mac, hostname, user, ip },
    site: naming.sites.get(siteId) ?? siteId,
    ...(onPort ? { switch: device, port } : { ap: device }),
    ...{ ssid, vlan: vlan !== undefined && /^\d+$/.test(vlan) ? Number(vlan) : vlan, network, ...more },
    last_seen: seen === undefined ? undefined : isoTime(seen),
  });
}

/** The members that say something. */
export const present = (row: JsonObject): JsonObject =>
  Object.fromEntries(Object.entries(row).filter(([, value]) => value !== undefined && value !== null && value !== ''));
