import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Config, loadConfig } from '../../src/config/config.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'mistmcp-env-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const write = (text: string, name = '.env'): void => writeFileSync(join(folder, name), text);

function load(argv: string[] = [], env: NodeJS.ProcessEnv = {}): { config: Config; warnings: string[] } {
  const loaded = loadConfig(argv, env, folder);
  if (loaded.kind !== 'run') throw new Error('expected a configuration to run with');
  return loaded;
}

const EMEA = { token: 'filed', cloud: { name: 'api.eu.mist.com' } };

describe('a path that begins with ~/', () => {
  const HOME = process.platform === 'win32' ? 'USERPROFILE' : 'HOME';

  it('is below the home folder, as no shell is there to put it in: the file of variables, and what that names', () => {
    write('MIST_APITOKEN=filed\nMIST_HOST=api.eu.mist.com\nMISTMCP_AUDIT_LOG=~/audit.jsonl\n', 'mist.env');
    for (const [argv, env] of [
      [['-e', '~/mist.env'], {}],
      [['--env-file=~/mist.env'], {}],
      [[], { MIST_ENV_FILE: '~/mist.env' }],
    ] as const) {
      const loaded = loadConfig(argv, { ...env, [HOME]: folder }, '/');
      expect(loaded).toMatchObject({ config: { ...EMEA, auditLog: join(folder, 'audit.jsonl') }, warnings: [] });
    }
  });

  it('stays as it is without a home folder, and of what is no path', () => {
    expect(() => loadConfig(['-e', '~/mist.env'], {}, folder)).toThrow('-e names "~/mist.env", which cannot be read');
    const env = { [HOME]: folder, MIST_APITOKEN: '~/token' };
    expect(load([], env).config.token).toBe('~/token');
  });
});

describe('a .env in the working directory that nobody named', () => {
  it.each(['MIST_HOST=EMEA 01', 'MIST_HOST=https://manage.eu.mist.com/', 'MIST_HOST=api.eu.mist.com'])(
    'gives its token together with %s, also where the environment has both empty',
    (host) => {
      write(`MIST_APITOKEN=filed\n${host}\n`);
      expect(load([], { MIST_APITOKEN: '', MIST_HOST: ' ' })).toMatchObject({ config: EMEA, warnings: [] });
    },
  );

  it.each<[string, string, NodeJS.ProcessEnv, string]>([
    ['no host', '', {}, 'MIST_HOST is not in it'],
    ['a server on this machine', 'MIST_HOST=http://127.0.0.1:1', {}, 'no public Mist region'],
    ['a host written out', 'MIST_HOST=https://mist.example.com', {}, 'no public Mist region'],
    ['a public region over plain http', 'MIST_HOST=http://api.eu.mist.com', {}, 'no public Mist region'],
    ['what is no cloud', 'MIST_HOST=x', {}, 'no public Mist region'],
    ['a region, where the environment has one', 'MIST_HOST=EMEA 01', { MIST_HOST: 'APAC 01' }, 'has one of them'],
    ['a region, where the environment has a token', 'MIST_HOST=EMEA 01', { MIST_APITOKEN: 't' }, 'has one of them'],
  ])('gives nothing with %s, and says why', (_what, host, env, why) => {
    write(`MIST_APITOKEN=filed\n${host}\n`);
    const { config, warnings } = load([], env);
    expect(config.token).toBe(env.MIST_APITOKEN);
    expect(config.cloud.name).toBe(env.MIST_HOST ? 'api.ac5.mist.com' : 'api.mist.com');
    expect(warnings[0]).toContain(why);
    expect(warnings[0]).toMatch(/-e \.env$/);
    expect(warnings.join()).not.toContain('filed');
  });

  it('gives no other setting: each is named, none is read, and none stops the start', () => {
    write('MISTMCP_PORT=x\nMISTMCP_PROT=1\nMISTMCP_DISABLE_ELICITATION=1\nno_proxy=*\nOTHER=1\nMISTMCP_DEBUG=1\n');
    const { config, warnings } = load([], { MIST_APITOKEN: 't', MISTMCP_DEBUG: '0' });
    expect(config).toMatchObject({ port: 8000, debug: false });
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toContain('MISTMCP_DISABLE_ELICITATION, MISTMCP_PORT, MISTMCP_PROT, no_proxy left out');
  });

  it('is named in one short sentence however much it holds', () => {
    write(Array.from({ length: 5000 }, (_, at) => `MISTMCP_X${at}=1`).join('\n'));
    const [warning] = load([], { MIST_APITOKEN: 't' }).warnings;
    expect(warning).toContain('MISTMCP_X1003 and 4992 more');
    expect(warning?.length).toBeLessThan(500);
  });

  it('may be absent, and is passed over with a warning where it cannot be read', () => {
    expect(load([], { MIST_APITOKEN: 't' }).warnings).toEqual([]);
    mkdirSync(join(folder, '.env'));
    expect(load([], { MIST_APITOKEN: 't' }).warnings).toEqual([expect.stringContaining('no regular file')]);
  });
});

describe('a file that was asked for', () => {
  it('fills what the environment lacks or has empty, and no more', () => {
    write('MIST_APITOKEN=filed\nMISTMCP_PORT=1\nMISTMCP_TIMEOUT=7\n');
    const env = { MISTMCP_PORT: '2', MIST_APITOKEN: '' };
    expect(load(['-e', '.env', '--timeout', '9'], env).config).toMatchObject({
      token: 'filed',
      port: 2,
      timeoutSeconds: 9,
    });
  });

  it('may have a byte order mark, comments, quotes, export and Windows line ends', () => {
    write(
      '\uFEFFMISTMCP_PORT=11\r\n# note\r\nexport MIST_HOST="EMEA 01" # where\r\nMIST_APITOKEN=\'a#b\'\r\nMISTMCP_DEBUG=on\r\n',
    );
    expect(load(['-e', '.env']).config).toMatchObject({
      port: 11,
      cloud: { name: 'api.eu.mist.com' },
      token: 'a#b',
      debug: true,
    });
  });

  it('names itself where a value is wrong or a name unknown', () => {
    write('MISTMCP_PORT=x');
    expect(() => load(['-e', '.env'])).toThrow(/^MISTMCP_PORT in \.env must be/);
    write('MISTMCP_PROT=1');
    expect(() => load(['-e', '.env'])).toThrow(/MISTMCP_PROT in \.env: did you mean MISTMCP_PORT\?/);
    write('MISTMCP_DISABLE_ELICITATION=true');
    expect(() => load(['-e', '.env'])).toThrow(/flag only/);
  });

  it.each(['', 'FOO=1\nMIST_TOKEN=x\n', '\u0000\u0001binary'])(
    'that sets nothing of ours is named in a warning: %j',
    (text) => {
      write(text, 'other.env');
      expect(load(['-e', 'other.env'], { MIST_APITOKEN: 't' }).warnings).toEqual([
        '-e names "other.env", which sets no variable of mistmcp.',
      ]);
    },
  );

  it('leaves other variables of the file, and the process, alone', () => {
    write('SOMETHING=1\nPATH=/nowhere\nMIST_APITOKEN=t');
    const path = process.env.PATH;
    expect(load(['-e', '.env']).config.token).toBe('t');
    expect(process.env.PATH).toBe(path);
    expect(process.env.MIST_APITOKEN).toBeUndefined();
  });

  it.each([
    ['--env-file', ['--env-file', 'other'], {}],
    ['-e', ['-e', 'other'], {}],
    ['MIST_ENV_FILE', [], { MIST_ENV_FILE: 'other' }],
  ])('%s takes the place of .env', (_name, argv, env) => {
    write('MISTMCP_PORT=1\nMISTMCP_DEBUG=true');
    write('MISTMCP_PORT=2', 'other');
    expect(load(argv, env).config).toMatchObject({ port: 2, debug: false });
  });

  it('must be there, also when it was named by a variable', () => {
    expect(() => load(['-e', 'gone'])).toThrow('-e names "gone", which cannot be read: no such file.');
    expect(() => load([], { MIST_ENV_FILE: 'gone' })).toThrow(/^MIST_ENV_FILE names "gone"/);
  });

  it('is the flag’s, where flag and variable name one each', () => {
    write('MISTMCP_PORT=2', 'a');
    expect(load(['-e', 'a'], { MIST_ENV_FILE: 'gone' }).config.port).toBe(2);
  });
});
