import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };
import { command } from '../harness/command.ts';
import { endsCleanly, initialize, type ServerProcess, startServer, TOKEN } from '../harness/process.ts';

const running: ServerProcess[] = [];
afterEach(() => {
  for (const server of running.splice(0)) server.child.kill('SIGKILL');
});

/** Nothing here reaches a cloud, so the address leads nowhere. */
function start(args: string[] = [], env: NodeJS.ProcessEnv = {}): ServerProcess {
  const server = startServer(args, { MIST_APITOKEN: TOKEN, MIST_HOST: 'http://127.0.0.1:9', ...env });
  running.push(server);
  return server;
}

/** util-linux's `script` runs a command on a terminal of its own. */
const hasScript = spawnSync('script', ['-qec', 'true', '/dev/null']).status === 0;

describe('on a terminal', () => {
  it.skipIf(!hasScript)('says what it is waiting for (skipped where there is no util-linux script)', async () => {
    const line = command.map((part) => `'${part}'`).join(' ');
    const child = spawn('script', ['-qec', line, '/dev/null'], { cwd: '/', env: { PATH: process.env.PATH } });
    let text = '';
    child.stdout.setEncoding('utf8').on('data', (part: string) => {
      text += part;
      // Ctrl+D, the end of input of a terminal.
      if (text.includes('Ctrl+C ends it')) child.stdin.write('\u0004');
    });
    const code = await new Promise((resolve) => child.once('close', resolve));
    expect(text).toContain('waiting for an MCP client on stdin');
    expect(text).toMatch(/\d\d:\d\d:\d\d info {2}mistmcp \S+ is ready/);
    expect(code).toBe(0);
  });

  it('is silent about it elsewhere', async () => {
    const server = start();
    await server.said('is ready');
    await endsCleanly(server, () => server.child.stdin.end());
    expect(server.stderr()).not.toContain('waiting');
  });
});

describe('--demo', () => {
  it.each([
    [[], 'read-only'],
    [['--enable-write-tools'], 'read and write'],
  ])('serves the simulated cloud with %j', async (args, mode) => {
    const server = startServer(['--demo', ...args]);
    running.push(server);
    server.send(initialize);
    server.send({
      id: 2,
      method: 'tools/call',
      params: { name: 'mist_get_self', arguments: { action_type: 'account_info' } },
    });
    const answer = await server.answer(2);
    expect(JSON.stringify(answer)).toContain('privileges');
    expect(answer).not.toMatchObject({ result: { isError: true } });
    expect(server.stderr()).toContain('"cloud":"simulated"');
    expect(server.stderr()).toContain(`"mode":"${mode}"`);
    await endsCleanly(server, () => server.child.stdin.end());
  });
});

describe('what the operator reads', () => {
  it('is the mode, once, on stderr', async () => {
    const server = start();
    await server.said('is ready');
    const lines = server.stderr().trim().split('\n');
    expect(lines).toHaveLength(1);
    const line: unknown = JSON.parse(lines[0] ?? '');
    expect(line).toMatchObject({ level: 'info', mode: 'read-only', tools: expect.any(Number) });
    expect(server.stderr()).toContain('127.0.0.1:9');
  });

  it('warns of a missing token and lists the tools all the same', async () => {
    const server = start([], { MIST_APITOKEN: '' });
    server.send(initialize);
    server.send({ id: 2, method: 'tools/list' });
    await server.answer(2);
    expect(server.stderr()).toContain('MIST_APITOKEN is not set');
  });

  it('never holds the token, whatever is logged', async () => {
    const server = start(['--debug'], { MIST_APITOKEN: `Token ${TOKEN}` });
    server.send(initialize);
    await server.answer(1);
    server.child.stdin.write(`${TOKEN}\n{"jsonrpc":"2.0","id":"${TOKEN}"}\n`);
    server.send({ id: 2, method: 'tools/list' });
    await server.answer(2);
    server.child.stdin.end();
    await server.exit;
    expect(server.stderr()).toContain('MCP connection');
    expect(server.stderr()).not.toContain(TOKEN);
  });
});

/** Lets SIGUSR2 run a statement inside the server, as a fault in a dependency would. */
const onSignal = (statement: string): NodeJS.ProcessEnv => ({
  NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(`process.on('SIGUSR2',()=>{${statement}})`)}`,
});

describe('faults of our own', () => {
  it.each([
    ['an exception', "throw new Error('boom ' + process.env.MIST_APITOKEN)"],
    ['a rejection', "Promise.reject(new Error('boom ' + process.env.MIST_APITOKEN))"],
  ])('%s that nobody caught ends it with code 1, told without the token', async (_name, statement) => {
    const server = start([], onSignal(statement));
    await server.said('is ready');
    server.child.kill('SIGUSR2');
    expect(await server.exit).toEqual({ code: 1, signal: null });
    expect(server.stdout()).toBe('');
    expect(server.stderr()).toContain('boom [token]');
    expect(server.stderr()).not.toContain(TOKEN);
  });

  it('keeps stray output away from the protocol', async () => {
    const server = start([], onSignal("console.log('stray one');process.stdout.write('stray two\\n')"));
    await server.said('is ready');
    server.child.kill('SIGUSR2');
    await server.said('stray two');
    server.send(initialize);
    await server.answer(1);
    expect(server.stdout()).not.toContain('stray');
    expect(server.stderr()).toContain('stray one');
  });
});

describe('the log file', () => {
  it('gets the same lines, appended, readable for its owner only', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'mistmcp-log-'));
    try {
      const file = join(folder, 'a.txt');
      for (const port of ['1', '2']) {
        const server = start(['--log-file', file, '-p', port]);
        await server.said('is ready');
        await endsCleanly(server, () => server.child.stdin.end());
      }
      expect(readFileSync(file, 'utf8').match(/is ready/g)).toHaveLength(2);
      expect(statSync(file).mode & 0o077).toBe(0);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe('refusing to start', () => {
  it.each([
    ['an unknown flag', ['--nope'], {}],
    ['a bad value', ['--port', 'x'], {}],
    ['an unknown variable', [], { MISTMCP_NOPE: '1' }],
    ['a missing file', ['-e', 'gone'], {}],
    ['a log file that cannot be written', ['--log-file', '/nonexistent/a.txt'], {}],
    ['the same with the simulated cloud', ['--demo', '--log-file', '/nonexistent/a.txt'], { MIST_APITOKEN: '' }],
    ['an impossible token', [], { MIST_APITOKEN: `${TOKEN} "x"` }],
    ['a foreign cloud', [], { MIST_HOST: 'http://example.com' }],
  ])('because of %s: one sentence, code 2, silent stdout', async (_name, args, env) => {
    const server = start(args, env);
    server.child.stdin.end();
    expect(await server.exit).toEqual({ code: 2, signal: null });
    expect(server.stdout()).toBe('');
    expect(server.stderr()).toMatch(/^mistmcp: [^\n]+\n$/);
    expect(server.stderr()).not.toContain(TOKEN);
  });

  it('leaves a missing --env-file to Node, which looks for it before any script runs, with code 9', async () => {
    const server = start(['--env-file', 'gone']);
    expect([2, 9]).toContain((await server.exit).code);
    expect(server.stdout()).toBe('');
    expect(server.stderr()).toContain('gone');
  });

  it('prints help and version to stdout', async () => {
    const [help, version] = [start(['--help']), start(['--version'])];
    expect([await help.exit, await version.exit]).toEqual([
      { code: 0, signal: null },
      { code: 0, signal: null },
    ]);
    expect(help.stdout()).toContain('MIST_APITOKEN');
    expect(version.stdout()).toBe(`${manifest.version}\n`);
    expect(help.stderr() + version.stderr()).toBe('');
  });
});
