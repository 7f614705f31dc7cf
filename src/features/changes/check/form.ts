import { asText } from '../../../core/json.ts';
import { type Field, flat, type Schema, shapeOf } from '../../../mist/schema-lookup.ts';
import { isNothing, own } from '../json.ts';

/** What may stand in one object. */
export interface Form {
  readonly fields: ReadonlyMap<string, Field>;
  /** Schema of what stands under any other name. */
  readonly map?: Schema | undefined;
  /** Whether any other name may stand there with any value. */
  readonly open: boolean;
  /** Names that are right although nothing more is known of them: those of forms that cannot be told apart. */
  readonly names: ReadonlySet<string>;
}

const formed = new WeakMap<Schema, Form>();

/** The form of a schema without variants. */
function plainForm(schema: Schema): Form {
  const known = formed.get(schema);
  if (known) return known;
  const { fields, map } = shapeOf(schema);
  const open = flat(schema).additionalProperties === true || (fields.size === 0 && !map);
  const form = { fields, map, open, names: new Set<string>() };
  formed.set(schema, form);
  return form;
}

/**
 * The forms that an object may have: one, or several where nothing tells them apart. Devices and device profiles are
 * told apart by `type`, the value's own or the one it had.
 *
 * @param before the object as it was, for what the value leaves out
 */
export function formsOf(schema: Schema, value: unknown, before: unknown): readonly Form[] {
  const { fields, variants } = shapeOf(schema);
  if (variants.length === 0) return [plainForm(schema)];
  const told = flat(schema).discriminator?.propertyName;
  if (told === undefined) return variants.map((variant) => plainForm(variant.schema));
  const tag = isNothing(own(value, told)) ? own(before, told) : own(value, told);
  const variant = variants.find(({ label }) => label === `${told}=${asText(tag)}`);
  if (variant) return [plainForm(variant.schema)];
  const names = new Set(variants.flatMap((one) => [...shapeOf(one.schema).fields.keys()]));
  return [{ fields, map: undefined, open: false, names }];
}
