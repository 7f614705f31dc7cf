import type { Family } from '../../mist/families.ts';
import { propertiesOf, resolveRef, schemaOf } from '../../mist/schema-lookup.ts';
import { isGiven } from './plan.ts';
import type { JsonObject } from './types.ts';

/** Attributes that the cloud sets by where an object stands, beside those that it gives every object. */
const BY_PLACE = new Set(['for_site', 'msp_id']);

/** An object with nothing but what a client may write: without what the cloud gives or keeps itself. */
export function writable(found: Family, object: JsonObject): JsonObject {
  const fields = propertiesOf(schemaOf(found.schema) ?? {});
  const entries = Object.entries(object).filter(([name, value]) => {
    const field = fields.get(name);
    const kept = field !== undefined && resolveRef(field.schema).readOnly === true;
    return value !== null && !isGiven(name, found.name) && !BY_PLACE.has(name) && !kept;
  });
  return Object.fromEntries(entries);
}
