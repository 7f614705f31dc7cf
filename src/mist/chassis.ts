import { MistError } from '../core/errors/mist-error.ts';
import { deviceIdOf, parseMac } from '../core/ids.ts';
import { isRecord } from '../core/json.ts';
import { knownDeviceNames } from './device-names.ts';
import type { MistRequest } from './http/client.ts';
import { orgOfSiteOr } from './id-names.ts';
import { MAX_PAGE_SIZE } from './limits.ts';
import { LookupCache } from './lookup-cache.ts';
import { kindOfParameter } from './named-ids.ts';
import { rowsOf } from './paging/pages.ts';
import type { ApiContext, Session } from './session.ts';
import { operation } from './spec/operations.ts';

/** A request that asks for a virtual chassis in the place of one of its members. */
export interface ChassisRequest {
  readonly request: MistRequest;
  /** MAC of the member that was asked for. */
  readonly member: string;
  /** The one that the chassis is managed by. */
  readonly chassis: string;
}

/** Whether a virtual chassis is meant: its MAC is none of its members'. */
const isChassis = (mac: unknown): mac is string => typeof mac === 'string' && mac.startsWith('020003');

/**
 * A search by MAC in a list that has a row for each member of a virtual chassis, which knows the MAC of the whole by
 * another parameter; any other request as it is.
 */
export function chassisSearch(request: MistRequest): MistRequest {
  const { mac, ...rest } = request.query ?? {};
  if (!isChassis(mac) || !listsMembers(request)) return request;
  return { ...request, query: { ...rest, vc_mac: mac } };
}

/** Whether a list has a row for each member. */
const listsMembers = ({ route }: MistRequest): boolean => 'vc_mac' in operation(route).query;

/** Scopes of service levels whose devices may be chassis. */
const SCOPES = new Set<unknown>(['switch', 'gateway']);

/** The MAC of a device that a request is about, and where it stands. */
function deviceIn({ route, path = {}, query = {} }: MistRequest) {
  for (const [place, values] of Object.entries({ path, query }))
    for (const [name, value] of Object.entries(values)) {
      const isDevice = kindOfParameter(route, name) === 'device' || (name === 'scope_id' && SCOPES.has(path.scope));
      const mac = typeof value === 'string' && isDevice ? parseMac(value) : undefined;
      if (mac !== undefined) return { place, name, mac };
    }
  return undefined;
}

interface Membership {
  readonly chassis: string | undefined;
  readonly failures: readonly string[];
}

const cache = new LookupCache<Membership>();

/** What the inventory says of one MAC, kept for some minutes: most of those that are in no list are in no chassis. */
const lookUp = (session: Session, org: string, mac: string): Promise<Membership> =>
  cache.get(session, `${org} ${mac}`, async () => {
    try {
      const route = 'GET /api/v1/orgs/{org_id}/inventory';
      const query = { mac, vc: true, limit: MAX_PAGE_SIZE };
      const { rows = [] } = rowsOf(await session.client.send({ route, path: { org_id: org }, query }));
      const row = rows.find((one) => isRecord(one) && one.mac === mac);
      const chassis = isRecord(row) && typeof row.vc_mac === 'string' ? parseMac(row.vc_mac) : undefined;
      return { chassis, failures: [] };
    } catch (error) {
      if (!(error instanceof MistError)) throw error;
      return { chassis: undefined, failures: [error.what] };
    }
  });

/**
 * The MAC of the virtual chassis that a device is a member of.
 *
 * @returns undefined where it is none, or that cannot be found out
 */
export async function chassisOf(
  { session, signal }: ApiContext,
  orgId: string,
  mac: string,
): Promise<string | undefined> {
  const { chassis } = isChassis(mac) ? { chassis: undefined } : await lookUp(session, orgId, mac);
  signal.throwIfAborted();
  return chassis === mac ? undefined : chassis;
}

/**
 * The same request for the chassis that a device is a member of: a virtual chassis is one device, and most lists know it
 * by one MAC only. To be asked for when a request found nothing.
 *
 * @returns undefined where the device is no member of one, or that cannot be found out
 */
export async function forChassis(context: ApiContext, request: MistRequest): Promise<ChassisRequest | undefined> {
  const found = listsMembers(request) ? undefined : deviceIn(request);
  if (!found) return undefined;
  const { place, name, mac } = found;
  const org = request.path?.org_id ?? (await orgOfSiteOr(context, request.path?.site_id ?? '').catch(() => undefined));
  if (org === undefined || (await knownDeviceNames(context, org))?.byMac.has(mac)) return undefined;
  const chassis = await chassisOf(context, org, mac);
  if (chassis === undefined) return undefined;
  const value = name.endsWith('_id') ? deviceIdOf(chassis) : chassis;
  const changed =
    place === 'path' ? { path: { ...request.path, [name]: value } } : { query: { ...request.query, [name]: value } };
  return { request: { ...request, ...changed }, member: mac, chassis };
}
