import { type Schema, schemaOf, shapeOf } from '../../../mist/schema-lookup.ts';
import { isObject, own } from '../json.ts';
import { type Keys, keysText } from '../keys.ts';
import type { JsonObject } from '../types.ts';
import { formsOf } from './form.ts';
import { fits, takesTextOnly } from './value.ts';

/** Sentences about numbers that were taken for text; more are counted. */
const MOST_SAID = 5;

/**
 * Writes numbers as text where the schema takes text alone, such as the value of a variable. An assistant gives 20 for
 * `"20"` easily, and nobody can mean anything else by it.
 *
 * @param schema name of the object's schema
 * @param payload a merge patch, whole roots or a new object
 * @param current what an update meets; it tells variants of a schema apart
 * @returns the payload, the very same where nothing was written anew, and whole sentences that say what was
 */
export function withTexts(
  schema: string,
  payload: JsonObject,
  current: JsonObject | undefined,
): { readonly payload: JsonObject; readonly warnings: readonly string[] } {
  const found: string[] = [];
  const written = texted([], schemaOf(schema) ?? {}, payload, current, found);
  const more = found.length - MOST_SAID;
  const said = found.slice(0, MOST_SAID).map((path) => `${path} takes text: the number given is sent as text.`);
  if (more > 0) said.push(`${more} more numbers are sent as text.`);
  return { payload: isObject(written) ? written : payload, warnings: said };
}

function texted(keys: Keys, schema: Schema, value: unknown, before: unknown, found: string[]): unknown {
  if (typeof value === 'number') {
    if (!takesTextOnly(schema) || !fits(schema, String(value))) return value;
    found.push(keysText(keys));
    return String(value);
  }
  if (Array.isArray(value)) {
    const { items } = shapeOf(schema);
    if (!items) return value;
    const list: readonly unknown[] = value;
    const all = list.map((one, index) => texted([...keys, index], items, one, undefined, found));
    return all.every((one, index) => one === list[index]) ? value : all;
  }
  if (!isObject(value)) return value;
  const forms = formsOf(schema, value, before);
  let changed = false;
  const entries = Object.entries(value).map(([key, given]) => {
    const inner = forms.map((form) => form.fields.get(key)?.schema ?? form.map).find((one) => one !== undefined);
    const one = inner ? texted([...keys, key], inner, given, own(before, key), found) : given;
    if (one !== given) changed = true;
    return [key, one] as const;
  });
  return changed ? Object.fromEntries(entries) : value;
}
