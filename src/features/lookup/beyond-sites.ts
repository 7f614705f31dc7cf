import type { JsonObject } from '../../core/json.ts';
import { MAX_PAGE_SIZE } from '../../mist/limits.ts';
import type { RouteOf } from '../../mist/spec/routes.ts';
import { isOfNoSite } from './device-facts.ts';
import type { Lookup } from './lookup.ts';

/** What the names of devices do not have, as `notLookedAt` calls it. */
export const UNASSIGNED = 'devices of no site';
export const EDGES = 'Mist Edges';

/** Rows of the first page; undefined where they could not be had. */
async function firstPage(
  lookup: Lookup,
  what: string,
  { route, all }: { readonly route: RouteOf<'GET'>; readonly all: string },
): Promise<readonly JsonObject[] | undefined> {
  const found = await lookup.list(what, route, { path: { org_id: lookup.orgId }, query: { limit: MAX_PAGE_SIZE } });
  if (found && found.total > found.rows.length) {
    lookup.skip(what, `only the first ${found.rows.length} of ${found.total} rows; ${all} has all`);
  }
  return found?.rows;
}

/** Devices that are claimed and assigned to no site, by the inventory; undefined where it could not be had. */
export async function unassignedDevices(lookup: Lookup): Promise<readonly JsonObject[] | undefined> {
  const source = { route: 'GET /api/v1/orgs/{org_id}/inventory', all: 'mist_search_device' } as const;
  return (await firstPage(lookup, UNASSIGNED, source))?.filter(isOfNoSite);
}

/** Mist Edges with their statistics; undefined where they could not be had. */
export const mistEdges = (lookup: Lookup): Promise<readonly JsonObject[] | undefined> =>
  firstPage(lookup, EDGES, { route: 'GET /api/v1/orgs/{org_id}/stats/mxedges', all: 'mist_get_stats' });
