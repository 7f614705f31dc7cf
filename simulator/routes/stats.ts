import { type Call, type Handlers, object, parameter } from '../call.ts';
import type { Row } from '../json.ts';
import { found, lasting, type Rules, rowsHere, search } from '../search.ts';
import { isJoined, wirelessNow } from '../world/clients.ts';
import { endpointsNow } from '../world/endpoints.ts';
import { wiredStats, wirelessStats } from '../world/telemetry/client.ts';
import { deviceStats } from '../world/telemetry/devices.ts';
import { edgeStats } from '../world/telemetry/edge.ts';
import { bgpRows, ospfRows, pathRows } from '../world/telemetry/peers.ts';
import { orgStats, siteStats } from '../world/telemetry/places.ts';
import { portRows, portRowsAt } from '../world/telemetry/ports.ts';

const always = (): boolean => true;
const windowed = (call: Call): boolean => ['start', 'end', 'duration'].some((name) => call.query[name] !== undefined);

/** Statistics are those of now; a window that is asked for keeps what lived in it. */
const lived: Rules['within'] = (row, call) => !windowed(call) || lasting('created_time', 'last_seen')(row, call);

/** Attributes of a device in the list of an organization, where `fields` asks for no more. */
const BRIEF = [
  ...[
    'type',
    'id',
    'org_id',
    'site_id',
    'mac',
    'name',
    'hostname',
    'model',
    'serial',
    'hw_rev',
    'status',
    'last_seen',
    'version',
  ],
  ...[
    'ip',
    'ext_ip',
    'uptime',
    'num_clients',
    'created_time',
    'modified_time',
    'deviceprofile_id',
    'evpntopo_id',
    'cpu_util',
  ],
  ...[
    'cpu_stat',
    'memory_stat',
    'fwupdate',
    'last_trouble',
    'lldp_stat',
    'fw_versions_outofsync',
    'vc_mac',
    'config_status',
    'is_ha',
  ],
];

function withFields(call: Call, row: Row): Row {
  const asked = call.query.fields?.split(',') ?? [];
  if (asked.includes('*')) return row;
  const names = new Set([...BRIEF, ...asked]);
  return Object.fromEntries(Object.entries(row).filter(([name]) => names.has(name)));
}

const deviceRules: Rules = {
  within: lived,
  own: {
    fields: always,
    evpn_unused: (row, text) => text !== 'true' || (row.type === 'switch' && row.evpntopo_id === null),
  },
};

function orgDevices(call: Call): Row[] {
  const rows = deviceStats(call.world, (device) => device.orgId === call.path.org_id);
  return found(call, rows, deviceRules).map((row) => withFields(call, row));
}

const siteDevices = (call: Call): Row[] =>
  found(
    call,
    deviceStats(call.world, (device) => device.siteId === call.path.site_id),
    { within: always },
  );

function oneDevice(call: Call) {
  const [row] = deviceStats(call.world, (one) => one.id === call.path.device_id && one.siteId === call.path.site_id);
  return row && object(row);
}

const edgesHere = (call: Call): Row[] =>
  rowsHere(call, call.world.table('mxedges')).map((row) => edgeStats(call.world, row));

const edges = (call: Call): Row[] => found(call, edgesHere(call), { within: lived });

function oneEdge(call: Call) {
  const row = edgesHere(call).find((edge) => edge.id === call.path.mxedge_id);
  const scope = call.query.for_site;
  return row && (scope === undefined || String(row.for_site) === scope) ? object(row) : undefined;
}

const isWired = (call: Call): boolean => parameter(call, 'wired') === 'true';

/** Clients of a site: those that are there now, or those of a window that is asked for. */
function clients(call: Call): Row[] {
  const { world, path, window } = call;
  const there = (since: number, lastSeen: number, now: boolean): boolean =>
    windowed(call) ? since <= window.end && lastSeen >= window.start : now;
  if (isWired(call))
    return endpointsNow(world)
      .filter(
        (one) => one.device.siteId === path.site_id && there(one.since, one.lastSeen, one.lastSeen > world.born - 900),
      )
      .map((one) => wiredStats(world, one));
  return wirelessNow(world)
    .filter((one) => one.ap.siteId === path.site_id && one.trouble !== 'denied')
    .filter((one) => there(one.since, one.lastSeen, isJoined(world, one)))
    .map((one) => wirelessStats(world, one));
}

function oneClient(call: Call) {
  const { world, path } = call;
  if (isWired(call)) {
    const one = endpointsNow(world).find((each) => each.mac === path.client_mac && each.device.siteId === path.site_id);
    return one && object(wiredStats(world, one));
  }
  const one = wirelessNow(world).find((each) => each.mac === path.client_mac && each.ap.siteId === path.site_id);
  return one && one.trouble !== 'denied' ? object(wirelessStats(world, one)) : undefined;
}

const bgp = (call: Call) => search(call, bgpRows(call.world));
const ospf = (call: Call) => search(call, ospfRows(call.world));
const ports = (call: Call) =>
  search(call, call.path.site_id ? portRowsAt(call.world, call.path.site_id) : portRows(call.world));

/** Statistics of organizations, sites, devices, edges, ports, peers and clients. */
export const stats: Handlers = {
  'GET /api/v1/orgs/{org_id}/stats': (call) =>
    object(orgStats(call.world, call.world.find('orgs', call.path.org_id ?? '') ?? {})),
  'GET /api/v1/orgs/{org_id}/stats/sites': (call) =>
    call.world
      .table('sites')
      .filter((site) => site.org_id === call.path.org_id)
      .map((site) => siteStats(call.world, site)),
  'GET /api/v1/sites/{site_id}/stats': (call) =>
    object(siteStats(call.world, call.world.find('sites', call.path.site_id ?? '') ?? {})),
  'GET /api/v1/orgs/{org_id}/stats/devices': orgDevices,
  'GET /api/v1/sites/{site_id}/stats/devices': siteDevices,
  'GET /api/v1/sites/{site_id}/stats/devices/{device_id}': oneDevice,
  'GET /api/v1/orgs/{org_id}/stats/mxedges': edges,
  'GET /api/v1/sites/{site_id}/stats/mxedges': edges,
  'GET /api/v1/orgs/{org_id}/stats/mxedges/{mxedge_id}': oneEdge,
  'GET /api/v1/sites/{site_id}/stats/mxedges/{mxedge_id}': oneEdge,
  'GET /api/v1/sites/{site_id}/stats/clients': clients,
  'GET /api/v1/sites/{site_id}/stats/clients/{client_mac}': oneClient,
  'GET /api/v1/orgs/{org_id}/stats/bgp_peers/search': bgp,
  'GET /api/v1/sites/{site_id}/stats/bgp_peers/search': bgp,
  'GET /api/v1/orgs/{org_id}/stats/ospf_peers/search': ospf,
  'GET /api/v1/sites/{site_id}/stats/ospf_peers/search': ospf,
  'GET /api/v1/orgs/{org_id}/stats/vpn_peers/search': (call) => search(call, pathRows(call.world)),
  'GET /api/v1/orgs/{org_id}/stats/ports/search': ports,
  'GET /api/v1/sites/{site_id}/stats/ports/search': ports,
};
