import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { enabledTools } from '../../../src/server.ts';
import { holdAnswers } from '../../harness/cloud.ts';
import { type HttpStage, openHttpStage } from '../../harness/http-stage.ts';
import { ask, initialize, listTools, openSession } from '../../harness/wire.ts';

let open: HttpStage | undefined;
afterEach(async () => {
  vi.useRealTimers();
  await open?.close();
  open = undefined;
});

const bearer = (token: string): Record<string, string> => ({ Authorization: `Bearer ${token}` });

const use = async ({ url }: HttpStage, headers: Record<string, string>, id: string): Promise<number> =>
  (await ask(url, { headers: { ...headers, 'Mcp-Session-Id': id }, body: listTools })).status;

const metric = async ({ metricsUrl }: HttpStage, name: string): Promise<number> => {
  const { text } = await ask(metricsUrl, { method: 'GET', path: '/metrics' });
  return Number(new RegExp(`^${name} (\\d+)$`, 'm').exec(text)?.[1]);
};

describe('sessions of the 2025 era', () => {
  it('end when idle, but not while a client listens', async () => {
    open = await openHttpStage(['--metrics-port', '0'], { sessionIdleMs: 60_000, sweepMs: 50 });
    const stage = open;
    const headers = bearer(stage.cloud.tokens.read);
    const idle = await openSession(stage.url, headers);
    const listening = await openSession(stage.url, headers);
    const abort = new AbortController();
    const stream = await fetch(stage.url, {
      headers: { ...headers, Accept: 'text/event-stream', 'Mcp-Session-Id': listening },
      signal: abort.signal,
    });
    expect(stream.status).toBe(200);
    expect(await use(stage, headers, idle)).toBe(200);
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 61_000 });
    await expect.poll(() => metric(stage, 'mistmcp_sessions')).toBe(1);
    expect(await use(stage, headers, idle)).toBe(404);
    expect(await use(stage, headers, listening)).toBe(200);
    abort.abort();
    await expect
      .poll(() => {
        vi.setSystemTime(Date.now() + 61_000);
        return metric(stage, 'mistmcp_sessions');
      })
      .toBe(0);
  });

  it('answer two requests with one id that come at once, the second with what is wrong', async () => {
    open = await openHttpStage();
    const stage = open;
    const token = bearer(stage.cloud.tokens.read);
    const headers = { ...token, 'Mcp-Session-Id': await openSession(stage.url, token) };
    const params = { name: 'mist_get_self', arguments: { action_type: 'account_info' } };
    const body = JSON.stringify({ jsonrpc: '2.0', id: 7, method: 'tools/call', params });
    const seen = stage.cloud.requests.length;
    const letGo = holdAnswers(stage.cloud, {});
    const first = ask(stage.url, { headers, body });
    await expect.poll(() => stage.cloud.requests.length).toBeGreaterThan(seen);
    const { text } = await ask(stage.url, { headers, body });
    expect(text).toContain('A request with this id is under way');
    letGo();
    expect((await first).text).toContain('read@lakeside.example');
  });

  it('at the cap make room: the longest idle of those who hold the most go first', async () => {
    open = await openHttpStage(['--metrics-port', '0', '--max-sessions', '4']);
    const stage = open;
    const { read, write } = stage.cloud.tokens;
    const one = await openSession(stage.url, bearer(write));
    const many = [];
    for (let index = 0; index < 6; index += 1) many.push(await openSession(stage.url, bearer(read)));
    expect(await metric(stage, 'mistmcp_sessions')).toBe(4);
    expect(await use(stage, bearer(write), one)).toBe(200);
    const alive = await Promise.all(many.map((id) => use(stage, bearer(read), id)));
    expect(alive).toEqual([404, 404, 404, 200, 200, 200]);
  });

  it('at the cap with all at work refuse a new one with 503', async () => {
    open = await openHttpStage(['--max-sessions', '1']);
    const stage = open;
    // Another's token is a known one, so that it waits for nothing but a session.
    await ask(stage.url, { headers: bearer(stage.cloud.tokens.write), body: listTools });
    const headers = bearer(stage.cloud.tokens.read);
    const id = await openSession(stage.url, headers);
    const letGo = holdAnswers(stage.cloud, { match: '/api/v1/self' });
    const params = { name: 'mist_get_self', arguments: { action_type: 'account_info' } };
    const body = JSON.stringify({ jsonrpc: '2.0', id: 3, method: 'tools/call', params });
    const abort = new AbortController();
    const json = { 'Content-Type': 'application/json', Accept: 'application/json, text/event-stream' };
    const seen = stage.cloud.requests.length;
    const request = { method: 'POST', headers: { ...headers, ...json, 'Mcp-Session-Id': id }, body };
    const held = fetch(stage.url, { ...request, signal: abort.signal }).catch(() => undefined);
    await expect.poll(() => stage.cloud.requests.length).toBeGreaterThan(seen);
    const refused = await ask(stage.url, { headers: bearer(stage.cloud.tokens.write), body: initialize });
    expect(refused.status).toBe(503);
    expect(refused.headers['retry-after']).toBeDefined();
    abort.abort();
    await held;
    letGo();
  });

  it('opened read-only stay so; one opened without is no way around a request that wants it', async () => {
    open = await openHttpStage(['--enable-write-tools']);
    const stage = open;
    const headers = bearer(stage.cloud.tokens.write);
    const plain = await openSession(stage.url, headers);
    expect(
      (
        await ask(stage.url, {
          path: '/mcp?readonly=true',
          headers: { ...headers, 'Mcp-Session-Id': plain },
          body: listTools,
        })
      ).status,
    ).toBe(400);
    const narrow = await openSession(stage.url, { ...headers, 'X-Mist-Readonly': 'true' });
    const list = await ask(stage.url, {
      headers: { ...headers, 'X-Mist-Readonly': 'false', 'Mcp-Session-Id': narrow },
      body: listTools,
    });
    const reading = new Set(enabledTools({ writeTools: false }).map(({ name }) => name));
    const writers = enabledTools({ writeTools: true }).filter(({ name }) => !reading.has(name));
    expect(writers.filter(({ name }) => list.text.includes(`"${name}"`))).toEqual([]);
    expect(list.status).toBe(200);
  });

  it('a request without one, that opens none, is told so', async () => {
    open = await openHttpStage();
    const answer = await ask(open.url, { headers: bearer(open.cloud.tokens.read), body: listTools });
    expect(answer.status).toBe(400);
    expect(answer.text).toContain('Mcp-Session-Id');
  });
});

describe('metrics', () => {
  let stage: HttpStage;
  beforeAll(async () => {
    stage = await openHttpStage(['--metrics-port', '0']);
  });
  afterAll(() => stage.close());

  it('count requests, tools and requests to Mist, and name nobody', async () => {
    const { call } = await stage.connect();
    await call('mist_get_self', { action_type: 'account_info' });
    await call('mist_get_self', { action_type: 'wrong' });
    const { text, headers } = await ask(stage.metricsUrl, { method: 'GET', path: '/metrics' });
    expect(headers['content-type']).toContain('text/plain');
    expect(text).toContain('mistmcp_tool_calls_total{tool="mist_get_self",outcome="ok"} 1');
    expect(text).toContain('mistmcp_tool_calls_total{tool="mist_get_self",outcome="error"} 1');
    expect(text).toContain('mistmcp_upstream_requests_total{status="200"} 2');
    expect(text).toMatch(/mistmcp_http_requests_total\{route="\/mcp",status="200"\} \d+/);
    for (const line of text.trim().split('\n'))
      expect(line).toMatch(/^(# (HELP|TYPE) |[a-z0-9_]+(\{[^}]*\})? \d+(\.\d+)?$)/);
    expect(text).not.toContain(stage.cloud.tokens.read);
  });

  it('are on a port of their own, where nothing else is', async () => {
    expect((await ask(stage.url, { method: 'GET', path: '/metrics' })).status).toBe(404);
    expect(new URL(stage.metricsUrl).port).not.toBe(new URL(stage.url).port);
    for (const path of ['/mcp', '/healthz', '/']) {
      expect((await ask(stage.metricsUrl, { method: 'GET', path })).status).toBe(404);
    }
  });

  it('tell the delay of the event loop since the last look', async () => {
    const { text } = await ask(stage.metricsUrl, { method: 'GET', path: '/metrics' });
    expect(text).toMatch(/^mistmcp_event_loop_delay_p99_seconds \d+(\.\d+)?$/m);
    expect(text).toMatch(/^mistmcp_event_loop_delay_max_seconds \d+(\.\d+)?$/m);
  });
});
