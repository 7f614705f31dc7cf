import { InputError } from '../../core/errors/input-error.ts';
import { isSameName } from '../../core/fold-name.ts';
import { parseMac } from '../../core/ids.ts';
import type { JsonObject } from '../../core/json.ts';
import { nearest } from '../../core/nearest.ts';
import {
  isOfNoSite,
  type Lookup,
  mistEdges,
  namesOfDevices,
  namesOfSites,
  textIn,
  unassignedDevices,
} from '../lookup/index.ts';
import { DEVICE_STATS, INVENTORY } from './routes.ts';

/** The device that is asked about. */
export interface SubjectDevice {
  readonly mac: string;
  /** Empty where it is claimed and assigned to no site. */
  readonly siteId: string;
  /** Name of the site, or its id where that could not be had. */
  readonly site: string;
  /** All of its statistics; of a device of no site its row of the inventory. */
  readonly stats: JsonObject;
}

const QUOTED = 60;

/**
 * Finds a device by its name or any of its MACs, with its statistics.
 *
 * @throws InputError when none or several are called so
 */
export async function subjectDevice(lookup: Lookup, text: string): Promise<SubjectDevice> {
  const { mac, stock } = await deviceCalled(lookup, text);
  if (stock && isOfNoSite(stock)) return { mac, siteId: '', site: '', stats: stock };
  const found = await lookup.list('device statistics', DEVICE_STATS, {
    path: { org_id: lookup.orgId },
    query: { type: 'all', mac, fields: '*', limit: 1 },
  });
  lookup.throwIfBlind();
  const stats = found?.rows[0];
  if (!stats) {
    await refuseEdge(lookup, text);
    throw new InputError(
      `There are no statistics of the device ${JSON.stringify(text.slice(0, QUOTED))}.`,
      'It may be at no site yet, or never have connected: mist_find shows where it is.',
    );
  }
  const siteId = textIn(stats, 'site_id') ?? '';
  const names = await namesOfSites(lookup, [siteId]);
  return { mac: textIn(stats, 'mac') ?? mac, siteId, site: names.get(siteId) ?? siteId, stats };
}

/** A device by its MAC, with its row of the inventory where that was looked at. */
interface Called {
  readonly mac: string;
  readonly stock?: JsonObject | undefined;
}

async function deviceCalled(lookup: Lookup, text: string): Promise<Called> {
  const mac = parseMac(text);
  const names = await namesOfDevices(lookup);
  if (mac !== undefined) return names?.byMac.has(mac) === false ? stocked(lookup, mac) : { mac };
  const entries = names?.entries ?? [];
  const named = entries.filter(({ name }) => isSameName(name, text)).map((one): Called => ({ mac: one.mac }));
  const spare = named.length > 0 ? [] : ((await unassignedDevices(lookup)) ?? []);
  const unassigned = spare.filter((row) => isSameName(textIn(row, 'name') ?? '', text));
  const matches = [...named, ...unassigned.map((stock): Called => ({ mac: textIn(stock, 'mac') ?? '', stock }))];
  const [only] = matches;
  if (only && matches.length === 1) return only;
  const quoted = JSON.stringify(text.slice(0, QUOTED));
  if (matches.length > 1) {
    const macs = matches.slice(0, 8).map((one) => one.mac);
    throw new InputError(`${matches.length} devices are named ${quoted}.`, `Give the MAC of one: ${macs.join(', ')}.`);
  }
  await refuseEdge(lookup, text);
  const close = nearest(text, [
    ...entries.map(({ name }) => name),
    ...spare.flatMap((row) => textIn(row, 'name') ?? []),
  ]);
  const next = close.length > 0 ? `The nearest are ${close.join(', ')}.` : 'mist_find looks for anything by any text.';
  const missed = lookup.notLookedAt;
  throw new InputError(
    `No device is named ${quoted}.`,
    missed.length > 0 ? `${next} Not looked at: ${missed.join(', ')}.` : next,
  );
}

/** What the inventory has of a MAC that no device is managed by: a member of a virtual chassis, or a device of no site. */
async function stocked(lookup: Lookup, mac: string): Promise<Called> {
  const query = { mac, vc: true, limit: 1 };
  const found = await lookup.list('inventory', INVENTORY, { path: { org_id: lookup.orgId }, query });
  const stock = found?.rows[0];
  return { mac: textIn(stock ?? {}, 'vc_mac') ?? mac, stock };
}

/** @throws InputError where a Mist Edge is called so, which is explained by its statistics alone */
async function refuseEdge(lookup: Lookup, text: string): Promise<void> {
  const mac = parseMac(text);
  const edge = (await mistEdges(lookup))?.find(
    (row) => isSameName(textIn(row, 'name') ?? '', text) || (mac !== undefined && textIn(row, 'mac') === mac),
  );
  if (!edge) return;
  throw new InputError(
    `${JSON.stringify(text.slice(0, QUOTED))} is a Mist Edge, which is not explained here.`,
    `Ask mist_get_stats with stats_type=org_mxedges and object_id=${textIn(edge, 'id') ?? ''} for its state.`,
  );
}
