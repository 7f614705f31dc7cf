import { isRow, type Row, textOf } from '../json.ts';
import { fieldsOf } from '../schema.ts';
import type { World } from '../world/world.ts';
import { combine, only, without } from './layers.ts';
import { resolvedRow } from './variables.ts';

/** The templates that a site object can point at: table, attribute of the site, and what it is called in sources. */
export type TemplateKind = 'rftemplate' | 'networktemplate' | 'gatewaytemplate' | 'aptemplate' | 'sitetemplate';

/** The settings object of a site, or an empty one. */
export function settingOf(world: World, siteId: string): Row {
  return world.table('site_settings').find((row) => row.site_id === siteId) ?? {};
}

/** The template of a kind that a site uses, or undefined. */
export function templateOf(world: World, siteId: string, kind: TemplateKind): Row | undefined {
  return world.find(`${kind}s`, textOf(world.find('sites', siteId), `${kind}_id`));
}

/** The variables of a site: those of its site template, and its own, which win. */
export function variablesOf(world: World, siteId: string): Row {
  const layers = [templateOf(world, siteId, 'sitetemplate') ?? {}, settingOf(world, siteId)];
  return Object.assign({}, ...layers.map((layer) => (isRow(layer.vars) ? layer.vars : {})));
}

/** What a site setting can hold of a template; names of templates are not settings. */
const inSetting = (template: Row | undefined): Row =>
  only(template ?? {}, (name) => name !== 'name' && fieldsOf('site_setting').properties.has(name));

/**
 * The settings of a site as they take effect: site template, then switch template, then the site's own, each over the
 * one before. The gateway template does not mix with them, since names such as `networks` mean the switches there: it
 * is the attribute `gateway`. Variables are replaced.
 */
export function effectiveSetting(world: World, siteId: string): Row {
  const own = settingOf(world, siteId);
  const gateway = templateOf(world, siteId, 'gatewaytemplate');
  const { config } = combine([
    { source: 'sitetemplate', attributes: inSetting(templateOf(world, siteId, 'sitetemplate')) },
    { source: 'networktemplate', attributes: inSetting(templateOf(world, siteId, 'networktemplate')) },
    { source: 'gatewaytemplate', attributes: gateway ? { gateway: without(gateway, TIMES) } : {} },
    { source: 'site', attributes: own },
  ]);
  const { id = '', org_id = '', site_id = '', created_time = 0, modified_time = 0 } = own;
  const times: Row = { created_time, modified_time };
  return resolvedRow({ id, org_id, site_id, for_site: true, ...times, ...config }, variablesOf(world, siteId));
}

const TIMES = ['created_time', 'modified_time'] as const;
