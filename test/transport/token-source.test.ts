import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { command } from '../harness/command.ts';
import { type ServerProcess, startServer, TOKEN } from '../harness/process.ts';
import { openRecordingHost, type RecordingHost } from './recording-host.ts';

let host: RecordingHost;
let home: string;
let server: ServerProcess | undefined;

beforeEach(async () => {
  host = await openRecordingHost();
  home = mkdtempSync(join(tmpdir(), 'mistmcp-source-'));
});
afterEach(async () => {
  server?.child.kill('SIGKILL');
  await host.close();
  rmSync(home, { recursive: true, force: true });
});

/** Starts in the home folder with write tools, so that the token is tried at once; returns what stderr says. */
async function started(env: NodeJS.ProcessEnv, args: readonly string[] = []): Promise<string> {
  server = startServer(['--enable-write-tools', ...args], { HOME: home, ...env }, home);
  server.child.stdin.end();
  await server.exit;
  expect(server.stderr()).not.toContain(TOKEN);
  return server.stderr();
}

async function exitCode(): Promise<number | null | undefined> {
  return (await server?.exit)?.code;
}

const sent = (): string[] => [`GET /api/v1/self Token ${TOKEN}`];
const pair = (): string => `MIST_APITOKEN=${TOKEN}\nMIST_HOST=${host.url}\n`;

function userFile(text: string, mode = 0o600): string {
  const folder = join(home, '.config', 'mistmcp');
  mkdirSync(folder, { recursive: true });
  const path = join(folder, 'env');
  writeFileSync(path, text);
  chmodSync(path, mode);
  return folder;
}

const named = (text: string | Buffer): string => {
  const path = join(home, 'mist.env');
  writeFileSync(path, text);
  return path;
};

describe('the file of the user', () => {
  it('gives every setting, and the start line names it as the source of token and cloud', async () => {
    userFile(`${pair()}MISTMCP_MAX_RESPONSE_TOKENS=2000\n`);
    const said = await started({});
    expect(host.seen).toEqual(sent());
    expect(said).toContain('"cloud_from":"~/.config/mistmcp/env","token_from":"~/.config/mistmcp/env"');
  });

  it.each([
    ['it is writable by its group', 0o620, 0o700],
    ['it is writable by everybody', 0o602, 0o700],
    ['its folder is writable by others', 0o600, 0o722],
  ])('is ignored with a sentence where %s', async (_why, file, folder) => {
    chmodSync(userFile(pair(), file), folder);
    expect(await started({})).toMatch(/~\/\.config\/mistmcp\/env is ignored: others may write it.* chmod /);
    expect(host.seen).toEqual([]);
  });

  it('counts behind a link, unless others may write the folder that it leads to', async () => {
    const dotfiles = join(home, 'dotfiles');
    mkdirSync(dotfiles, { mode: 0o700 });
    const folder = userFile('');
    writeFileSync(join(dotfiles, 'env'), pair(), { mode: 0o600 });
    rmSync(join(folder, 'env'));
    symlinkSync(join(dotfiles, 'env'), join(folder, 'env'));
    await started({});
    expect(host.seen).toEqual(sent());
    chmodSync(dotfiles, 0o722);
    expect(await started({})).toContain('env is ignored: others may write its folder');
    expect(host.seen).toEqual(sent());
  });

  it('counts before a .env in the working directory, which then gives nothing', async () => {
    userFile(pair());
    writeFileSync(join(home, '.env'), 'MIST_APITOKEN=other\nMIST_HOST=EMEA 01\n');
    expect(await started({})).not.toContain('eu.mist.com');
    expect(host.seen).toEqual(sent());
  });

  it('is not read where --env-file names another', async () => {
    userFile('MIST_HOST=nowhere');
    await started({}, ['-e', named(pair())]);
    expect(host.seen).toEqual(sent());
  });
});

describe('a token', () => {
  it.each(['the file of the user', 'a file that is named'])('goes to no host that only %s names', async (where) => {
    const text = `MIST_HOST=${host.url}\n`;
    const args = where === 'the file of the user' ? [] : ['-e', named(text)];
    if (args.length === 0) userFile(text);
    const said = await started({ MIST_APITOKEN: TOKEN }, args);
    expect(host.seen).toEqual([]);
    expect(await exitCode()).toBe(2);
    expect(said).toMatch(
      /MIST_APITOKEN comes from the environment, but MIST_HOST only from .*set MIST_HOST in the env/,
    );
  });

  it('of a file goes to the host that the environment names', async () => {
    const said = await started({ MIST_HOST: host.url }, ['-e', named(`MIST_APITOKEN=${TOKEN}\n`)]);
    expect(host.seen).toEqual(sent());
    expect(said).toMatch(/"cloud_from":"the environment","token_from":"[^"]*mist\.env"/);
  });

  it('with the word Bearer before it is the token', async () => {
    await started({ MIST_APITOKEN: `Bearer ${TOKEN}`, MIST_HOST: host.url });
    expect(host.seen).toEqual(sent());
  });

  it('in a list with commas stops the start with one sentence', async () => {
    const said = await started({ MIST_APITOKEN: `${TOKEN},${TOKEN}`, MIST_HOST: host.url });
    expect(await exitCode()).toBe(2);
    expect(said).toMatch(/^mistmcp: MIST_APITOKEN: The Mist API token is a list with commas; [^\n]*\n$/);
  });
});

const utf16 = (text: string, big = false): Buffer => {
  const bytes = Buffer.from(text, 'utf16le');
  return big ? bytes.swap16() : bytes;
};

describe('a file with variables', () => {
  it.each<[string, (token: string, url: string) => string | Buffer]>([
    ['UTF-16 with a mark', (token, url) => utf16(`\uFEFFMIST_APITOKEN=${token}\r\nMIST_HOST=${url}\r\n`)],
    ['UTF-16 without one', (token, url) => utf16(`MIST_APITOKEN=${token}\r\nMIST_HOST=${url}\r\n`)],
    ['big-endian UTF-16', (token, url) => utf16(`\uFEFFMIST_APITOKEN=${token}\nMIST_HOST=${url}\n`, true)],
    ['lines of YAML', (token, url) => `MIST_APITOKEN: ${token}\nMIST_HOST: "${url}"\nOTHER: x\n`],
    ['lines of JSON', (token, url) => `{\n  "MIST_APITOKEN": "${token}",\n  "MIST_HOST": "${url}"\n}\n`],
  ])('is read in %s', async (_form, write) => {
    await started({}, ['-e', named(write(TOKEN, host.url))]);
    expect(host.seen).toEqual(sent());
  });

  it.each([`$env:MIST_APITOKEN = "${TOKEN}"`, `set MIST_APITOKEN=${TOKEN}`, `{"MIST_APITOKEN": "${TOKEN}"}`])(
    'stops the start with the line that would not count: %s',
    async (line) => {
      const said = await started({}, ['-e', named(`# MIST_HOST is elsewhere\n${line}\n`)]);
      expect(await exitCode()).toBe(2);
      expect(said).toMatch(/its line 2 names MIST_APITOKEN, but is not of the form MIST_APITOKEN=value\.\n$/);
    },
  );

  it.skipIf(spawnSync('mkfifo', ['--version']).error !== undefined)(
    'that nobody named and that is a pipe does not hold up the start (skipped without mkfifo)',
    async () => {
      spawnSync('mkfifo', [join(home, '.env')]);
      expect(await started({ MIST_HOST: host.url })).toContain('.env in the working directory is ignored');
    },
  );
});

describe.skipIf(process.platform === 'win32')('in a working directory that was deleted (skipped on Windows)', () => {
  const inDeleted = (args: readonly string[]) => {
    const folder = mkdtempSync(join(tmpdir(), 'mistmcp-gone-'));
    const script = 'rmdir "$PWD" && exec "$@"';
    return spawnSync('sh', ['-c', script, 'sh', ...command, ...args], { cwd: folder, env: {}, encoding: 'utf8' });
  };

  it('the server starts', () => {
    const { status, stderr } = inDeleted(['--demo']);
    expect(stderr).toContain('is ready');
    expect(status).toBe(0);
  });

  it('doctor says that the directory is gone', () => {
    expect(inDeleted(['doctor', '--demo']).stdout).toContain('a working directory that no longer exists');
  });

  it('a file named from there, and setup, are answered with one sentence', () => {
    for (const [args, sentence] of [
      [['-e', 'mist.env'], /^mistmcp: -e names "mist\.env", but the working directory no longer exists[^\n]*\n$/],
      [['setup', 'cursor', '--demo', '--dry-run'], /^mistmcp: The working directory no longer exists[^\n]*\n$/],
    ] as const) {
      const { status, stderr } = inDeleted(args);
      expect(stderr).toMatch(sentence);
      expect(status).toBe(2);
    }
  });
});
