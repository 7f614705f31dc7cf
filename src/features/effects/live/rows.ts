import { parseMac } from '../../../core/ids.ts';
import { isRecord, type JsonObject } from '../../../core/json.ts';
import { type Facts, rowsOf } from '../facts.ts';

/** One port of a switch or gateway as its statistics tell it. */
export interface PortRow {
  /** MAC of the device, or of the member of a virtual chassis that reports it. */
  readonly mac: string;
  /** Name without the unit that some clouds append. */
  readonly port: string;
  readonly isUp: boolean;
  readonly isUplink: boolean;
  readonly neighborMac: string | undefined;
  readonly neighborName: string | undefined;
  readonly neighborPort: string | undefined;
  /** Undefined where the row does not say. */
  readonly isPowering: boolean | undefined;
  /** In watts. */
  readonly powerDraw: number;
  readonly stpRole: string | undefined;
  readonly macCount: number | undefined;
  readonly authState: string | undefined;
}

/** A wired client where it was seen last. */
export interface WiredClient {
  readonly mac: string;
  readonly device: string;
  readonly port: string;
  /** As the row has it: an id of a VLAN. */
  readonly vlan: string | undefined;
  /** Seconds since 1970; undefined where the row has no time. */
  readonly seen: number | undefined;
}

/** A wireless client that is connected. */
export interface WirelessClient {
  readonly mac: string;
  readonly ap: string;
  readonly wlan: string;
  readonly ssid: string;
  readonly vlan: string | undefined;
  readonly band: string | undefined;
}

/** A text that says something. */
export const textIn = (row: JsonObject, name: string): string | undefined => {
  const value = row[name];
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value !== '' ? value : undefined;
};

/** A finite number. */
export const numberIn = (row: JsonObject, name: string): number | undefined => {
  const value = row[name];
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
};

/** A MAC in any notation. */
export const macIn = (row: JsonObject, name: string): string | undefined => {
  const text = textIn(row, name);
  return text === undefined ? undefined : parseMac(text);
};

/** `ge-0/0/9` for `ge-0/0/9.0`. */
export const withoutUnit = (port: string): string => port.replace(/\.\d+$/, '');

/** The ports of a site that have rows. */
export function portRows(facts: Facts): readonly PortRow[] {
  return rowsOf(facts, 'ports').flatMap((row) => {
    const [mac, port] = [macIn(row, 'mac'), textIn(row, 'port_id')];
    if (mac === undefined || port === undefined) return [];
    return [
      {
        ...{ mac, port: withoutUnit(port) },
        isUp: row.up === true,
        isUplink: row.uplink === true,
        neighborMac: macIn(row, 'neighbor_mac'),
        neighborName: textIn(row, 'neighbor_system_name'),
        neighborPort: portIn(row, 'neighbor_port_desc'),
        isPowering: typeof row.poe_on === 'boolean' ? row.poe_on : undefined,
        powerDraw: numberIn(row, 'power_draw') ?? 0,
        stpRole: textIn(row, 'stp_role'),
        macCount: numberIn(row, 'mac_count'),
        authState: textIn(row, 'auth_state'),
      },
    ];
  });
}

const portIn = (row: JsonObject, name: string): string | undefined => {
  const text = textIn(row, name);
  return text === undefined ? undefined : withoutUnit(text);
};

const last = (value: unknown): unknown => (Array.isArray(value) ? value.at(-1) : value);

/** The wired clients of a site; where a row lists several places, the last one counts. */
export function wiredClients(facts: Facts): readonly WiredClient[] {
  return rowsOf(facts, 'wiredClients').flatMap((row) => {
    const place = last(row.device_mac_port);
    const at = isRecord(place) ? place : { device_mac: last(row.device_mac), port_id: last(row.port_id) };
    const [mac, device] = [macIn(row, 'mac'), macIn(at, 'device_mac')];
    const port = textIn(at, 'port_id');
    if (mac === undefined || device === undefined || port === undefined) return [];
    const vlan = textIn({ vlan: at.vlan ?? last(row.vlan) }, 'vlan');
    const seen = numberIn(row, 'timestamp') ?? numberIn(row, 'last_seen');
    return [{ mac, device, port: withoutUnit(port), vlan, seen }];
  });
}

/** The wireless clients of a site. */
export function wirelessClients(facts: Facts): readonly WirelessClient[] {
  return rowsOf(facts, 'wirelessClients').flatMap((row) => {
    const [mac, ap] = [macIn(row, 'mac'), macIn(row, 'ap_mac')];
    const wlan = textIn(row, 'wlan_id');
    if (mac === undefined || ap === undefined) return [];
    const [ssid, vlan, band] = [textIn(row, 'ssid') ?? '', textIn(row, 'vlan_id'), textIn(row, 'band')];
    return [{ mac, ap, wlan: wlan ?? '', ssid, vlan, band }];
  });
}
