import { type Family, family, familyNames } from '../../mist/families.ts';
import { isRoute } from '../../mist/spec/operations.ts';
import type { Route } from '../../mist/spec/routes.ts';
import type { Action } from './change-input.ts';

const families: readonly Family[] = familyNames.flatMap((name) => family(name) ?? []);

/** What is read around a change: its site, who stands there, and what is live where it takes effect. */
const LOOK_UPS = [
  'GET /api/v1/const/ap_channels',
  'GET /api/v1/const/device_models',
  'GET /api/v1/sites/{site_id}',
  'GET /api/v1/sites/{site_id}/setting/derived',
  'GET /api/v1/orgs/{org_id}/inventory',
  'GET /api/v1/sites/{site_id}/wlans/derived',
  'GET /api/v1/sites/{site_id}/stats/ports/search',
  'GET /api/v1/sites/{site_id}/stats/devices',
  'GET /api/v1/sites/{site_id}/wired_clients/search',
  'GET /api/v1/sites/{site_id}/stats/clients',
  'GET /api/v1/sites/{site_id}/stats',
  'GET /api/v1/sites/{site_id}/stats/bgp_peers/search',
  'GET /api/v1/sites/{site_id}/stats/ospf_peers/search',
  'GET /api/v1/orgs/{org_id}/nac_clients/count',
  'GET /api/v1/orgs/{org_id}/clients/search',
  'GET /api/v1/sites/{site_id}/devices/events/search',
];

/** Every route that a change may ask: the writes of the actions, and what is read around them. */
export function changeRoutes(actions: readonly Action[]): readonly Route[] {
  const verbs = ['list', 'get', ...actions] as const;
  const all = families.flatMap(({ routes }) => verbs.flatMap((verb) => routes[verb] ?? []));
  return [...new Set([...all, ...LOOK_UPS.filter(isRoute)])];
}
