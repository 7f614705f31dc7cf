import { type Call, type Handlers, object } from '../call.ts';
import { matching } from '../filter.ts';
import { isRow, type Json, type Row } from '../json.ts';
import { partOf, type Rules, search } from '../search.ts';
import { UNASSIGNED } from '../world/world.ts';
import { create, update } from './configuration.ts';

const org = (call: Call): Row | undefined => call.world.find('orgs', call.path.org_id ?? '');
const site = (call: Call): Row | undefined => call.world.find('sites', call.path.site_id ?? '');

const orgSetting = (call: Call): Row | undefined =>
  call.world.table('org_settings').find((row) => row.org_id === call.path.org_id);
const siteSetting = (call: Call): Row | undefined =>
  call.world.table('site_settings').find((row) => row.site_id === call.path.site_id);

const answer = (row: Row | undefined) => row && object(row);
const change = (call: Call, row: Row | undefined) => row && object(update(call, row, call.operation.body ?? ''));

function createSite(call: Call): Row {
  const row = create(call, 'sites', call.operation.body ?? '');
  const setting = { org_id: row.org_id ?? '', site_id: row.id ?? '', for_site: true };
  const times = { created_time: call.now, modified_time: call.now };
  call.world.table('site_settings').push({ id: call.world.freshId('site_settings'), ...setting, ...times });
  return row;
}

/** Filters of the inventory that are more than an equality. */
function inInventory(call: Call, row: Row): boolean {
  if (row.org_id !== call.path.org_id) return false;
  if (call.query.unassigned === 'false' && row.site_id === UNASSIGNED) return false;
  // Without `vc` a virtual chassis is its first member only.
  if (call.query.vc !== 'true' && typeof row.vc_mac === 'string') {
    const first = call.world.table('inventory').find((other) => other.vc_mac === row.vc_mac);
    if (first !== row) return false;
  }
  const { modified_after: after, disconnected_before: before } = call.query;
  if (before !== undefined && !(Number(row.last_disconnected) < Number(before))) return false;
  return after === undefined || Number(row.modified_time) > Number(after);
}

const OWN_FILTERS = ['vc', 'unassigned', 'modified_after', 'disconnected_before'];

function inventory(call: Call): Row[] {
  const rows = call.world.table('inventory').filter((row) => inInventory(call, row));
  return matching(call, rows, OWN_FILTERS);
}

/** A site is found whatever the window: it has no moment of its own. */
const siteRules: Rules = { own: { name: partOf('name') }, within: () => true, time: 'timestamp' };

const on = (value: Json | undefined, name: string): boolean => isRow(value) && value[name] === true;

/** A site as the search shows it: what it is called, where, and which of its features are on. */
function siteFound({ world }: Call, row: Row): Row {
  const { id = '', org_id = '', name = '', country_code = null, timezone = 'UTC', modified_time = 0 } = row;
  const setting = world.table('site_settings').find((one) => one.site_id === id) ?? {};
  const upgrade = isRow(setting.auto_upgrade) ? setting.auto_upgrade : {};
  return {
    ...{ id, site_id: id, org_id, name, country_code, timezone, timestamp: modified_time },
    auto_upgrade_enabled: upgrade.enabled === true,
    auto_upgrade_version: typeof upgrade.version === 'string' ? upgrade.version : '',
    honeypot_enabled: on(setting.rogue, 'honeypot_enabled'),
    wifi_enabled: !isRow(setting.wifi) || setting.wifi.enabled !== false,
    vna_enabled: true,
  };
}

const sitesFound = (call: Call) =>
  search(
    call,
    call.world.table('sites').map((row) => siteFound(call, row)),
    siteRules,
  );

/** Organizations and sites with their settings, and the inventory. */
export const organization: Handlers = {
  'GET /api/v1/orgs/{org_id}': (call) => answer(org(call)),
  'PUT /api/v1/orgs/{org_id}': (call) => change(call, org(call)),
  'GET /api/v1/orgs/{org_id}/setting': (call) => answer(orgSetting(call)),
  'PUT /api/v1/orgs/{org_id}/setting': (call) => change(call, orgSetting(call)),
  'GET /api/v1/orgs/{org_id}/sites': (call) =>
    call.world.table('sites').filter((row) => row.org_id === call.path.org_id),
  'GET /api/v1/orgs/{org_id}/sites/search': sitesFound,
  'POST /api/v1/orgs/{org_id}/sites': (call) => object(createSite(call)),
  'GET /api/v1/orgs/{org_id}/inventory': inventory,
  'GET /api/v1/sites/{site_id}': (call) => answer(site(call)),
  'PUT /api/v1/sites/{site_id}': (call) => change(call, site(call)),
  'DELETE /api/v1/sites/{site_id}': (call) => (call.world.removeSite(call.path.site_id ?? '') ? object({}) : undefined),
  'GET /api/v1/sites/{site_id}/setting': (call) => answer(siteSetting(call)),
  'PUT /api/v1/sites/{site_id}/setting': (call) => change(call, siteSetting(call)),
};
