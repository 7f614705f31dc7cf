import { countTokens } from 'gpt-tokenizer/encoding/o200k_base';
import { describe, expect, test, vi } from 'vitest';
import { family, familyNames } from '../../../../src/mist/families.ts';
import {
  describeSchema,
  namedSchema,
  propertiesOf,
  resolveRef,
  type Schema,
  type SchemaAnswer,
  type SchemaRequest,
  schemaNames,
  schemaOf,
} from '../../../../src/mist/schema-lookup.ts';
import { aliases } from '../../../../src/mist/spec/schemas/names.ts';
import { pathsOf, unshared } from './lines.ts';

// The spec's own words are there on some machines only; what is tested here must not depend on them.
vi.mock('../../../../src/mist/spec/layer-files.ts', async (original) => {
  const real = await original<typeof import('../../../../src/mist/spec/layer-files.ts')>();
  return { ...real, hasGenerated: () => false };
});

const LIMIT = 6_000;

const tokens = (answer: SchemaAnswer): number => countTokens(JSON.stringify(answer));
const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

/** One name for each schema: several names mean the same one. */
const distinct = [...new Map(schemaNames.map((name) => [namedSchema(name), name])).values()];

/** Paths that a JSON Schema answer names for what it leaves out. */
function commented(json: unknown): string[] {
  if (Array.isArray(json)) return json.flatMap(commented);
  if (!isObject(json)) return [];
  const own = typeof json.$comment === 'string' ? [json.$comment.replace('path: ', '')] : [];
  return [...own, ...Object.values(json).flatMap(commented)];
}

const FACTS = ['enum', 'const', 'minimum', 'maximum', 'minLength', 'maxLength', 'pattern', 'minItems', 'maxItems'];
const MARKS = ['default', 'format', 'secret', 'readOnly', 'deprecated', 'applies_when', 'required_when', 'required'];

/** Every fact of a schema as `field keyword value`, read from the generated document in the plainest way. */
function factsOf(schema: Schema, field = '', seen = new Set<string>()): string[] {
  const merged = resolveRef(schema);
  const key = `${field} ${schema.$ref ?? JSON.stringify(schema)}`;
  if (seen.has(key)) return [];
  seen.add(key);
  const own = [...FACTS, ...MARKS].flatMap((word) => factText(merged, word, field));
  const inner = Object.entries(merged.properties ?? {}).flatMap(([name, one]) => factsOf(one, name, seen));
  const { items, additionalProperties: map } = merged;
  const parts = [...(merged.oneOf ?? []), ...(merged.anyOf ?? []), ...(merged.allOf ?? [])];
  if (items) parts.push(items);
  if (typeof map === 'object') parts.push(map);
  return [...own, ...inner, ...parts.flatMap((one) => factsOf(one, field, seen))];
}

const factText = (json: object, word: string, field: string): string[] => {
  const value: unknown = Object.entries(json).find(([key]) => key === word)?.[1];
  return value === undefined ? [] : [`${field} ${word} ${JSON.stringify(value)}`];
};

/** The same facts as they stand in an answer. */
function factsIn(json: unknown, field = ''): string[] {
  if (!isObject(json)) return [];
  const own = [...FACTS, ...MARKS].flatMap((word) => factText(json, word, field));
  const properties = isObject(json.properties) ? Object.entries(json.properties) : [];
  const inner = properties.flatMap(([name, one]) => factsIn(one, name));
  const forms = [json.oneOf, json.anyOf].flatMap((list) => (Array.isArray(list) ? list : []));
  return [...own, ...inner, ...[json.items, json.additionalProperties, ...forms].flatMap((one) => factsIn(one, field))];
}

/** The field that a path ends at; none for a form such as `type=ap`. */
const lastName = (path: string | undefined): string => path?.match(/(?:^|\.)([\w-]+)(?:\[\]|\.\*)*$/)?.[1] ?? '';

/** Asks, then asks again for every path that the answer points at, until nothing is left. */
function collect(request: SchemaRequest, follow: (answer: SchemaAnswer) => string[]): SchemaAnswer[] {
  const answers: SchemaAnswer[] = [];
  const asked = new Set<string>();
  const open = [request.path ?? ''];
  for (let path = open.pop(); path !== undefined; path = open.pop()) {
    if (asked.has(path)) continue;
    asked.add(path);
    const answer = describeSchema({ ...request, path });
    answers.push(answer);
    open.push(...follow(answer));
  }
  return answers;
}

test('every name has a schema: the 36 known ones and one for each configuration family', () => {
  expect(Object.keys(aliases)).toHaveLength(36);
  for (const [name, meant] of Object.entries(aliases)) expect(namedSchema(name)).toBe(schemaOf(meant));
  for (const name of familyNames) expect(namedSchema(name)).toBe(schemaOf(family(name)?.schema ?? ''));
  for (const name of schemaNames) expect(describeSchema({ name }).fields?.length, name).toBeGreaterThan(0);
});

describe.each(distinct)('%s', (name) => {
  const first = pathsOf(describeSchema({ name }).fields ?? []);

  test('no answer is above 6,000 tokens, whatever is asked', () => {
    for (const depth of [1, 2, 3, 99])
      expect(tokens(describeSchema({ name, depth })), `depth ${depth}`).toBeLessThanOrEqual(LIMIT);
    expect(tokens(describeSchema({ name, verbose: true })), 'verbose').toBeLessThanOrEqual(LIMIT);
    expect(tokens(describeSchema({ name, search: 'e' })), 'search').toBeLessThanOrEqual(LIMIT);
    for (const path of first) {
      expect(tokens(describeSchema({ name, path })), path).toBeLessThanOrEqual(LIMIT);
      expect(tokens(describeSchema({ name, path, verbose: true })), path).toBeLessThanOrEqual(LIMIT);
    }
  });

  test('every path that an outline prints can be asked for, and means itself', () => {
    const shown = pathsOf(describeSchema({ name, depth: 99 }).fields ?? []);
    expect(shown.length).toBeGreaterThanOrEqual(first.length);
    for (const path of [...first, ...shown]) expect(describeSchema({ name, path }).path).toBe(path);
  });

  test('nothing is lost: following the paths of verbose answers gives every fact of the schema', () => {
    const pages = collect({ name, verbose: true }, (answer) => answer.next_paths ?? []);
    for (const page of pages) expect(tokens(page)).toBeLessThanOrEqual(LIMIT);
    const shown = new Set(pages.flatMap((page) => factsIn(page.json_schema, lastName(page.path))));
    expect(factsOf(namedSchema(name)).filter((fact) => !shown.has(fact))).toEqual([]);
  });

  test('nothing is lost: descending path by path gives every fact below the first level', () => {
    const fields = propertiesOf(namedSchema(name));
    const known = [...fields.values()].flatMap((field) => factsOf(field.schema, field.name));
    const shown = new Set<string>();
    for (const path of first)
      for (const { json_schema, path: at } of collect({ name, path }, (answer) => commented(answer.json_schema)))
        for (const fact of factsIn(json_schema, lastName(at))) shown.add(fact);
    expect(known.filter((fact) => !shown.has(fact))).toEqual([]);
  });

  test('values and ranges of the first level stand in its lines', () => {
    const lines = unshared(describeSchema({ name }).fields ?? []);
    for (const { name: field, schema, required } of propertiesOf(namedSchema(name)).values()) {
      const line = lines.find((one) => one.startsWith(`${field}${required ? '*' : ''}: `)) ?? '';
      const merged = resolveRef(schema);
      for (const value of merged.enum ?? []) expect(line).toContain(String(value));
      if (merged.type === 'integer' && merged.minimum !== undefined) expect(line).toContain(`${merged.minimum}..`);
      if (merged.maximum !== undefined) expect(line).toContain(`..${merged.maximum}`);
      for (const condition of [merged.applies_when ?? []].flat())
        expect(line).toMatch(new RegExp(` (if|&) ${condition.field}=`));
      if (merged.secret) expect(line).toContain(' secret');
    }
  });
});
