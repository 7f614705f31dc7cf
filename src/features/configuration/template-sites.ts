import { isRecord, type JsonObject } from '../../core/json.ts';

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** Whether `applies` or `exceptions` of a WLAN template name a site: the whole organization, a group of it, or itself. */
function names(places: unknown, site: JsonObject): boolean {
  if (!isRecord(places)) return false;
  if (typeof places.org_id === 'string' && places.org_id !== '') return true;
  if (listOf(places.site_ids).includes(site.id)) return true;
  const groups = listOf(places.sitegroup_ids);
  return listOf(site.sitegroup_ids).some((group) => groups.includes(group));
}

/** Whether a WLAN template takes effect at a site; an exception wins. */
export const appliesTo = (template: JsonObject | undefined, site: JsonObject): boolean =>
  template !== undefined && names(template.applies, site) && !names(template.exceptions, site);

/** The sites that a WLAN template applies to: those it names, without its exceptions. */
export const sitesOf = (template: JsonObject, sites: readonly JsonObject[]): readonly JsonObject[] =>
  sites.filter((site) => appliesTo(template, site));
