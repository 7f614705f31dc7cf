import { z } from 'zod';
import { type Inputs, inputsObject } from './inputs.ts';

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

interface Made {
  readonly schema: InputSchema;
  readonly bounds: ReadonlyMap<string, number>;
  /** Names of inputs whose inside is data. */
  readonly contents: ReadonlySet<string>;
}

const schemas = new WeakMap<Inputs, Made>();

const isInputSchema = (value: unknown): value is InputSchema =>
  typeof value === 'object' && value !== null && 'type' in value && 'properties' in value;

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

function madeOf(inputs: Inputs): Made {
  const known = schemas.get(inputs);
  if (known) return known;
  const bounds = new Map<string, number>();
  const contents = new Set<string>();
  const made: unknown = z.toJSONSchema(inputsObject(inputs), {
    io: 'input',
    override: ({ jsonSchema, path: [, name, ...inner] }) => {
      if (jsonSchema.maxItems !== undefined && inner.length === 0) bounds.set(String(name), jsonSchema.maxItems);
      if (jsonSchema.isContent === true && inner.length === 0) contents.add(String(name));
      keepKeywords(jsonSchema);
      if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER || jsonSchema.minimum === 1 || jsonSchema.minimum === 0) {
        Reflect.deleteProperty(jsonSchema, 'minimum');
      }
      if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) Reflect.deleteProperty(jsonSchema, 'maximum');
    },
  });
  if (!isInputSchema(made)) throw new Error('A tool has inputs that are not an object');
  keepKeywords(made);
  const all = { schema: made, bounds, contents };
  schemas.set(inputs, all);
  return all;
}
