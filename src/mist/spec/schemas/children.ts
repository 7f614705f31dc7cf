import { refName, type Schema } from './document.ts';
import { pathText, type SchemaLocation } from './path.ts';
import { isNested, shapeOf } from './shape.ts';

/** A place with its path written out. */
export interface Child extends SchemaLocation {
  readonly text: string;
}

/** The root of a schema as a place. */
export function rootOf(schema: Schema): SchemaLocation {
  return { path: [], schema };
}

/**
 * What stands one level below a place, in the order of the schema: properties, then variants, then what stands under
 * any other key. Lists and maps that hold nothing else are passed through, so that the children of `auth_servers` are
 * those of `auth_servers[]`.
 */
export function childrenOf(place: SchemaLocation): Child[] {
  const { path, schema } = unwrapped(place);
  const { fields, variants, map, items } = shapeOf(schema);
  const places: SchemaLocation[] = [];
  for (const field of fields.values())
    places.push({ path: [...path, { name: field.name }], schema: field.schema, field });
  for (const { label, schema: form } of variants) places.push({ path: [...path, { name: label }], schema: form });
  if (map && (fields.size > 0 || isNested(map))) places.push({ path: [...path, { any: true }], schema: map });
  if (items && isNested(items)) places.push({ path: [...path, { item: true }], schema: items });
  return places.map((child) => ({ ...child, text: pathText(child.path) }));
}

/** Lists in lists and maps in maps are a few deep at most; a schema that goes on for ever is left at this depth. */
const LAYERS = 10;

/** The first place at or below this one that is more than a list or a map of one thing. */
function unwrapped(place: SchemaLocation): SchemaLocation {
  let { path, schema } = place;
  for (let layer = 0; layer < LAYERS; layer++) {
    const { fields, variants, map, items } = shapeOf(schema);
    const inner = map && items ? undefined : (map ?? items);
    if (fields.size > 0 || variants.length > 0 || !inner || !isNested(inner)) break;
    path = [...path, items ? { item: true } : { any: true }];
    schema = inner;
  }
  return { ...place, path, schema };
}

/** What two places have in common when one is the other again: the name they refer to, else the very schema. */
export type Identity = string | Schema;

/** What stands for a place, to tell whether a walk comes to the same schema again. */
export function identityOf(place: SchemaLocation): Identity {
  const { schema } = unwrapped(place);
  return refName(schema) ?? schema;
}

/** Every place below one, each by every way that leads to it. A schema that holds itself is entered once a way. */
export function* walk(place: SchemaLocation, within: readonly Identity[] = []): Generator<Child> {
  const identity = identityOf(place);
  if (within.includes(identity)) return;
  for (const child of childrenOf(place)) {
    yield child;
    if (isNested(child.schema)) yield* walk(child, [...within, identity]);
  }
}
