import { readGenerated } from '../src/mist/spec/layer-files.ts';
import { isList, isRow, type Json, type Row } from './json.ts';

let definitions: Row | undefined;

const isDocument = (value: unknown): value is { $defs: Row } =>
  typeof value === 'object' && value !== null && '$defs' in value;

function load(): Row {
  if (definitions) return definitions;
  const all: Row = {};
  for (const file of ['schemas.json', 'responses.json'] as const) {
    const document = readGenerated(file);
    if (isDocument(document)) Object.assign(all, document.$defs);
  }
  definitions = all;
  return all;
}

/** A schema with its reference followed. */
function resolve(schema: Json | undefined): Row {
  if (!isRow(schema)) return {};
  const reference = schema.$ref;
  if (typeof reference !== 'string') return schema;
  return resolve(load()[reference.slice(reference.lastIndexOf('/') + 1)]);
}

const COMPOSITIONS = ['allOf', 'oneOf', 'anyOf'] as const;

function branches(schema: Row): Row[] {
  const parts = COMPOSITIONS.flatMap((keyword) => {
    const list = schema[keyword];
    return isList(list) ? list.map(resolve) : [];
  });
  return [schema, ...parts.flatMap(branches)];
}

/** What the first level of an object schema says, over all its alternatives. */
export interface Fields {
  /** Whether the value is a list. */
  readonly list: boolean;
  /** Attributes by name, each with its schema. */
  readonly properties: ReadonlyMap<string, Row>;
  /** Names that every alternative requires. */
  readonly required: readonly string[];
  /** Whether names beyond `properties` have a schema of their own. */
  readonly open: boolean;
}

const known = new Map<string, Fields>();

/** The first level of a schema of the generated layer, by its name in `$defs`. */
export function fieldsOf(name: string): Fields {
  let fields = known.get(name);
  if (!fields) {
    fields = readFields(resolve(load()[name]));
    known.set(name, fields);
  }
  return fields;
}

function readFields(root: Row): Fields {
  const parts = branches(root);
  const properties = new Map<string, Row>();
  for (const part of parts) {
    if (!isRow(part.properties)) continue;
    for (const [key, schema] of Object.entries(part.properties)) {
      const own = resolve(schema);
      const sister = properties.get(key);
      // What one alternative lets a client say, such as the kind of a profile, is not the cloud's in another.
      properties.set(key, sister && own.readOnly === true && sister.readOnly !== true ? sister : own);
    }
  }
  const requiring = parts.filter((part) => isRow(part.properties)).map((part) => part.required);
  const required = [...properties.keys()].filter(
    (key) => requiring.length > 0 && requiring.every((names) => isList(names) && names.includes(key)),
  );
  // A free-form object has no properties at all; a schema of its own for further names opens a fixed one as well.
  const open =
    parts.some((part) => isRow(part.additionalProperties) || part.additionalProperties === true) ||
    properties.size === 0;
  return { list: isListType(root), properties, required, open };
}

/** Whether a schema describes a list. */
export function isListType(schema: Row): boolean {
  return schema.type === 'array' || (isList(schema.type) && schema.type.includes('array'));
}
