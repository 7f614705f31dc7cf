import { partOf } from './facts.ts';
import { at, isArray, isObject, type Json, type JsonObject, pointerSegment, textAt } from './json.ts';
import type { Layer } from './layer.ts';
import { operations, parameters, resolve, type Spec } from './spec.ts';

/** What the document says in words, by JSON pointer into the generated documents. */
export type Prose = ReadonlyMap<string, string>;

/** Words of a schema and of what is nested in it; a property that only refers to a definition has the words there. */
function schemaProse(schema: Json, pointer: string, into: Map<string, string>): void {
  if (!isObject(schema)) return;
  const words = textAt(schema, 'description') ?? textAt(schema, 'title');
  if (words) into.set(pointer, words);
  for (const [keyword, value] of Object.entries(schema)) {
    const here = `${pointer}/${keyword}`;
    const part = partOf(keyword);
    if (part === 'one') schemaProse(value, here, into);
    else if (part === 'many' && isArray(value))
      for (const [index, item] of value.entries()) schemaProse(item, `${here}/${index}`, into);
    else if (part === 'named' && isObject(value)) {
      for (const [name, item] of Object.entries(value)) schemaProse(item, `${here}/${pointerSegment(name)}`, into);
    }
  }
}

const words = (spec: Spec, parameter: JsonObject): string | undefined =>
  textAt(parameter, 'description') ?? textAt(resolve(spec, parameter.schema), 'description');

/**
 * Collects the document's own sentences. They are their authors': the result is written beside the generated layer and
 * never committed.
 *
 * @param schemas every named definition, as the document has them
 */
export function collectProse(spec: Spec, layer: Layer, schemas: ReadonlyMap<string, Json>): Prose {
  const into = new Map<string, string>();
  for (const [name, schema] of schemas) {
    if (at(layer.schemas.$defs, name) === undefined && at(layer.responses.$defs, name) === undefined) continue;
    schemaProse(schema, `/$defs/${pointerSegment(name)}`, into);
  }
  for (const raw of operations(spec)) {
    const base = `/operations/${pointerSegment(raw.route)}`;
    const said = textAt(raw.operation, 'description') ?? textAt(raw.operation, 'summary');
    if (said) into.set(base, said);
    for (const parameter of parameters(spec, raw)) {
      const text = words(spec, parameter);
      if (text) into.set(`${base}/${textAt(parameter, 'in')}/${pointerSegment(textAt(parameter, 'name') ?? '')}`, text);
    }
  }
  return into;
}
