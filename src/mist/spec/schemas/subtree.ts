import { ANSWER_TOKENS, Budget } from './budget.ts';
import { type Child, childrenOf, type Identity, identityOf, walk } from './children.ts';
import type { Schema } from './document.ts';
import { pathText, type SchemaLocation, type Step } from './path.ts';
import { proseOf } from './prose.ts';
import { flat, isNested, shapeOf } from './shape.ts';

type Json = Record<string, unknown>;

/** Gives what stands for a child, or undefined to leave it out. */
type Inner = (child: Child) => Json | undefined;

const STRUCTURE = new Set(['properties', 'additionalProperties', 'items', 'oneOf', 'anyOf', 'discriminator']);

/**
 * One object level of a schema as JSON Schema, with lists, maps and alternatives around it. `additionalProperties:
 * false` is left out: the document has it nearly everywhere, and the cloud sends and takes more than it names.
 *
 * @param inner what to put for each child; without it an object is only named by its path
 */
function node(place: SchemaLocation, prose: number, inner?: Inner, around: readonly Schema[] = []): Json {
  const { path, schema } = place;
  if (around.includes(schema)) return { $comment: `as at the path: ${pathText(path.slice(0, -1))}` };
  const merged = flat(schema);
  const { variants } = shapeOf(schema);
  const said = prose > 0 ? proseOf(schema, prose) : undefined;
  const json: Json = Object.fromEntries(Object.entries(merged).filter(([key]) => !STRUCTURE.has(key)));
  if (said) json.description = said;
  const at = (to: Schema, ...steps: Step[]): SchemaLocation => ({ path: [...path, ...steps], schema: to });
  const on = (to: Schema, ...steps: Step[]): Json => node(at(to, ...steps), prose, inner, [...around, schema]);
  const forms = variants.map((variant) => variant.schema);
  const properties = Object.keys(merged.properties ?? {}).length > 0;
  if ((properties || forms.length > 0) && !inner) {
    const { required: _, ...marks } = json;
    return { ...marks, $comment: `path: ${pathText(path)}` };
  }
  const put = (to: Schema, step: Step): Json | undefined => {
    const child = at(to, step);
    return inner?.({ ...child, text: pathText(child.path) });
  };
  if (merged.properties) json.properties = present(merged.properties, (to, name) => put(to, { name }));
  const { additionalProperties: map, items } = merged;
  if (map === true) json.additionalProperties = true;
  else if (map) json.additionalProperties = properties ? put(map, { any: true }) : on(map, { any: true });
  if (items) json.items = on(items, { item: true });
  for (const key of ['oneOf', 'anyOf'] as const)
    if (merged[key])
      json[key] = merged[key].map((form) => {
        const label = variants.find((variant) => variant.schema === form)?.label;
        return label === undefined ? on(form) : put(form, { name: label });
      });
  return json;
}

function present(properties: Readonly<Record<string, Schema>>, of: (schema: Schema, name: string) => Json | undefined) {
  const entries = Object.entries(properties).map(([name, schema]) => [name, of(schema, name)]);
  return Object.fromEntries(entries.filter(([, json]) => json !== undefined));
}

function deep(place: SchemaLocation, depth: number, prose: number, within: readonly Identity[]): Json {
  const identity = identityOf(place);
  if (depth < 1 || within.includes(identity)) return node(place, prose);
  return node(place, prose, (child) => deep(child, depth - 1, prose, [...within, identity]));
}

/** Spares building what is far too large; the largest schemas have thousands of fields. */
function maybeFits(child: Child, budget: Budget): boolean {
  let fields = 0;
  for (const _ of walk(child)) if (!budget.mayTake(++fields)) return false;
  return true;
}

/** A part of a schema as JSON Schema. */
export interface Subtree {
  json: Json;
  /** Paths of what was asked for and did not fit. */
  left: string[];
  /** Whether even fields of the first level are among those. */
  missing: boolean;
}

/**
 * The schema at a place as self-contained JSON Schema. Objects below `depth` levels stand as their type with the path
 * to ask for in `$comment`. Where it does not all fit, whole subtrees are left for later, then whole fields.
 *
 * @param depth levels of objects, from 1; Infinity for all
 * @param prose characters of the spec's own words for each field, 0 for none
 */
export function subtree(place: SchemaLocation, depth: number, prose: number): Subtree {
  const budget = new Budget(ANSWER_TOKENS);
  const chosen = new Map<string, Json>();
  const left: string[] = [];
  const children = childrenOf(place);
  budget.reserve(node(place, prose, () => undefined));
  for (const child of children) {
    const stub = node(child, prose);
    if (budget.take({ [child.text]: stub })) chosen.set(child.text, stub);
    else left.push(child.text);
  }
  const missing = left.length > 0;
  budget.reserve(left);
  const nested = depth > 1 ? children.filter((child) => chosen.has(child.text) && isNested(child.schema)) : [];
  budget.reserve(nested.map((child) => child.text));
  for (const child of nested) {
    const whole = maybeFits(child, budget) ? deep(child, depth - 1, prose, [identityOf(place)]) : undefined;
    if (whole && budget.take(whole, budget.cost(chosen.get(child.text)))) chosen.set(child.text, whole);
    else left.push(child.text);
  }
  return { json: node(place, prose, (child) => chosen.get(child.text)), left, missing };
}
