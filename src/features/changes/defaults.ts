import type { Family } from '../../mist/families.ts';
import { flat, type Schema, schemaOf, shapeOf } from '../../mist/schema-lookup.ts';
import { formsOf } from './check/form.ts';
import { isNothing, same } from './json.ts';
import { type Keys, keysOf, valueAt } from './keys.ts';
import type { Change, JsonObject } from './types.ts';

/**
 * The value that the cloud gives an attribute which nobody sets.
 *
 * @param object the object that has the attribute, since its type may decide which attributes there are
 * @returns undefined where the specification names none
 */
export function defaultAt({ schema: name }: Pick<Family, 'schema'>, object: JsonObject, keys: Keys): unknown {
  let schema: Schema | undefined = schemaOf(name);
  for (const [depth, key] of keys.entries()) {
    if (!schema) return undefined;
    if (typeof key === 'number') schema = shapeOf(schema).items;
    else {
      const [form] = formsOf(schema, valueAt(object, keys.slice(0, depth)), undefined);
      schema = form?.fields.get(key)?.schema ?? form?.map;
    }
  }
  return schema && flat(schema).default;
}

/**
 * Differences without those that the cloud undoes by itself: an attribute at its default that is left out has the
 * default again. What else there is stays, and so does everything where nothing else is.
 *
 * @param before the object that the differences begin with
 */
export function withoutDefaults(
  family: Pick<Family, 'schema'>,
  before: JsonObject,
  changes: readonly Change[],
): readonly Change[] {
  const isDefault = ({ kind, path, from }: Change): boolean => {
    const keys = keysOf(path);
    // The removal of a root attribute is itself sent.
    if (kind !== 'remove' || keys.length < 2 || isNothing(from)) return false;
    const usual = defaultAt(family, before, keys);
    return usual !== undefined && same(usual, from);
  };
  const real = changes.filter((change) => !isDefault(change));
  return real.length > 0 ? real : changes;
}
