import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { DemoCloud } from '../../../simulator/cloud.ts';
import { openAudit } from '../../../src/telemetry/audit-log.ts';
import { ConsentDesk } from '../../../src/tool/elicitation.ts';
import { startCloud, writesOf } from '../../harness/cloud.ts';
import { answerIn, CHANGE, type DeskStage, openDesk, questionIn, YES } from '../../harness/rounds.ts';
import { type Args, create, done, removal, shown, unasked, update } from './flow-arguments.ts';

const KEY = 'a key that replicas share, at least 32 bytes';

let cloud: DemoCloud;
let stage: DeskStage;
let answering: ((request: Request) => Response | Promise<Response> | undefined) | undefined;
beforeAll(async () => {
  cloud = await startCloud();
  stage = await openDesk({ cloud, desk: new ConsentDesk([KEY]), intercept: (request) => answering?.(request) });
});
afterEach(() => {
  answering = undefined;
  vi.restoreAllMocks();
});
afterAll(async () => {
  expect(cloud.violations).toEqual([]);
  await stage.close();
  await cloud.close();
});

const id = (table: string, name: string): string => cloud.world.id(table, name);
const madrid = () => id('sites', 'Madrid Store');
const template = () => String(cloud.world.table('networktemplates')[0]?.id);

describe('a question shows what would change', () => {
  it('also at the end of a text that begins as before', async () => {
    const notes = `Local contact: facilities-es@lakeside.example${' '.repeat(900)}hidden`;
    const message = await shown(stage, update('org_sites', madrid(), { notes }));
    expect(message).toContain('hidden"');
    expect(message).toContain('(951 characters)');
  });

  it('also behind the first of many values of a list', async () => {
    const long = Array.from({ length: 90 }, (_, index) => `set system host-name host-${index}`);
    await done(stage, update('org_networktemplates', template(), { additional_config_cmds: long }), 'Campus Switching');
    const added = [...long, 'set interfaces ge-0/0/0 disable'];
    const message = await shown(stage, update('org_networktemplates', template(), { additional_config_cmds: added }));
    expect(message).toContain('90 → 91 values: added ["set interfaces ge-0/0/0 disable"]');
    const turned = await shown(
      stage,
      update('org_networktemplates', template(), { additional_config_cmds: long.toReversed() }),
    );
    expect(turned).toContain('additional_config_cmds: moved 89 values: ["set system host-name host-89"');
  });

  it('also beside a secret, which must not hide the commands or the host around it', async () => {
    const additional_config_cmds = ['set snmp community hunter2 authorization read-only', 'delete interfaces'];
    const message = await shown(stage, update('org_networktemplates', template(), { additional_config_cmds }));
    expect(message).toContain('set snmp community \\"(secret)\\" authorization read-only');
    expect(message).toContain('delete interfaces');
    const url = 'https://me:hunter2@evil.example/?token=hunter2';
    const hook = await shown(stage, create('org_webhooks', { name: 'x', url, topics: ['alarms'], type: 'http-post' }));
    expect(hook).toContain('https://me:(secret)@evil.example/?token=(secret)');
    expect(`${message}${hook}${JSON.stringify(stage.records)}`).not.toContain('hunter2');
  });

  it('by the name of every attribute, or is not asked', async () => {
    const junk = (count: number) =>
      Object.fromEntries(Array.from({ length: count }, (_, index) => [`junk_${index}`, 1]));
    const args = (count: number) =>
      update('org_sites', madrid(), { ...junk(count), name: 'Renamed' }, { allow_unknown: ['*'] });
    const message = await shown(stage, args(120));
    for (const name of ['name', ...Object.keys(junk(120))]) expect(message).toMatch(new RegExp(`\\b${name}\\b`));
    expect(String((await unasked(stage, args(2000))).data.error)).toMatch(/2001 attributes at once/);
  });

  it('with nothing hidden in the names of unknown fields', async () => {
    const args = update('org_sites', madrid(), { 'x\u202e\n\u2028Impact:': 1 }, { allow_unknown: ['*'] });
    const message = await shown(stage, args);
    expect(message).not.toMatch(/[\u202e\u2028]/);
    expect(message.match(/^Impact:$/gm)).toHaveLength(1);
  });
});

describe('an input that leads elsewhere', () => {
  it.each<[string, () => Args, RegExp]>([
    ['a path step', () => removal('org_wlans', '..'), /must be an ID/],
    ['a path step as a site', () => removal('org_sites', '..'), /No site named/],
    ['a path in a payload', () => ({ ...update('org_wlans', '', { id: '../x', ssid: 'x' }) }), /must be an ID/],
    ['another route', () => update('site_settings', '', { vars: {} }, { site_id: '../orgs' }), /No site named/],
    ['a payload that is too deep', () => update('org_sites', madrid(), { a: nested(500) }), /deeper than 100 levels/],
    [
      'a name of Object',
      () => ({ ...update('org_sites', madrid(), { notes: 'x' }), toString: 1 }),
      /no input `toString`/,
    ],
  ])('%s', async (_, args, sentence) => {
    expect(String((await unasked(stage, args())).data.error)).toMatch(sentence);
  });

  it('an id in capitals is that object, with all that uses it', async () => {
    const args = removal('org_rftemplates', id('rftemplates', 'Office RF').toUpperCase());
    expect(String((await unasked(stage, args)).data.error)).toMatch(/in use: 9 × site/);
  });

  it('a site of another organization than the one that is named', async () => {
    const msp = await openDesk({ cloud, token: 'msp' });
    const other = cloud.world.table('sites').find(({ org_id }) => org_id !== id('orgs', 'Lakeside Retail Group'));
    const more = { org_id: 'Lakeside Retail Group' };
    const site = String(other?.id);
    for (const args of [
      update('org_sites', site, { notes: 'x' }, more),
      create('site_webhooks', { name: 'x', url: 'https://x.example', topics: ['alarms'] }, { ...more, site_id: site }),
    ])
      expect(String((await unasked(msp, args)).data.error)).toMatch(/belongs to another organization/);
    await msp.close();
  });

  it('attributes called like those of every object', async () => {
    const vars: unknown = JSON.parse('{"__proto__":"x","constructor":"y"}');
    const message = await shown(stage, update('site_settings', '', { vars }, { site_id: 'Madrid Store' }));
    expect(message).toContain('vars.__proto__: (none) → "x"');
    expect(message).toContain('vars.constructor: (none) → "y"');
  });
});

const nested = (depth: number): unknown => JSON.parse(`${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`);

it('two yeses to the same object at the same moment are one write and one refusal', async () => {
  const args = (vars: Args) => update('org_sitetemplates', id('sitetemplates', 'Office Sites'), { vars });
  const both = [args({ first: '1' }), args({ second: '2' })];
  const states = await Promise.all(both.map(async (one) => questionIn(await stage.ask(one, CHANGE)).state));
  const from = cloud.requests.length;
  // Writes that take their time: each caller has had its last look before the other's write is there.
  answering = (request) => (request.method === 'PUT' ? wait(100).then(() => globalThis.fetch(request)) : undefined);
  const answers = await Promise.all(
    both.map(async (one, index) => answerIn(await stage.reply(one, states[index], YES(), CHANGE))),
  );
  expect(answers.filter(({ data }) => data.outcome === 'applied')).toHaveLength(1);
  expect(
    answers.filter(({ isError, text }) => isError && /changed by someone else|something else/.test(text)),
  ).toHaveLength(1);
  expect(writesOf(cloud, from)).toHaveLength(1);
});

it('a yes to a new object is not good for a second one at another replica', async () => {
  const replica = await openDesk({ cloud, desk: new ConsentDesk([KEY]) });
  const args = create('org_sitegroups', { name: 'Made once' });
  const { state } = questionIn(await stage.ask(args, CHANGE));
  expect(answerIn(await stage.reply(args, state, YES(), CHANGE)).data.outcome).toBe('applied');
  const from = cloud.requests.length;
  expect(answerIn(await replica.reply(args, state, YES(), CHANGE)).isError).toBe(true);
  expect(writesOf(cloud, from)).toEqual([]);
  await replica.close();
});

it('a secret that the cloud repeats in its refusal is in neither answer nor record', async () => {
  const args = update('org_wlans', id('wlans', 'Lakeside-POS'), { auth: { psk: 'hunter2hunter2' } });
  const { state, typed } = questionIn(await stage.ask(args, CHANGE));
  answering = ({ method }) =>
    method === 'PUT' ? Response.json({ detail: 'psk "hunter2hunter2" is too weak' }, { status: 400 }) : undefined;
  const { data, isError } = answerIn(await stage.reply(args, state, YES(typed), CHANGE));
  expect(isError).toBe(true);
  expect(data.api_said).toBe('psk "(secret)" is too weak');
  expect(JSON.stringify([data, stage.records])).not.toContain('hunter2');
});

it('a digest on record does not tell who guesses the secret', async () => {
  const args = update('org_wlans', id('wlans', 'Lakeside-POS'), { auth: { psk: 'hunter2hunter2' } });
  const msp = await openDesk({ cloud, token: 'msp' });
  const org_id = id('orgs', 'Lakeside Retail Group');
  await stage.ask({ ...args, org_id }, CHANGE);
  await msp.ask({ ...args, org_id }, CHANGE);
  // The same change by another token has another digest: it cannot be made without the token.
  expect(msp.records.at(-1)?.digest).toMatch(/^[0-9a-f]{64}$/);
  expect(msp.records.at(-1)?.digest).not.toBe(stage.records.at(-1)?.digest);
  await msp.close();
});

describe('a record that cannot be written', () => {
  const full = () => {
    throw new Error('ENOSPC');
  };

  it('stops a change before the person is asked', async () => {
    vi.spyOn(stage.audit, 'write').mockImplementation(full);
    const { data } = await unasked(stage, update('org_sites', madrid(), { notes: 'unrecorded' }));
    expect(data.error).toMatch(/record of changes cannot be written/);
  });

  it('stops a change right before it is sent', async () => {
    const args = update('org_sites', madrid(), { notes: 'not on record' });
    const { state } = questionIn(await stage.ask(args, CHANGE));
    const from = stage.cloud.requests.length;
    vi.spyOn(stage.audit, 'write').mockImplementation(full);
    const { data, isError } = answerIn(await stage.reply(args, state, YES(), CHANGE));
    expect(isError).toBe(true);
    expect(data.error).toMatch(/record of changes cannot be written, so nothing was sent/);
    expect(writesOf(stage.cloud, from)).toEqual([]);
  });

  it('does not hide that a change was made', async () => {
    const args = update('org_sites', madrid(), { notes: 'recorded or not' });
    const { state } = questionIn(await stage.ask(args, CHANGE));
    vi.spyOn(stage.audit, 'write')
      .mockImplementationOnce(() => {})
      .mockImplementation(full);
    const { data } = answerIn(await stage.reply(args, state, YES(), CHANGE));
    expect(data).toMatchObject({ outcome: 'applied', record_note: expect.stringMatching(/could not be written/) });
  });

  it.skipIf(process.platform !== 'linux')('is told to the operator (needs /dev/full)', () => {
    const told: string[] = [];
    const log = { debug() {}, info() {}, warn() {}, error: (message: string) => void told.push(message) };
    const audit = openAudit(log, '/dev/full');
    expect(() => audit.write({ outcome: 'applied' })).toThrow();
    expect(told).toEqual(['The audit log cannot be written']);
  });
});
