import { afterEach, describe, expect, it } from 'vitest';
import { type HttpStage, openHttpStage } from '../../harness/http-stage.ts';
import { type Answer, ask, initialize, listTools, openSession } from '../../harness/wire.ts';

let open: HttpStage | undefined;
afterEach(async () => {
  await open?.close();
  open = undefined;
});

async function start(...given: Parameters<typeof openHttpStage>): Promise<HttpStage> {
  open = await openHttpStage(...given);
  return open;
}

const bearer = (token: string): Record<string, string> => ({ Authorization: `Bearer ${token}` });

const invented = (index: number): Record<string, string> => bearer(`invented-token-${index}-0123456789`);

const metric = async ({ metricsUrl }: HttpStage, name: string): Promise<number> => {
  const { text } = await ask(metricsUrl, { method: 'GET', path: '/metrics' });
  return Number(new RegExp(`^${name} (\\d+)$`, 'm').exec(text)?.[1]);
};

/** Requests that the simulated cloud was asked, by status. */
const upstream = async ({ metricsUrl }: HttpStage): Promise<Record<string, number>> => {
  const { text } = await ask(metricsUrl, { method: 'GET', path: '/metrics' });
  const rows = [...text.matchAll(/^mistmcp_upstream_requests_total\{status="(\d+)"\} (\d+)$/gm)];
  return Object.fromEntries(rows.map(([, status = '', count]) => [status, Number(count)]));
};

const ping = JSON.stringify({ jsonrpc: '2.0', id: 9, method: 'ping' });

const listen = (url: string, headers: Record<string, string>, id: string, signal: AbortSignal): Promise<Response> =>
  fetch(url, { headers: { ...headers, Accept: 'text/event-stream', 'Mcp-Session-Id': id }, signal });

describe('a token that Mist does not know', () => {
  it('opens nothing: it is refused with 401, words and one request to Mist, however often it comes', async () => {
    const stage = await start(['--metrics-port', '0']);
    const answers: Answer[] = [];
    for (const body of [initialize, listTools, initialize, ping]) {
      answers.push(await ask(stage.url, { headers: invented(1), body }));
    }
    answers.push(await ask(stage.url, { method: 'GET', headers: { ...invented(1), Accept: 'text/event-stream' } }));
    for (const { status, headers, text } of answers) {
      expect(status).toBe(401);
      expect(headers['www-authenticate']).toContain('invalid_token');
      expect(text).toContain('did not accept the token (401)');
      expect(text).toContain('X-Mist-Cloud');
      expect(text).not.toContain('invented');
    }
    expect(await upstream(stage)).toEqual({ 401: 1 });
    expect(await metric(stage, 'mistmcp_sessions')).toBe(0);
    expect(await metric(stage, 'mistmcp_tenants')).toBe(0);
  });

  it('is not read: four megabytes behind its headers are refused before they arrive', async () => {
    const stage = await start();
    const body = JSON.stringify({
      jsonrpc: '2.0',
      id: 1,
      method: 'tools/call',
      params: { name: 'x'.repeat(4_000_000) },
    });
    const answer = await ask(stage.url, { headers: { ...invented(1), 'Content-Length': '5000000' }, body }).catch(
      (error: NodeJS.ErrnoException) => error.code,
    );
    // Whoever still sends when the answer comes may find the connection closed before it is read.
    const outcome = typeof answer === 'object' ? answer.status : answer;
    expect([401, 'ECONNRESET', 'EPIPE']).toContain(outcome);
  });

  it('ends no session and no listener of others, however many there are', async () => {
    const stage = await start(['--metrics-port', '0', '--max-sessions', '2']);
    const headers = bearer(stage.cloud.tokens.read);
    const [idle, listening] = [await openSession(stage.url, headers), await openSession(stage.url, headers)];
    const abort = new AbortController();
    const stream = await listen(stage.url, headers, listening, abort.signal);
    expect(stream.status).toBe(200);
    const statuses = await Promise.all(
      Array.from({ length: 60 }, (_, index) => ask(stage.url, { headers: invented(index), body: initialize })),
    );
    expect(new Set(statuses.map(({ status }) => status))).toEqual(new Set([401, 429]));
    for (const id of [idle, listening]) {
      const { status } = await ask(stage.url, { headers: { ...headers, 'Mcp-Session-Id': id }, body: ping });
      expect(status).toBe(200);
    }
    expect(await metric(stage, 'mistmcp_sessions')).toBe(2);
    abort.abort();
  });

  it('after ten from one address others from there are not asked about; who was let in before goes on', async () => {
    const stage = await start(['--metrics-port', '0']);
    const known = bearer(stage.cloud.tokens.read);
    const id = await openSession(stage.url, known);
    for (let index = 0; index < 30; index += 1) await ask(stage.url, { headers: invented(index), body: initialize });
    expect(await upstream(stage)).toEqual({ 200: 1, 401: 10 });
    const refused = await ask(stage.url, { headers: bearer(stage.cloud.tokens.write), body: initialize });
    expect(refused.status).toBe(429);
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
    const { text } = await ask(stage.metricsUrl, { method: 'GET', path: '/metrics' });
    expect(text).toContain('mistmcp_refusals_total{reason="address"} 21');
    expect((await ask(stage.url, { headers: { ...known, 'Mcp-Session-Id': id }, body: ping })).status).toBe(200);
  });

  it('behind a proxy is counted by the address that the proxy saw, not by one that the client claims', async () => {
    const stage = await start(['--behind-proxy', '--metrics-port', '0']);
    const from = (address: string, index: number): Promise<Answer> =>
      ask(stage.url, { headers: { ...invented(index), 'X-Forwarded-For': address }, body: initialize });
    for (let index = 0; index < 12; index += 1) await from(`198.51.100.${index}, 203.0.113.7`, index);
    expect(await upstream(stage)).toEqual({ 401: 10 });
    expect((await from('198.51.100.1, 203.0.113.7', 50)).status).toBe(429);
    expect((await from('203.0.113.7, 198.51.100.1', 51)).status).toBe(401);
    expect((await from('2001:db8:0:1::5', 52)).status).toBe(401);
  });

  it('without a proxy in front claims no other address', async () => {
    const stage = await start(['--metrics-port', '0']);
    for (let index = 0; index < 15; index += 1) {
      await ask(stage.url, { headers: { ...invented(index), 'X-Forwarded-For': `10.0.0.${index}` }, body: initialize });
    }
    expect(await upstream(stage)).toEqual({ 401: 10 });
  });
});

describe('a true token', () => {
  it('is asked about once, by all its requests together', async () => {
    const stage = await start(['--metrics-port', '0']);
    const headers = bearer(stage.cloud.tokens.read);
    const ids = await Promise.all(Array.from({ length: 20 }, () => openSession(stage.url, headers)));
    expect(new Set(ids).size).toBe(20);
    expect(await upstream(stage)).toEqual({ 200: 1 });
  });

  it.each([
    ['is down', { kind: '503', match: '/api/v1/self' }, 'failed to answer'],
    ['has counted too many requests', { kind: 'rate_limit_bare', match: '/api/v1/self' }, '(429)'],
  ] as const)('goes on while the cloud %s, and a new one is told so', async (_, fault, words) => {
    const stage = await start([], { tenants: { proofMs: 0 } });
    const known = bearer(stage.cloud.tokens.read);
    const id = await openSession(stage.url, known);
    const off = stage.cloud.fault(fault);
    const fresh = await ask(stage.url, { headers: bearer(stage.cloud.tokens.write), body: initialize });
    expect(fresh.status).toBe(503);
    expect(Number(fresh.headers['retry-after'])).toBeGreaterThan(0);
    expect(fresh.text).toContain('The token could not be checked');
    expect(fresh.text).toContain(words);
    for (let turn = 0; turn < 3; turn += 1) {
      expect((await ask(stage.url, { headers: { ...known, 'Mcp-Session-Id': id }, body: ping })).status).toBe(200);
    }
    expect(await openSession(stage.url, known)).toBeTruthy();
    off();
    expect(await openSession(stage.url, bearer(stage.cloud.tokens.write))).toBeTruthy();
  });

  it('that Mist does not accept any more loses its sessions and listeners', async () => {
    const stage = await start(['--metrics-port', '0'], { tenants: { proofMs: 0 } });
    const headers = bearer(stage.cloud.tokens.read);
    const id = await openSession(stage.url, headers);
    const stream = await listen(stage.url, headers, id, new AbortController().signal);
    const off = stage.cloud.fault({ kind: 'html', match: '/api/v1/self', status: 401 });
    const statusNow = async (): Promise<number> =>
      (await ask(stage.url, { headers: { ...headers, 'Mcp-Session-Id': id }, body: ping })).status;
    await expect.poll(statusNow).toBe(401);
    expect(await metric(stage, 'mistmcp_sessions')).toBe(0);
    await stream.text().catch(() => {});
    off();
  });
});
