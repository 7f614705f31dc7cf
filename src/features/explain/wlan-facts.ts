import { isRecord, type JsonObject } from '../../core/json.ts';
import { type Lookup, namesOfSites, present, textIn } from '../lookup/index.ts';
import { SITEGROUPS, TEMPLATES } from './routes.ts';

/** Objects of one template list. */
const ROWS = 1000;

/** The WLAN templates of the organization by id; undefined where they could not be had. */
export async function wlanTemplates(lookup: Lookup): Promise<ReadonlyMap<string, JsonObject> | undefined> {
  const parameters = { path: { org_id: lookup.orgId }, query: { limit: ROWS } };
  const found = await lookup.list('WLAN templates', TEMPLATES, parameters);
  return found && new Map(found.rows.map((row) => [textIn(row, 'id') ?? '', row]));
}

/** Where a WLAN is written. */
export function originOf(wlan: JsonObject, templates: ReadonlyMap<string, JsonObject> | undefined): string {
  const id = textIn(wlan, 'template_id');
  if (id === undefined) return wlan.site_id === undefined ? 'the organization' : 'the site itself';
  return `WLAN template ${textIn(templates?.get(id) ?? {}, 'name') ?? id}`;
}

/** The VLAN that a WLAN gives, as it is written. */
export function vlanOf(wlan: JsonObject): string | number {
  const dynamic = isRecord(wlan.dynamic_vlan) && wlan.dynamic_vlan.enabled === true;
  const own = wlan.vlan_enabled === true ? (textIn(wlan, 'vlan_id') ?? textIn(wlan, 'vlan_ids')) : undefined;
  const fixed = own === undefined ? 'untagged' : /^\d+$/.test(own) ? Number(own) : own;
  if (!dynamic) return fixed;
  const standard = isRecord(wlan.dynamic_vlan) ? textIn(wlan.dynamic_vlan, 'default_vlan_ids', 'default_vlan_id') : '';
  return `dynamic, else ${standard === undefined || standard === '' ? fixed : standard}`;
}

/** How clients prove who they are. */
export function authOf(wlan: JsonObject): string | undefined {
  const auth = isRecord(wlan.auth) ? wlan.auth : {};
  const enabled = (name: string, word: string) => {
    const part = wlan[name];
    return isRecord(part) && part.enabled === true ? [word] : [];
  };
  const mac = auth.enable_mac_auth === true ? ['MAC authentication'] : [];
  const words = [textIn(auth, 'type') ?? '', ...mac, ...enabled('dynamic_psk', 'personal keys')];
  return [...words, ...enabled('mist_nac', 'Mist access control'), ...enabled('portal', 'portal')]
    .filter(Boolean)
    .join(', ');
}

const ids = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : []);

/** Whom `applies` or `exceptions` of a template name, in words. */
export interface Scopes {
  readonly applies: readonly string[];
  readonly exceptions: readonly string[];
}

/** Names for the targets of some templates, in at most two requests. */
export async function scopesOf(
  lookup: Lookup,
  templates: readonly JsonObject[],
): Promise<(template: JsonObject) => Scopes> {
  const targets = templates.flatMap(({ applies, exceptions }) => [applies, exceptions]).filter(isRecord);
  const sites = await namesOfSites(
    lookup,
    targets.flatMap((target) => ids(target.site_ids)),
  );
  const isGrouped = targets.some((target) => ids(target.sitegroup_ids).length > 0);
  const parameters = { path: { org_id: lookup.orgId }, query: { limit: ROWS } };
  const found = isGrouped ? await lookup.list('site groups', SITEGROUPS, parameters) : undefined;
  const groups = new Map((found?.rows ?? []).map(({ id, name }) => [String(id), String(name)]));
  const words = (target: unknown): string[] => {
    if (!isRecord(target)) return [];
    return [
      ...(target.org_id === undefined ? [] : ['all sites']),
      ...ids(target.sitegroup_ids).map((id) => `site group ${groups.get(id) ?? id}`),
      ...ids(target.site_ids).map((id) => sites.get(id) ?? id),
    ];
  };
  return ({ applies, exceptions }) => ({ applies: words(applies), exceptions: words(exceptions) });
}

/** What a WLAN is, as an answer shows it. */
export const wlanRow = (wlan: JsonObject, from: string): JsonObject =>
  present({
    ...{ ssid: wlan.ssid, id: wlan.id, from, enabled: wlan.enabled, auth: authOf(wlan) },
    ...{ bands: wlan.bands, hidden: wlan.hide_ssid === true ? true : undefined },
    isolation: wlan.isolation === true ? true : undefined,
    schedule: isRecord(wlan.schedule) && wlan.schedule.enabled === true ? wlan.schedule.hours : undefined,
  });
