import { isObject } from './json.ts';
import type { JsonObject } from './types.ts';

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** Whether `applies` or `exceptions` of a WLAN template name a site: the whole organization, a group of it, or itself. */
function names(places: unknown, site: JsonObject): boolean {
  if (!isObject(places)) return false;
  if (typeof places.org_id === 'string' && places.org_id !== '') return true;
  if (listOf(places.site_ids).includes(site.id)) return true;
  const groups = listOf(places.sitegroup_ids);
  return listOf(site.sitegroup_ids).some((group) => groups.includes(group));
}

/** The sites that a WLAN template applies to: those it names, without its exceptions. */
export function sitesOf(template: JsonObject, sites: readonly JsonObject[]): readonly JsonObject[] {
  return sites.filter((site) => names(template.applies, site) && !names(template.exceptions, site));
}
