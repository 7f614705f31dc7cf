import { execFile } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { createMistClient } from '../../src/library/client.ts';
import { type ProxyServer, startProxy } from '../mist/http/proxy/proxy-server.ts';
import { projectWithPackage } from './package.ts';

const HOST = 'https://api.mist.test';
const PASSWORD = 'p4ssw0rd';

let proxy: ProxyServer;
beforeEach(async () => {
  // Nothing listens behind it: what counts is who is asked for the way.
  proxy = await startProxy(() => 9);
  for (const name of ['https_proxy', 'HTTPS_PROXY', 'all_proxy', 'ALL_PROXY', 'no_proxy', 'NO_PROXY'])
    vi.stubEnv(name, '');
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await proxy.close();
});

type Way = { proxy?: string | false };

function asking(way: Way): { ended: Promise<unknown>; stop: () => Promise<void> } {
  const stopped = new AbortController();
  const mist = createMistClient({ host: HOST, token: 'abcdefgh', allowOtherHost: true, ...way });
  const ended = mist.request('GET /api/v1/self', { signal: stopped.signal });
  return {
    ended,
    async stop() {
      stopped.abort();
      await ended;
      await mist.close();
    },
  };
}

async function expectThroughProxy(way: Way = {}): Promise<void> {
  const { stop } = asking(way);
  await expect.poll(() => proxy.asked[0]?.target).toBe('api.mist.test:443');
  await stop();
}

/** No name server knows the host, so going directly ends with an error. */
async function expectDirect(way: Way = {}): Promise<void> {
  const { ended, stop } = asking(way);
  expect(await ended).toMatchObject({ ok: false, error: { kind: 'network' } });
  expect(proxy.asked).toEqual([]);
  await stop();
}

describe('a client behind a web proxy', () => {
  it('takes the way that HTTPS_PROXY names', async () => {
    vi.stubEnv('HTTPS_PROXY', proxy.url);
    await expectThroughProxy();
  });

  it('takes the way that it is told', async () => {
    await expectThroughProxy({ proxy: proxy.url });
  });

  it('goes directly to what NO_PROXY names, and where it is told to', async () => {
    vi.stubEnv('HTTPS_PROXY', proxy.url);
    await expectDirect({ proxy: false });
    vi.stubEnv('NO_PROXY', '.mist.test');
    await expectDirect();
  });

  it('is not made with what is no proxy, and shows no password of it', () => {
    const make = (given?: string) => () =>
      createMistClient({ host: 'EMEA 01', token: 'abcdefgh', ...(given === undefined ? {} : { proxy: given }) });
    const url = `socks5://me:${PASSWORD}@proxy.test`;
    expect(make(url)).toThrow(/`proxy` names a SOCKS proxy/);
    vi.stubEnv('HTTPS_PROXY', url);
    expect(make()).toThrow(/HTTPS_PROXY names a SOCKS proxy/);
    expect(make()).not.toThrow(new RegExp(PASSWORD));
  });
});

describe('the installed package behind a web proxy', () => {
  let folder: string;
  beforeAll(() => {
    folder = projectWithPackage();
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('finds what it needs for it', async () => {
    const script = `import { createMistClient } from 'mistmcp/client';
const mist = createMistClient({ host: '${HOST}', token: 'abcdefgh', allowOtherHost: true });
const result = await mist.request('GET /api/v1/self', { signal: AbortSignal.timeout(60_000) });
console.log(result.ok ? 'ok' : result.error.kind);
await mist.close();`;
    writeFileSync(join(folder, 'ask.mjs'), script);
    const env = { PATH: process.env.PATH, HTTPS_PROXY: proxy.url };
    const { stdout } = await promisify(execFile)(process.execPath, ['ask.mjs'], { cwd: folder, env });
    expect(stdout.trim()).toBe('network');
    expect(proxy.asked[0]?.target).toBe('api.mist.test:443');
  });
});
