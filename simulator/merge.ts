import { isList, isRow, type Json, type Row } from './json.ts';
import type { Fields } from './schema.ts';

/** Attributes that belong to the cloud: what a client sends for them is ignored. */
const OWNED: ReadonlySet<string> = new Set([
  'id',
  'org_id',
  'site_id',
  'msp_id',
  'for_site',
  'created_time',
  'modified_time',
]);

const isOwned = (key: string, fields: Fields): boolean =>
  OWNED.has(key) || fields.properties.get(key)?.readOnly === true;

/**
 * Applies an update: an attribute of the root that is present replaces the old one whole, one that is absent stays, and
 * `-name` removes `name`.
 *
 * @returns a new object; the old one is left as it was
 */
export function mergeRoots(current: Row, change: Row, fields: Fields): Row {
  const result: Row = { ...current };
  for (const [key, value] of Object.entries(change)) {
    const removed = key.startsWith('-') ? key.slice(1) : undefined;
    if (isOwned(removed ?? key, fields)) continue;
    if (removed !== undefined) delete result[removed];
    else if (value === null) delete result[key];
    else result[key] = stored(value);
  }
  return result;
}

/** A value as it reads back: attributes that were null are gone, and empty lists have become null. */
export function stored(value: Json): Json {
  if (isList(value)) return value.length === 0 ? null : value.map(stored);
  if (!isRow(value)) return value;
  const kept = Object.entries(value).filter(([, one]) => one !== null);
  return Object.fromEntries(kept.map(([key, one]) => [key, stored(one)]));
}

/** A new object: what the client sent, with the scalar defaults of its schema filled in. */
export function created(body: Row, fields: Fields): Row {
  const row: Row = {};
  for (const [key, schema] of fields.properties) {
    const standard = schema.default;
    if (standard !== undefined && typeof standard !== 'object' && !isOwned(key, fields)) row[key] = standard;
  }
  return mergeRoots(row, body, fields);
}
