import { isList, isRow, type Json, type Row, textOf } from '../json.ts';
import type { World } from '../world/world.ts';

const holds = (list: Json | undefined, id: string): boolean => isList(list) && list.includes(id);

/** Whether a target (`applies` or `exceptions` of a template) names a site, itself or through a group. */
function names(target: Json | undefined, site: Row): boolean {
  if (!isRow(target)) return false;
  const groups = isList(site.sitegroup_ids) ? site.sitegroup_ids : [];
  return (
    (target.org_id !== undefined && target.org_id === site.org_id) ||
    holds(target.site_ids, textOf(site, 'id')) ||
    groups.some((group) => typeof group === 'string' && holds(target.sitegroup_ids, group))
  );
}

/** The WLAN templates that take effect at a site; an exception wins over what applies. */
function templatesAt(world: World, siteId: string): Row[] {
  const site = world.find('sites', siteId) ?? {};
  return world
    .table('templates')
    .filter((row) => row.org_id === site.org_id && names(row.applies, site) && !names(row.exceptions, site));
}

/** The objects of an organization's templates that reach a site, and those that the site has itself. */
function reaching(world: World, siteId: string, table: string): Row[] {
  const templates = new Set(templatesAt(world, siteId).map((row) => row.id));
  return world
    .table(table)
    .filter((row) => row.site_id === siteId || (row.site_id === undefined && templates.has(row.template_id ?? null)));
}

/** Every WLAN of a site, whether from a template or its own, disabled ones too. */
export function wlansAt(world: World, siteId: string): Row[] {
  return reaching(world, siteId, 'wlans');
}

/** Every access rule of a site in the order they are tried: those of templates, then its own. */
export function rulesAt(world: World, siteId: string): Row[] {
  const order = (row: Row) => Number(row.order) + (row.site_id === undefined ? 0 : 1000);
  return reaching(world, siteId, 'wxrules').sort((a, b) => order(a) - order(b));
}
