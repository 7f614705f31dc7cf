import { isRecord, type JsonObject } from '../../core/json.ts';
import { type Family, type FamilyName, family as familyOf } from '../../mist/families.ts';
import { flat, type Schema, schemaOf, shapeOf } from '../../mist/schema-lookup.ts';
import { formsOf } from '../changes/index.ts';

/** Attributes that the cloud gives every object; the first three say which object it is, which the path does here. */
const GIVEN = ['id', 'org_id', 'site_id', 'created_time', 'modified_time', 'for_site', 'msp_id'];

/** What differs at each read or follows from something else, in whatever object it stands. */
const VOLATILE: ReadonlySet<string> = new Set([
  ...['tag_uuid', 'last_seen', 'image1_url', 'image2_url', 'image3_url', 'thumbnail_url', 'tzoffset'],
]);

/** Marked as read-only, yet what tells hardware apart or places an object. */
const KEPT: ReadonlySet<string> = new Set(['mac', 'model', 'serial', 'type', 'map_id', 'deviceprofile_id']);

/** Roots that the cloud makes or that are the read view of another object's attribute. */
const MADE: Partial<Readonly<Record<FamilyName, readonly string[]>>> = {
  org_info: ['msp_name', 'orggroup_ids', 'msp_logo_url', 'logo_url'],
  org_sitegroups: ['site_ids'],
  org_wlans: ['portal_api_secret', 'portal_sso_url', 'portal_template_url', 'portal_image', 'thumbnail'],
  site_wlans: ['portal_api_secret', 'portal_sso_url', 'portal_template_url', 'portal_image', 'thumbnail'],
  org_psks: ['old_passphrase'],
  site_psks: ['old_passphrase'],
  org_wxtags: ['last_ips'],
  site_wxtags: ['last_ips'],
  org_settings: ['blacklist_url', 'pcap_bucket_verified'],
  site_settings: ['blacklist_url', 'whitelist_url', 'watched_station_url'],
  org_mxedges: ['magic', 'mxedge_registered', 'versions'],
  site_mxedges: ['magic', 'mxedge_registered', 'versions'],
  site_maps: ['url'],
};

/** An object without what the cloud gives, derives or keeps itself: what is left is what a person decided. */
export function writtenFields(found: Family, row: JsonObject): JsonObject {
  const keepsSite = found.name.endsWith('_mxedges');
  const out = new Set([...GIVEN.filter((name) => !(keepsSite && name === 'site_id')), ...(MADE[found.name] ?? [])]);
  const roots = Object.fromEntries(Object.entries(row).filter(([name]) => !out.has(name)));
  const pruned = withoutReadOnly(roots, schemaOf(found.schema));
  return isRecord(pruned) ? pruned : {};
}

/** The same by the name of the family. */
export function writtenFieldsOf(name: FamilyName, row: JsonObject): JsonObject {
  const found = familyOf(name);
  return found ? writtenFields(found, row) : row;
}

function withoutReadOnly(value: unknown, schema: Schema | undefined): unknown {
  if (Array.isArray(value)) {
    const items = schema && shapeOf(schema).items;
    return value.map((item: unknown) => withoutReadOnly(item, items));
  }
  if (!isRecord(value)) return value;
  const [form] = schema ? formsOf(schema, value, undefined) : [];
  const entries = Object.entries(value).flatMap(([name, one]): [string, unknown][] => {
    if (VOLATILE.has(name)) return [];
    const field = form?.fields.get(name)?.schema;
    if (field && flat(field).readOnly === true && !KEPT.has(name)) return [];
    return [[name, withoutReadOnly(one, field ?? form?.map)]];
  });
  return Object.fromEntries(entries);
}
