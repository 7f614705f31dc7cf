import { InputError } from '../core/errors/input-error.ts';
import { nearest } from '../core/nearest.ts';
import { family, familyNames } from './families.ts';
import { childrenOf, rootOf, walk } from './spec/schemas/children.ts';
import { type Schema, schemaOf } from './spec/schemas/document.ts';
import { aliases } from './spec/schemas/names.ts';
import { LEGEND, NESTED_LEGEND, outline, SHARED_LEGEND, sharedLines } from './spec/schemas/outline.ts';
import { parsePath, pathText, type SchemaLocation, type Step, stepDown } from './spec/schemas/path.ts';
import { searchFields } from './spec/schemas/search.ts';
import { shapeOf } from './spec/schemas/shape.ts';
import { type Subtree, subtree } from './spec/schemas/subtree.ts';

export { type Condition, resolveRef, type Schema, schemaOf } from './spec/schemas/document.ts';
export { type Field, flat, isNested, propertiesOf, type Shape, shapeOf } from './spec/schemas/shape.ts';

/** Every name that a schema can be asked by: the known ones, and one for each configuration family. */
export const schemaNames: readonly string[] = [...Object.keys(aliases), ...familyNames];

/** Characters of the spec's words for a field, where they were generated. */
const SHORT_PROSE = 100;
const LONG_PROSE = 400;

/** A question about a configuration schema. */
export interface SchemaRequest {
  /** One of the schema names. */
  name: string;
  /** Where in the schema: `auth`, `port_usages.*`, `radius_config.auth_servers[]`. */
  path?: string;
  /** Levels of nested objects to show, from 1. */
  depth?: number;
  /** Words to find fields by, anywhere at or below `path`. */
  search?: string;
  /** Everything as JSON Schema, in as many answers as it takes. */
  verbose?: boolean;
}

/** What is known of a schema, as plain data of at most 6,000 tokens. */
export interface SchemaAnswer {
  schema: string;
  /** Where in the schema, in the canonical form. */
  path?: string;
  search?: string;
  /** One line a field; `legend` says how to read them. */
  fields?: string[];
  legend?: string;
  /** How many fields a search found. */
  total?: number;
  required?: true;
  json_schema?: Record<string, unknown>;
  /** Paths to ask for what did not fit here. */
  next_paths?: string[];
  note?: string;
}

/**
 * Describes a configuration schema: by default an outline of its first level, with `path` that part as JSON Schema,
 * with `search` the fields that match, with `verbose` all of it as JSON Schema, continued by path.
 *
 * @throws InputError for a name or path that is not there, naming the nearest ones
 */
export function describeSchema(request: SchemaRequest): SchemaAnswer {
  return describePart(namedSchema(request.name), request);
}

/**
 * As `describeSchema`, of a schema that has no name of its own there.
 *
 * @param request its `name` is what the answer and the errors call the schema
 * @throws InputError for a path that is not there, naming the nearest ones
 */
export function describePart(schema: Schema, request: SchemaRequest): SchemaAnswer {
  const place = placeOf(schema, request);
  const path = pathText(place.path);
  const head = {
    schema: request.name,
    ...(path && { path }),
    ...(place.field?.required && { required: true as const }),
  };
  const depth = Math.max(1, Math.trunc(request.depth ?? 1) || 1);
  if (request.search?.trim()) return { ...head, ...found(place, request.search.trim()) };
  if (request.verbose) return { ...head, ...part(subtree(place, Number.POSITIVE_INFINITY, LONG_PROSE)) };
  if (place.path.length === 0) return { ...head, ...lines(place, depth) };
  const withProse = subtree(place, depth, SHORT_PROSE);
  const fitting = withProse.left.length > 0 ? subtree(place, depth, 0) : withProse;
  if (!fitting.missing) return { ...head, ...part(fitting) };
  const note = 'This level is too large as JSON Schema, so here is its outline; verbose pages through the schema.';
  return { ...head, ...lines(place, depth), note };
}

type Part = Omit<SchemaAnswer, 'schema'>;

const rest = (left: string[]): Part =>
  left.length > 0 ? { next_paths: left, note: 'Not all of it fits: ask again with each of next_paths.' } : {};

const part = ({ json, left }: Subtree): Part => ({ json_schema: json, ...rest(left) });

function lines(place: SchemaLocation, depth: number): Part {
  const { lines: all, left } = outline(place, depth);
  const nested = all.some((line) => line.startsWith(' '));
  const fields = nested ? all : sharedLines(all);
  const legend = [LEGEND, ...(nested ? [NESTED_LEGEND] : []), ...(fields.length < all.length ? [SHARED_LEGEND] : [])];
  return { fields, legend: legend.join('; '), ...rest(left) };
}

function found(place: SchemaLocation, search: string): Part {
  const { lines: fields, total } = searchFields(place, search);
  if (total === 0) {
    const near = nearest(search, lastNames(place));
    const names = near.length > 0 ? ` The nearest names are ${near.join(', ')}.` : '';
    return { search, fields, total, note: `No field matches all of these words.${names}` };
  }
  const more = total > fields.length ? { note: 'More fields match than are listed: add a word or a path.' } : {};
  return { search, fields, total, legend: LEGEND, ...more };
}

function* lastNames(place: SchemaLocation): Iterable<string> {
  for (const { field } of walk(place)) if (field) yield field.name;
}

const isAlias = (name: string): name is keyof typeof aliases => Object.hasOwn(aliases, name);

/**
 * The schema that one of `schemaNames` means.
 *
 * @throws InputError for another name, with the nearest ones
 */
export function namedSchema(name: string): Schema {
  const schema = schemaOf((isAlias(name) ? aliases[name] : family(name)?.schema) ?? '');
  if (schema) return schema;
  const near = nearest(name, schemaNames);
  const advice = near.length > 0 ? `The nearest are ${near.join(', ')}.` : `The names are ${schemaNames.join(', ')}.`;
  throw new InputError(`There is no schema named ${quoted(name)}.`, advice);
}

function placeOf(schema: Schema, request: SchemaRequest): SchemaLocation {
  let place = rootOf(schema);
  for (const step of parsePath(request.path ?? '')) {
    const next = stepDown(place, step);
    if (!next) throw unknownStep(request.name, place, step, rootOf(schema));
    place = next;
  }
  return place;
}

const quoted = (text: string): string => JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text);

/** Says what stands where the path went wrong: near names beside it, then the same name elsewhere, then what there is. */
function unknownStep(name: string, place: SchemaLocation, step: Step, root: SchemaLocation): InputError {
  const wanted = pathText([step]);
  const where = pathText(place.path);
  const beside = childrenOf(place);
  const forms = shapeOf(place.schema).variants.flatMap(({ label }) => {
    const form = stepDown(place, { name: label });
    const inside = form && stepDown(form, step);
    return inside ? [pathText(inside.path)] : [];
  });
  if (forms.length > 1)
    return new InputError(`${where || name} has several forms of ${quoted(wanted)}.`, `Ask for ${forms.join(' or ')}.`);
  const byName = new Map(beside.map((child) => [pathText(child.path.slice(-1)), child.text]));
  const near = nearest(wanted, byName.keys()).flatMap((key) => byName.get(key) ?? []);
  const all = [...new Set([...near, ...sameName(root, step)])];
  const some = beside.slice(0, 12).map((child) => child.text);
  const there = `There ${some.length === 1 ? 'is' : 'are'} ${some.join(', ')}${beside.length > 12 ? ' and more' : ''}.`;
  const nothing = `${where || name} has no fields: ask for it without a further path.`;
  return new InputError(
    `${name} has no ${quoted(wanted)}${where ? ` at ${where}` : ''}.`,
    all.length > 0 ? `The nearest are ${all.join(', ')}.` : beside.length > 0 ? there : nothing,
  );
}

/** Up to three places anywhere in the schema that have the name. */
function sameName(root: SchemaLocation, step: Step): string[] {
  const found: string[] = [];
  for (const child of walk(root)) {
    if ('name' in step && child.field?.name === step.name) found.push(child.text);
    if (found.length === 3) break;
  }
  return found;
}
