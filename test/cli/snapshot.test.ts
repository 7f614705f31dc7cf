import { execFileSync, spawn } from 'node:child_process';
import { readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { beforeAll, describe, expect, it } from 'vitest';
import { isRecord } from '../../src/core/json.ts';
import { redact } from '../../src/tool/redact.ts';
import { command } from '../harness/command.ts';
import { run, runJson } from '../harness/run.ts';
import { useCommands } from './use-commands.ts';

const stage = useCommands();

/** Every file of a folder with its text, by path. */
const filesOf = (folder: string): ReadonlyMap<string, string> =>
  new Map(
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => statSync(join(folder, name)).isFile())
      .sort()
      .map((name) => [name, readFileSync(join(folder, name), 'utf8')]),
  );

const ID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/;

const jsonAt = (folder: string, file: string): Record<string, unknown> => {
  const value: unknown = JSON.parse(readFileSync(join(folder, file), 'utf8'));
  return isRecord(value) ? { ...value } : {};
};

/** Secrets of the simulated cloud: what answers mask and is no part of a text. */
function* secretsIn(value: unknown, masked: unknown): Generator<string> {
  if (value === masked) return;
  if (typeof value === 'string') yield value;
  else if (Array.isArray(value) && Array.isArray(masked))
    for (const [index, one] of value.entries()) yield* secretsIn(one, masked[index]);
  else if (isRecord(value) && isRecord(masked))
    for (const [key, one] of Object.entries(value)) yield* secretsIn(one, masked[key]);
}

let folder: string;
let answer: Record<string, unknown>;
beforeAll(async () => {
  folder = join(stage.folder, 'org');
  answer = await runJson(['snapshot', folder], { env: stage.env });
});

describe('a snapshot of an organization', () => {
  it('has a file for every object, and a manifest of the published form', () => {
    expect(answer).toMatchObject({ complete: true, sites: 10, secrets: 'masked', changed: 0, removed: 0 });
    const objects = [...filesOf(folder).keys()].filter((name) => /^(?:org|sites)\//.test(name));
    expect(objects).toHaveLength(Number(answer.objects));
    expect(answer.objects).toBeGreaterThan(300);
    const ajv = new Ajv2020({ strict: false });
    addFormats.default(ajv);
    const schema: unknown = JSON.parse(readFileSync('schemas/manifest.v1.schema.json', 'utf8'));
    const check = ajv.compile(isRecord(schema) ? schema : {});
    check(jsonAt(folder, 'manifest.json'));
    expect(check.errors).toBeNull();
  });

  it('names objects in its paths and refers by path, so that no ID is in a file', () => {
    expect(jsonAt(folder, 'sites/san-jose-lab/site.json')).toMatchObject({
      name: 'San Jose Lab',
      rftemplate_id: '$ref:org/rftemplates/office-rf',
    });
    // Beacons are called by a UUID, which is theirs and names no object.
    const lines = [...filesOf(folder)].flatMap(([name, text]) =>
      /^(?:org|sites)\//.test(name)
        ? text.split('\n').flatMap((line) => (ID.test(line) && !/"(?:ibeacon_)?uuid"/.test(line) ? [name] : []))
        : [],
    );
    // An identity provider is no object that the API lists.
    expect(lines).toEqual(['org/settings.json']);
  });

  it('holds no secret', () => {
    const { world } = stage.cloud;
    const text = [...filesOf(folder).values()].join('\n');
    const rows = ['wlans', 'psks', 'site_settings', 'org_settings', 'webhooks'].flatMap((table) => world.table(table));
    const secrets = rows.flatMap((row) => [...secretsIn(row, redact(row))]).filter((one) => one.length >= 8);
    expect(secrets.length).toBeGreaterThan(30);
    expect(secrets.filter((secret) => text.includes(JSON.stringify(secret)))).toEqual([]);
  });

  it('stays the same, byte for byte, while nothing changes, and takes no more requests than it said beforehand', async () => {
    const before = filesOf(folder);
    const said = await runJson(['snapshot', folder, '--estimate'], { env: stage.env });
    const from = stage.cloud.requests.length;
    expect(await runJson(['snapshot', folder], { env: stage.env })).toMatchObject({ added: 0, changed: 0, removed: 0 });
    expect(filesOf(folder)).toEqual(before);
    const sent = stage.cloud.requests.length - from;
    expect(sent).toBeLessThanOrEqual(Number(said.calls) + 4);
    expect(sent).toBeGreaterThan(Number(said.calls) - 10);
  });

  it('keeps the files of a family that cannot be read, and says so', async () => {
    const before = filesOf(folder);
    const off = stage.cloud.fault({ kind: 'html', status: 403, match: 'GET /api/v1/orgs/{org_id}/networks' });
    const read = await runJson(['snapshot', folder], { env: stage.env });
    off();
    expect(read).toMatchObject({ complete: false, removed: 0 });
    expect(JSON.stringify(read.unread)).toContain('org_networks');
    expect(filesOf(folder).get('org/networks/corp.json')).toBe(before.get('org/networks/corp.json'));
    expect(jsonAt(folder, 'manifest.json')).toMatchObject({ families: { org_networks: { state: 'unread' } } });
  });
});

describe('a snapshot of a site', () => {
  it('reads that site alone, and names what its organization has by path', async () => {
    const folder = join(stage.folder, 'site');
    const from = stage.cloud.requests.length;
    expect(await runJson(['snapshot', 'Madrid Store', folder], { env: stage.env })).toMatchObject({
      site: 'Madrid Store',
    });
    expect(stage.cloud.requests.length - from).toBeLessThan(60);
    expect(jsonAt(folder, 'sites/madrid-store/site.json')).toHaveProperty(
      'alarmtemplate_id',
      '$ref:org/alarmtemplates/default-alarms',
    );
  });
});

describe('a folder with a snapshot of something else', () => {
  it('stays as it is unless somebody says so, and before anything is read', async () => {
    const folder = join(stage.folder, 'other');
    await run(['snapshot', 'Madrid Store', folder], { env: stage.env });
    const before = filesOf(folder);
    const from = stage.cloud.requests.length;
    const site = await run(['snapshot', 'Paris Store', folder], { env: stage.env });
    expect(site.code).toBe(2);
    expect(site.stderr).toContain('holds a snapshot of the site "Madrid Store" of "Lakeside Retail Group".');
    const core = await run(['snapshot', 'Madrid Store', folder, '--profile', 'core'], { env: stage.env });
    expect(core.stderr).toContain('the core of it would replace that');
    const org = await run(['snapshot', folder], { env: stage.env });
    expect(org.code).toBe(2);
    expect(filesOf(folder)).toEqual(before);
    expect(stage.cloud.requests.length - from).toBeLessThan(12);
    expect(await runJson(['snapshot', 'Paris Store', folder, '--replace'], { env: stage.env })).toMatchObject({
      site: 'Paris Store',
    });
    expect([...filesOf(folder).keys()].filter((name) => name.startsWith('sites/madrid-store'))).toEqual([]);
  });
});

describe('a snapshot that is cut off', () => {
  it('goes on from where it stopped when the process was killed', async () => {
    const cut = join(stage.folder, 'killed');
    const route = 'GET /api/v1/sites/{site_id}/vbeacons';
    const off = stage.cloud.fault({ kind: 'hang', match: route });
    const [program = '', ...args] = command;
    const child = spawn(program, [...args, 'snapshot', cut], { cwd: '/', env: stage.env, stdio: 'ignore' });
    const isHanging = (): boolean => stage.cloud.requests.some(({ path }) => path.endsWith('/vbeacons'));
    const seen = stage.cloud.requests.length;
    await expect.poll(() => stage.cloud.requests.slice(seen).some(({ path }) => path.endsWith('/vbeacons'))).toBe(true);
    expect(isHanging()).toBe(true);
    child.kill('SIGKILL');
    await new Promise((resolve) => child.once('close', resolve));
    off();
    const journal = readFileSync(join(cut, '.mistmcp', 'reading.jsonl'), 'utf8');
    expect(journal.split('\n').length).toBeGreaterThan(20);
    const from = stage.cloud.requests.length;
    const resumed = await runJson(['snapshot', cut], { env: stage.env });
    expect(resumed.resumed_lists).toBeGreaterThan(20);
    const again = stage.cloud.requests.slice(from).map(({ path }) => path);
    expect(again.filter((path) => path.endsWith('/rftemplates'))).toEqual([]);
    expect(resumed.digest).toBe(answer.digest);
    expect(readdirSync(join(cut, '.mistmcp'))).toEqual([]);
  });
});

describe('secrets', () => {
  const key = (): string => {
    const file = join(stage.folder, 'key');
    writeFileSync(file, 'a-key-of-this-test-that-is-long-enough');
    return file;
  };

  it('show by digests of a key of the operator whether they changed', async () => {
    const folder = join(stage.folder, 'digests');
    await run(['snapshot', folder, '--secret-key-file', key()], { env: stage.env });
    const [wlan] = [...filesOf(folder)].filter(([, text]) => text.includes('"psk": '));
    expect(wlan?.[1]).toMatch(/"psk": "••• masked by mistmcp \(psk [0-9a-f]{16}\) •••"/);
    expect(jsonAt(folder, 'manifest.json')).toHaveProperty('secrets', 'masked_with_digest');
  });

  it('are written as they are only when asked for, and never where git would take them', async () => {
    const folder = join(stage.folder, 'work-tree');
    execFileSync('git', ['init', '--quiet', folder]);
    const refused = await run(['snapshot', join(folder, 'acme'), '--clear-secrets'], { env: stage.env });
    expect(refused.code).toBe(2);
    expect(refused.stderr).toMatch(/inside a git work tree/);
    symlinkSync(folder, join(stage.folder, 'link'));
    const linked = await run(['snapshot', join(stage.folder, 'link', 'acme'), '--clear-secrets'], { env: stage.env });
    expect(linked.stderr).toMatch(/inside a git work tree/);
    expect([...filesOf(folder).keys()].filter((name) => name.startsWith('acme'))).toEqual([]);
    writeFileSync(join(folder, '.gitignore'), 'acme/\n');
    const written = await run(['snapshot', join(folder, 'acme'), '--clear-secrets'], { env: stage.env });
    expect(written.code).toBe(0);
    expect([...filesOf(join(folder, 'acme')).values()].join('')).toContain('demo-private-key');
    if (process.platform !== 'win32') expect(statSync(join(folder, 'acme/org/settings.json')).mode & 0o777).toBe(0o600);
  });

  it('are not asked for with a key that could be guessed', async () => {
    const file = join(stage.folder, 'short');
    writeFileSync(file, 'short');
    const { code, stderr } = await run(['snapshot', join(stage.folder, 'none'), '--secret-key-file', file], {
      env: stage.env,
    });
    expect(code).toBe(2);
    expect(stderr).toMatch(/fewer than 16 characters/);
    expect(stderr).not.toContain('short\n');
  });
});

describe('the page about snapshots', () => {
  it('says what the command says of the simulated cloud', async () => {
    const { stdout } = await run(['snapshot', join(stage.folder, 'acme'), '--demo', '--no-json'], { env: {} });
    const page = readFileSync(new URL('../../docs/snapshots.md', import.meta.url), 'utf8');
    const [first = '', second = ''] = stdout.split('\n');
    expect(first).toMatch(/^Lakeside Retail Group: \d+ objects in /);
    for (const line of [first.replace(join(stage.folder, 'acme'), './acme'), second])
      expect(page.split('\n')).toContain(line);
  });
});
