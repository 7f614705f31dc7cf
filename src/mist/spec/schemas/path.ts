import { InputError } from '../../../core/errors/input-error.ts';
import type { Schema } from './document.ts';
import { type Field, shapeOf } from './shape.ts';

/** One step down a schema: a property or variant by name, any key of a map, or an element of a list. */
export type Step = { readonly name: string } | { readonly any: true } | { readonly item: true };

/** A way down a schema, from its root. */
export type Path = readonly Step[];

const PLAIN = /^[^.[\]"*\s][^.[\]"\s]*$/;

/** A step as it is written in a path; a name holding dots, brackets, quotes or spaces, or `*` itself, is quoted. */
function stepText(step: Step): string {
  if ('item' in step) return '[]';
  if ('any' in step) return '*';
  return PLAIN.test(step.name) ? step.name : JSON.stringify(step.name);
}

/** A path as it is asked for: `auth`, `port_usages.*`, `radius_config.auth_servers[]`. */
export function pathText(path: Path): string {
  let text = '';
  for (const step of path) text += 'item' in step || text === '' ? stepText(step) : `.${stepText(step)}`;
  return text;
}

const STEP = /\.?\[(\d*|\*)\]|(?:^|\.)(?:("(?:[^"\\]|\\.)*")|([^.[\]"]+))/y;

/**
 * Reads a path as `pathText` writes it; `x[3]` and `x.3` mean an element too, and a dot in front means nothing.
 *
 * @throws InputError when the text is no path
 */
export function parsePath(text: string): Path {
  const path: Step[] = [];
  const source = text.trim();
  for (let at = 0; at < source.length; at = STEP.lastIndex) {
    STEP.lastIndex = at;
    const step = readStep(STEP.exec(source));
    if (!step)
      throw new InputError(
        `The path ${JSON.stringify(text.slice(0, 80))} cannot be read at character ${at + 1}.`,
        'Write names joined with dots, [] for the elements of a list and * for any key of a map, such as radius_config.auth_servers[] or port_usages.*; a name with dots in it stands in double quotes.',
      );
    path.push(step);
  }
  return path;
}

function readStep(match: RegExpExecArray | null): Step | undefined {
  const [, element, quoted, plain] = match ?? [];
  if (element !== undefined) return { item: true };
  const name = quoted === undefined ? plain?.trim() || undefined : unquoted(quoted);
  if (name === undefined) return undefined;
  return plain !== undefined && name === '*' ? { any: true } : { name };
}

function unquoted(text: string): string | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'string' ? value : undefined;
  } catch {
    return undefined;
  }
}

/** A schema reached by a path, and the field that holds it where the last step was a property's name. */
export interface SchemaLocation {
  /** The path in its canonical form. */
  readonly path: Path;
  readonly schema: Schema;
  readonly field?: Field;
}

/**
 * One step down. A name means a property first, then a variant, then a property that the variants declare alike, then a
 * key of a map (every key has the map's one schema), then an element's number.
 *
 * @returns undefined when nothing stands there
 */
export function stepDown(place: SchemaLocation, step: Step): SchemaLocation | undefined {
  const { fields, variants, map, items } = shapeOf(place.schema);
  const to = (taken: Step, schema: Schema, field?: Field): SchemaLocation => ({
    path: [...place.path, taken],
    schema,
    ...(field && { field }),
  });
  if ('item' in step) return items && to(step, items);
  if ('any' in step) return map && to(step, map);
  const field = fields.get(step.name);
  if (field) return to(step, field.schema, field);
  const variant = variants.find(({ label }) => label === step.name);
  if (variant) return to(step, variant.schema);
  const within = fieldOfVariants(place.schema, step.name);
  if (within) return to(step, within.schema, within);
  if (map) return to({ any: true }, map);
  return items && /^\d+$/.test(step.name) ? to({ item: true }, items) : undefined;
}

/** A field of the variants, if all that have it declare it alike; where they differ, the path must name the variant. */
function fieldOfVariants(schema: Schema, name: string): Field | undefined {
  const found = new Map<string, Field>();
  for (const variant of shapeOf(schema).variants) {
    const field = shapeOf(variant.schema).fields.get(name);
    if (field) found.set(JSON.stringify(field.schema), field);
  }
  const [first, ...others] = found.values();
  return others.length === 0 ? first : undefined;
}
