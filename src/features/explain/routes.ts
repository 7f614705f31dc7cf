import type { RouteOf } from '../../mist/spec/routes.ts';

/** Clients: where they are, what they did, what access control decided. */
export const WIRELESS = 'GET /api/v1/orgs/{org_id}/clients/search';
export const WIRED = 'GET /api/v1/orgs/{org_id}/wired_clients/search';
export const NAC = 'GET /api/v1/orgs/{org_id}/nac_clients/search';
export const NAC_EVENTS = 'GET /api/v1/orgs/{org_id}/nac_clients/events/search';
export const CLIENT_STATS = 'GET /api/v1/sites/{site_id}/stats/clients/{client_mac}';
export const CLIENT_EVENTS = 'GET /api/v1/sites/{site_id}/clients/{client_mac}/events';
export const ROAMING = 'GET /api/v1/sites/{site_id}/events/fast_roam';

/** Devices and their ports. */
export const DEVICE_STATS = 'GET /api/v1/orgs/{org_id}/stats/devices';
export const DEVICE_EVENTS = 'GET /api/v1/orgs/{org_id}/devices/events/search';
export const INVENTORY = 'GET /api/v1/orgs/{org_id}/inventory';
export const PORTS = 'GET /api/v1/orgs/{org_id}/stats/ports/search';
export const VERSIONS = 'GET /api/v1/orgs/{org_id}/devices/versions';
export const ALARMS = 'GET /api/v1/sites/{site_id}/alarms/search';

/** Configuration. */
export const SITE_WLANS = 'GET /api/v1/sites/{site_id}/wlans/derived';
export const ORG_WLANS = 'GET /api/v1/orgs/{org_id}/wlans';
export const TEMPLATES = 'GET /api/v1/orgs/{org_id}/templates';
export const SITEGROUPS = 'GET /api/v1/orgs/{org_id}/sitegroups';
export const SITE = 'GET /api/v1/sites/{site_id}';
export const EFFECTIVE_SETTING = 'GET /api/v1/sites/{site_id}/setting/derived';

/** Routes that the roams of one client take beyond the list itself. */
export const ROAM_ROUTES = [ROAMING, WIRELESS, WIRED, NAC, 'GET /api/v1/orgs/{org_id}/devices'] as const;

/** Routes that an explanation may ask; the tool names them without loading it. */
export const EXPLAIN_ROUTES = [
  ...[WIRELESS, WIRED, NAC, NAC_EVENTS, CLIENT_STATS, CLIENT_EVENTS, ROAMING],
  ...[DEVICE_STATS, DEVICE_EVENTS, INVENTORY, PORTS, VERSIONS, ALARMS],
  ...[SITE_WLANS, ORG_WLANS, TEMPLATES, SITEGROUPS, SITE, EFFECTIVE_SETTING],
  'GET /api/v1/orgs/{org_id}/devices',
  'GET /api/v1/orgs/{org_id}/stats/mxedges',
  'GET /api/v1/orgs/{org_id}/sites',
  'GET /api/v1/orgs/{org_id}/sites/search',
  'GET /api/v1/sites/{site_id}/devices/{device_id}',
  'GET /api/v1/sites/{site_id}/setting',
  'GET /api/v1/orgs/{org_id}/rftemplates/{rftemplate_id}',
  'GET /api/v1/orgs/{org_id}/aptemplates/{aptemplate_id}',
  'GET /api/v1/orgs/{org_id}/networktemplates/{networktemplate_id}',
  'GET /api/v1/orgs/{org_id}/gatewaytemplates/{gatewaytemplate_id}',
  'GET /api/v1/orgs/{org_id}/sitetemplates/{sitetemplate_id}',
  'GET /api/v1/orgs/{org_id}/deviceprofiles/{deviceprofile_id}',
] as const satisfies readonly RouteOf<'GET'>[];
