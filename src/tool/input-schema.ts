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
  additionalProperties?: unknown;
}

/** The advertised form of a tool's inputs, JSON Schema 2020-12. */
export interface InputSchema {
  type: 'object';
  properties: Record<string, PropertySchema>;
  required?: string[];
  additionalProperties?: boolean;
  [keyword: string]: unknown;
}

const schemas = new WeakMap<Inputs, InputSchema>();

const isInputSchema = (value: unknown): value is InputSchema =>
  typeof value === 'object' && value !== null && 'type' in value && 'properties' in value;

/** Keywords that cost tokens and say nothing to the caller. */
const NOISE = ['$schema', 'pattern', 'format', 'additionalProperties'];

/** The JSON Schema of a tool's inputs, made on first use and kept: servers are made per request. */
export function advertisedSchema(inputs: Inputs): InputSchema {
  const known = schemas.get(inputs);
  if (known) return known;
  const made: unknown = z.toJSONSchema(inputsObject(inputs), {
    io: 'input',
    override: ({ jsonSchema }) => {
      for (const keyword of NOISE) Reflect.deleteProperty(jsonSchema, keyword);
      if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER || jsonSchema.minimum === 1) {
        Reflect.deleteProperty(jsonSchema, 'minimum');
      }
      if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) Reflect.deleteProperty(jsonSchema, 'maximum');
    },
  });
  if (!isInputSchema(made)) throw new Error('A tool has inputs that are not an object');
  for (const keyword of NOISE) Reflect.deleteProperty(made, keyword);
  schemas.set(inputs, made);
  return made;
}
