import { flat, type Schema } from '../../../mist/schema-lookup.ts';
import { isObject, own } from '../json.ts';
import type { Keys } from '../keys.ts';
import { type Findings, unknownField } from './findings.ts';
import { formsOf } from './form.ts';
import { isUnlisted } from './unlisted-fields.ts';

/**
 * Finds names inside a payload that are to be removed (null) and that neither the object nor the specification has: most
 * likely misspelled, and nothing would happen.
 */
export function strayRemovals(keys: Keys, schema: Schema, asked: unknown, current: unknown, findings: Findings): void {
  if (!isObject(asked) || flat(schema).type === 'array') return;
  const [form, ...others] = formsOf(schema, asked, current);
  if (!form || others.length > 0) return;
  for (const [key, value] of Object.entries(asked)) {
    const inner = form.fields.get(key)?.schema ?? form.map;
    if (inner) strayRemovals([...keys, key], inner, value, own(current, key), findings);
    else if (
      value === null &&
      !form.open &&
      !form.names.has(key) &&
      own(current, key) === undefined &&
      !isUnlisted(findings.family ?? '', [...keys, key])
    )
      findings.unknown.push(unknownField([...keys, key], form));
  }
}
