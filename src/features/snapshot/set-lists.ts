import { isRecord, type JsonObject } from '../../core/json.ts';
import { byCode, byValue } from './json-text.ts';

/**
 * Attributes whose list means a set: its order says nothing. Lists that are not named here keep their order, since one
 * that is wrongly taken for a set hides a change. The specification's `uniqueItems` is no hint: it stands at lists of
 * name servers, whose first is asked first.
 */
const SETS: ReadonlySet<string> = new Set([
  ...['wxtags', 'src_wxtags', 'dst_allow_wxtags', 'dst_deny_wxtags', 'nactags', 'apply_tags', 'not_matching_nactags'],
  ...['bands', 'channels', 'pairwise', 'topics', 'labels', 'usermac_labels', 'macs', 'values', 'networks'],
  ...['dynamic_vlan_networks', 'services', 'tenants', 'apps', 'app_categories', 'app_subcategories', 'protocols'],
  ...['severity', 'vendor', 'family', 'mfg', 'model', 'os', 'port_types', 'subnets', 'addresses', 'specs'],
  ...['allowed_hostnames', 'allowed_subnets', 'blocked_apps', 'blocked_categories', 'portal_allowed_hostnames'],
  ...['portal_allowed_subnets', 'portal_denied_hostnames', 'email_domains', 'predefined_email_domains'],
  ...['whitelisted_aps', 'whitelisted_bssids', 'whitelisted_ssids', 'communities', 'user_realms', 'exclude_realms'],
  ...['scopes', 'cacerts', 'ssh_keys', 'disabled_system_defined_port_usages', 'import_org_networks', 'tags'],
]);

const isSet = (name: string): boolean => SETS.has(name) || name.endsWith('_ids');

const isScalar = (value: unknown): boolean => typeof value !== 'object' || value === null;

/** An object whose keys and set-like lists are sorted, at any depth: the same in memory as it is read from its file. */
export function withSortedSets(value: JsonObject): JsonObject {
  const keys = Object.keys(value).sort(byCode);
  return Object.fromEntries(keys.map((key) => [key, sorted(value[key], key)]));
}

function sorted(value: unknown, name: string): unknown {
  if (Array.isArray(value)) {
    const list = value.map((item: unknown) => sorted(item, ''));
    return isSet(name) && list.every(isScalar) ? list.sort(byValue) : list;
  }
  return isRecord(value) ? withSortedSets(value) : value;
}
