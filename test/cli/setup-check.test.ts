import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parse as parseToml } from 'smol-toml';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type DemoCloud, startDemoCloud } from '../../simulator/cloud.ts';
import { type HttpStage, openHttpStage } from '../harness/http-stage.ts';
import { run } from '../harness/run.ts';
import { openRecordingHost } from '../transport/recording-host.ts';

const WRONG = 'notatokenofthiscloud000';

let cloud: DemoCloud;
let home: string;
beforeAll(async () => {
  cloud = await startDemoCloud({ seed: 1 });
});
afterAll(() => cloud.close());
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'mistmcp-check-'));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

const setup = (args: readonly string[], env: Readonly<Record<string, string>> = {}) =>
  run(['setup', ...args, '--yes'], { cwd: home, env: { HOME: home, USERPROFILE: home, ...env } });

const wrote = (path: string): boolean => existsSync(join(home, path));

describe('setup by names', () => {
  it('asks the cloud once, shows who it is and what the token may do, and says done', async () => {
    const done = await setup(['cursor', 'gemini-cli'], { MIST_APITOKEN: cloud.tokens.read, MIST_HOST: cloud.url });
    expect(done, done.stdout).toMatchObject({ code: 0, stderr: '' });
    expect(done.stdout.match(/accepted by .*: .*; .* of org /g)).toHaveLength(1);
    expect(done.stdout).toContain('Done. Start Cursor, Gemini CLI anew and ask: Which Mist organization do you see?');
    expect(done.stdout).not.toContain('Not complete');
    expect(done.stdout).not.toContain(cloud.tokens.read);
  });

  it('writes nothing with a token that the cloud refuses', async () => {
    writeFileSync(join(home, 'mist.env'), `MIST_APITOKEN=${WRONG}\nMIST_HOST=${cloud.url}\n`);
    for (const [args, env] of [
      [['cursor'], { MIST_APITOKEN: WRONG, MIST_HOST: cloud.url }],
      [['cursor', '-e', 'mist.env'], {}],
    ] as const) {
      const done = await setup(args, env);
      expect(done.code, done.stdout).toBe(1);
      expect(done.stdout).toContain('Either the token is wrong');
      expect(done.stdout).toContain('Nothing was written.');
      expect(wrote('.cursor/mcp.json')).toBe(false);
    }
  });

  it('never calls an entry done that has no token, a guessed cloud, or one that nobody could ask', async () => {
    const none = await setup(['cursor']);
    expect(none.code).toBe(0);
    expect(none.stdout).toContain('Not complete yet:\n  Cursor: it has no token yet, and its cloud is a guess.');
    const later = await setup(['cursor', '-e', 'later.env', '--cloud', 'EMEA 01']);
    expect(later.stdout).toContain('later.env yet.');
    const away = await setup(['cursor'], { MIST_APITOKEN: WRONG, MIST_HOST: 'http://127.0.0.1:9' });
    expect(away.code).toBe(0);
    expect(away.stdout).toContain('Cursor: its cloud could not be asked about the token.');
    for (const { stdout } of [none, later, away]) expect(stdout).not.toContain('Done.');
    expect((await setup(['cursor', '--demo'])).stdout).toContain('Done. Start Cursor anew');
  });

  it('sends the token to no host that only a file of the project names', async () => {
    const host = await openRecordingHost();
    mkdirSync(join(home, '.cursor'));
    const planted = { mcpServers: { mistmcp: { command: 'x', env: { MIST_HOST: host.url } } } };
    writeFileSync(join(home, '.cursor', 'mcp.json'), JSON.stringify(planted));
    const done = await setup(['cursor', '--scope', 'project'], { MIST_APITOKEN: WRONG });
    await host.close();
    expect(done.code).toBe(0);
    expect(host.seen).toEqual([]);
  });

  it('warns where write tools were asked for and an application shows no questions', async () => {
    const args = ['windsurf', 'cursor', '--enable-write-tools', '--demo'];
    expect((await setup(args)).stdout.match(/not known to show questions/g)).toHaveLength(1);
  });
});

describe('setup for a server that runs already', () => {
  let stage: HttpStage;
  beforeAll(async () => {
    stage = await openHttpStage();
  });
  afterAll(() => stage.close());

  it('writes the header of the cloud and tries the address', async () => {
    const env = { MIST_APITOKEN: stage.cloud.tokens.read, MIST_HOST: stage.cloud.url };
    const done = await setup(['cursor', '--http', stage.url], env);
    expect(done.stdout).toContain(`A server answers at ${stage.url}.`);
    expect(done.stdout).toContain('Done. Start Cursor anew');
    expect(JSON.parse(readFileSync(join(home, '.cursor/mcp.json'), 'utf8')).mcpServers.mistmcp.headers).toEqual({
      Authorization: `Bearer \${env:MIST_APITOKEN}`,
      'X-Mist-Cloud': stage.cloud.url,
    });
  });

  it('is not done where nothing answers, or no cloud is named', async () => {
    const done = await setup(['cursor', '--http', 'http://127.0.0.1:9'], { MIST_APITOKEN: WRONG });
    expect(done.stdout).toContain('Nothing answers at http://127.0.0.1:9/mcp');
    expect(done.stdout).toContain('Cursor: it names no cloud (--cloud), and no server answers at its address.');
  });
});

describe.skipIf(process.platform === 'win32')(
  'the application’s own command (skipped on Windows: a script there)',
  () => {
    /** A program that records how it was called, and adds nothing. */
    function recorder(name: string): string {
      const bin = join(home, 'bin');
      mkdirSync(bin, { recursive: true });
      writeFileSync(join(bin, name), `#!/bin/sh\nprintf '%s\\n' "$@" "token: $MIST_APITOKEN" > "$HOME/called"\n`);
      chmodSync(join(bin, name), 0o755);
      return [bin, dirname(process.execPath), '/usr/bin', '/bin'].join(':');
    }
    const called = (): string => readFileSync(join(home, 'called'), 'utf8');

    it('is used where it is there, without the token, and what it leaves out is written', async () => {
      const env = { PATH: recorder('codex'), MIST_APITOKEN: cloud.tokens.read, MIST_HOST: cloud.url };
      const done = await setup(['codex'], env);
      expect(done.code, done.stdout).toBe(0);
      expect(called()).toMatch(/^mcp\nadd\nmistmcp\n--env\nMIST_HOST=http.*\n--\nnode\n.*\ntoken: \n$/);
      const { mcp_servers: servers } = parseToml(readFileSync(join(home, '.codex/config.toml'), 'utf8'));
      expect(servers).toMatchObject({ mistmcp: { command: 'node', env_vars: ['MIST_APITOKEN'] } });
    });

    it('is not used for an entry with a token in it, in another file, or for one that is there', async () => {
      const env = { PATH: recorder('claude'), MIST_APITOKEN: cloud.tokens.read, MIST_HOST: cloud.url };
      await setup(['claude-code', '--with-token'], env);
      await setup(['claude-code', '--enable-write-tools'], env);
      await setup(['claude-code', '--scope', 'project'], env);
      await setup(['claude-code', '--config', 'other.json'], env);
      expect(wrote('called')).toBe(false);
      expect(wrote('.claude.json') && wrote('.mcp.json') && wrote('other.json')).toBe(true);
    });
  },
);
