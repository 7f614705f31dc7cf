import { InputError } from '../../core/errors/input-error.ts';
import { MistError } from '../../core/errors/mist-error.ts';
import { isRecord } from '../../core/json.ts';
import type { MistAnswer, QueryValue } from '../../mist/http/client.ts';
import type { Platform } from './table.ts';

/** What is read about a device before something is done that people may notice. */
export const PLACE_ROUTES = [
  'GET /api/v1/sites/{site_id}',
  'GET /api/v1/sites/{site_id}/devices/{device_id}',
  'GET /api/v1/orgs/{org_id}/wired_clients/search',
] as const;

/** The way to those routes. */
export type PlaceReader = (
  route: (typeof PLACE_ROUTES)[number],
  parameters: { path: Record<string, string>; query?: Record<string, QueryValue> },
) => Promise<MistAnswer>;

/** A client that was lately seen at a port. */
export interface Connected {
  readonly mac: string;
  readonly name: string | undefined;
  readonly ports: readonly string[];
}

/** A device, where it stands, and who hangs on it. */
export interface Place {
  readonly site: string | undefined;
  readonly device: string | undefined;
  readonly mac: string | undefined;
  readonly model: string | undefined;
  /** Clients of the last day; undefined where they could not be read. */
  readonly clients: readonly Connected[] | undefined;
  /** How many clients there are in all, where only the first of them were read. */
  readonly total: number | undefined;
}

const MOST = 1000;

const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);

const texts = (value: unknown): string[] =>
  (Array.isArray(value) ? value : [value]).filter((one: unknown): one is string => typeof one === 'string');

const TYPES: Readonly<Record<Platform, string>> = { ap: 'ap', ex: 'switch', srx: 'gateway', ssr: 'gateway' };

function checkType(device: Readonly<Record<string, unknown>>, platform: Platform): void {
  const type = text(device.type);
  const model = text(device.model) ?? '';
  const other = platform === 'srx' ? /^(SSR|128T)/i.test(model) : platform === 'ssr' && /^(SRX|VSRX)/i.test(model);
  if (type === undefined || (type === TYPES[platform] && !other)) return;
  throw new InputError(
    `The device is of type ${type}${model ? `, model ${model.slice(0, 40)}` : ''}, not what device_type=${platform} means; nothing was sent.`,
    'Give the device_type of the device: ap, ex (switches), srx or ssr (gateways).',
  );
}

function connected(row: unknown): Connected[] {
  if (!isRecord(row)) return [];
  const mac = text(row.mac);
  const name = texts(row.dhcp_hostname)[0] ?? texts(row.username)[0];
  return mac === undefined ? [] : [{ mac, name, ports: texts(row.port_id) }];
}

/**
 * Reads where a device stands and which wired clients it has.
 *
 * @throws InputError when the device is of another kind, MistError when site or device cannot be read; clients that
 *   cannot be read are left unknown
 */
export async function placeOf(read: PlaceReader, platform: Platform, siteId: string, deviceId: string): Promise<Place> {
  const path = { site_id: siteId };
  const [site, found] = await Promise.all([
    read('GET /api/v1/sites/{site_id}', { path }),
    read('GET /api/v1/sites/{site_id}/devices/{device_id}', { path: { ...path, device_id: deviceId } }),
  ]);
  const device = isRecord(found.body) ? found.body : {};
  checkType(device, platform);
  const mac = text(device.mac);
  const org = isRecord(site.body) ? text(site.body.org_id) : undefined;
  const clients = org && mac ? await clientsOf(read, org, siteId, mac) : undefined;
  return {
    site: isRecord(site.body) ? text(site.body.name) : undefined,
    device: text(device.name),
    mac,
    model: text(device.model),
    clients: clients?.rows,
    total: clients?.total,
  };
}

async function clientsOf(read: PlaceReader, org: string, siteId: string, mac: string) {
  const query = { site_id: siteId, device_mac: mac, limit: MOST };
  try {
    const { body } = await read('GET /api/v1/orgs/{org_id}/wired_clients/search', { path: { org_id: org }, query });
    const results: unknown = isRecord(body) ? body.results : undefined;
    if (!Array.isArray(results)) return undefined;
    const total = isRecord(body) && typeof body.total === 'number' ? body.total : undefined;
    return { rows: results.flatMap(connected), total };
  } catch (error) {
    if (error instanceof MistError && error.kind !== 'cancelled') return undefined;
    throw error;
  }
}
