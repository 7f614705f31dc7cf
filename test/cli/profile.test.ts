import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { DemoCloud } from '../../simulator/cloud.ts';
import { startCloud } from '../harness/cloud.ts';
import { run, runJson } from '../harness/run.ts';

let cloud: DemoCloud;
beforeAll(async () => {
  cloud = await startCloud();
});
afterAll(() => cloud.close());

const home = mkdtempSync(join(tmpdir(), 'home-'));
const path = join(home, '.config', 'mistmcp', 'config.toml');
afterEach(() => rmSync(join(home, '.config'), { recursive: true, force: true }));
afterAll(() => rmSync(home, { recursive: true }));

const env = { HOME: home };
const profile = (...args: string[]) =>
  run(['profile', ...args], { env: { ...env, READ: cloud.tokens.read, BAD: cloud.tokens.bad } });

describe('mistmcp profile', () => {
  it('adds, lists and removes profiles in a file that only its owner reads, and keeps every other line', async () => {
    expect(await profile('add', 'acme', '--cloud', 'EMEA 01', '--token-env', 'READ', '--readonly')).toMatchObject({
      code: 0,
      stdout: `The profile acme is in ${path}. Try it: mistmcp profile test acme\n`,
    });
    expect(statSync(path).mode & 0o777).toBe(0o600);
    writeFileSync(path, `# ours\n${readFileSync(path, 'utf8')}`, { mode: 0o600 });
    await profile('add', 'lab', '--cloud', 'api.mist.com', '--token-command', 'op read "op://mist/lab token"');
    const listed = await runJson(['profile', 'list'], { env });
    expect(listed).toEqual({
      file: path,
      profiles: [
        { name: 'acme', cloud: 'api.eu.mist.com', token: 'variable READ', readonly: true },
        { name: 'lab', cloud: 'api.mist.com', token: 'output of op' },
      ],
    });
    expect(readFileSync(path, 'utf8')).toContain('token = { command = ["op", "read", "op://mist/lab token"] }');
    expect(await profile('remove', 'lab')).toMatchObject({ code: 0 });
    expect(readFileSync(path, 'utf8')).toMatch(/^# ours\nversion = 1\n\n\[profiles\.acme\]/);
    expect((await profile('list', '--no-json')).stdout).toBe(
      'acme  api.eu.mist.com · token: variable READ · read-only\n',
    );
  });

  it('writes nothing where the profile cannot be one, or its name is taken', async () => {
    await profile('add', 'acme', '--cloud', 'EMEA 01', '--token-env', 'READ');
    const before = readFileSync(path, 'utf8');
    for (const [args, words] of [
      [['acme', '--cloud', 'EMEA 01', '--token-env', 'READ'], 'There is a profile "acme" already'],
      [['other', '--cloud', 'mist.example.com', '--token-env', 'READ'], '"mist.example.com" is not a Mist cloud'],
      [['other', '--cloud', 'EMEA 01'], 'needs one of --token-env, --token-file and --token-command'],
      [['other', '--cloud', 'EMEA 01', '--token-env', 'READ', '--orgs', 'Acme'], '"Acme", which is no id'],
      [['default', '--cloud', 'EMEA 01', '--token-env', 'READ'], 'give this one another name'],
    ] as const) {
      const { code, stderr } = await profile('add', ...args);
      expect([code, stderr]).toEqual([2, expect.stringContaining(words)]);
    }
    expect((await profile('remove', 'none')).stderr).toContain('There is no profile "none": name one of acme.');
    expect(readFileSync(path, 'utf8')).toBe(before);
  });

  it('tests each profile on its own cloud, and says of a refused token what to do', async () => {
    await profile('add', 'good', '--cloud', cloud.url, '--token-env', 'READ');
    await profile('add', 'bad', '--cloud', cloud.url, '--token-env', 'BAD');
    await profile('add', 'unset', '--cloud', cloud.url, '--token-env', 'NOWHERE');
    const { code, stdout } = await profile('test', '--no-json');
    expect(code).toBe(1);
    expect(stdout).toMatch(/✓ good {2}accepted by 127\.0\.0\.1:\d+: .*read of org /);
    expect(stdout).toMatch(/✗ bad {2}.*\n {4}→ .*correct `cloud` of the profile/);
    expect(stdout).toContain('✗ unset  Profile "unset": there is no token in the variable NOWHERE.');
    expect(await profile('test', 'good')).toMatchObject({ code: 0 });
    for (const token of Object.values(cloud.tokens)) expect(stdout).not.toContain(token);
  });

  it('is refused with the remedy while others may read the file', async () => {
    await profile('add', 'acme', '--cloud', 'EMEA 01', '--token-env', 'READ');
    chmodSync(path, 0o644);
    expect(await profile('list')).toMatchObject({ code: 2, stderr: expect.stringContaining('chmod 600') });
    expect(await run(['call', 'mist_get_self', 'action_type=account_info'], { env })).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('chmod 600'),
    });
  });
});
