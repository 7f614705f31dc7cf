import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type DemoCloud, startDemoCloud } from '../../../simulator/cloud.ts';
import { holdAnswers } from '../../harness/cloud.ts';
import type { Era } from '../../harness/era.ts';
import { connectTo } from '../../harness/http-stage.ts';
import { type ServerProcess, startServer, TOKEN } from '../../harness/process.ts';
import { ask } from '../../harness/wire.ts';

const eras: readonly Era[] = ['2025-11-25', '2026-07-28'];

const hasOpenssl = spawnSync('openssl', ['version']).status === 0;

let cloud: DemoCloud;
beforeAll(async () => {
  cloud = await startDemoCloud({ seed: 1 });
});
afterAll(() => cloud.close());

let server: ServerProcess | undefined;
afterEach(async () => {
  server?.child.kill('SIGKILL');
  await server?.exit;
  server = undefined;
});

function start(args: string[] = [], env: NodeJS.ProcessEnv = {}): ServerProcess {
  server = startServer(['--transport', 'http', '--port', '0', ...args], { MIST_HOST: cloud.url, ...env });
  return server;
}

const urlOf = async (running: ServerProcess): Promise<string> => {
  await running.said('mcp-remote');
  return /listens on (\S+)/.exec(running.stderr())?.[1] ?? '';
};

describe('at its start', () => {
  it('prints the configuration to paste, which works as it is, and nothing on stdout', async () => {
    const running = start();
    await urlOf(running);
    const text = running.stderr();
    const pasted: unknown = JSON.parse(text.slice(text.indexOf('{\n'), text.indexOf('\n}\n') + 2));
    const entry = Object(pasted).mcpServers.mist;
    expect(entry).toMatchObject({ type: 'http', headers: { Authorization: 'Bearer <your Mist API token>' } });
    const [url, query] = String(entry.url).split('?');
    const { call, client } = await connectTo(url ?? '', { query: query ?? '', token: cloud.tokens.read });
    expect((await call('mist_get_self', { action_type: 'account_info' })).data.email).toBe('read@lakeside.example');
    await client.close();
    expect(running.stdout()).toBe('');
  });

  it('ignores MIST_APITOKEN and says so', async () => {
    const running = start([], { MIST_APITOKEN: TOKEN });
    const url = await urlOf(running);
    expect(running.stderr()).toContain('MIST_APITOKEN is not used with --transport http');
    expect(running.stderr()).not.toContain(TOKEN);
    const before = cloud.requests.length;
    expect((await ask(url, { body: '{}' })).status).toBe(401);
    expect(cloud.requests.length).toBe(before);
  });

  it('with --demo prints a configuration whose token works', async () => {
    const running = startServer(['-t', 'http', '-p', '0', '--demo'], {});
    server = running;
    const url = await urlOf(running);
    const token = /Bearer (demo-\S+)"/.exec(running.stderr())?.[1] ?? '';
    const { call, client } = await connectTo(url, { token });
    expect((await call('mist_get_self', { action_type: 'account_info' })).data.email).toBe('read@lakeside.example');
    await client.close();
    const elsewhere = { Authorization: `Bearer ${token}`, 'X-Mist-Cloud': 'api.mist.com' };
    expect((await ask(url, { headers: elsewhere, body: '{}' })).status).toBe(403);
  });

  it.each([
    ['beyond loopback without TLS warns loudly', ['--host', '0.0.0.0'], true],
    ['behind a proxy does not', ['--host', '0.0.0.0', '--behind-proxy'], false],
    ['on loopback does not', [], false],
  ])('%s', async (_, args, warns) => {
    const running = start(args);
    await urlOf(running);
    expect(running.stderr().includes('WITHOUT ENCRYPTION')).toBe(warns);
  });

  it.each([
    ['a key that is too short', [], { MISTMCP_STATE_KEY: 'x'.repeat(31) }, /32/],
    ['a file of keys that is not there', ['--state-key-file', '/nonexistent/keys'], {}, /cannot be read/],
    ['an engine without a key of the replicas', ['--redis', 'redis://127.0.0.1'], {}, /MISTMCP_STATE_KEY/],
    ['an engine at no address', ['--redis', 'http://127.0.0.1'], {}, /rediss:\/\/HOST/],
    ['a password on the command line', ['--redis', 'redis://:pass@127.0.0.1'], {}, /use MISTMCP_REDIS/],
    ['a certificate without its key', ['--tls-cert', '/a.pem'], {}, /--tls-key/],
    ['a certificate that is not there', ['--tls-cert', '/a.pem', '--tls-key', '/b.pem'], {}, /cannot be read/],
    ['a cloud that is none', ['--allow-cloud', 'mist'], {}, /--allow-cloud/],
    ['an origin that is none', ['--allowed-origins', 'https://a b'], {}, /--allowed-origins/],
    ['an address of another machine', ['--host', '192.0.2.1'], {}, /listen/],
  ])('%s stops it with a sentence', async (_, args, env, sentence) => {
    const running = start(args, env);
    expect(await running.exit).toEqual({ code: 2, signal: null });
    expect(running.stderr()).toMatch(sentence);
    expect(running.stdout()).toBe('');
  });

  it('a port that is taken stops it with a sentence', async () => {
    const port = new URL(await urlOf(start())).port;
    const second = startServer(['-t', 'http', '-p', port], { MIST_HOST: cloud.url });
    expect(await second.exit).toEqual({ code: 2, signal: null });
    expect(second.stderr()).toMatch(/something else listens there/);
    expect(second.stderr()).not.toContain('is ready');
  });
});

describe('an answer over http', () => {
  it.each(eras)('arrives whole for every application of %s, write tools offered', async (era) => {
    const url = await urlOf(start(['--enable-write-tools']));
    // One after the other: bytes that wait for others to push them are found by an idle connection.
    for (let application = 0; application < 6; application += 1) {
      const { call, client } = await connectTo(url, { token: cloud.tokens.read, era });
      expect((await call('mist_get_self', { action_type: 'account_info' })).data.email).toBe('read@lakeside.example');
      await client.close();
    }
  });
});

describe('at its end', () => {
  const bearer = () => ({ Authorization: `Bearer ${cloud.tokens.read}` });

  it('finishes what is under way, refuses what is new, closes streams and exits with 0', async () => {
    const running = start();
    const url = await urlOf(running);
    const old = await connectTo(url, { token: cloud.tokens.read });
    // Two tokens: the same question of one would be one request.
    const modern = await connectTo(url, { token: cloud.tokens.write, era: '2026-07-28' });
    const letGo = holdAnswers(cloud, { match: '/api/v1/self/usage' });
    const calls = [old, modern].map(({ call }) => call('mist_get_self', { action_type: 'api_usage' }));
    const seen = () => cloud.requests.filter(({ path }) => path === '/api/v1/self/usage').length;
    await expect.poll(seen).toBe(2);
    running.child.kill('SIGTERM');
    await running.said('Stopping');
    await expect(ask(url, { headers: bearer(), body: '{}' })).rejects.toThrow();
    letGo();
    for (const answer of await Promise.all(calls)) expect(answer.data.request_limit).toBe(5000);
    expect(await running.exit).toEqual({ code: 0, signal: null });
    await Promise.allSettled([old.client.close(), modern.client.close()]);
  });

  it('with nothing under way ends, listening clients or not', async () => {
    const running = start();
    const { client } = await connectTo(await urlOf(running), { token: cloud.tokens.read });
    running.child.kill('SIGINT');
    expect(await running.exit).toEqual({ code: 0, signal: null });
    await client.close().catch(() => {});
  });

  it('a second signal ends it while a call hangs', async () => {
    const running = start();
    const { call, client } = await connectTo(await urlOf(running), { token: cloud.tokens.read });
    const off = cloud.fault({ kind: 'hang', match: '/api/v1/self/usage' });
    const before = cloud.requests.length;
    call('mist_get_self', { action_type: 'api_usage' }).catch(() => {});
    await expect.poll(() => cloud.requests.length).toBeGreaterThan(before);
    running.child.kill('SIGTERM');
    await running.said('Stopping');
    running.child.kill('SIGTERM');
    expect(await running.exit).toEqual({ code: 0, signal: null });
    off();
    await client.close().catch(() => {});
  });
});

describe.skipIf(!hasOpenssl)('with a certificate (needs the openssl command)', () => {
  const folder = mkdtempSync(join(tmpdir(), 'mistmcp-tls-'));
  const [cert, key] = [join(folder, 'cert.pem'), join(folder, 'key.pem')];
  beforeAll(() => {
    const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1'];
    const kind = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'];
    execFileSync('openssl', ['req', '-x509', ...kind, ...subject, '-keyout', key, '-out', cert], { stdio: 'ignore' });
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('speaks https, beyond loopback without a warning', async () => {
    const running = start(['--tls-cert', cert, '--tls-key', key, '--host', '0.0.0.0']);
    const url = new URL(await urlOf(running));
    expect(url.protocol).toBe('https:');
    expect(running.stderr()).not.toContain('WITHOUT ENCRYPTION');
    const status = await new Promise((resolve, reject) => {
      const options = { hostname: '127.0.0.1', port: url.port, path: '/healthz', rejectUnauthorized: false };
      request(options, ({ statusCode }) => resolve(statusCode))
        .on('error', reject)
        .end();
    });
    expect(status).toBe(200);
  });
});
