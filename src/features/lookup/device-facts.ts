import { isRecord, type JsonObject } from '../../core/json.ts';
import { isoTime } from '../../core/time.ts';
import { type Naming, present } from './client-facts.ts';
import { textIn } from './places.ts';

/** Where a device of another maker, or one of ours, says that an access point is plugged in. */
export interface Uplink {
  readonly switch?: string | undefined;
  readonly port?: string | undefined;
}

/** The LLDP neighbor that a device's statistics name first. */
export function uplinkOf(row: JsonObject): Uplink {
  const stats = isRecord(row.lldp_stats) ? Object.values(row.lldp_stats) : [];
  const lldp = [row.lldp_stat, ...stats].find((one) => isRecord(one) && textIn(one, 'system_name', 'chassis_id'));
  if (!isRecord(lldp)) return {};
  return { switch: textIn(lldp, 'system_name', 'chassis_id'), port: textIn(lldp, 'port_id', 'port_desc') };
}

/** Whether a row of a device says that it is assigned to no site. */
export const isOfNoSite = (row: JsonObject): boolean => /^[0-]*$/.test(textIn(row, 'site_id') ?? '');

/** A device as an answer shows it, from its statistics or its row of the inventory. */
export function deviceRow(row: JsonObject, { sites }: Naming): JsonObject {
  const siteId = textIn(row, 'site_id') ?? '';
  const connected = typeof row.connected === 'boolean' ? (row.connected ? 'connected' : 'disconnected') : undefined;
  const seen = row.last_seen;
  return present({
    kind: textIn(row, 'type') ?? 'device',
    name: textIn(row, 'name', 'hostname'),
    mac: textIn(row, 'vc_mac', 'mac'),
    model: textIn(row, 'model'),
    serial: textIn(row, 'serial'),
    site: isOfNoSite(row) ? 'none: unassigned' : (sites.get(siteId) ?? siteId),
    status: textIn(row, 'status') ?? connected,
    ip: textIn(row, 'ip'),
    version: textIn(row, 'version'),
    ...uplinkOf(row),
    last_seen: typeof seen === 'number' ? isoTime(seen) : undefined,
  });
}
