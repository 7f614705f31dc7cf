import type { DemoCloud } from '../../simulator/cloud.ts';
import { operation } from '../../src/mist/spec/operations.ts';
import type { Route } from '../../src/mist/spec/routes.ts';
import { orgOf, siteOf } from './check.ts';

/** Beginnings of the routes of an organization and of a site. */
export const ORG = '/api/v1/orgs/{org_id}';
export const SITE = '/api/v1/sites/{site_id}';

/** Lists whose rows are chosen by their query, each with a site that has such rows. */
const LINES: readonly (readonly [route: Route, site?: string])[] = [
  [`GET ${ORG}/inventory/search`],
  [`GET ${ORG}/clients/search`],
  [`GET ${ORG}/wired_clients/search`],
  [`GET ${ORG}/wan_clients/search`],
  [`GET ${ORG}/nac_clients/search`],
  [`GET ${ORG}/guests/search`],
  [`GET ${SITE}/guests/search`, 'Zurich HQ'],
  [`GET ${ORG}/usermacs/search`],
  [`GET ${ORG}/devices/events/search`],
  [`GET ${SITE}/devices/events/search`, 'Paris Store'],
  [`GET ${ORG}/mxedges/events/search`],
  [`GET ${SITE}/mxedges/events/search`, 'Zurich HQ'],
  [`GET ${ORG}/wan_clients/events/search`],
  [`GET ${SITE}/wan_clients/events/search`, 'Berlin Office'],
  [`GET ${ORG}/clients/events/search`],
  [`GET ${SITE}/clients/events/search`, 'Berlin Office'],
  [`GET ${ORG}/nac_clients/events/search`],
  [`GET ${SITE}/nac_clients/events/search`, 'Berlin Office'],
  [`GET ${SITE}/events/fast_roam`, 'Zurich HQ'],
  [`GET ${SITE}/rogues/events/search`, 'Zurich HQ'],
  [`GET ${SITE}/insights/rogues`, 'Zurich HQ'],
  [`GET ${SITE}/insights/rogues/clients`, 'Zurich HQ'],
  [`GET ${ORG}/alarms/search`],
  [`GET ${SITE}/alarms/search`, 'London Store'],
  [`GET ${ORG}/logs/search`],
  [`GET ${SITE}/devices/config_history/search`, 'Zurich HQ'],
  [`GET ${SITE}/devices/last_config/search`, 'Zurich HQ'],
  [`GET ${ORG}/stats/devices`],
  [`GET ${SITE}/stats/devices`, 'Zurich HQ'],
  [`GET ${ORG}/stats/mxedges`],
  [`GET ${ORG}/stats/bgp_peers/search`],
  [`GET ${SITE}/stats/bgp_peers/search`, 'Zurich HQ'],
  [`GET ${ORG}/stats/ospf_peers/search`],
  [`GET ${SITE}/stats/ospf_peers/search`, 'Zurich HQ'],
  [`GET ${ORG}/stats/vpn_peers/search`],
  [`GET ${ORG}/stats/ports/search`],
  [`GET ${SITE}/stats/ports/search`, 'Zurich HQ'],
];

/** The same, one object each. */
export const LISTS = LINES.map(([route, site]) => ({ route, site }));

/** Parameters that choose the page, the order, the columns or how to add up, not the rows. */
export const CONTROL: ReadonlySet<string> = new Set([
  ...['limit', 'page', 'sort', 'start', 'end', 'duration', 'search_after', 'fields', 'interval', 'includes'],
]);

/** A concrete path for a route, in the main organization or at a site of it. */
export const pathOf = (cloud: DemoCloud, route: Route, site = 'Zurich HQ'): string =>
  route.slice(4).replace(ORG, orgOf(cloud, 'Lakeside Retail Group')).replace(SITE, siteOf(cloud, site));

/** The widest question: two weeks where there is a window, and the largest page. */
export function widest(route: Route): Record<string, string> {
  const { query } = operation(route);
  const window: Record<string, string> = query.duration ? { duration: '2w' } : query.start ? { start: '-2w' } : {};
  return { limit: '1000', ...window };
}
