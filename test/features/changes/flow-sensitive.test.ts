import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DemoCloud } from '../../../simulator/cloud.ts';
import type { Row } from '../../../simulator/json.ts';
import { startCloud, writesOf } from '../../harness/cloud.ts';
import { answerIn, CHANGE, type DeskStage, openDesk, questionIn, YES } from '../../harness/rounds.ts';

const API = 'mist_call_api';
const ORG = 'Lakeside Retail Group';

let cloud: DemoCloud;
let stage: DeskStage;
let device: Row;
beforeAll(async () => {
  cloud = await startCloud();
  stage = await openDesk({ cloud });
  device = cloud.world.table('devices').find(({ type }) => type === 'switch') ?? {};
});
afterAll(async () => {
  expect(cloud.violations).toEqual([]);
  await stage.close();
  await cloud.close();
});

const updateDevice = (payload: Row) => ({
  ...{ action_type: 'update', object_type: 'site_devices', site_id: device.site_id, object_id: device.id },
  payload,
});

describe('a question', () => {
  it('names what is sensitive first, shows CLI commands whole, and wants the name typed', async () => {
    const commands = Array.from(
      { length: 40 },
      (_, index) => `set interfaces ge-0/0/${index} description "port ${index}"`,
    );
    const args = updateDevice({ notes: 'moved', additional_config_cmds: [...commands, 'set system login user eve'] });
    const open = questionIn(await stage.ask(args, CHANGE));
    expect(open.message.split('\n')[2]).toBe('SENSITIVE: it changes CLI commands.');
    for (const command of [...commands, 'set system login user eve'])
      expect(open.message).toContain(JSON.stringify(command).slice(1, -1));
    expect(open.message.indexOf('additional_config_cmds')).toBeLessThan(open.message.indexOf('notes'));
    expect(open.typed).toBe(device.name);
    const from = cloud.requests.length;
    expect(answerIn(await stage.reply(args, open.state, YES(), CHANGE)).data.outcome).not.toBe('applied');
    expect(writesOf(cloud, from)).toEqual([]);
  });

  it.each([
    ['root passwords', { switch_mgmt: { root_password: 'hunter2hunter2' } }],
    ['local accounts', { switch_mgmt: { local_accounts: { eve: { role: 'admin', password: 'hunter2hunter2' } } } }],
    ['SSH keys', { ssh_keys: ['ssh-rsa AAAA eve'] }],
  ])('wants a typed word for %s', async (words, payload) => {
    const setting = { action_type: 'update', object_type: 'site_settings', site_id: device.site_id, payload };
    const open = questionIn(await stage.ask(setting, CHANGE));
    expect(open.message.split('\n')[2]).toBe(`SENSITIVE: it changes ${words}.`);
    expect(open.typed).toBeDefined();
    expect(open.message).not.toContain('hunter2');
  });

  it('shows the whole host of a webhook and wants a typed word for it', async () => {
    const url = `https://${'a'.repeat(50)}.${'b'.repeat(60)}.lakeside.example.evil.example/in`;
    const body = { name: 'x', url, topics: ['alarms'], type: 'http-post', enabled: true };
    const create = { action_type: 'create', object_type: 'org_webhooks', org_id: ORG, payload: body };
    for (const [args, tool] of [
      [create, CHANGE],
      [{ operation: 'createOrgWebhook', path: { org_id: ORG }, body }, API],
    ] as const) {
      const open = questionIn(await stage.ask(args, tool));
      expect(open.message).toContain('SENSITIVE: it changes webhook targets.');
      expect(open.message).toContain(url);
      expect(open.message).toContain(`Sends to: ${new URL(url).host}`);
      expect(open.typed).toBe(tool === CHANGE ? 'x' : 'change');
    }
  });

  it('never consists of counts: what cannot be shown is refused with the advice to split it', async () => {
    const rows = (count: number): Row[] =>
      Array.from({ length: count }, (_, index) => ({
        name: `user ${index}`,
        ssid: 'iot',
        passphrase: `secret word ${index}`,
      }));
    const vars = Object.fromEntries(
      Array.from({ length: 700 }, (_, index) => [`variable_${index}`, `value ${index} of one variable`]),
    );
    const many = { action_type: 'update', object_type: 'site_settings', site_id: device.site_id, payload: { vars } };
    const from = cloud.requests.length;
    for (const answer of [
      await stage.ask({ operation: 'importOrgPsks', path: { org_id: ORG }, body: rows(700) }, API),
      await stage.ask(many, CHANGE),
    ])
      expect(answerIn(answer).text).toMatch(/too long to be shown.*Split it/s);
    expect(writesOf(cloud, from)).toEqual([]);
    const few = questionIn(await stage.ask({ operation: 'importOrgPsks', path: { org_id: ORG }, body: rows(3) }, API));
    for (const name of ['user 0', 'user 1', 'user 2']) expect(few.message).toContain(name);
    expect(few.message).not.toContain('secret word');
  });

  it('names the devices of a bulk body, and wants a word typed where they are deleted', async () => {
    const device = cloud.world.table('devices').find(({ type }) => type === 'ap') ?? {};
    const body = { op: 'delete', serials: [device.serial] };
    const args = { operation: 'updateOrgInventoryAssignment', path: { org_id: ORG }, body };
    const open = questionIn(await stage.ask(args, API));
    expect(open.message).toContain(`"${device.name}" (${device.serial})`);
    expect(open.typed).toBe('delete');
    const other = { ...args, body: { op: 'unassign', macs: [device.mac] } };
    expect(questionIn(await stage.ask(other, API)).typed).toBeUndefined();
  });

  it('is never asked about a shell on a device', async () => {
    const path = { site_id: device.site_id, device_id: device.id };
    const answer = answerIn(
      await stage.ask({ operation: 'POST /api/v1/sites/{site_id}/devices/{device_id}/shell', path }, API),
    );
    expect(answer.text).toContain('never called from here');
  });
});
