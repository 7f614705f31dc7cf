import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { holdAnswers } from '../../harness/cloud.ts';
import { type HttpStage, openHttpStage } from '../../harness/http-stage.ts';
import { type Answer, ask, initialize, listTools, openSession, type Sending, sendRaw } from '../../harness/wire.ts';
import { type Mirror, startMirror } from './mirror.ts';

let stage: HttpStage;
let bearer: Record<string, string>;
/** Another cloud, which knows every token. */
let elsewhere: Mirror;
beforeAll(async () => {
  elsewhere = await startMirror(() => true);
  stage = await openHttpStage([
    ...['--allowed-hosts', 'mcp.example.com,10.1.2.3:8443', '--allowed-origins', 'https://app.example.com'],
    ...['--allow-cloud', elsewhere.url],
  ]);
  bearer = { Authorization: `Bearer ${stage.cloud.tokens.read}` };
});
afterAll(async () => {
  await stage.close();
  elsewhere.close();
});

const send = (sending: Sending): Promise<Answer> => ask(stage.url, sending);

/** What a refusal says; anything but a JSON-RPC error fails. */
function refusal({ json, headers }: Answer): { message: string; header: unknown } {
  expect(headers['content-type']).toContain('application/json');
  expect(json).toMatchObject({ jsonrpc: '2.0', error: { message: expect.any(String) } });
  const { error } = Object(json);
  return { message: error.message, header: error.data?.header };
}

describe('credentials', () => {
  it.each([
    ['nothing', {}, 'Authorization'],
    ['an empty header', { Authorization: '' }, 'Authorization'],
    ['the word alone', { Authorization: 'Bearer' }, 'Authorization'],
    ['another scheme', { Authorization: 'Basic YTpi' }, 'Authorization'],
    ['a placeholder', { Authorization: `Bearer $${'{MIST_APITOKEN}'}` }, 'Authorization'],
    ['two words', { 'X-Authorization': 'Bearer one two' }, 'X-Authorization'],
    [
      'two different tokens',
      { Authorization: 'Bearer aaaaaaaaaaaa', 'X-Authorization': 'bbbbbbbbbbbb' },
      'Authorization',
    ],
    ['one header with two tokens', { Authorization: ['Bearer aaaaaaaaaaaa', 'Bearer bbbbbbbbbbbb'] }, 'Authorization'],
  ])('refuses %s with 401 and the header to send', async (_, headers, header) => {
    const answer = await send({ headers, body: initialize });
    expect(answer.status).toBe(401);
    expect(answer.headers['www-authenticate']).toContain('Bearer');
    expect(refusal(answer).header).toBe(header);
    expect(answer.text).not.toMatch(/aaaaaaaa|bbbbbbbb|YTpi/);
  });

  it.each(['token', 'apitoken', 'access_token', 'Authorization', 'api_key', 'API-KEY', 'x-auth', 'key', 'jwt'])(
    'refuses a token in the query as %s, even beside a header',
    async (name) => {
      const answer = await send({ path: `/mcp?${name}=q7Wc2LrT9vXn4KpB`, headers: bearer, body: initialize });
      expect(answer.status).toBe(401);
      expect(answer.text).not.toContain('q7Wc2LrT9vXn4KpB');
    },
  );

  it('refuses the token of the header in the query under any name', async () => {
    const answer = await send({ path: `/mcp?user=${stage.cloud.tokens.read}`, headers: bearer, body: initialize });
    expect(answer.status).toBe(401);
    expect(answer.text).not.toContain(stage.cloud.tokens.read);
  });

  it('says which header names the cloud where the operator has named none', async () => {
    const { readCredentials } = await import('../../../src/transport/http/credentials.ts');
    const { cloudList } = await import('../../../src/transport/http/cloud-list.ts');
    const headers = { authorization: ['Bearer q7Wc2LrT9vXn4KpB'] };
    const read = () => readCredentials(headers, new URLSearchParams(), cloudList([], undefined));
    expect(read).toThrow(/X-Mist-Cloud/);
  });

  it.each([
    'evil.example',
    'https://evil.example',
    'http://127.0.0.1:1',
    'localhost',
    'api.mist.com@evil.example',
    'api.mist.com.evil.example',
    'evil.example/api.mist.com',
    'api.mist.com:444',
    'ａpi.mist.com',
    '*',
  ])('refuses the cloud %s, in the header and in the query', async (cloud) => {
    const before = stage.cloud.requests.length;
    const query = await send({ path: `/mcp?cloud=${encodeURIComponent(cloud)}`, headers: bearer, body: initialize });
    expect(query.status).toBe(403);
    expect(refusal(query).header).toBe('X-Mist-Cloud');
    if (/^[\x20-\x7e]+$/.test(cloud)) {
      expect((await send({ headers: { ...bearer, 'X-Mist-Cloud': cloud }, body: initialize })).status).toBe(403);
    }
    expect(stage.cloud.requests.length).toBe(before);
  });

  it('takes a public cloud in every way that people write it', async () => {
    const { readCredentials } = await import('../../../src/transport/http/credentials.ts');
    const { cloudList } = await import('../../../src/transport/http/cloud-list.ts');
    const headers = { authorization: ['Bearer q7Wc2LrT9vXn4KpB'] };
    for (const cloud of ['api.eu.mist.com', 'https://manage.eu.mist.com/', 'EMEA 01']) {
      const query = new URLSearchParams({ cloud });
      expect(readCredentials(headers, query, cloudList([], undefined)).cloud.name).toBe('api.eu.mist.com');
    }
    const both = { ...bearer, 'X-Mist-Cloud': 'api.mist.com' };
    expect((await send({ path: '/mcp?cloud=api.eu.mist.com', headers: both, body: initialize })).status).toBe(400);
  });

  it('refuses a wish that cannot be read, since taking it for absent could widen', async () => {
    expect((await send({ path: '/mcp?readonly=ture', headers: bearer, body: initialize })).status).toBe(400);
    expect((await send({ headers: { ...bearer, 'X-Mist-Readonly': 'maybe' }, body: initialize })).status).toBe(400);
    expect((await send({ path: '/mcp?output=xml', headers: bearer, body: initialize })).status).toBe(400);
  });
});

describe('Host and Origin', () => {
  const routes = ['/mcp', '/mcp/', '/healthz', '/readyz', '/nothing'];

  it.each(routes)('are checked on %s', async (path) => {
    for (const headers of [
      { Host: 'evil.example' },
      { Host: 'localhost.evil.example' },
      { Origin: 'https://evil.example' },
      { Origin: 'null' },
    ]) {
      const answer = await send({ method: 'GET', path, headers: { ...bearer, ...headers } });
      expect(answer.status, JSON.stringify(headers)).toBe(403);
      refusal(answer);
    }
  });

  it.each(['mcp.example.com', 'MCP.example.com:9000', '10.1.2.3:8443', 'localhost', '[::1]:8000'])(
    'the Host %s is allowed',
    async (Host) => {
      expect((await send({ method: 'GET', path: '/healthz', headers: { Host } })).status).toBe(200);
    },
  );

  it.each(['mcp.example.com.', 'user@mcp.example.com', '10.1.2.3', '10.1.2.3:1', 'mcp.example.com, evil.example', ' '])(
    'the Host "%s" is not',
    async (Host) => {
      expect((await send({ method: 'GET', path: '/healthz', headers: { Host } })).status).toBe(403);
    },
  );

  it.each([
    ['none', 'GET /healthz HTTP/1.1\r\nConnection: close\r\n\r\n'],
    ['two', 'GET /healthz HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\nConnection: close\r\n\r\n'],
    [
      'another, with an expectation',
      'POST /mcp HTTP/1.1\r\nHost: evil.example\r\nExpect: banana\r\nConnection: close\r\n\r\n',
    ],
  ])('%s is refused with 403 in JSON', async (_, bytes) => {
    const text = await sendRaw(stage.url, bytes);
    expect(text).toMatch(/^HTTP\/1.1 403 /);
    expect(text).toContain('"jsonrpc"');
  });

  it('a page of an allowed origin may ask and read, one of another may not', async () => {
    const preflight = { 'Access-Control-Request-Method': 'POST', 'Access-Control-Request-Headers': 'authorization' };
    const good = await send({ method: 'OPTIONS', headers: { ...preflight, Origin: 'https://app.example.com' } });
    expect(good.status).toBe(204);
    expect(good.headers['access-control-allow-origin']).toBe('https://app.example.com');
    for (const Origin of [
      'http://app.example.com',
      'https://app.example.com:8443',
      'https://app.example.com.evil.example',
    ]) {
      const bad = await send({ method: 'OPTIONS', headers: { ...preflight, Origin } });
      expect(bad.status, Origin).toBe(403);
      expect(bad.headers['access-control-allow-origin'], Origin).toBeUndefined();
    }
  });
});

describe('routes', () => {
  it('health needs no token, and metrics are elsewhere', async () => {
    expect((await send({ method: 'GET', path: '/healthz' })).json).toEqual({ status: 'ok' });
    expect((await send({ method: 'GET', path: '/readyz' })).json).toEqual({ status: 'ready' });
    expect((await send({ method: 'GET', path: '/metrics' })).status).toBe(404);
    expect((await send({ method: 'POST', path: '/healthz', body: '{}' })).status).toBe(405);
  });

  it.each([
    '/mcp/../metrics',
    '/%6dcp',
    '//mcp',
    '/mcp/x',
    '/mcp%2f',
    '/..%2f..%2fetc/passwd',
    '/mcp/.',
    '/MCP',
    'http://evil.example/mcp',
  ])('%s leads nowhere', async (path) => {
    const answer = await send({ method: 'GET', path, headers: bearer });
    expect(answer.status).toBe(404);
    refusal(answer);
  });

  it('MCP takes three methods', async () => {
    for (const method of ['PUT', 'PATCH', 'HEAD', 'TRACE', 'PROPFIND']) {
      expect((await send({ method, headers: bearer })).status, method).toBe(405);
    }
  });
});

describe('bodies', () => {
  it.each([
    ['no JSON', '{"jsonrpc":'],
    ['nothing', ''],
    ['a nest', '['.repeat(100_000) + ']'.repeat(100_000)],
    [
      'a deep message',
      `{"jsonrpc":"2.0","id":1,"method":"tools/list","params":${'{"a":'.repeat(5000)}1${'}'.repeat(5000)}}`,
    ],
    ['another protocol', '{"hello":"world"}'],
    [
      'a batch beyond bounds',
      JSON.stringify(Array.from({ length: 5000 }, () => ({ jsonrpc: '2.0', id: 1, method: 'ping' }))),
    ],
  ])('%s is refused with 400', async (_, body) => {
    const answer = await send({ headers: bearer, body });
    expect(answer.status).toBe(400);
    refusal(answer);
  });

  it('refuses more than 4 MB, announced or not, and another type', async () => {
    const headers = { ...bearer, 'Content-Type': 'application/json' };
    const announced = await sendRaw(
      stage.url,
      `POST /mcp HTTP/1.1\r\nHost: localhost\r\nAuthorization: ${bearer.Authorization}\r\nContent-Type: application/json\r\nContent-Length: 5000000\r\n\r\n{`,
    );
    expect(announced).toMatch(/^HTTP\/1.1 413 /);
    expect(announced).toContain('"jsonrpc"');
    const chunked = await send({
      headers: { ...headers, 'Transfer-Encoding': 'chunked' },
      body: `"${'x'.repeat(4 * 1024 * 1024)}"`,
    }).catch(() => ({ status: 413 }));
    expect(chunked.status).toBe(413);
    expect((await send({ headers: { ...bearer, 'Content-Type': 'text/plain' }, body: initialize })).status).toBe(415);
  });
});

describe('many large bodies at once', () => {
  it('hold no more than their room; small ones are served all the same', async () => {
    const large = 4 * 1024 * 1024;
    const headers: Record<string, string> = { 'Content-Type': 'application/json', 'Content-Length': String(large) };
    // Nothing here may end for its time before the room is full.
    const patient = await openHttpStage();
    headers.Authorization = `Bearer ${patient.cloud.tokens.read}`;
    const mine = { Authorization: headers.Authorization };
    const { hostname, port } = new URL(patient.url);
    const statuses: number[] = [];
    const held = Array.from({ length: 20 }, () => {
      const sent = request({ hostname, port, method: 'POST', path: '/mcp', headers, agent: false });
      sent.on('error', () => {}).on('response', ({ statusCode = 0 }) => statuses.push(statusCode));
      sent.write(Buffer.alloc(large - 1, ' '));
      return sent;
    });
    await expect.poll(() => statuses).toContain(503);
    expect((await ask(patient.url, { headers: mine, body: initialize })).status).toBe(200);
    for (const sent of held) sent.destroy();
    const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'ping', params: { long: 'x'.repeat(3_000_000) } });
    await expect.poll(async () => (await ask(patient.url, { headers: mine, body })).status).toBe(400);
    await patient.close();
  });
});

it('a client that leaves while its token is looked at is no failure in the log', async () => {
  const left = await openHttpStage();
  const letGo = holdAnswers(left.cloud, { match: '/api/v1/self' });
  const { hostname, port } = new URL(left.url);
  const headers = { 'Content-Type': 'application/json', Authorization: `Bearer ${left.cloud.tokens.read}` };
  const sent = request({ hostname, port, method: 'POST', path: '/mcp', headers, agent: false });
  const closed = new Promise<void>((resolve) => sent.on('error', () => {}).once('close', resolve));
  sent.end(initialize);
  await expect.poll(() => left.cloud.requests.length).toBeGreaterThan(0);
  sent.destroy();
  await closed;
  letGo();
  // The server is done with the one that left when it has answered the next.
  const token = { Authorization: `Bearer ${left.cloud.tokens.read}` };
  expect((await ask(left.url, { headers: token, body: initialize })).status).toBe(200);
  expect(left.lines.filter((line) => line.includes('"error"'))).toEqual([]);
  await left.close();
});

describe('connections', () => {
  const line = 'GET /healthz HTTP/1.1\r\nHost: localhost\r\n';

  it('headers above 32 KB are refused in JSON', async () => {
    const text = await sendRaw(stage.url, `${line}X-Long: ${'a'.repeat(40_000)}\r\n\r\n`);
    expect(text).toMatch(/^HTTP\/1.1 431 /);
    expect(text).toContain('application/json');
  });

  const post = (token: string): string =>
    `POST /mcp HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nAuthorization: Bearer ${token}\r\n`;

  it.each([
    ['headers that never end', () => `${line}X-Slow: `],
    ['a body that never comes', () => `${post(stage.cloud.tokens.read)}Content-Length: 100\r\n\r\n{`],
  ])('%s are cut with 408 in JSON', async (_, bytes) => {
    const hasty = await openHttpStage([], { limits: { headersMs: 500, requestMs: 1000 } });
    const text = await sendRaw(hasty.url, bytes(), 30_000);
    await hasty.close();
    expect(text).toMatch(/^HTTP\/1.1 408 /);
    expect(text).toContain('"jsonrpc"');
  });

  it.each([
    ['nonsense', 'hello\r\n\r\n'],
    ['a chunk of no length', `${post('q7Wc2LrT9vXn4KpB')}Transfer-Encoding: chunked\r\n\r\nzz\r\n`],
    ['two lengths', 'POST /mcp HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\n{}'],
    [
      'a length beside chunks',
      'POST /mcp HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
    ],
    ['a line feed in a header', 'GET /healthz HTTP/1.1\r\nHost: localhost\r\nX-A: b\nX-C: d\r\n\r\n'],
  ])('%s is refused with 400 in JSON', async (_, bytes) => {
    const text = await sendRaw(stage.url, bytes);
    expect(text).toMatch(/^HTTP\/1.1 400 /);
    expect(text).toContain('"jsonrpc"');
  });
});

it('nonsense after a call that is under way is not answered in its place', async () => {
  const off = stage.cloud.fault({ kind: 'hang', match: '/api/v1/self' });
  const params = { name: 'mist_get_self', arguments: { action_type: 'account_info' } };
  const session = await openSession(stage.url, bearer);
  const call = JSON.stringify({ jsonrpc: '2.0', id: 3, method: 'tools/call', params });
  const head = Object.entries({
    Host: 'localhost',
    ...bearer,
    'Mcp-Session-Id': session,
    'Content-Type': 'application/json',
    Accept: 'application/json, text/event-stream',
    'Content-Length': String(Buffer.byteLength(call)),
  }).map(([name, value]) => `${name}: ${value}\r\n`);
  const text = await sendRaw(stage.url, `POST /mcp HTTP/1.1\r\n${head.join('')}\r\n${call}hello\r\n\r\n`);
  expect(text).not.toMatch(/HTTP\/1.1 4/);
  off();
});

describe('session ids', () => {
  it('open nothing to another token, and end with DELETE', async () => {
    const id = await openSession(stage.url, bearer);
    const other = { Authorization: `Bearer ${stage.cloud.tokens.write}`, 'Mcp-Session-Id': id };
    for (const method of ['POST', 'GET', 'DELETE']) {
      const headers = { ...other, Accept: 'text/event-stream, application/json' };
      const answer = await send({ method, headers, ...(method === 'POST' ? { body: listTools } : {}) });
      expect(answer.status, method).toBe(404);
    }
    const cloud = { ...bearer, 'Mcp-Session-Id': id, 'X-Mist-Cloud': elsewhere.name };
    expect((await send({ headers: cloud, body: listTools })).status).toBe(404);
    const mine = { ...bearer, 'Mcp-Session-Id': id };
    expect((await send({ headers: mine, body: listTools })).status).toBe(200);
    expect((await send({ method: 'DELETE', headers: mine })).status).toBe(200);
    expect((await send({ headers: mine, body: listTools })).status).toBe(404);
  });

  it.each(['', 'x', '../../etc/passwd', '__proto__', 'constructor', 'a, b', '0'.repeat(20_000)])(
    'that never were are refused: %s',
    async (id) => {
      const answer = await send({ headers: { ...bearer, 'Mcp-Session-Id': id }, body: listTools });
      expect([400, 404]).toContain(answer.status);
      refusal(answer);
    },
  );

  it('given twice are refused', async () => {
    const id = await openSession(stage.url, bearer);
    const answer = await send({ headers: { ...bearer, 'Mcp-Session-Id': [id, id] }, body: listTools });
    expect(answer.status).toBe(404);
  });
});

it('nothing that was sent here is in the log in clear', () => {
  const log = stage.lines.join('\n');
  expect(log).not.toContain(stage.cloud.tokens.read);
  expect(log).not.toContain('q7Wc2LrT9vXn4KpB');
});
