import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DemoCloud, startDemoCloud } from '../../simulator/cloud.ts';
import { isRecord } from '../../src/core/json.ts';
import { writesOf } from '../harness/cloud.ts';
import { run, runJson } from '../harness/run.ts';

let cloud: DemoCloud;
let base: string;
const envOf = (token: string): Record<string, string> => ({
  MIST_HOST: cloud.url,
  MIST_APITOKEN: token,
  PATH: process.env.PATH ?? '',
  HOME: base,
  XDG_DATA_HOME: join(base, 'data'),
});
beforeAll(async () => {
  cloud = await startDemoCloud({ seed: 1 });
  base = mkdtempSync(join(tmpdir(), 'plans-'));
});
afterAll(async () => {
  rmSync(base, { recursive: true, force: true });
  expect(cloud.violations).toEqual([]);
  await cloud.close();
});

const WRITE = '--enable-write-tools';
const table = (text: string): string => {
  const file = join(base, 'variables.csv');
  writeFileSync(file, text);
  return file;
};

describe('mistmcp restore --onto', () => {
  it('makes another site like the one of a snapshot, and needs a part of an organization', async () => {
    const env = envOf(cloud.tokens.read);
    const [lab, all] = [join(base, 'lab'), join(base, 'all')];
    await run(['snapshot', 'San Jose Lab', lab], { env });
    await run(['snapshot', all], { env });
    const onto = ['--onto', 'sites/madrid-store', '--dry-run'];
    expect(await runJson(['restore', lab, ...onto], { env })).toMatchObject({ outcome: 'dry_run', changes: 3 });
    const whole = await run(['restore', all, ...onto], { env });
    expect(whole).toMatchObject({ code: 2 });
    expect(whole.stderr).toContain('a part of the snapshot has to be named');
    const unlike = await run(['restore', `${all}#org/rftemplates/warehouse-rf`, ...onto], { env });
    expect(unlike).toMatchObject({ code: 2 });
    expect(unlike.stderr).toContain('The two sides are of different kinds.');
  });
});

describe('mistmcp apply', () => {
  it('shows a plan and the runs by a profile that only reads, and says why it makes none', async () => {
    const config = join(base, 'profiles.toml');
    writeFileSync(
      config,
      `version = 1\n[profiles.looks]\ncloud = "${cloud.url}"\ntoken = { env = "T" }\nreadonly = true\n`,
      { mode: 0o600 },
    );
    const file = table('site_name,guest_vlan\nMadrid Store,410\n');
    const env = { T: cloud.tokens.write, HOME: base, XDG_DATA_HOME: join(base, 'none') };
    const from = writesOf(cloud).length;
    const seen = await runJson(['apply', file, '--dry-run', '--config', config], { env });
    expect(seen).toMatchObject({ outcome: 'dry_run', changes: 1 });
    expect(await runJson(['run', 'list', '--config', config], { env })).toMatchObject({ runs: [] });
    const refused = await run(['apply', file, WRITE, '--yes', String(seen.plan), '--config', config], { env });
    expect(refused).toMatchObject({ code: 2 });
    expect(refused.stderr).toContain('The profile looks is read-only; nothing was sent.');
    expect(writesOf(cloud)).toHaveLength(from);
  });

  it('shows a plan without a right to change anything, and makes exactly that one after --yes with its digest', async () => {
    const file = table('\ufeffsite_name;guest_vlan\r\nMadrid Store;"410"\r\n');
    const env = envOf(cloud.tokens.write);
    const seen = await runJson(['apply', file, '--dry-run'], { env });
    expect(seen).toMatchObject({ outcome: 'dry_run', changes: 1 });
    const digest = String(seen.plan);
    const other = await run(['apply', file, WRITE, '--yes', '0123456789abcdef'], { env });
    expect(other).toMatchObject({ code: 1 });
    expect(other.stdout).toContain('not_sent');
    expect(writesOf(cloud)).toEqual([]);
    const done = await runJson(['apply', file, WRITE, '--yes', digest], { env });
    expect(done).toMatchObject({ outcome: 'applied', done: 1 });

    const folder = join(base, 'data', 'mistmcp', 'runs');
    const [journal = ''] = readdirSync(folder).filter((name) => name.endsWith('.jsonl'));
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    expect(statSync(join(folder, journal)).mode & 0o777).toBe(0o600);
    const text = readFileSync(join(folder, journal), 'utf8');
    expect(text).not.toContain('"approved"');
    expect(text).not.toContain('demo-radius');
    expect(readdirSync(folder).filter((name) => name.endsWith('.lock'))).toEqual([]);

    const listed = await runJson(['run', 'list'], { env });
    expect(listed).toMatchObject({ runs: [{ run: done.run, state: 'done', can_continue: false }] });
    const undo = await runJson(['run', 'undo', String(done.run), '--dry-run'], { env });
    expect(undo).toMatchObject({ outcome: 'dry_run', changes: 1 });
    const undone = await runJson(['run', 'undo', String(done.run), WRITE, '--yes', String(undo.plan)], { env });
    expect(undone).toMatchObject({ outcome: 'applied', done: 1 });
  });

  it.each([
    ['without the right to change', ['apply', 'F'], 2, '--enable-write-tools'],
    ['without somebody to ask', ['apply', 'F', WRITE], 2, 'Confirmation needs an interactive terminal'],
    ['a digest that is none', ['apply', 'F', WRITE, '--yes', 'yes'], 2, '16 hexadecimal digits'],
    ['a plan that is not there', ['apply', '/nowhere', '--dry-run'], 2, 'cannot be read'],
    ['a run that is not there', ['run', 'undo', 'abcdef01', '--dry-run'], 2, 'There is no run'],
  ])('refuses %s', async (_, words, code, says) => {
    const file = table('site_name,guest_vlan\nMadrid Store,411\n');
    const from = cloud.requests.length;
    const result = await run(
      words.map((word) => (word === 'F' ? file : word)),
      { env: envOf(cloud.tokens.write) },
    );
    expect(result.stderr + result.stdout).toContain(says);
    expect(result.code).toBe(code);
    expect(writesOf(cloud, from)).toEqual([]);
  });

  it.each([
    ['a site that is not there', 'site_name,a\nNowhere,1\n', 'Line 2: there is no site \\"Nowhere\\"'],
    ['a site that stands there twice', 'site,a\nMadrid Store,1\nmadrid store,2\n', 'twice'],
    ['no column of sites', 'a,b\n1,2\n', 'must name its columns'],
    ['more cells than columns', 'site,a\nMadrid Store,1,2\n', 'has 3 cells'],
  ])('names what is wrong with a table: %s', async (_, text, says) => {
    const result = await run(['apply', table(text), '--dry-run', '--json'], { env: envOf(cloud.tokens.read) });
    expect(result.stdout).toContain(says);
    expect(result.code).toBe(2);
  });
});

describe('mistmcp restore', () => {
  it('sets a site back to its snapshot, creates what is missing, and names the secrets that it cannot restore', async () => {
    const env = envOf(cloud.tokens.write);
    const folder = join(base, 'acme');
    await runJson(['snapshot', folder], { env });
    const { world } = cloud;
    const setting = world.table('site_settings').find(({ site_id }) => site_id === world.id('sites', 'Paris Store'));
    Object.assign(setting ?? {}, { persist_config_on_device: false, modified_time: Date.now() / 1000 });
    const lost = world.table('rftemplates').findIndex(({ name }) => name === 'Warehouse RF');
    const psk = world.table('psks').findIndex(({ name }) => typeof name === 'string');
    world.table('rftemplates').splice(lost, lost < 0 ? 0 : 1);
    world.table('psks').splice(psk, 1);
    world.touch();
    const plan = join(base, 'restore.json');
    const made = await runJson(['restore', folder, '--out', plan], { env });
    expect(made).toMatchObject({ outcome: 'written' });
    expect(JSON.stringify(made.left_out)).toContain('it is not created, since it needs passphrase');
    expect(statSync(plan).mode & 0o777).toBe(0o600);
    const seen = await runJson(['apply', plan, '--dry-run'], { env });
    const done = await runJson(['apply', plan, WRITE, '--yes', String(seen.plan)], { env });
    expect(done).toMatchObject({ outcome: 'applied' });
    const { code, stdout } = await run(['compare', folder, 'live', '--json'], { env });
    expect(code).toBe(1);
    const answer: unknown = JSON.parse(stdout);
    const objects = isRecord(answer) ? JSON.stringify(answer) : '';
    expect(objects).toContain('psks');
    expect(objects).not.toContain('persist_config_on_device');
    expect(objects).not.toContain('rftemplates');
  });
});

describe('mistmcp copy-site', () => {
  it('brings a site into a second organization with what it needs there, and its WLAN templates reach it alone', async () => {
    const env = envOf(cloud.tokens.msp);
    const [, second = ''] = cloud.world.table('orgs').map(({ name }) => String(name));
    const words = ['copy-site', 'Madrid Store', 'Oslo Store', '--org', 'Lakeside Retail Group', '--to', second];
    const plan = join(base, 'copy.json');
    await runJson([...words, '--out', plan, '--with-secrets'], { env });
    const seen = await runJson(['apply', plan, '--dry-run'], { env });
    expect(seen, JSON.stringify(seen)).toMatchObject({ outcome: 'dry_run', org: second });
    expect(JSON.stringify(seen)).not.toContain('demo-radius-15');
    const word = await run(['apply', plan, WRITE, '--yes', String(seen.plan)], { env });
    expect(word.stderr).toContain('takes a word that a person types');
    const policy = join(base, 'policy.json');
    const confirm = ['ssh_keys', 'root_passwords', 'local_accounts', 'webhook_targets', 'cli_commands'];
    writeFileSync(
      policy,
      JSON.stringify({ version: 1, ...Object.fromEntries(confirm.map((kind) => [kind, 'confirm'])) }),
    );
    const done = await runJson(['apply', plan, WRITE, '--policy', policy, '--yes', String(seen.plan)], { env });
    expect(done, JSON.stringify(done)).toMatchObject({ outcome: 'applied' });
    const { world } = cloud;
    const org = world.id('orgs', second);
    const site = world.table('sites').find(({ name }) => name === 'Oslo Store');
    expect(site?.org_id).toBe(org);
    for (const [root, name] of [
      ['rftemplate_id', 'rftemplates'],
      ['networktemplate_id', 'networktemplates'],
    ] as const)
      expect(world.table(name).find(({ id }) => id === site?.[root])?.org_id).toBe(org);
    const templates = world.table('templates').filter(({ org_id }) => org_id === org);
    const copied = templates.filter(({ applies }) => JSON.stringify(applies).includes(String(site?.id)));
    expect(copied.length).toBeGreaterThan(0);
    for (const { applies } of copied) expect(applies).toEqual({ site_ids: [site?.id] });
    const wlans = world.table('wlans').filter(({ template_id }) => copied.some(({ id }) => id === template_id));
    expect(wlans.length).toBeGreaterThan(0);
    const setting = world.table('site_settings').find(({ site_id }) => site_id === site?.id);
    expect(setting?.vars).toMatchObject({ guest_vlan: '40' });
  });
});
