import type { RouteOf } from '../../mist/spec/routes.ts';

/** Searches of clients. */
export const WIRELESS = 'GET /api/v1/orgs/{org_id}/clients/search';
export const WIRED = 'GET /api/v1/orgs/{org_id}/wired_clients/search';
export const WAN = 'GET /api/v1/orgs/{org_id}/wan_clients/search';
export const NAC = 'GET /api/v1/orgs/{org_id}/nac_clients/search';

/** Devices and their ports. */
export const DEVICE_STATS = 'GET /api/v1/orgs/{org_id}/stats/devices';
export const INVENTORY = 'GET /api/v1/orgs/{org_id}/inventory';
export const PORTS = 'GET /api/v1/orgs/{org_id}/stats/ports/search';
export const SITE_DEVICES = 'GET /api/v1/sites/{site_id}/devices';

/** Sites and WLANs. */
export const SITE_STATS = 'GET /api/v1/sites/{site_id}/stats';
export const WLANS = 'GET /api/v1/orgs/{org_id}/wlans';
export const SITE_WLANS = 'GET /api/v1/sites/{site_id}/wlans/derived';
export const TEMPLATES = 'GET /api/v1/orgs/{org_id}/templates';

/** Routes that a search may ask; the tool names them without loading the search. */
export const FIND_ROUTES = [
  ...[WIRELESS, WIRED, WAN, NAC],
  ...[DEVICE_STATS, INVENTORY, PORTS, SITE_DEVICES],
  ...[SITE_STATS, WLANS, SITE_WLANS, TEMPLATES],
  'GET /api/v1/orgs/{org_id}/devices',
  'GET /api/v1/orgs/{org_id}/stats/mxedges',
  'GET /api/v1/orgs/{org_id}/sites',
  'GET /api/v1/orgs/{org_id}/sites/search',
  'GET /api/v1/sites/{site_id}',
] as const satisfies readonly RouteOf<'GET'>[];
