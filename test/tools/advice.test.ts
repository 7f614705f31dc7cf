import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { familyNames } from '../../src/mist/families.ts';
import { advertisedSchema } from '../../src/tool/input-schema.ts';
import { allTools as tools } from '../../src/tools/index.ts';

const SOURCES = fileURLToPath(new URL('../../src', import.meta.url));

/** A call as advice and notes write it: `mist_tool(input=value, …)` or `mist_tool with input=value`. */
const CALL = /\b(mist_[a-z_]+)(?:\(([a-z_]+=[^)`'"]*)\)| with ([a-z_]+=[\w<>$-]+))/g;

const schemaOf = (name: string) => {
  const tool = tools.find((one) => one.name === name);
  return tool && advertisedSchema(tool.inputs);
};

const texts = readdirSync(SOURCES, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts'))
  .map((path) => ({ path, text: readFileSync(join(SOURCES, path), 'utf8') }));

const calls = texts.flatMap(({ path, text }) =>
  [...text.matchAll(CALL)].map(([call, tool = '', inParentheses, behindWith]) => ({
    name: `${call} in ${path}`,
    tool,
    inputs: (inParentheses ?? behindWith ?? '').split(/,\s*/).map((pair) => pair.split('=')),
  })),
);

describe('a call that an advice or a note offers', () => {
  it('is found in the texts', () => {
    expect(calls.length).toBeGreaterThan(5);
  });

  it.each(calls)('is one that its tool takes: $name', ({ tool, inputs }) => {
    const schema = schemaOf(tool);
    expect(schema, tool).toBeDefined();
    for (const [input = '', value = ''] of inputs) {
      const property = schema?.properties[input];
      expect(property, `${tool} ${input}`).toBeDefined();
      const choices = input === 'object_type' && tool.includes('configuration') ? familyNames : property?.enum;
      const isWord = /^[a-z_]+$/.test(value);
      if (choices && isWord) expect(choices, `${input}=${value}`).toContain(value);
    }
  });

  it('is of a tool that there is', () => {
    const named = texts.flatMap(({ text }) =>
      [...text.matchAll(/\bmist_[a-z_]+[a-z]\b(?!\.|\/|_)/g)].map(([name]) => name),
    );
    const known = new Set(tools.map(({ name }) => name));
    const unknown = [...new Set(named)].filter(
      (name) => name.startsWith('mist_get_') || /^mist_(?:search|list)_/.test(name),
    );
    expect(unknown.filter((name) => !known.has(name))).toEqual([]);
  });
});
