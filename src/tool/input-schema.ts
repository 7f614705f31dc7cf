import * as z from 'zod';
import type { Inputs } from './inputs.ts';

/** The advertised form of one input: flat, since nested unions, references and type lists break applications. */
export interface PropertySchema {
  type?: string;
  description?: string;
  enum?: (string | number)[];
  default?: unknown;
  minimum?: number;
  maximum?: number;
  items?: unknown;
}

/** The advertised form of a tool's inputs, JSON Schema 2020-12. */
export interface InputSchema {
  type: 'object';
  properties: Record<string, PropertySchema>;
  required?: string[];
  [keyword: string]: unknown;
}

interface InputContract {
  readonly schema: InputSchema;
  readonly bounds: ReadonlyMap<string, number>;
  /** Names of inputs whose inside is data. */
  readonly contents: ReadonlySet<string>;
  /** Names of those of which an empty one is data too. */
  readonly keeping: ReadonlySet<string>;
}

const schemas = new WeakMap<Inputs, InputContract>();

/**
 * All keywords that are advertised: those that every application's model API takes. Gemini's hides all tools of a server
 * for one keyword that it does not know, such as `propertyNames`; most others cost tokens and say nothing to the caller.
 */
const KEYWORDS = new Set([
  ...['type', 'properties', 'required', 'items', 'enum'],
  ...['description', 'default', 'minimum', 'maximum'],
]);

function keepKeywords(schema: object): void {
  for (const keyword of Object.keys(schema)) if (!KEYWORDS.has(keyword)) Reflect.deleteProperty(schema, keyword);
}

/** The JSON Schema of a tool's inputs, made on first use and kept: servers are made per request. */
export const advertisedSchema = (inputs: Inputs): InputSchema => madeOf(inputs).schema;

/** Elements that a list may have, and members an object, unless its input says more. */
const MOST_ELEMENTS = 200;

/**
 * Elements that the lists of an input may have, and members its objects, at any depth: 200, or what the input says by
 * `max()` or by `meta({ maxItems })`. Not advertised; whoever goes beyond is told.
 */
export const mostElements = (inputs: Inputs, name: string): number => madeOf(inputs).bounds.get(name) ?? MOST_ELEMENTS;

/**
 * Whether an input is configuration or another body of the API, marked by `meta(CONTENT)`: what says nothing in an input
 * has a meaning inside it, such as null for an attribute that is to go.
 */
export const isContent = (inputs: Inputs, name: string): boolean => madeOf(inputs).contents.has(name);

/** Whether an empty object or list is a value of the input, marked by `meta({ keepsEmpty: true })`. */
export const keepsEmpty = (inputs: Inputs, name: string): boolean => madeOf(inputs).keeping.has(name);

interface Property {
  readonly schema: PropertySchema;
  /** Elements that a list may have, where the input says so. */
  readonly bound: number | undefined;
  readonly isContent: boolean;
  readonly keepsEmpty: boolean;
}

const properties = new WeakMap<z.ZodType, Property>();

/** Type lists break applications, so an input has one type or leaves it open. */
const isPropertySchema = (value: object): value is PropertySchema =>
  !('type' in value) || typeof value.type === 'string';

/** One input. Tools share many of theirs, and each is converted once. */
function propertyOf(input: z.ZodType): Property {
  const known = properties.get(input);
  if (known) return known;
  let bound: number | undefined;
  let content = false;
  let keeps = false;
  const schema: object = z.toJSONSchema(input, {
    io: 'input',
    override: ({ jsonSchema, path }) => {
      if (path.length === 0) {
        bound = jsonSchema.maxItems ?? bound;
        content ||= jsonSchema.isContent === true;
        keeps ||= jsonSchema.keepsEmpty === true;
      }
      keepKeywords(jsonSchema);
      if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER || jsonSchema.minimum === 1 || jsonSchema.minimum === 0) {
        Reflect.deleteProperty(jsonSchema, 'minimum');
      }
      if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) Reflect.deleteProperty(jsonSchema, 'maximum');
    },
  });
  if (!isPropertySchema(schema)) throw new Error('An input of a tool has several types');
  keepKeywords(schema);
  const property = { schema, bound, isContent: content, keepsEmpty: keeps };
  properties.set(input, property);
  return property;
}

function madeOf(inputs: Inputs): InputContract {
  const known = schemas.get(inputs);
  if (known) return known;
  const bounds = new Map<string, number>();
  const contents = new Set<string>();
  const keeping = new Set<string>();
  const schema: InputSchema = { type: 'object', properties: {} };
  const required: string[] = [];
  for (const [name, input] of Object.entries(inputs)) {
    const property = propertyOf(input);
    schema.properties[name] = property.schema;
    if (property.bound !== undefined) bounds.set(name, property.bound);
    if (property.isContent) contents.add(name);
    if (property.keepsEmpty) keeping.add(name);
    if (input._zod.optin === undefined) required.push(name);
  }
  if (required.length > 0) schema.required = required;
  const made = { schema, bounds, contents, keeping };
  schemas.set(inputs, made);
  return made;
}
