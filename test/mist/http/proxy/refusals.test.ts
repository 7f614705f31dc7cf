import { afterEach, describe, expect, it } from 'vitest';
import { MistError } from '../../../../src/core/errors/mist-error.ts';
import { parseCloud } from '../../../../src/mist/clouds.ts';
import { NoTunnel, proxyFailure } from '../../../../src/mist/http/proxy/failure.ts';
import { WebProxy } from '../../../../src/mist/http/proxy/proxy.ts';
import { createSession } from '../../../../src/mist/session.ts';
import { openSocket } from '../../../../src/mist/stream/socket.ts';
import { type FaultServer, json, startFaultServer, TOKEN } from '../../../harness/fault-server.ts';
import { type ProxyServer, startProxy } from './proxy-server.ts';

/** A request with it is taken, and its connection is cut. */
const CUT = 'cut me';

let cloud: FaultServer | undefined;
let proxy: ProxyServer | undefined;
afterEach(async () => {
  await proxy?.close();
  await cloud?.close();
});

/** A cloud without TLS on this machine, reached through a proxy all the same. */
async function open(through: (proxy: ProxyServer) => string = ({ url }) => url, timeoutMs = 5000) {
  const server = await startFaultServer((response, { url, body }) => {
    if (body.includes(CUT)) response.socket?.destroy();
    else if (url.startsWith('/api/v1/const')) response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end();
    else json(response, { echo: url });
  });
  const relay = await startProxy((target) => Number(target.split(':').at(-1)));
  cloud = server;
  proxy = relay;
  const webProxy = new WebProxy(through(relay), '<-loopback>');
  const { client } = createSession({
    cloud: parseCloud(server.url, { operator: true }),
    token: TOKEN,
    proxy: webProxy,
    backoffMs: [1, 1],
    timeoutMs,
  });
  const fails = (): Promise<MistError> =>
    client.send({ route: 'GET /api/v1/self' }).then(
      () => Promise.reject(new Error('it worked')),
      (error: unknown) => (error instanceof MistError ? error : Promise.reject(error)),
    );
  return { client, fails, server, relay };
}

describe('a proxy that lets nothing through', () => {
  it.each([
    [407, 1, /the proxy 127\.0\.0\.1:\d+ wants a login \(407\)/, /Put user and password into HTTPS_PROXY/],
    [403, 1, /does not let connections to 127\.0\.0\.1:\d+ through \(403\)/, /allow CONNECT to 127\.0\.0\.1/],
    [503, 3, /could not connect to 127\.0\.0\.1:\d+ \(503\)/, /administrator/],
    ['cut', 3, /the connection through the proxy 127\.0\.0\.1:\d+ was cut/, /may not allow this host/],
  ] as const)('and answers %s is told of, after %i attempts', async (how, attempts, what, advice) => {
    const { fails, relay, server } = await open();
    relay.refuse(how);
    const error = await fails();
    expect(error.what).toMatch(what);
    expect(error.advice).toMatch(advice);
    expect(relay.asked).toHaveLength(attempts);
    expect(server.requests).toEqual([]);
  });

  it('and says nothing ends with the time-out of the request', async () => {
    const { fails, relay } = await open(undefined, 200);
    relay.refuse('silence');
    expect((await fails()).kind).toBe('timeout');
  });

  it('and is not there is told of without its login', async () => {
    const { fails } = await open(() => 'http://user:secret-word@127.0.0.1:1');
    const { what, advice } = await fails();
    expect(what).toMatch(/the proxy 127\.0\.0\.1:1 could not be reached, the connection was refused/);
    expect(advice).toContain('NO_PROXY');
    expect(what + advice).not.toContain('secret-word');
  });

  it('and is of another kind than its address says is told of', async () => {
    const { fails } = await open(({ port }) => `https://localhost:${port}`);
    expect((await fails()).what).toMatch(/is no proxy of the kind that HTTPS_PROXY says/);
  });

  it('and is no proxy at all is told of', async () => {
    const { fails, server } = await open();
    const { client } = createSession({
      cloud: parseCloud('https://api.mist.test', { operator: true }),
      token: TOKEN,
      proxy: new WebProxy(server.url),
      backoffMs: [1, 1],
    });
    await expect(client.send({ route: 'GET /api/v1/self' })).rejects.toThrow(/proxy 127\.0\.0\.1/);
    expect(JSON.stringify(server.requests)).not.toContain(TOKEN);
    await expect(fails()).rejects.toThrow('it worked');
  });
});

describe('a connection that ends within the tunnel', () => {
  it('leaves a change unsure, and is not repeated', async () => {
    const { client, server } = await open();
    const path = { org_id: '00000000-0000-0000-0000-000000000001' };
    await expect(
      client.send({ route: 'POST /api/v1/orgs/{org_id}/sites', path, body: { name: CUT } }),
    ).rejects.toMatchObject({
      what: expect.stringContaining('was cut'),
      advice: expect.stringContaining('may have been made all the same'),
    });
    expect(server.requests).toHaveLength(1);
  });

  it.each(['ETIMEDOUT', 'EHOSTUNREACH', 'UND_ERR_HEADERS_TIMEOUT'])('with %s too', (code) => {
    const proxy = new WebProxy('proxy.example.com:3128');
    const cause = Object.assign(new Error('read'), { code });
    const within = proxyFailure(new TypeError('fetch failed', { cause }), proxy, 'api.mist.com:443');
    expect(within).toMatchObject({ unsure: true, reason: expect.stringContaining(`was cut (${code})`) });
    const before = proxyFailure(new TypeError('fetch failed', { cause: new NoTunnel('', { cause }) }), proxy, 'a:443');
    expect(before).toMatchObject({ unsure: false, reason: expect.stringContaining('could not be reached') });
  });
});

describe('a stream', () => {
  const receiver = { message: () => {}, lost: () => {} };

  it.each([
    [
      'unreachable',
      /^The stream of .* could not be reached: the proxy 127\.0\.0\.1:1 could not be reached, the connection/,
    ],
    [407, /the proxy .* wants a login \(407\)/],
    ['cut', /the connection through the proxy .* was cut/],
  ] as const)('behind a proxy that is %s says so', async (how, what) => {
    const { relay } = await open();
    if (how !== 'unreachable') relay.refuse(how);
    const proxy = new WebProxy(how === 'unreachable' ? 'http://127.0.0.1:1' : relay.url, '<-loopback>');
    const server = parseCloud('http://127.0.0.1:9', { operator: true });
    const target = { cloud: server, url: server.stream, token: TOKEN, proxy, readyMs: 5000 };
    await expect(openSocket(target, receiver, new AbortController().signal)).rejects.toMatchObject({
      what: expect.stringMatching(what),
      advice: expect.stringContaining('The command was not sent.'),
    });
    expect(JSON.stringify(relay.asked) + relay.seen() + relay.plain.join()).not.toContain(TOKEN);
  });
});

describe('what holds without a proxy holds with one', () => {
  it('bodies, and that a redirect is not followed', async () => {
    const { client, server, relay } = await open();
    const id = '00000000-0000-0000-0000-000000000001';
    const body = { name: 'Büro', list: [1, 2] };
    await client.send({ route: 'POST /api/v1/orgs/{org_id}/sites', path: { org_id: id }, body });
    expect(JSON.parse(server.requests[0]?.body ?? '')).toEqual(body);
    expect(server.requests[0]?.headers).toMatchObject({
      authorization: `Token ${TOKEN}`,
      'content-type': 'application/json',
    });
    await expect(client.send({ route: 'GET /api/v1/const/countries' })).rejects.toMatchObject({ kind: 'redirect' });
    expect(relay.plain).toEqual([]);
  });

  it('that a caller who goes away ends the request', async () => {
    const { client, relay } = await open();
    relay.refuse('silence');
    const controller = new AbortController();
    const asking = client.send({ route: 'GET /api/v1/self', signal: controller.signal });
    setTimeout(() => controller.abort(), 50);
    await expect(asking).rejects.toMatchObject({ kind: 'cancelled' });
  });

  it('eight requests of a token at once, and connections that are used again', async () => {
    const { client, relay, server } = await open();
    const lines = Array.from({ length: 40 }, (_, index) => index + 1);
    await Promise.all(lines.map((limit) => client.send({ route: 'GET /api/v1/self/logs', query: { limit } })));
    expect(server.requests).toHaveLength(40);
    expect(relay.asked.length).toBeLessThan(20);
  });
});
