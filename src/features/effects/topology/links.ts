import { isRecord } from '../../../core/json.ts';
import { type Facts, rowsOf } from '../facts.ts';
import { macIn, type PortRow, portRows, textIn, withoutUnit } from '../live/rows.ts';
import type { SiteState } from '../model.ts';

/** One end of a link: the device by its MAC, and its port where that is known. */
export interface LinkEnd {
  readonly device: string;
  readonly port: string | undefined;
}

/** A cable between two managed devices; certain where both ends name each other. */
export interface Link {
  readonly ends: readonly [LinkEnd, LinkEnd];
  readonly certainty: 'certain' | 'likely';
}

/** A port that leads out of what is managed: an uplink without a neighbor that is known. */
export type WayOut = LinkEnd & { readonly port: string };

/** What statistics tell of who is connected to whom. */
export interface Cabling {
  readonly links: readonly Link[];
  readonly waysOut: readonly WayOut[];
  /** Rows by device and port. */
  readonly rows: ReadonlyMap<string, PortRow & { readonly device: string }>;
}

/** The key of a port in `Cabling.rows`. */
export const portKey = (device: string, port: string): string => `${device} ${port}`;

/** Every device of a site by each MAC that is it: members of a virtual chassis are one device. */
export function devicesByMac(site: SiteState): ReadonlyMap<string, string> {
  const all = [...site.switches, ...site.accessPoints, ...site.gateways];
  return new Map(all.flatMap(({ mac, macs }) => [mac, ...macs].map((one) => [one, mac] as const)));
}

/** Devices by a name that only one of them has. */
function devicesByName(site: SiteState): ReadonlyMap<string, string> {
  const names = new Map<string, string[]>();
  for (const { name, mac } of [...site.switches, ...site.accessPoints, ...site.gateways])
    names.set(name, [...(names.get(name) ?? []), mac]);
  return new Map([...names].flatMap(([name, [mac, ...others]]) => (mac && others.length === 0 ? [[name, mac]] : [])));
}

/** What one end says of the other. */
interface Half {
  readonly from: string;
  readonly port: string | undefined;
  readonly to: string;
  readonly farPort: string | undefined;
}

/** What access points say of the switch port that they hang on. */
function accessPointHalves(facts: Facts, known: ReadonlyMap<string, string>): Half[] {
  return rowsOf(facts, 'devices').flatMap((row) => {
    const [mac, lldp] = [macIn(row, 'mac'), row.lldp_stat];
    const from = mac === undefined ? undefined : known.get(mac);
    if (from === undefined || row.type !== 'ap' || !isRecord(lldp)) return [];
    const chassis = macIn(lldp, 'chassis_id');
    const to = chassis === undefined ? undefined : known.get(chassis);
    const far = textIn(lldp, 'port_id') ?? textIn(lldp, 'port_desc');
    return to === undefined ? [] : [{ from, port: undefined, to, farPort: far && withoutUnit(far) }];
  });
}

/** Whether two ends describe one cable: no port that both of them name differs. */
function isPair(one: Half, other: Half): boolean {
  const agrees = (port: string | undefined, far: string | undefined): boolean =>
    port === undefined || far === undefined || port === far;
  return (
    one.from === other.to && one.to === other.from && agrees(one.port, other.farPort) && agrees(other.port, one.farPort)
  );
}

/**
 * Joins what both ends say. What only one end says is a link too, but a likely one.
 *
 * @param site for who is managed and what it is called
 * @param facts its `ports` and, for access points, `devices`
 */
export function cablingOf(site: SiteState, facts: Facts): Cabling {
  const [known, named] = [devicesByMac(site), devicesByName(site)];
  const rows = portRows(facts).flatMap((row) => {
    const device = known.get(row.mac);
    return device === undefined ? [] : [{ ...row, device }];
  });
  const waysOut: WayOut[] = [];
  const halves: Half[] = [];
  for (const row of rows.filter(({ isUp }) => isUp)) {
    const byMac = row.neighborMac === undefined ? undefined : known.get(row.neighborMac);
    const to = byMac ?? (row.neighborName === undefined ? undefined : named.get(row.neighborName));
    if (to !== undefined && to !== row.device)
      halves.push({ from: row.device, port: row.port, to, farPort: row.neighborPort });
    else if (to === undefined && row.isUplink) waysOut.push({ device: row.device, port: row.port });
  }
  const links = pairsOf([...halves, ...accessPointHalves(facts, known)]);
  return { links, waysOut, rows: new Map(rows.map((row) => [portKey(row.device, row.port), row])) };
}

const halfOrder = (half: Half): string => `${half.from} ${half.port ?? ''} ${half.to} ${half.farPort ?? ''}`;

function pairsOf(halves: readonly Half[]): readonly Link[] {
  const open = [...halves].sort((a, b) => (halfOrder(a) < halfOrder(b) ? -1 : 1));
  const links: Link[] = [];
  for (let one = open.shift(); one; one = open.shift()) {
    const half = one;
    const fitting = open.filter((other) => isPair(half, other));
    const exact = fitting.find(({ port, farPort }) => port === half.farPort || farPort === half.port) ?? fitting[0];
    if (exact) open.splice(open.indexOf(exact), 1);
    const near = { device: half.from, port: half.port ?? exact?.farPort };
    const far = { device: half.to, port: exact?.port ?? half.farPort };
    links.push({ ends: [near, far], certainty: exact ? 'certain' : 'likely' });
  }
  return links;
}
