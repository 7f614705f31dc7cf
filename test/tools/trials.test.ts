import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadConfig } from '../../src/config/config.ts';
import { isRecord, type JsonObject } from '../../src/core/json.ts';
import { parseToken } from '../../src/mist/token.ts';
import { openLocalStage } from '../harness/local-stage.ts';
import { messages, type ServerProcess, startServer, TOKEN } from '../harness/process.ts';
import type { Stage } from '../harness/stage.ts';

/** Small inputs that failed on an earlier build; the file is not part of the repository. */
const FILE = fileURLToPath(new URL('../../../shared/real/trials.json', import.meta.url));

interface Trial {
  readonly kind: string;
  readonly how: string;
  readonly input: unknown;
}

function readTrials(): readonly Trial[] {
  if (!existsSync(FILE)) return [];
  const read: unknown = JSON.parse(readFileSync(FILE, 'utf8'));
  const rows: readonly unknown[] = Array.isArray(read) ? read : [];
  return rows.flatMap((row) => {
    if (!isRecord(row)) return [];
    const { kind, how, input } = row;
    return typeof kind === 'string' && typeof how === 'string' ? [{ kind, how, input }] : [];
  });
}

const trials = readTrials();
const of = (...kinds: string[]): readonly Trial[] => trials.filter(({ kind }) => kinds.includes(kind));
const inputsOf = (kind: string): readonly JsonObject[] =>
  of(kind)
    .map(({ input }) => input)
    .filter(isRecord);

const opening = {
  id: 'opening',
  method: 'initialize',
  params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'test', version: '1' } },
};

// Skipped by name where the file is not at hand.
describe.skipIf(trials.length === 0)('the trials at hand', () => {
  let stage: Stage;
  beforeAll(async () => {
    const client = { capabilities: { elicitation: { form: {} } } };
    stage = await openLocalStage({ token: 'write', args: ['--enable-write-tools'], client });
  });
  afterAll(() => stage.close());

  async function accepted(tool: string, args: JsonObject): Promise<JsonObject> {
    const { data, isError, text } = await stage.call(tool, { ...args });
    expect(isError, `${tool} ${JSON.stringify(args)}: ${text}`).toBe(false);
    return data;
  }

  async function refusedUnsent(tool: string, args: JsonObject): Promise<void> {
    const before = stage.cloud.requests.length;
    const { isError, text } = await stage.call(tool, { ...args });
    expect(isError, `${tool} ${JSON.stringify(args)}: ${text}`).toBe(true);
    expect(stage.cloud.requests.length).toBe(before);
  }

  it('frames get an answer each, with their id or none', async () => {
    const frames = of('unanswerable-frame', 'null-member').filter(({ input }) => typeof input === 'object');
    expect(frames.length).toBeGreaterThan(7);
    for (const { input } of frames) {
      const server: ServerProcess = startServer(['--demo']);
      server.send(opening);
      server.child.stdin.end(`${JSON.stringify(input)}\n`);
      await server.exit;
      const answers = messages(server.stdout()).filter(({ id }) => id !== 'opening');
      expect(answers, JSON.stringify(input)).toHaveLength(1);
      const id = isRecord(input) && 'id' in input ? input.id : null;
      expect(answers[0]).toMatchObject({ jsonrpc: '2.0', id });
      expect(JSON.stringify(answers[0])).not.toMatch(/-32603|invalid_type/);
    }
  });

  it('a list of no columns means the default columns', async () => {
    for (const input of inputsOf('empty-list')) {
      const { results } = await accepted('mist_search_device', { ...input, limit: 2 });
      for (const row of [results].flat()) expect(Object.keys(Object(row)).length).toBeGreaterThan(3);
    }
  });

  it('words for nothing, and what applications add, count as absent', async () => {
    const without = await accepted('mist_search_device', { limit: 1 });
    for (const input of [...inputsOf('placeholder words'), ...inputsOf('client extras')]) {
      const { acked, start, text: _, ...ofDevices } = input;
      const { results } = await accepted('mist_search_device', { ...ofDevices, limit: 1 });
      expect(results).toEqual(without.results);
      await accepted('mist_search_alarms', { scope: 'org', acked, start, limit: 1 });
    }
  });

  it('times that mean two things or none are refused', async () => {
    expect(inputsOf('time').length).toBeGreaterThan(0);
    for (const input of inputsOf('time')) await refusedUnsent('mist_search_client', input);
  });

  it('what is empty in a query of the API is left out', async () => {
    for (const input of inputsOf('empties')) await accepted('mist_call_api', input);
  });

  it('names of tools that are nearly right get the right one', async () => {
    for (const { input } of of('tool')) {
      for (const name of String(input).split(' | ')) {
        await expect(stage.call(name)).rejects.toThrow(/Did you mean mist_(?:search_device|get_self)/);
      }
    }
  });

  it('a created site is read back by its own route', async () => {
    for (const { payload } of inputsOf('read-back of created site')) {
      const check = { action_type: 'create', object_type: 'org_sites', payload, dry_run: true };
      expect((await accepted('mist_update_configuration_objects', check)).outcome).toBe('dry_run');
    }
  });

  it('hosts and tokens as people paste them are read, and a list of tokens is refused in one sentence', () => {
    for (const { input } of of('cloud URL')) {
      const loaded = loadConfig([], { MIST_HOST: String(input), MIST_APITOKEN: TOKEN }, '/');
      expect(loaded).toMatchObject({ config: { cloud: { name: 'api.eu.mist.com' } } });
    }
    for (const { input } of of('env')) {
      const text = String(input);
      if (text.includes(',')) expect(() => parseToken(text)).toThrow('one server works with one token');
      else expect(parseToken(text)).toBe(text.replace('Bearer ', ''));
    }
  });
});
