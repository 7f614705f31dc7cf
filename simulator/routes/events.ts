import type { Call, Handlers } from '../call.ts';
import { refuse } from '../call.ts';
import type { Row } from '../json.ts';
import { anywhere, found, partOf, type Rules, search, shownBy } from '../search.ts';
import { clientEventRows, roamRows } from '../world/client-events.ts';
import { configuredRows, deviceEventRows } from '../world/device-events.ts';
import { edgeEventRows } from '../world/edge-events.ts';
import { rogueEventRows } from '../world/rogues.ts';
import { wanEventRows } from '../world/wan-clients.ts';

/** Keeps the latest row of each value of an attribute. */
function lastBy(all: readonly Row[], name: string | undefined): readonly Row[] {
  if (name === undefined) return all;
  const latest = new Map<string, Row>();
  for (const row of all) {
    const key = row[name] === undefined ? undefined : String(row[name]);
    const known = key === undefined ? undefined : latest.get(key);
    if (key !== undefined && (!known || Number(known.timestamp) < Number(row.timestamp))) latest.set(key, row);
  }
  return all.filter((row) => latest.get(String(row[name])) === row);
}

const always = (): boolean => true;
const deviceRules: Rules = { own: { text: anywhere('text'), last_by: always, includes: always } };

function devices(call: Call) {
  // There is one further index, that of tunnels to third parties, and this world has no such tunnel.
  if (call.query.includes !== undefined && call.query.includes !== 'ext_tunnel')
    return refuse(400, `there are no events called ${call.query.includes}`);
  const all = [...deviceEventRows(call.world), ...configuredRows(call.world)];
  return shownBy(call, lastBy(found(call, all, deviceRules), call.query.last_by));
}

/** The client stands in the path, and searches look at the query alone. */
const ofClient = ({ world, path }: Call): readonly Row[] =>
  clientEventRows(world).filter(({ mac }) => mac === path.client_mac);

const wanRules: Rules = { own: { mfg: partOf('mfg') } };

/** Events of devices, edges, clients and roaming, and of foreign access points. */
export const events: Handlers = {
  'GET /api/v1/orgs/{org_id}/devices/events/search': devices,
  'GET /api/v1/sites/{site_id}/devices/events/search': devices,
  'GET /api/v1/orgs/{org_id}/mxedges/events/search': (call) => search(call, edgeEventRows(call.world)),
  'GET /api/v1/sites/{site_id}/mxedges/events/search': (call) => search(call, edgeEventRows(call.world)),
  'GET /api/v1/orgs/{org_id}/wan_clients/events/search': (call) => search(call, wanEventRows(call.world), wanRules),
  'GET /api/v1/sites/{site_id}/wan_clients/events/search': (call) => search(call, wanEventRows(call.world), wanRules),
  'GET /api/v1/orgs/{org_id}/clients/events/search': (call) => search(call, clientEventRows(call.world)),
  'GET /api/v1/sites/{site_id}/clients/events/search': (call) => search(call, clientEventRows(call.world)),
  'GET /api/v1/sites/{site_id}/clients/{client_mac}/events': (call) => search(call, ofClient(call)),
  'GET /api/v1/sites/{site_id}/events/fast_roam': (call) => search(call, roamRows(call.world)),
  'GET /api/v1/sites/{site_id}/rogues/events/search': (call) => search(call, rogueEventRows(call.world)),
};
