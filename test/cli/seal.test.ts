import { cpSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { generateX25519Identity, identityToRecipient } from 'age-encryption';
import { beforeAll, describe, expect, it } from 'vitest';
import { readSealed } from '../../src/features/snapshot/sealed-secrets.ts';
import { run, runJson } from '../harness/run.ts';
import { useCommands } from './use-commands.ts';

const PASSPHRASE = 'correct horse battery staple';
const PSK = 'planted-for-the-seal-1';

const stage = useCommands();
let identity: string;
let recipient: string;
beforeAll(async () => {
  identity = await generateX25519Identity();
  recipient = await identityToRecipient(identity);
});

const textsOf = (folder: string): string =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => statSync(join(folder, name)).isFile())
    .map((name) => readFileSync(join(folder, name), 'latin1'))
    .join('\n');

describe('a sealed snapshot', () => {
  it('holds secrets for the owner of a key, none in clear, and says so in its manifest', async () => {
    stage.cloud.world.named('psks', 'Anna camera').passphrase = PSK;
    stage.cloud.world.touch();
    const folder = join(stage.folder, 'keys');
    const said = await run(['snapshot', folder, '--seal', recipient, '--no-json'], { env: stage.env });
    expect(said.stdout).toMatch(/Secrets are masked; \d{3} are sealed in secrets\.age\./);
    expect(textsOf(folder)).not.toContain(PSK);
    expect(textsOf(folder)).not.toContain('demo-radius');
    const secrets = await readSealed(folder, `# created: today\n# public key: ${recipient}\n${identity}\n`);
    expect(secrets['org/psks/lakeside-iot/anna-camera']).toEqual({ '/passphrase': PSK });
    expect(secrets['sites/madrid-store/setting']).toMatchObject({ '/vars/radius_shared_secret': 'demo-radius-15' });
    const manifest: unknown = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8'));
    const count = Object.values(secrets).reduce((sum, own) => sum + Object.keys(own).length, 0);
    expect(manifest).toMatchObject({ secrets: 'sealed', sealed: { count, to: 'keys' } });
  });

  it('stays the same, byte for byte, while no secret changes, and is sealed anew when one does', async () => {
    const folder = join(stage.folder, 'keys');
    const before = readFileSync(join(folder, 'secrets.age'));
    await run(['snapshot', folder, '--seal', recipient], { env: stage.env });
    expect(readFileSync(join(folder, 'secrets.age')).equals(before)).toBe(true);
    stage.cloud.world.named('psks', 'Anna camera').passphrase = `${PSK}-new`;
    stage.cloud.world.touch();
    const anew = await runJson(['snapshot', folder, '--seal', recipient], { env: stage.env });
    expect(anew).toMatchObject({ changed: 0 });
    expect(anew).not.toHaveProperty('unsealed');
    expect(readFileSync(join(folder, 'secrets.age')).equals(before)).toBe(false);
  });

  it('is opened for a comparison, which then tells changed secrets from others', async () => {
    const folder = join(stage.folder, 'keys');
    const file = stage.put('identity', `${identity}\n`);
    const same = await run(['compare', folder, 'live', '--unseal', file, '--no-json'], { env: stage.env });
    expect(same.stdout).toMatch(/^No difference in \d+ objects\.\n$/);
    expect(same.code).toBe(0);
    stage.cloud.world.named('psks', 'Anna camera').passphrase = `${PSK}-again`;
    stage.cloud.world.touch();
    const { code, stdout } = await run(['compare', folder, 'live', '--unseal', file, '--no-json'], { env: stage.env });
    expect(stdout).toMatch(/^Different: 1 object; alike: \d+\.\norg_psks: 1 different\nPSK "Anna camera": different\n/);
    expect(stdout).not.toContain(PSK);
    expect(code).toBe(1);
    const other = stage.put('other', `${await generateX25519Identity()}\n`);
    const closed = await run(['compare', folder, 'live', '--unseal', other], { env: stage.env });
    expect(closed.code).toBe(2);
    expect(closed.stderr).toContain('The key does not open the sealed secrets.');
  });

  it('takes a passphrase from a file of its owner, and writes nothing anew while it opens to the same', async () => {
    const folder = join(stage.folder, 'words');
    const file = stage.put('passphrase', `${PASSPHRASE}\n`);
    const seal = ['--seal', 'passphrase', '--passphrase-file', file];
    await run(['snapshot', 'Madrid Store', folder, ...seal], { env: stage.env });
    const before = readFileSync(join(folder, 'secrets.age'));
    await run(['snapshot', 'Madrid Store', folder, ...seal], { env: stage.env });
    expect(readFileSync(join(folder, 'secrets.age')).equals(before)).toBe(true);
    expect(await readSealed(folder, PASSPHRASE)).toHaveProperty(['sites/madrid-store/setting']);
    await expect(readSealed(folder, 'wrong horse battery')).rejects.toThrow(/passphrase does not open/);
    const { stdout } = await run(['compare', folder, 'live', '--unseal', file, '--no-json'], { env: stage.env });
    expect(stdout).toMatch(/^No difference in \d+ objects\.\n$/);
  });

  it('tells of how many objects the secrets are missing, where a list could not be read', async () => {
    const folder = join(stage.folder, 'unread');
    const seal = ['--seal', recipient];
    cpSync(join(stage.folder, 'keys'), folder, { recursive: true });
    expect(await readSealed(folder, identity)).toHaveProperty(['org/psks/lakeside-iot/anna-camera']);
    const off = stage.cloud.fault({ kind: 'html', status: 403, match: 'GET /api/v1/orgs/{org_id}/psks' });
    const { stdout } = await run(['snapshot', folder, ...seal, '--no-json'], { env: stage.env });
    const again = await runJson(['snapshot', folder, ...seal], { env: stage.env });
    off();
    const { length } = readdirSync(join(folder, 'org/psks'), { recursive: true, encoding: 'utf8' }).filter((name) =>
      name.endsWith('.json'),
    );
    expect(stdout).toContain(`\nSecrets of ${length} objects that are kept are not in secrets.age any more: `);
    expect(again.unsealed).toBe(length);
    expect(await readSealed(folder, identity)).not.toHaveProperty(['org/psks/lakeside-iot/anna-camera']);
  });

  it('is not replaced by one without its secrets', async () => {
    const { code, stderr } = await run(['snapshot', join(stage.folder, 'keys')], { env: stage.env });
    expect(code).toBe(2);
    expect(stderr).toContain('holds a snapshot with sealed secrets.');
  });

  it('goes on after a run that was cut off without a secret in the journal', async () => {
    const folder = join(stage.folder, 'cut');
    const off = stage.cloud.fault({ kind: 'html', status: 401, match: 'GET /api/v1/sites/{site_id}/vbeacons' });
    await run(['snapshot', folder, '--seal', recipient], { env: stage.env });
    off();
    expect(readFileSync(join(folder, '.mistmcp', 'reading.jsonl'), 'utf8')).not.toMatch(/planted-for|demo-radius/);
    const again = await runJson(['snapshot', folder, '--seal', recipient], { env: stage.env });
    expect(again.resumed_lists).toBeGreaterThan(5);
    const secrets = await readSealed(folder, identity);
    expect(secrets).toHaveProperty(['org/psks/lakeside-iot/anna-camera']);
  });

  it.each([
    [['--seal', 'ssh-ed25519'], /is no public key of age/],
    [['--seal', 'passphrase'], /no terminal to ask on/],
    [['--seal', 'passphrase', '--passphrase-file', 'short'], /at least 12 characters/],
    [['--seal', 'RECIPIENT', '--clear-secrets'], /give one of them/],
    [['--passphrase-file', 'short'], /needs --seal passphrase/],
  ])('refuses %j before anything is read', async (flags, words) => {
    const short = stage.put('short', 'short\n');
    const given = flags.map((one) => (one === 'short' ? short : one === 'RECIPIENT' ? recipient : one));
    const { code, stderr } = await run(['snapshot', join(stage.folder, 'none'), ...given], { env: stage.env });
    expect(code).toBe(2);
    expect(stderr).toMatch(words);
  });

  it('says on which Node it can be made, where it cannot', async () => {
    const { node } = process.versions;
    const { seal } = await import('../../src/features/snapshot/seal.ts');
    Object.defineProperty(process.versions, 'node', { value: '20.18.1' });
    try {
      await expect(seal('x', { recipients: [recipient] })).rejects.toThrow(
        /needs Node 20\.19 or newer; this is 20\.18/,
      );
    } finally {
      Object.defineProperty(process.versions, 'node', { value: node });
    }
  });
});
