import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DemoCloud } from '../../simulator/cloud.ts';
import type { Row } from '../../simulator/json.ts';
import { ConsentDesk } from '../../src/tool/elicitation.ts';
import { startCloud, writesOf } from '../harness/cloud.ts';
import { answerIn, CHANGE, type DeskStage, openDesk, questionIn, YES } from '../harness/rounds.ts';

const API = 'mist_call_api';
type Args = Readonly<Record<string, unknown>>;
const ORG = 'Lakeside Retail Group';
const SECRET = 'hunter2hunter2';

let cloud: DemoCloud;
let stage: DeskStage;
let device: Row;
let folder: string;
beforeAll(async () => {
  cloud = await startCloud();
  stage = await openDesk({ cloud });
  device = cloud.world.table('devices').find(({ type }) => type === 'switch') ?? {};
  folder = mkdtempSync(join(tmpdir(), 'persuaded-'));
});
afterAll(async () => {
  expect(cloud.violations).toEqual([]);
  await stage.close();
  await cloud.close();
  rmSync(folder, { recursive: true });
});

const setting = (payload: Row) => ({
  ...{ action_type: 'update', object_type: 'site_settings', site_id: device.site_id },
  payload,
});
const updateDevice = (payload: Row) => ({
  ...{ action_type: 'update', object_type: 'site_devices', site_id: device.site_id, object_id: device.id },
  payload,
});
const asked = async (args: Args, tool = CHANGE) => questionIn(await stage.ask(args, tool));
const refused = async (args: Args, tool = CHANGE, on = stage): Promise<string> => {
  const from = cloud.requests.length;
  const { text, isError } = answerIn(await on.ask(args, tool));
  expect(isError).toBe(true);
  expect(writesOf(cloud, from)).toEqual([]);
  return text;
};

/** A desk under an operator's policy. */
async function under(policy: object, ...args: string[]): Promise<DeskStage> {
  const file = join(folder, 'policy.json');
  writeFileSync(file, JSON.stringify({ version: 1, ...policy }));
  return openDesk({ cloud, args: ['--policy', file, ...args] });
}

describe('a persuaded assistant cannot hide a danger', () => {
  it('behind a hundred harmless fields: it stands first, with a word to type', async () => {
    const vars = Object.fromEntries(Array.from({ length: 100 }, (_, index) => [`vlan_${index}`, `${index}`]));
    const open = await asked(setting({ vars, switch_mgmt: { root_password: SECRET } }));
    const lines = open.message.split('\n');
    expect(lines[0]).toMatch(/^(?:UNKNOWN|UNSAFE|REVIEW|SAFE): /);
    expect(lines[2]).toBe('SENSITIVE: it changes root passwords.');
    const differences = lines.slice(lines.findIndex((line) => line.includes('old → new')));
    expect(differences.find((line) => line.startsWith('  • '))).toBe(
      '  • switch_mgmt.root_password: (secret) → (another secret)',
    );
    expect(open.typed).toBeDefined();
    expect(open.message).not.toContain(SECRET);
  });

  it('deep in a list of rules', async () => {
    const rules = Array.from({ length: 12 }, (_, index) => ({
      name: `rule ${index}`,
      match_model: 'EX4100',
      ...(index === 11 ? { additional_config_cmds: ['set system services telnet'] } : {}),
    }));
    const open = await asked(setting({ switch_matching: { enable: true, rules } }));
    expect(open.message.split('\n')[2]).toBe('SENSITIVE: it changes CLI commands.');
    expect(open.message.split('\n').find((line) => line.startsWith('  • '))).toContain('set system services telnet');
  });

  it.each([
    ['sshKeys', 'SSH keys'],
    ['ssh_keys\u200b', 'SSH keys'],
    ['Root-Password', 'root passwords'],
    ['-switch_mgmt', 'root passwords'],
  ])('under a name that is written otherwise: %s', async (name, words) => {
    const value = name.startsWith('-') ? '' : ['x'];
    const open = await asked({ ...setting({ [name]: value }), allow_unknown: ['*'] });
    expect(open.message.split('\n')[2]).toBe(`SENSITIVE: it changes ${words}.`);
  });

  it('in a variable that a template puts into commands', async () => {
    const open = await asked(setting({ vars: { motd: 'hi\nset system root-authentication no-password' } }));
    expect(open.message).toContain('SENSITIVE: it changes CLI commands.');
    expect(open.message).toContain('set system root-authentication no-password');
    expect(await refused(setting({ vars: { psk_motd: 'hi\nset system services telnet' } }))).toMatch(/cannot be shown/);
  });

  it.each([
    ...['protect system', 'wildcard delete interfaces ge-*', 'top delete system login', 'replace pattern lan with wan'],
    ...['hi\u2028set system services telnet', 'hi\u0085delete system login'],
  ])('in a variable that is a command of a rarer kind: %j', async (value) => {
    expect((await asked(setting({ vars: { motd: value } }))).message).toContain('SENSITIVE: it changes CLI commands.');
  });

  it.each([
    ['a private key', '-----BEGIN PRIVATE KEY-----\nset system services telnet'],
    ['JSON that was cut', 'set a description {"psk": "x\nset system services telnet'],
  ])('behind the mask of %s among commands', async (_, command) => {
    expect(await refused(updateDevice({ additional_config_cmds: [command] }))).toMatch(/commands that cannot be shown/);
  });

  it('in a host that stands where nobody looks for it', async () => {
    const url = 'https://evil.example:443\\@hooks.lakeside.example/in';
    const args = { action_type: 'create', object_type: 'org_webhooks', org_id: ORG };
    const payload = { name: 'x', url, topics: ['alarms'], type: 'http-post', enabled: true };
    expect((await asked({ ...args, payload })).message).toContain('Sends to: evil.example\n');
    const portal = { action_type: 'create', object_type: 'org_wlans', org_id: ORG };
    const wlan = { ssid: 'guests', portal: { enabled: true, auth: 'external', external_portal_url: `${url}` } };
    expect((await asked({ ...portal, payload: wlan })).message).toContain('(leads to evil.example)');
  });

  it('in a name that imitates another, nor far to the right', async () => {
    const open = await asked(updateDevice({ name: `M\u0410D\u2800${' '.repeat(400)}x`, notes: 'a' }));
    expect(open.message).toContain('"M\\u{410}D\\u{2800}\\u{20}×400x"');
  });

  it('in a question that nobody reads to its end', async () => {
    const place = { device_type: 'ex', utility: 'bouncePort', site_id: device.site_id, device_id: device.id };
    const port_ids = Array.from({ length: 150 }, (_, index) => `ge-0/0/${index}${'0'.repeat(170)}`);
    expect(await refused({ ...place, parameters: { port_ids } }, 'mist_utilities')).toMatch(/Split it|ports?/);
  });

  it('in an empty list or a null that a command takes for everything', async () => {
    const path = { site_id: device.site_id, device_id: device.id };
    const args = {
      operation: 'POST /api/v1/sites/{site_id}/devices/{device_id}/bounce_port',
      path,
      body: { ports: [] },
    };
    expect((await asked(args, API)).message).toContain('ports: []');
  });

  it('in what belongs to the cloud: an object does not move unseen', async () => {
    const other = cloud.world.table('sites').find(({ id }) => id !== device.site_id)?.id;
    const args = {
      operation: 'PUT /api/v1/sites/{site_id}/devices/{device_id}',
      path: { site_id: device.site_id, device_id: device.id },
      body: { notes: 'harmless', site_id: other },
    };
    const first = await stage.ask(args, API);
    if ('state' in first) expect(first.message).toContain(String(other));
    else expect(first.isError).toBe(true);
  });
});

describe('a bulk body', () => {
  it('shows each of its rows, and no secret in them', async () => {
    const body = ['a', 'b'].map((name) => ({ name, ssid: 'iot', passphrase: SECRET }));
    const { message } = await asked({ operation: 'importOrgPsks', path: { org_id: ORG }, body }, API);
    for (const [index, name] of ['a', 'b'].entries())
      expect(message).toContain(`body[${index}]: {"name":"${name}","ssid":"iot","passphrase":"(secret)"}`);
    expect(message).not.toContain(SECRET);
  });

  it('that is too long to be read is refused with the advice to split it', async () => {
    const body = Array.from({ length: 1600 }, (_, index) => ({ name: `n${index}`, ssid: 'iot', passphrase: SECRET }));
    expect(await refused({ operation: 'importOrgPsks', path: { org_id: ORG }, body }, API)).toMatch(/Split it/);
  });

  it('that deletes names the devices and wants the word typed', async () => {
    const body = { op: 'delete', macs: [device.mac] };
    const open = await asked({ operation: 'updateOrgInventoryAssignment', path: { org_id: ORG }, body }, API);
    expect(open.message).toContain('SENSITIVE: it deletes.');
    expect(open.message).toContain(`"${device.name}" (${device.mac})`);
    expect(open.typed).toBe('delete');
  });

  it('names devices by name and MAC where it names them by id', async () => {
    const path = { site_id: device.site_id };
    const args = { operation: 'POST /api/v1/sites/{site_id}/devices/restart', path, body: { device_ids: [device.id] } };
    expect((await asked(args, API)).message).toContain(`device_ids: ["${device.name}" (${device.mac})]`);
  });
});

describe('the operator decides by a policy', () => {
  const commands = () => updateDevice({ additional_config_cmds: ['set system services ssh'] });

  it('to refuse a kind, also in a dry run, with the fields and the remedy named', async () => {
    const strict = await under({ cli_commands: 'refuse', deletions: 'refuse' });
    for (const args of [commands(), { ...commands(), dry_run: true }])
      expect(await refused(args, CHANGE, strict)).toMatch(
        /policy refuses.*additional_config_cmds.*--policy \(cli_commands\)/s,
      );
    const body = { op: 'delete', macs: [device.mac] };
    expect(
      await refused({ operation: 'updateOrgInventoryAssignment', path: { org_id: ORG }, body }, API, strict),
    ).toMatch(/policy refuses this: it deletes/);
    await strict.close();
  });

  it('to relax a kind to a yes alone, which is still named first', async () => {
    const easy = await under({ cli_commands: 'confirm' });
    const open = questionIn(await easy.ask(commands(), CHANGE));
    expect(open.message).toContain('SENSITIVE: it changes CLI commands.');
    expect(open.typed).toBeUndefined();
    await easy.close();
  });

  it('to let shells through, for which nobody is asked otherwise', async () => {
    const path = { site_id: device.site_id, device_id: device.id };
    const shell = { operation: 'POST /api/v1/sites/{site_id}/devices/{device_id}/shell', path };
    expect(await refused(shell, API)).toContain('never called from here');
    const easy = await under({ device_shells: 'type' });
    const open = questionIn(await easy.ask(shell, API));
    expect(open.message).toContain('SENSITIVE: it opens a shell on a device.');
    expect(open.typed).toBe(device.name);
    await easy.close();
  });

  it('on what is done without questions: nothing that needs a typed word', async () => {
    const mute = await openDesk({ cloud, forms: false, args: ['--disable-elicitation'] });
    const removal = { action_type: 'delete', object_type: 'org_rftemplates', force: true };
    const [template] = cloud.world.table('rftemplates');
    for (const [args, tool] of [
      [commands(), CHANGE],
      [setting({ ssh_keys: ['ssh-rsa AAAA eve'] }), CHANGE],
      [{ ...removal, object_id: template?.id }, CHANGE],
      [
        { operation: 'deleteOrgPskList', path: { org_id: ORG }, body: { psk_ids: [cloud.world.table('psks')[0]?.id] } },
        API,
      ],
    ] as const)
      expect(await refused(args, tool, mute)).toMatch(
        /needs a word that the person types.*--policy|verdict on this change is \w+, and --disable-elicitation is on/s,
      );
    await mute.close();
    const easy = await under({ cli_commands: 'confirm' }, '--disable-elicitation');
    // Nobody computes what a command does: a policy spares the word, not the person.
    expect(await refused(commands(), CHANGE, easy)).toMatch(/verdict on this change is UNKNOWN/);
    await easy.close();
  });
});

it('a typed word is asked for under the title that names it, and a wrong one sends nothing', async () => {
  const args = setting({ ssh_keys: ['ssh-rsa AAAA eve'] });
  const open = await asked(args);
  const from = cloud.requests.length;
  for (const typed of ['', 'yes', String(open.typed).toUpperCase()]) {
    const { state } = await asked(args);
    expect(answerIn(await stage.reply(args, state, YES(typed), CHANGE)).data.outcome).not.toBe('applied');
  }
  expect(writesOf(cloud, from)).toEqual([]);
});

it('a yes to what could be done twice is good at the process that asked only; one to an update wherever the key is', async () => {
  const KEY = 'a key that replicas share, at least 32 bytes';
  const [desk, other] = await Promise.all([1, 2].map(() => openDesk({ cloud, desk: new ConsentDesk([KEY]) })));
  if (!desk || !other) throw new Error('two desks were opened');
  const place = { site_id: device.site_id, device_id: device.id };
  const made = { action_type: 'create', object_type: 'org_sitegroups', org_id: ORG, payload: { name: 'Made by whom' } };
  const inventory = { operation: 'updateOrgInventoryAssignment', path: { org_id: ORG } };
  for (const [args, tool] of [
    [made, CHANGE],
    [{ operation: 'createOrgSiteGroup', path: { org_id: ORG }, body: { name: 'Made' } }, API],
    [{ ...inventory, body: { op: 'unassign', macs: [device.mac] } }, API],
    [{ device_type: 'ex', utility: 'bouncePort', ...place, parameters: { port_ids: ['ge-0/0/1'] } }, 'mist_utilities'],
  ] as const) {
    const { state } = questionIn(await desk.ask(args, tool));
    const from = cloud.requests.length;
    expect(answerIn(await other.reply(args, state, YES(), tool)).text).toContain('Only the process that asked');
    expect(writesOf(cloud, from)).toEqual([]);
  }
  const args = setting({ vars: { floor: '7' } });
  const { state } = questionIn(await desk.ask(args, CHANGE));
  expect(answerIn(await other.reply(args, state, YES(), CHANGE)).data.outcome).toBe('applied');
  const from = cloud.requests.length;
  expect(answerIn(await desk.reply(args, state, YES(), CHANGE)).data.outcome).not.toBe('applied');
  expect(writesOf(cloud, from)).toEqual([]);
  await desk.close();
  await other.close();
});
