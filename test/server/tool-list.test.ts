import { encode } from 'gpt-tokenizer/encoding/o200k_base';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { instructions } from '../../src/instructions.ts';
import { isWriteTool } from '../../src/tool/effect.ts';
import { tools as allTools } from '../../src/tools/index.ts';
import { openStage, type Stage } from '../harness/stage.ts';

/** Tokens of the whole list, and of what is listed without write tools. */
const BUDGET = 8000;
const READ_BUDGET = 7200;
const INSTRUCTIONS = 450;

const tokens = (value: unknown): number => encode(typeof value === 'string' ? value : JSON.stringify(value)).length;

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Every schema inside a schema, itself first. */
function* schemas(schema: unknown): Generator<Record<string, unknown>> {
  if (!isRecord(schema)) return;
  yield schema;
  for (const property of Object.values(isRecord(schema.properties) ? schema.properties : {})) yield* schemas(property);
  if ('items' in schema) yield* schemas(schema.items);
}

describe('the list of tools', () => {
  let stage: Stage;
  let tools: Awaited<ReturnType<Stage['client']['listTools']>>['tools'];
  beforeAll(async () => {
    // An application that can ask the person sees the write tools too.
    const client = { capabilities: { elicitation: { form: {} } } };
    stage = await openStage({ token: undefined, args: ['--enable-write-tools'], client });
    tools = (await stage.client.listTools()).tools;
  });
  afterAll(() => stage.close());

  it('declares the inputs that ask whole lists on every tool of lists, and on no other', () => {
    for (const { name, inputSchema } of tools) {
      // A call of any route may be one of a list; its limit stands in the query of that route.
      const lists =
        name === 'mist_call_api' ||
        (allTools.find((tool) => tool.name === name)?.routes.length !== 0 && 'limit' in (inputSchema.properties ?? {}));
      // A snapshot is no list, yet may cost as much.
      for (const input of ['all_pages', 'confirm_cost', 'where', 'group_by', 'sort'])
        if (name !== 'mist_query_result' && `${name} ${input}` !== 'mist_snapshot confirm_cost')
          expect(input in (inputSchema.properties ?? {}), `${name} ${input}`).toBe(lists);
    }
  });

  it('is the same without a token, and asks the cloud nothing', () => {
    expect(tools.map(({ name }) => name)).toContain('mist_change_configuration_objects');
    expect(stage.cloud.requests).toEqual([]);
  });

  it(`costs at most ${BUDGET} tokens, instructions at most ${INSTRUCTIONS}`, () => {
    const rows = tools.map((tool) => ({ tool: tool.name, tokens: tokens(tool) }));
    const total = tokens(tools);
    process.stderr.write(
      `${rows.map((row) => `${String(row.tokens).padStart(6)} ${row.tool}`).join('\n')}\n${total} in all\n`,
    );
    expect(total).toBeLessThanOrEqual(BUDGET);
    const writers = allTools.filter(isWriteTool).map(({ name }) => name);
    const readTools = tools.filter(({ name }) => !writers.includes(name));
    expect(readTools.length).toBe(tools.length - 3);
    expect(tokens(readTools)).toBeLessThanOrEqual(READ_BUDGET);
    expect(tokens(instructions)).toBeLessThanOrEqual(INSTRUCTIONS);
    expect(stage.client.getInstructions()).toBe(instructions);
  });

  it('has names, titles, hints and descriptions that applications accept', () => {
    for (const tool of tools) {
      expect(tool.name).toMatch(/^[a-z0-9_]{1,40}$/);
      expect(tool.title, tool.name).toBeTruthy();
      expect(tool.annotations?.readOnlyHint, tool.name).toBeTypeOf('boolean');
      expect(tool.description?.length ?? 0, tool.name).toBeGreaterThan(20);
      expect(tool.description?.length ?? 0, tool.name).toBeLessThan(2048);
      expect(tool.outputSchema, tool.name).toBeUndefined();
    }
    expect(new Set(tools.map(({ name }) => name)).size).toBe(tools.length);
  });

  it('has flat schemas of the few keywords that every application takes: plain properties, arrays with items', () => {
    const taken = ['type', 'properties', 'required', 'items', 'enum', 'description', 'default', 'minimum', 'maximum'];
    for (const tool of tools) {
      expect(tool.inputSchema.type, tool.name).toBe('object');
      expect(tool.inputSchema.properties, tool.name).toBeTypeOf('object');
      for (const schema of schemas(tool.inputSchema)) {
        const words = `${tool.name}: ${JSON.stringify(schema)}`;
        expect(
          Object.keys(schema).filter((keyword) => !taken.includes(keyword)),
          words,
        ).toEqual([]);
        expect(schema.type, words).toBeTypeOf('string');
        if (schema.type === 'array') expect(schema.items, words).toBeTypeOf('object');
      }
    }
  });
});
