/**
 * Properties that the document calls read-only although the cloud takes them, as `schema.property`. Each is marked
 * `readOnly: false` in the layer.
 *
 * - A zone belongs to a map: `map_id` is what a client creates it with.
 * - A Mist Edge is assigned to a site by `site_id`; its schema shares the property with objects that stand at a site.
 * - An identity provider of Mist NAC is chosen by `id` of an SSO object.
 */
const WRITABLE: ReadonlySet<string> = new Set(['zone.map_id', 'mxedge.site_id', 'org_setting_mist_nac_idp.id']);

/** Whether a property can be written although the document says otherwise. */
export const isWritable = (owner: string, name: string): boolean => WRITABLE.has(`${owner}.${name}`);
