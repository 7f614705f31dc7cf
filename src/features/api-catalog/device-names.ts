import { MistError } from '../../core/errors/mist-error.ts';
import { isRecord } from '../../core/json.ts';
import { deviceNames } from '../../mist/device-names.ts';
import { MAX_PAGE_SIZE } from '../../mist/limits.ts';
import { rowsOf } from '../../mist/paging/rows.ts';
import type { LookupContext } from '../../tool/context.ts';
import type { Invocation } from './invocation.ts';

/** Attributes whose values stand for devices. */
const DEVICE_NAMES =
  /^(?:macs?|device_macs?|serials?|device_ids?|vc_?macs?|mxedge_ids|(?:inventory|src|dst|old|new)_mac)$/;

/** What devices that a body names are called, and what could not be found out. */
interface DeviceNames {
  /** By MAC, serial number and id, as written in the body. */
  readonly names: ReadonlyMap<string, string>;
  readonly notes: readonly string[];
}

function devicesIn(value: unknown, isDevice: boolean): readonly string[] {
  if (Array.isArray(value)) return value.flatMap((one: unknown) => devicesIn(one, isDevice));
  if (isRecord(value)) return Object.entries(value).flatMap(([key, one]) => devicesIn(one, DEVICE_NAMES.test(key)));
  return isDevice && typeof value === 'string' ? [value] : [];
}

/** Routes whose MACs are those of people's devices, which have no names here. */
const OF_CLIENTS = /\/(?:usermacs|clients|guests|psks|assets|sdkclients|rogues)(?:\/|$)/;

/** An id of a device ends with its MAC. */
const DEVICE_ID = /^0{8}-0000-0000-1000-/;

/** How MACs, serial numbers and ids are compared, however they are written. */
const keyOf = (text: string): string =>
  text
    .replace(DEVICE_ID, '')
    .replace(/[:.\s-]/g, '')
    .toLowerCase();

/** Pages that are read for it; each is a call. */
const MOST_PAGES = 5;

/** What devices are called, by key. */
type NamesByKey = Map<string, string>;

/** Looks up what the devices in a body are called, mostly in one request; none where it names no device. */
export async function deviceNamesIn(context: LookupContext, { route, path, body }: Invocation): Promise<DeviceNames> {
  const devices = OF_CLIENTS.test(route) ? [] : [...new Set(devicesIn(body, false))];
  if (devices.length === 0) return { names: new Map(), notes: [] };
  try {
    const names: NamesByKey = new Map();
    if (path.site_id !== undefined) await addSiteNames(context, path.site_id, names);
    else if (path.org_id !== undefined) await addOrgNames(context, path.org_id, devices.map(keyOf), names);
    const named = devices.flatMap((device) => {
      const name = names.get(keyOf(device));
      return name === undefined ? [] : [[device, name] as const];
    });
    const unnamed = devices.length - named.length;
    return {
      names: new Map(named),
      notes: unnamed > 0 ? [`${unnamed} of these devices were not found under a name.`] : [],
    };
  } catch (error) {
    if (!(error instanceof MistError) || error.kind === 'cancelled') throw error;
    return { names: new Map(), notes: ['What the devices are called could not be read.'] };
  }
}

async function addOrgNames(
  context: LookupContext,
  org_id: string,
  wanted: readonly string[],
  names: NamesByKey,
): Promise<void> {
  for (const [mac, name] of (await deviceNames(context, org_id)).byMac) names.set(mac, name);
  // Serial numbers and members of a stack are in the inventory only, and so are devices without a site.
  for (let page = 1; page <= MOST_PAGES && wanted.some((key) => !names.has(key)); page += 1) {
    const query = { vc: true, limit: MAX_PAGE_SIZE, page };
    const rows = rowsIn(await context.send('GET /api/v1/orgs/{org_id}/inventory', { path: { org_id }, query }));
    addNames(rows, names);
    if (rows.length < MAX_PAGE_SIZE) break;
  }
}

async function addSiteNames(context: LookupContext, site_id: string, names: NamesByKey): Promise<void> {
  const query = { type: 'all', limit: MAX_PAGE_SIZE };
  addNames(rowsIn(await context.send('GET /api/v1/sites/{site_id}/devices', { path: { site_id }, query })), names);
}

function addNames(rows: readonly Record<string, unknown>[], names: NamesByKey): void {
  for (const { name, mac, vc_mac, serial, id } of rows) {
    if (typeof name !== 'string' || name === '') continue;
    for (const one of [mac, vc_mac, serial, id]) if (typeof one === 'string') names.set(keyOf(one), name);
  }
}

const rowsIn = (answer: Parameters<typeof rowsOf>[0]): readonly Record<string, unknown>[] =>
  (rowsOf(answer).rows ?? []).filter(isRecord);
