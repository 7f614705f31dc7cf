import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { parse } from 'smol-toml';
import { afterAll, describe, expect, it } from 'vitest';
import { loadConfig } from '../../src/config/config.ts';
import { parseProfiles, profilesPath, readProfilesFile } from '../../src/config/profiles-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'profiles-'));
afterAll(() => rmSync(folder, { recursive: true }));

const ORG = '11111111-2222-3333-4444-555555555555';
const SECRET = 'abcdefghijklmnopqrstuvwxyz0123456789';
const WHOLE = `version = 1

[profiles.acme]
cloud = "api.eu.mist.com"
token = { file = "acme.token" }
orgs = ["${ORG}"]
readonly = true

[profiles.lab]
cloud = "EMEA 01"
token = { command = ["op", "read", "op://mist/lab/token"] }
`;

const read = (text: string) => parseProfiles(text, join(folder, 'config.toml'));

function file(text: string, mode = 0o600): string {
  const path = join(folder, 'config.toml');
  writeFileSync(path, text);
  chmodSync(path, mode);
  return path;
}

const schema = new Ajv2020({ strict: false }).compile(
  JSON.parse(readFileSync(new URL('../../schemas/config.v1.schema.json', import.meta.url), 'utf8')),
);

describe('a file of profiles', () => {
  it('is read into profiles in its order, with files of tokens beside it', async () => {
    const profiles = await readProfilesFile(file(WHOLE));
    expect([...profiles.keys()]).toEqual(['acme', 'lab']);
    expect(profiles.get('acme')).toMatchObject({
      cloud: { api: 'https://api.eu.mist.com' },
      token: { kind: 'file', path: join(folder, 'acme.token') },
      orgs: [ORG],
      readonly: true,
    });
    expect(profiles.get('lab')).toMatchObject({ token: { kind: 'command' }, orgs: [], readonly: false });
    expect(schema(parse(WHOLE))).toBe(true);
  });

  it.each([
    ['version = 1\nprofile = 3\n', /has no key "profile"\. Did you mean "profiles"\?/],
    [WHOLE.replace('readonly', 'read_only'), /Profile "acme" has no key "read_only"\. Did you mean "readonly"\?/],
    [WHOLE.replace('version = 1', 'version = 2'), /"version" must be 1: version = 1\./],
    [
      WHOLE.replace('api.eu.mist.com', 'mist.example.com'),
      /Profile "acme": "cloud": "mist\.example\.com" is not a Mist/,
    ],
    [WHOLE.replace('[profiles.acme]', '[profiles.default]'), /"default" is that of MIST_APITOKEN and MIST_HOST/],
    [WHOLE.replace(`"${ORG}"`, '"Acme Corp"'), /"Acme Corp", which is no id/],
    [WHOLE.replace('{ file = "acme.token" }', '{ env = "A", file = "b" }'), /one of them/],
  ])('is refused with what is wrong and what it takes: %#', async (text, words) => {
    await expect(read(text)).rejects.toThrow(words);
    const { version, profiles } = parse(text);
    const isCloud = /mist\.example|Acme Corp/.test(text);
    if (!isCloud) expect(schema({ ...parse(text), version, profiles })).toBe(false);
  });

  it('is refused when a token stands in it, without repeating the token', async () => {
    const inPlace = read(WHOLE.replace('{ file = "acme.token" }', `"${SECRET}"`));
    await expect(inPlace).rejects.toThrow(/\{ env = "VARIABLE" \}.* A token never stands in this file/);
    await expect(inPlace).rejects.not.toThrow(SECRET);
    const broken = read(`version = 1\n[profiles.acme]\ntoken = ${SECRET}"\n`);
    await expect(broken).rejects.toThrow(/is no TOML \(line 3, column \d+\)/);
    await expect(broken).rejects.not.toThrow(SECRET);
    const unknown = read(WHOLE.replace('readonly = true', `apitoken = "${SECRET}"`));
    await expect(unknown).rejects.toThrow(/has no key "apitoken"/);
    await expect(unknown).rejects.not.toThrow(SECRET);
  });

  it.each([
    [0o644, /Others may read .*chmod 600/],
    [0o666, /Others may read .*chmod 600/],
  ])('is refused with the remedy while others may read it: %o', async (mode, words) => {
    await expect(readProfilesFile(file(WHOLE, mode))).rejects.toThrow(words);
  });

  it('is refused while others may replace it', async () => {
    const open = join(folder, 'open');
    mkdirSync(open, { recursive: true });
    writeFileSync(join(open, 'config.toml'), WHOLE, { mode: 0o600 });
    chmodSync(open, 0o777);
    await expect(readProfilesFile(join(open, 'config.toml'))).rejects.toThrow(/Others may replace .*chmod go-w/);
  });
});

describe('the place of the file of profiles', () => {
  it.each([
    [{ HOME: '/home/ann' }, 'linux', '/home/ann/.config/mistmcp/config.toml'],
    [{ HOME: '/home/ann', XDG_CONFIG_HOME: '/xdg' }, 'darwin', '/xdg/mistmcp/config.toml'],
    [{ HOME: '/home/ann', XDG_CONFIG_HOME: 'relative' }, 'linux', '/home/ann/.config/mistmcp/config.toml'],
    [
      { HOME: '/home/ann', APPDATA: '/Users/ann/AppData/Roaming' },
      'win32',
      '/Users/ann/AppData/Roaming/mistmcp/config.toml',
    ],
    [{}, 'linux', undefined],
  ] as const)('follows the system: %#', (env, platform, path) => {
    expect(profilesPath({ env, platform })).toBe(path);
  });

  it('counts over stdio, and neither on the simulated cloud nor over http', () => {
    const home = join(folder, 'home');
    mkdirSync(join(home, '.config', 'mistmcp'), { recursive: true });
    const path = join(home, '.config', 'mistmcp', 'config.toml');
    writeFileSync(path, WHOLE);
    const configFile = (argv: readonly string[], env: NodeJS.ProcessEnv = {}) => {
      const loaded = loadConfig(argv, { HOME: home, ...env }, '/project');
      if (loaded.kind !== 'run') throw new Error('printed');
      return [loaded.config.configFile, loaded.warnings.filter((line) => line.includes('config'))];
    };
    expect(configFile([])).toEqual([path, []]);
    expect(configFile(['--config', 'own.toml'])).toEqual(['/project/own.toml', []]);
    expect(configFile(['--demo'])).toEqual([undefined, []]);
    expect(configFile(['--demo', '--config', 'own.toml'])).toEqual([
      undefined,
      ['--config is not used: --demo is on.'],
    ]);
    expect(configFile(['--transport', 'http', '--config', 'own.toml'])).toEqual([
      undefined,
      ['--config is not used: with --transport http the access file has the profiles.'],
    ]);
  });
});
