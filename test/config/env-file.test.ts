import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Config, loadConfig } from '../../src/config.ts';

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

describe('.env in the working directory', () => {
  it('fills what the environment lacks or has empty, and no more', () => {
    write('MIST_APITOKEN=filed\nMISTMCP_PORT=1\nMISTMCP_TIMEOUT=7\n');
    const { config } = load(['--timeout', '9'], { MISTMCP_PORT: '2', MIST_APITOKEN: '' });
    expect(config).toMatchObject({ token: 'filed', port: 2, timeoutSeconds: 9 });
  });

  it('understands a byte order mark, comments, quotes, export and Windows line ends', () => {
    write(
      '\uFEFFMISTMCP_PORT=11\r\n# note\r\nexport MIST_HOST="EMEA 01" # where\r\nMIST_APITOKEN=\'a#b\'\r\nMISTMCP_DEBUG=on\r\n',
    );
    expect(load().config).toMatchObject({ port: 11, cloud: { name: 'api.eu.mist.com' }, token: 'a#b', debug: true });
  });

  it('names itself where a value is wrong or a name unknown', () => {
    write('MISTMCP_PORT=x');
    expect(() => load()).toThrow(/^MISTMCP_PORT in \.env must be/);
    write('MISTMCP_PROT=1');
    expect(() => load()).toThrow(/MISTMCP_PROT in \.env: did you mean MISTMCP_PORT\?/);
    write('MISTMCP_DISABLE_ELICITATION=true');
    expect(() => load()).toThrow(/flag only/);
  });

  it('leaves other variables of the file, and the process, alone', () => {
    write('SOMETHING=1\nPATH=/nowhere\nMIST_APITOKEN=t');
    const path = process.env.PATH;
    expect(load().config.token).toBe('t');
    expect(process.env.PATH).toBe(path);
    expect(process.env.MIST_APITOKEN).toBeUndefined();
  });

  it('may be absent, and is passed over with a warning where it cannot be read', () => {
    expect(load([], { MIST_APITOKEN: 't' }).warnings).toEqual([]);
    mkdirSync(join(folder, '.env'));
    expect(load([], { MIST_APITOKEN: 't' }).warnings).toEqual([expect.stringContaining('EISDIR')]);
  });
});

describe('a file that was asked for', () => {
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
