import { refName, resolveRef, type Schema } from './document.ts';

/** One property of an object schema. */
export interface Field {
  readonly name: string;
  /** As declared: often a `$ref` with annotations beside it. */
  readonly schema: Schema;
  readonly required: boolean;
}

/** One object form among several, such as the access point among the devices. */
export interface Variant {
  /** `type=ap` where a discriminator tells the forms apart, else `#1`, `#2` … */
  readonly label: string;
  readonly schema: Schema;
}

/** What can stand below a schema, with references, `allOf`, `oneOf` and `anyOf` worked in. */
export interface Shape {
  /** Properties by name; of several variants those that all of them declare alike. */
  readonly fields: ReadonlyMap<string, Field>;
  readonly variants: readonly Variant[];
  /** Schema of the values where any key may stand. */
  readonly map?: Schema;
  /** Schema of the elements of a list. */
  readonly items?: Schema;
}

const flattened = new WeakMap<Schema, Schema>();

/**
 * A schema with its references followed and its `allOf` merged into one: properties and required names are united,
 * and of other keywords the outer one wins, so that what nothing could satisfy formally (two closed objects) reads as
 * the object that was meant.
 */
export function flat(schema: Schema): Schema {
  const known = flattened.get(schema);
  if (known) return known;
  const { allOf, ...own } = resolveRef(schema);
  // Set before the members are visited, so that a ring of allOf ends here.
  flattened.set(schema, own);
  const members = (allOf ?? []).map(flat);
  const result = members.length > 0 ? united(members.reduce(united), own) : own;
  flattened.set(schema, result);
  return result;
}

function united(inner: Schema, outer: Schema): Schema {
  const properties = inner.properties || outer.properties ? { ...inner.properties, ...outer.properties } : undefined;
  const required = new Set([...(inner.required ?? []), ...(outer.required ?? [])]);
  return {
    ...inner,
    ...outer,
    ...(properties && { properties }),
    ...(required.size > 0 && { required: [...required] }),
  };
}

const shapes = new WeakMap<Schema, Shape>();

/** What stands below a schema. Alike for every call with the same schema object. */
export function shapeOf(schema: Schema): Shape {
  let shape = shapes.get(schema);
  if (!shape) {
    // Set before the branches are visited, so that a ring of them ends here.
    shapes.set(schema, { fields: new Map(), variants: [] });
    shape = buildShape(flat(schema));
    shapes.set(schema, shape);
  }
  return shape;
}

/** The properties of an object schema by name: of several variants those that all of them declare alike. */
export function propertiesOf(schema: Schema): ReadonlyMap<string, Field> {
  return shapeOf(schema).fields;
}

function buildShape(schema: Schema): Shape {
  const required = new Set(schema.required);
  const fields = new Map<string, Field>();
  for (const [name, property] of Object.entries(schema.properties ?? {}))
    fields.set(name, { name, schema: property, required: required.has(name) });
  let map = typeof schema.additionalProperties === 'object' ? schema.additionalProperties : undefined;
  let items = schema.items;
  const forms: Schema[] = [];
  for (const branch of [...(schema.oneOf ?? []), ...(schema.anyOf ?? [])]) {
    const shape = shapeOf(branch);
    map ??= shape.map;
    items ??= shape.items;
    if (shape.fields.size > 0 || shape.variants.length > 0) forms.push(branch);
  }
  const [only] = forms;
  const single = only && forms.length === 1 && shapeOf(only).variants.length === 0;
  if (only && forms.length > 0)
    for (const field of single ? shapeOf(only).fields.values() : common(forms, schema))
      if (!fields.has(field.name)) fields.set(field.name, field);
  const variants = single ? [] : forms.map((form, index) => ({ label: labelOf(form, index, schema), schema: form }));
  return { fields, variants, ...(map && { map }), ...(items && { items }) };
}

/** Fields that every form declares in the same words, and the one that tells the forms apart. */
function* common(forms: readonly Schema[], union: Schema): Iterable<Field> {
  const [first, ...others] = forms.map((form) => shapeOf(form).fields);
  const told = union.discriminator?.propertyName;
  for (const field of first?.values() ?? []) {
    const same = others.map((fields) => fields.get(field.name));
    if (field.name === told) {
      const values = forms.flatMap((form) => flat(shapeOf(form).fields.get(field.name)?.schema ?? {}).enum ?? []);
      yield { name: field.name, schema: { type: 'string', enum: [...new Set(values)] }, required: true };
    } else if (same.every((other) => other && sameSchema(other.schema, field.schema)))
      yield { ...field, required: field.required && same.every((other) => other?.required) };
  }
}

const sameSchema = (a: Schema, b: Schema): boolean => a === b || JSON.stringify(a) === JSON.stringify(b);

function labelOf(form: Schema, index: number, union: Schema): string {
  const { propertyName, mapping } = union.discriminator ?? {};
  const name = refName(form);
  const mapped = Object.entries(mapping ?? {}).find(([, ref]) => name !== undefined && refName({ $ref: ref }) === name);
  if (propertyName === undefined) return `#${index + 1}`;
  return mapped ? `${propertyName}=${mapped[0]}` : `#${index + 1}`;
}

const nested = new WeakMap<Schema, boolean>();

/** Whether there is an object with fields of its own at or below this schema, so that descending shows more. */
export function isNested(schema: Schema): boolean {
  const known = nested.get(schema);
  if (known !== undefined) return known;
  // Set before the inner schemas are visited, so that a list of itself ends here.
  nested.set(schema, false);
  const { fields, variants, map, items } = shapeOf(schema);
  const own = fields.size > 0 || variants.length > 0;
  const answer = own || [map, items].some((inner) => inner !== undefined && isNested(inner));
  nested.set(schema, answer);
  return answer;
}
