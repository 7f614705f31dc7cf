import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { ElicitRequestSchema } from '@modelcontextprotocol/sdk/types.js';
import { afterEach, describe, expect, it } from 'vitest';
import { startDemoCloud } from '../../../simulator/cloud.ts';
import { readAnswer } from '../../harness/answer.ts';
import { holdAnswers, writesOf } from '../../harness/cloud.ts';
import { command } from '../../harness/command.ts';
import { openStage, type StageOptions } from '../../harness/stage.ts';
import { openChangeStage } from './flow-stage.ts';

const WRITERS = ['mist_update_configuration_objects', 'mist_change_configuration_objects'];
const FORMS = { capabilities: { elicitation: { form: {} } } };
const ends: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});

async function offered(options: StageOptions): Promise<readonly string[]> {
  const stage = await openStage(options);
  ends.push(() => stage.close());
  const { tools } = await stage.client.listTools();
  return tools.map(({ name }) => name).filter((name) => WRITERS.includes(name));
}

describe('the tools that change configuration', () => {
  const on = { token: 'write', args: ['--enable-write-tools'] } as const;
  it.each<[string, StageOptions, boolean]>([
    ['2025, forms', { ...on, client: FORMS }, true],
    ['2025, an empty elicitation capability', { ...on, client: { capabilities: { elicitation: {} } } }, true],
    ['2025, no forms', { ...on }, false],
    ['2025, no forms, questions switched off', { ...on, args: [...on.args, '--disable-elicitation'] }, true],
    ['2026, forms', { ...on, era: '2026-07-28', client: FORMS }, true],
    ['2026, no forms: the list does not vary by connection', { ...on, era: '2026-07-28' }, true],
    ['read-only server', { token: 'write', client: FORMS }, false],
    ['read-only token', { token: 'read', args: on.args, client: FORMS }, false],
  ])('are offered or not: %s', async (_, options, there) => {
    expect(await offered(options)).toEqual(there ? WRITERS : []);
  });

  it('cannot be called where they are not offered', async () => {
    const stage = await openStage({ token: 'write', client: FORMS });
    ends.push(() => stage.close());
    for (const tool of WRITERS)
      await expect(stage.call(tool, { action_type: 'create' })).rejects.toThrow(/is off: this server only reads/);
    expect(writesOf(stage.cloud)).toEqual([]);
  });

  it('say what they may do: only one of them deletes', async () => {
    const stage = await openChangeStage('2025-11-25');
    ends.push(() => stage.close());
    const { tools } = await stage.client.listTools();
    const [update, change] = WRITERS.map((name) => tools.find((tool) => tool.name === name));
    expect(update?.annotations).toMatchObject({ readOnlyHint: false, destructiveHint: false });
    expect(change?.annotations).toMatchObject({ readOnlyHint: false, destructiveHint: true });
    const object_id = stage.cloud.world.id('sitegroups', 'Asia');
    const { data } = await stage.call(WRITERS[0] ?? '', {
      action_type: 'delete',
      object_type: 'org_sitegroups',
      object_id,
    });
    expect(data.error).toMatch(/`action_type` must be one of create, update; got "delete"/);
  });

  it('ask a person of an application of the first SDK generation', async () => {
    const cloud = await startDemoCloud({ seed: 1 });
    const [program = '', ...rest] = command;
    const client = new Client({ name: 'old', version: '1' }, FORMS);
    const messages: string[] = [];
    client.setRequestHandler(ElicitRequestSchema, ({ params }) => {
      messages.push(params.message);
      return { action: 'accept', content: { confirm: true } };
    });
    ends.push(async () => {
      await client.close();
      await cloud.close();
    });
    await client.connect(
      new StdioClientTransport({
        command: program,
        args: [...rest, '--enable-write-tools'],
        cwd: '/',
        env: { MIST_HOST: cloud.url, MIST_APITOKEN: cloud.tokens.write },
        stderr: 'ignore',
      }),
    );
    const answer = await client.callTool({
      name: 'mist_update_configuration_objects',
      arguments: {
        action_type: 'create',
        object_type: 'org_sitegroups',
        payload: { name: 'From an older application' },
      },
    });
    expect(readAnswer({ ...answer }).data.outcome).toBe('applied');
    expect(messages).toHaveLength(1);
    expect(writesOf(cloud)).toHaveLength(1);
  });
});

it('puts every attempt on record: a line each in the file, without secrets', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'mistmcp-audit-'));
  const file = join(folder, 'audit.jsonl');
  const stage = await openChangeStage('2025-11-25', { args: ['--audit-log', file] });
  ends.push(async () => {
    await stage.close();
    rmSync(folder, { recursive: true });
  });
  const [tool = ''] = WRITERS;
  const object_id = stage.cloud.world.id('wlans', 'Lakeside-IoT');
  const args = {
    action_type: 'update',
    object_type: 'org_wlans',
    object_id,
    payload: { auth: { psk: 'the-new-passphrase' } },
  };
  await stage.call(tool, { ...args, dry_run: true });
  await stage.call(tool, { ...args, payload: { nonsense: 1 } });
  stage.answer(() => ({ action: 'decline' }));
  await stage.call(tool, args);
  stage.answer(() => ({ action: 'accept', content: { confirm: true, typed: 'Lakeside-IoT' } }));
  await stage.call(tool, args);
  const text = readFileSync(file, 'utf8');
  const lines: Record<string, unknown>[] = text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(lines.map(({ decision, outcome }) => [decision, outcome])).toEqual([
    ['not asked', 'dry run'],
    [undefined, 'refused'],
    ['asked', 'waiting'],
    ['declined', 'not sent'],
    ['asked', 'waiting'],
    ['accepted', 'sending'],
    ['accepted', 'applied'],
  ]);
  for (const line of lines) {
    expect(line).toMatchObject({
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
      ...{ principal: expect.stringMatching(/^[0-9a-f]{32}$/), tool, object_type: 'org_wlans' },
      object: { id: object_id },
    });
  }
  expect(lines[5]?.attempt).toBe(lines[6]?.attempt);
  expect(lines[6]).toMatchObject({
    digest: lines[4]?.digest,
    difference: ['auth.psk: (secret) → (another secret)'],
    undo: { action_type: 'update', object_id },
  });
  expect(`${text}${stage.stderr()}`).not.toMatch(/the-new-passphrase|demo-iot-passphrase/);
  expect(stage.stderr()).toContain('"outcome":"applied"');
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(writesOf(stage.cloud)).toHaveLength(1);
});

it('finishes and records a write whose caller has gone away', async () => {
  const stage = await openChangeStage('2025-11-25');
  ends.push(() => stage.close());
  const letGo = holdAnswers(stage.cloud, { method: 'PUT' });
  const abort = new AbortController();
  const object_id = stage.cloud.world.id('rftemplates', 'Office RF');
  const args = { action_type: 'update', object_type: 'org_rftemplates', object_id, payload: { ant_gain_24: 1 } };
  const call = stage.call('mist_update_configuration_objects', args, { signal: abort.signal });
  await expect.poll(() => writesOf(stage.cloud)).toHaveLength(1);
  abort.abort(new Error('the person closed the window'));
  await expect(call).rejects.toThrow();
  letGo();
  await expect.poll(() => stage.stderr()).toContain('"outcome":"applied"');
  expect(writesOf(stage.cloud)).toHaveLength(1);
});
