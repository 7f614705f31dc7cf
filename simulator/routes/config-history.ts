import type { Call, Handlers } from '../call.ts';
import type { Row } from '../json.ts';
import { type Rules, search } from '../search.ts';
import { configRows } from '../world/config-history.ts';
import { expiresWithin } from './nac.ts';

/** The latest configuration of each device. */
function latest(all: readonly Row[]): Row[] {
  const rows = new Map<Row[string] | undefined, Row>();
  for (const row of all) {
    const known = rows.get(row.mac);
    if (!known || Number(known.timestamp) < Number(row.timestamp)) rows.set(row.mac, row);
  }
  return [...rows.values()];
}

const lastRules: Rules = { own: { cert_expiry_duration: expiresWithin } };

/** Configurations that the devices of a site had, and have last. */
export const configHistory: Handlers = {
  'GET /api/v1/sites/{site_id}/devices/config_history/search': (call: Call) => search(call, configRows(call.world)),
  'GET /api/v1/sites/{site_id}/devices/last_config/search': (call: Call) =>
    search(call, latest(configRows(call.world)), lastRules),
};
