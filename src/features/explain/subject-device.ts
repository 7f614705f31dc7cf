import { InputError } from '../../core/errors/input-error.ts';
import { isSameName } from '../../core/fold-name.ts';
import { parseMac } from '../../core/ids.ts';
import type { JsonObject } from '../../core/json.ts';
import { nearest } from '../../core/nearest.ts';
import { type Lookup, namesOfDevices, namesOfSites, textIn } from '../lookup/index.ts';
import { DEVICE_STATS, INVENTORY } from './routes.ts';

/** The device that is asked about. */
export interface SubjectDevice {
  readonly mac: string;
  readonly siteId: string;
  /** Name of the site, or its id where that could not be had. */
  readonly site: string;
  /** All of its statistics. */
  readonly stats: JsonObject;
}

const QUOTED = 60;

/**
 * Finds a device by its name or any of its MACs, with its statistics.
 *
 * @throws InputError when none or several are called so
 */
export async function subjectDevice(lookup: Lookup, text: string): Promise<SubjectDevice> {
  const mac = await macOfDevice(lookup, text);
  const found = await lookup.list('device statistics', DEVICE_STATS, {
    path: { org_id: lookup.orgId },
    query: { type: 'all', mac, fields: '*', limit: 1 },
  });
  lookup.throwIfBlind();
  const stats = found?.rows[0];
  if (!stats) {
    throw new InputError(
      `There are no statistics of the device ${JSON.stringify(text.slice(0, QUOTED))}.`,
      'It may be at no site yet, or never have connected: mist_find shows where it is.',
    );
  }
  const siteId = textIn(stats, 'site_id') ?? '';
  const names = await namesOfSites(lookup, [siteId]);
  return { mac: textIn(stats, 'mac') ?? mac, siteId, site: names.get(siteId) ?? siteId, stats };
}

async function macOfDevice(lookup: Lookup, text: string): Promise<string> {
  const mac = parseMac(text);
  const names = await namesOfDevices(lookup);
  if (mac !== undefined) return names?.byMac.has(mac) === false ? chassisOf(lookup, mac) : mac;
  const matches = (names?.entries ?? []).filter(({ name }) => isSameName(name, text));
  const [only] = matches;
  if (only && matches.length === 1) return only.mac;
  const quoted = JSON.stringify(text.slice(0, QUOTED));
  if (matches.length > 1) {
    const macs = matches.slice(0, 8).map((one) => one.mac);
    throw new InputError(`${matches.length} devices are named ${quoted}.`, `Give the MAC of one: ${macs.join(', ')}.`);
  }
  const close = nearest(
    text,
    (names?.entries ?? []).map(({ name }) => name),
  );
  throw new InputError(
    `No device is named ${quoted}.`,
    close.length > 0 ? `The nearest are ${close.join(', ')}.` : 'mist_find looks for anything by any text.',
  );
}

/** The MAC that a member of a virtual chassis is managed by. */
async function chassisOf(lookup: Lookup, mac: string): Promise<string> {
  const query = { mac, vc: true, limit: 1 };
  const found = await lookup.list('inventory', INVENTORY, { path: { org_id: lookup.orgId }, query });
  return textIn(found?.rows[0] ?? {}, 'vc_mac') ?? mac;
}
