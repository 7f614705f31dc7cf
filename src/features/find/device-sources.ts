import { parseMac } from '../../core/ids.ts';
import { isRecord, type JsonObject } from '../../core/json.ts';
import { MAX_PAGE_SIZE } from '../../mist/limits.ts';
import {
  deviceRow,
  EDGES,
  isOfNoSite,
  mistEdges,
  type Naming,
  namesOfDevices,
  textIn,
  UNASSIGNED,
  unassignedDevices,
} from '../lookup/index.ts';
import { type Fit, fitOf } from './match.ts';
import { DEVICE_STATS, INVENTORY } from './routes.ts';
import { type Match, ROWS, type Search, type Source } from './source.ts';

/** How a text fits what a device goes by. */
const fitOfDevice = (row: JsonObject, text: string): Fit | undefined =>
  fitOf(
    text,
    ['name', 'hostname', 'mac', 'vc_mac', 'serial', 'ip', 'model'].map((name) => textIn(row, name)),
  );

const matchOfDevice = (row: JsonObject, text: string): Match => ({
  fit: fitOfDevice(row, text) ?? 'part',
  seen: typeof row.last_seen === 'number' ? row.last_seen : 0,
  siteId: isOfNoSite(row) ? undefined : textIn(row, 'site_id'),
  show: (naming) => deviceRow(row, naming),
});

/** Statistics of some devices, which say where they are plugged in and when they were seen. */
async function statsOf({ lookup, text, siteId }: Search, macs: readonly string[]): Promise<readonly Match[]> {
  const found = await lookup.list('device statistics', DEVICE_STATS, {
    path: { org_id: lookup.orgId },
    query: { type: 'all', mac: macs, limit: macs.length },
  });
  const rows = (found?.rows ?? []).filter((row) => siteId === undefined || row.site_id === siteId);
  return rows.map((row) => matchOfDevice(row, text));
}

/** A MAC, or what was meant as one. */
const HEX = /^[0-9a-f:.-]{8,17}$/i;

/** Devices by name or MAC. */
export const devices: Source = {
  what: 'devices by name',
  async look(search) {
    const { lookup, text, names } = search;
    const all = await namesOfDevices(lookup);
    const fits = (all?.entries ?? []).flatMap(({ mac, name }) => {
      names.set(HEX.test(text) ? mac : name, 'device');
      const fit = fitOf(text, [name, mac]);
      return fit ? [{ mac, name, fit }] : [];
    });
    const exact = fits.filter(({ fit }) => fit === 'exact');
    const best = (exact.length > 0 ? exact : fits).slice(0, ROWS);
    if (best.length === 0) return [];
    const found = await statsOf(
      search,
      best.map(({ mac }) => mac),
    );
    if (found.length > 0 || search.siteId !== undefined) return found;
    // They are there even where their state cannot be had.
    return best.map(({ mac, name, fit }) => ({ fit, seen: 0, show: () => ({ kind: 'device', name, mac }) }));
  },
};

/** Devices in the inventory, which alone has those of no site, members of a virtual chassis, and serial numbers. */
const stocked = (what: string, query: (text: string) => Readonly<Record<string, string | boolean>>): Source => ({
  what,
  async look(search) {
    const { lookup, text, siteId } = search;
    const found = await lookup.list(what, INVENTORY, {
      path: { org_id: lookup.orgId },
      query: { ...query(text), ...(siteId === undefined ? {} : { site_id: siteId }), vc: true, limit: ROWS },
    });
    const rows = found?.rows ?? [];
    const macs = rows.flatMap((row) => (isOfNoSite(row) ? [] : [textIn(row, 'vc_mac', 'mac') ?? '']));
    const stats = macs.length > 0 && lookup.room > 1 ? await statsOf(search, macs) : [];
    if (stats.length === 0) return rows.map((row) => matchOfDevice(row, text));
    // The text named a member or a serial; what it belongs to is what was meant.
    return stats.map((match) => ({ ...match, fit: 'exact' }));
  },
});

/** Devices by MAC where no device is managed by it. */
export const inventoryByMac = stocked('inventory', (text) => ({ mac: parseMac(text) ?? text }));
/** Devices by their whole serial number. */
export const inventoryBySerial = stocked('serial numbers', (serial) => ({ serial: serial.toUpperCase() }));
/** The same of a text that may be a MAC: some serial numbers have twelve hexadecimal digits. */
export const inventoryByHexSerial: Source = {
  what: inventoryBySerial.what,
  look: async (search) => (/^[0-9a-f]+$/i.test(search.text) ? inventoryBySerial.look(search) : []),
};

/** Devices by their management address. */
export const devicesByIp: Source = {
  what: 'addresses of devices',
  async look({ lookup, text, siteId }) {
    const found = await lookup.list('addresses of devices', DEVICE_STATS, {
      path: { org_id: lookup.orgId },
      query: { type: 'all', limit: MAX_PAGE_SIZE, ...(siteId === undefined ? {} : { site_id: siteId }) },
    });
    if (found && found.total > found.rows.length) {
      lookup.skip('addresses of devices', `the first ${found.rows.length} of ${found.total} only`);
    }
    return (found?.rows ?? []).filter((row) => row.ip === text).map((row) => matchOfDevice(row, text));
  },
};

/** Devices that no site has, by name or a part of it: no list of devices but the inventory has them. */
export const unassigned: Source = {
  what: UNASSIGNED,
  async look({ lookup, text, siteId, names }) {
    if (siteId !== undefined) return [];
    const rows = (await unassignedDevices(lookup)) ?? [];
    for (const row of rows) names.set(textIn(row, 'name', 'mac') ?? '', 'device of no site');
    return rows.filter((row) => fitOfDevice(row, text) !== undefined).map((row) => matchOfDevice(row, text));
  },
};

const addressIn = (value: unknown): string | undefined => (isRecord(value) ? textIn(value, 'ip') : undefined);

/** Mist Edges, which are in no list of devices. */
export const edges: Source = {
  what: EDGES,
  async look({ lookup, text, siteId, names }) {
    const rows = ((await mistEdges(lookup)) ?? []).filter((row) => siteId === undefined || row.site_id === siteId);
    return rows.flatMap((row): Match[] => {
      names.set(textIn(row, 'name', 'mac') ?? '', 'Mist Edge');
      const ip = addressIn(row.ip_stat);
      const fit = fitOfDevice({ ...row, ip }, text) ?? fitOf(text, [addressIn(row.oob_ip_stat)]);
      if (fit === undefined) return [];
      const shown = { ...row, type: 'Mist Edge', ip };
      return [{ ...matchOfDevice(shown, text), fit, show: (naming) => edgeRow(shown, naming) }];
    });
  },
};

/** An edge that no site has is one of the organization, and not unassigned. */
function edgeRow(row: JsonObject, naming: Naming): JsonObject {
  const { site, ...shown } = deviceRow(row, naming);
  return isOfNoSite(row) ? shown : { ...shown, site };
}
