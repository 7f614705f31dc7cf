import { parseMac } from '../core/ids.ts';
import { isRecord } from '../core/json.ts';
import { type Freshness, LookupCache } from './lookup-cache.ts';
import { rowsOf } from './paging/rows.ts';
import type { ApiContext, Session } from './session.ts';

/** A device of an organization by what people call it. */
export interface DeviceName {
  /** 12 lower-case hex digits; that of a virtual chassis is the one it is managed by. */
  readonly mac: string;
  readonly name: string;
}

/** Names of the devices of an organization. */
export interface DeviceNames {
  readonly entries: readonly DeviceName[];
  readonly byMac: ReadonlyMap<string, string>;
  readonly failures: readonly string[];
}

const cache = new LookupCache<DeviceNames>();

/**
 * Names of all devices of an organization, in one request whatever their number, kept for some minutes for all calls of
 * the session. Devices without a name are left out.
 *
 * @throws MistError when they cannot be read
 */
export const deviceNames = ({ session }: ApiContext, orgId: string, freshness?: Freshness): Promise<DeviceNames> =>
  cache.get(session, orgId, () => read(session, orgId), freshness);

async function read(session: Session, orgId: string): Promise<DeviceNames> {
  const answer = await session.client.send({ route: 'GET /api/v1/orgs/{org_id}/devices', path: { org_id: orgId } });
  const entries = (rowsOf(answer).rows ?? []).flatMap((row) => {
    const mac = isRecord(row) && typeof row.mac === 'string' ? parseMac(row.mac) : undefined;
    const name = isRecord(row) ? row.name : undefined;
    return mac !== undefined && typeof name === 'string' && name !== '' ? [{ mac, name }] : [];
  });
  return { entries, byMac: new Map(entries.map(({ mac, name }) => [mac, name])), failures: [] };
}

/** The same as far as it is known already, without a request. */
export const knownDeviceNames = ({ session }: ApiContext, orgId: string): Promise<DeviceNames> | undefined =>
  cache.peek(session, orgId);
