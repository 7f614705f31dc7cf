import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DemoCloud } from '../../../simulator/cloud.ts';
import type { Row } from '../../../simulator/json.ts';
import { endpoints } from '../../../simulator/world/endpoints.ts';
import { startCloud } from '../../harness/cloud.ts';
import type { Era } from '../../harness/era.ts';
import { answerIn, type DeskStage, openDesk, questionIn, YES } from '../../harness/rounds.ts';
import { openStage } from '../../harness/stage.ts';
import { deviceOf, type LiveStage, openLiveStage } from './live-stage.ts';

const UTILITIES = 'mist_utilities';
const ERAS: readonly Era[] = ['2025-11-25', '2026-07-28'];

describe.each(ERAS)('a disruptive command, revision %s', (era) => {
  const audit = join(mkdtempSync(join(tmpdir(), 'mistmcp-')), 'audit.jsonl');
  let stage: LiveStage;
  beforeAll(async () => {
    stage = await openLiveStage({ era, args: ['--audit-log', audit] });
  });
  afterAll(() => stage.close());

  it('asks first: device, site, ports, and who may lose service', async () => {
    const [client] = endpoints(stage.cloud.world).filter(({ lastSeen }) => stage.cloud.world.born - lastSeen < 3600);
    if (!client) throw new Error('no wired client');
    const device = stage.devices('ex').find(({ mac }) => mac === client.device.mac);
    if (!device) throw new Error('no switch');
    const parameters = { port_ids: [client.port, 'ge-0/0/47'] };
    const recorded = (): Record<string, unknown>[] =>
      readFileSync(audit, 'utf8')
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line));
    let whileOpen: Record<string, unknown>[] = [];
    stage.answer(() => {
      whileOpen = recorded();
      return { action: 'accept', content: { confirm: true } };
    });
    const { data, text } = await stage.run('ex', 'bouncePort', device, { parameters });
    expect(data, text).toMatchObject({ completed: true });
    const message = stage.forms.at(-1)?.message ?? '';
    const site = String(stage.cloud.world.find('sites', device.siteId)?.name);
    for (const part of [device.name, device.mac, site, client.port, 'ge-0/0/47', client.mac, 'bouncePort', 'Effect:']) {
      expect(message).toContain(part);
    }
    expect(message).toMatch(/Who may lose service: 1 wired client seen at these ports/);
    expect(stage.posts(device)).toEqual([{ command: 'bounce_port', body: { ports: parameters.port_ids } }]);
    const digest = expect.stringMatching(/^[0-9a-f]{64}$/);
    const body = { ports: parameters.port_ids };
    expect(whileOpen).toMatchObject([{ utility: 'bouncePort', outcome: 'waiting', decision: 'asked', digest, body }]);
    const entries = recorded();
    expect(entries.map(({ outcome }) => outcome)).toEqual(['waiting', 'sending', 'sent']);
    expect(entries[1]).toMatchObject({ decision: 'accepted', digest: whileOpen[0]?.digest, site, body });
    expect(entries[2]).toMatchObject({ decision: 'accepted', reason: 'ended: idle' });
  });

  it('needs a word that the person types where the port leads to another device, and says what is behind it', async () => {
    const device = stage.devices('ex').find(({ name }) => /SW-ACC/.test(name));
    if (!device) throw new Error('no access switch');
    stage.answer({ action: 'accept', content: { confirm: true, typed: 'something else' } });
    const parameters = { port_ids: ['xe-0/1/0'] };
    const before = stage.posts(device).length;
    const { text } = await stage.run('ex', 'bouncePort', device, { parameters });
    const form = stage.forms.at(-1);
    expect(form?.message).toMatch(/^UNSAFE: xe-0\/1\/0 leads to ".+": that and all behind it are cut off meanwhile\./);
    expect(JSON.stringify(form)).toContain(`Type: ${device.name}`);
    expect(text).toContain('The text typed is not');
    expect(stage.posts(device)).toHaveLength(before);
    stage.answer({ action: 'accept', content: { confirm: true, typed: device.name } });
    const { data } = await stage.run('ex', 'bouncePort', device, { parameters });
    expect(data).toMatchObject({ completed: true, verdict: { decision: 'UNSAFE' } });
  });

  it('says that everything is met where no filter is given', async () => {
    stage.answer({ action: 'decline' });
    await stage.run('ssr', 'clearSessions', deviceOf(stage, 'ssr'));
    expect(stage.forms.at(-1)?.message).toContain('EVERYTHING');
  });

  it.each([
    ['decline', { action: 'decline' }, 'declined'],
    ['cancel', { action: 'cancel' }, 'cancelled'],
    ['an unticked box', { action: 'accept', content: { confirm: false } }, 'declined'],
  ] as const)('sends nothing after %s, and answers so', async (_, reply, decision) => {
    stage.answer(reply);
    const before = stage.posts().length;
    const { data, isError } = await stage.run('ex', 'cableTest', deviceOf(stage, 'ex'), {
      parameters: { port: 'ge-0/0/1' },
    });
    expect(isError).toBe(false);
    expect(data).toMatchObject({ outcome: 'not_sent', decision, utility: 'cableTest' });
    expect(data.note).toContain('nothing was sent');
    expect(stage.posts().length).toBe(before);
    expect(stage.cloud.stream.opened).toBe(1);
  });

  it('is refused for a device of another kind, or at another site, before the person is asked', async () => {
    stage.answer({ action: 'accept', content: { confirm: true } });
    const before = { posts: stage.posts().length, forms: stage.forms.length };
    const parameters = { port_ids: ['ge-0/0/1'] };
    const ap = await stage.run('ex', 'bouncePort', deviceOf(stage, 'ap'), { parameters });
    expect(ap.data.error).toContain('The device is of type ap');
    const gateway = await stage.run('ssr', 'bouncePort', deviceOf(stage, 'srx'), { parameters });
    expect(gateway.data.error).toContain('SRX');
    const [first, ...others] = stage.devices('ex');
    const elsewhere = others.find(({ siteId }) => siteId !== first?.siteId);
    if (!first || !elsewhere) throw new Error('no two sites');
    const { isError } = await stage.run('ex', 'bouncePort', { ...first, siteId: elsewhere.siteId }, { parameters });
    expect(isError).toBe(true);
    expect({ posts: stage.posts().length, forms: stage.forms.length }).toEqual(before);
  });
});

it('an application that cannot ask gets no disruptive command, and the others all the same', async () => {
  const silent = await openStage({ token: 'write', args: ['--enable-write-tools'] });
  try {
    const { tools } = await silent.client.listTools();
    expect(tools.map(({ name }) => name)).toContain('mist_utilities');
    const row = silent.cloud.world.table('devices').find(({ type }) => type === 'switch');
    const place = { site_id: row?.site_id, device_id: row?.mac };
    const bounce = { device_type: 'ex', utility: 'bouncePort', parameters: { port_ids: ['ge-0/0/1'] }, ...place };
    const { isError, data } = await silent.call('mist_utilities', bounce);
    expect(isError).toBe(true);
    expect(data.error).toContain('cannot ask');
    expect(silent.cloud.requests.filter(({ method }) => method === 'POST')).toEqual([]);
  } finally {
    await silent.close();
  }
});

it.each(ERAS)('a disruptive command is asked of nobody when it cannot be put on record, revision %s', async (era) => {
  const stage = await openLiveStage({ era, args: ['--audit-log', '/dev/full'] });
  try {
    const device = deviceOf(stage, 'ex');
    const parameters = { port_ids: ['ge-0/0/1'] };
    const { data, isError } = await stage.run('ex', 'bouncePort', device, { parameters });
    expect(isError).toBe(true);
    expect(data.error).toBe('The record of changes cannot be written, so nothing was asked and nothing was sent.');
    expect(stage.forms).toEqual([]);
    expect(stage.posts()).toEqual([]);
  } finally {
    await stage.close();
  }
});

describe('a confirmed command on a device that changed meanwhile', () => {
  let cloud: DemoCloud;
  let desk: DeskStage;
  let onRequest: ((request: Request) => void) | undefined;
  let switchRow: Row;
  beforeAll(async () => {
    cloud = await startCloud();
    desk = await openDesk({ cloud, before: (request) => onRequest?.(request) });
    const row = cloud.world.table('devices').find(({ type }) => type === 'switch');
    if (!row) throw new Error('no switch');
    switchRow = row;
  });
  afterAll(async () => {
    await desk.close();
    await cloud.close();
  });
  const bounce = () => ({
    ...{ device_type: 'ex', utility: 'bouncePort', parameters: { port_ids: ['ge-0/0/1'] } },
    ...{ site_id: switchRow.site_id, device_id: switchRow.id },
  });
  const posts = () => cloud.requests.filter(({ method }) => method === 'POST');

  it('is not sent when the name is another one after the question', async () => {
    const { state } = questionIn(await desk.ask(bounce(), UTILITIES));
    switchRow.name = 'renamed after the question';
    const { isError, text } = answerIn(await desk.reply(bounce(), state, YES(), UTILITIES));
    expect(isError).toBe(true);
    expect(text).toContain('nothing was sent');
    expect(posts()).toEqual([]);
  });

  it('is not sent when the name becomes another one right before the command', async () => {
    const { state } = questionIn(await desk.ask(bounce(), UTILITIES));
    let looks = 0;
    onRequest = ({ url }) => {
      looks += url.endsWith(`/devices/${String(switchRow.id)}`) ? 1 : 0;
      if (looks === 2) switchRow.name = 'renamed at the last moment';
    };
    const { isError, text } = answerIn(await desk.reply(bounce(), state, YES(), UTILITIES));
    onRequest = undefined;
    expect(looks).toBe(2);
    expect(isError).toBe(true);
    expect(text).toContain('changed by someone else after it was read');
    expect(posts()).toEqual([]);
    expect(desk.records.at(-1)).toMatchObject({ outcome: 'refused', decision: 'accepted' });
  });
});
