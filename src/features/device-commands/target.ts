import { InputError } from '../../core/errors/input-error.ts';
import { MistError } from '../../core/errors/mist-error.ts';
import { isRecord } from '../../core/json.ts';
import { MAX_PAGE_SIZE } from '../../mist/limits.ts';
import type { ToolContext } from '../../tool/context.ts';
import type { Platform } from './table.ts';

/** Routes that are read before something is done to a device that people may notice. */
export const DEVICE_ROUTES = [
  'GET /api/v1/sites/{site_id}',
  'GET /api/v1/sites/{site_id}/devices/{device_id}',
  'GET /api/v1/orgs/{org_id}/wired_clients/search',
  'GET /api/v1/sites/{site_id}/stats/ports/search',
] as const;

/** A client that was lately seen at a port. */
export interface ConnectedClient {
  readonly mac: string;
  readonly name: string | undefined;
  readonly ports: readonly string[];
}

/** A device, where it stands, and which clients are connected to it. */
export interface DeviceDetails {
  readonly site: string | undefined;
  readonly device: string | undefined;
  readonly mac: string | undefined;
  readonly model: string | undefined;
  readonly type: string | undefined;
  /** Clients of the last day; undefined where they could not be read. */
  readonly clients: readonly ConnectedClient[] | undefined;
  /** How many clients there are in all, where only the first of them were read. */
  readonly total: number | undefined;
}

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

function connected(row: unknown): ConnectedClient[] {
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
export async function readDevice(
  context: Pick<ToolContext, 'send'>,
  platform: Platform,
  siteId: string,
  deviceId: string,
): Promise<DeviceDetails> {
  const [site, identity] = await Promise.all([
    context.send('GET /api/v1/sites/{site_id}', { path: { site_id: siteId } }),
    readIdentity(context, platform, siteId, deviceId),
  ]);
  const org = isRecord(site.body) ? text(site.body.org_id) : undefined;
  const { mac } = identity;
  const clients = org && mac ? await clientsOf(context, org, siteId, mac) : undefined;
  return {
    ...identity,
    site: isRecord(site.body) ? text(site.body.name) : undefined,
    clients: clients?.rows,
    total: clients?.total,
  };
}

/** What tells a device from any other: a yes to a command is a yes for this device as it was shown. */
export type DeviceIdentity = Pick<DeviceDetails, 'device' | 'mac' | 'model' | 'type'>;

/** @throws InputError when the device is of another kind, MistError when it is not at the site or cannot be read */
export async function readIdentity(
  context: Pick<ToolContext, 'send'>,
  platform: Platform,
  siteId: string,
  deviceId: string,
): Promise<DeviceIdentity> {
  const path = { site_id: siteId, device_id: deviceId };
  const { body } = await context.send('GET /api/v1/sites/{site_id}/devices/{device_id}', { path });
  const device = isRecord(body) ? body : {};
  checkType(device, platform);
  return { device: text(device.name), mac: text(device.mac), model: text(device.model), type: text(device.type) };
}

async function clientsOf(context: Pick<ToolContext, 'send'>, org: string, siteId: string, mac: string) {
  const query = { site_id: siteId, device_mac: mac, limit: MAX_PAGE_SIZE };
  try {
    const { body } = await context.send('GET /api/v1/orgs/{org_id}/wired_clients/search', {
      path: { org_id: org },
      query,
    });
    const results: unknown = isRecord(body) ? body.results : undefined;
    if (!Array.isArray(results)) return undefined;
    const total = isRecord(body) && typeof body.total === 'number' ? body.total : undefined;
    return { rows: results.flatMap(connected), total };
  } catch (error) {
    if (error instanceof MistError && error.kind !== 'cancelled') return undefined;
    throw error;
  }
}
