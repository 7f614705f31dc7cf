import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { holdAnswers } from '../../harness/cloud.ts';
import { type HttpStage, openHttpStage } from '../../harness/http-stage.ts';

const NEVER = Number.POSITIVE_INFINITY;
const overload = { lateMs: NEVER, windowMs: NEVER, mostMs: NEVER };

let stage: HttpStage;
let session = '';
let id = 0;
beforeAll(async () => {
  stage = await openHttpStage(['--metrics-port', '0'], { overload });
  const opened = await post(stage.cloud.tokens.read, 'initialize', {
    ...{ protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'overload', version: '1' } },
  });
  session = opened.headers.get('mcp-session-id') ?? '';
  // Whether the loop is late is a matter of the clock, so here it always is, from the next look on.
  overload.lateMs = -1;
  overload.mostMs = -1;
  await vi.waitUntil(async () => (await metrics()).includes('mistmcp_overloaded 1'), { timeout: 60_000 });
});
afterAll(() => stage.close());

const metrics = async (): Promise<string> => (await fetch(stage.metricsUrl)).text();

function post(token: string, method: string, params: object = {}): Promise<Response> {
  id += 1;
  return fetch(stage.url, {
    method: 'POST',
    headers: {
      ...{ Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
      ...{ Accept: 'application/json, text/event-stream' },
      ...(session === '' ? {} : { 'Mcp-Session-Id': session }),
    },
    body: JSON.stringify({ jsonrpc: '2.0', id, method, params }),
  });
}

describe('a server that has more to compute than it can', () => {
  it('goes on with one call of a tenant after the other', async () => {
    for (let turn = 0; turn < 3; turn += 1)
      expect((await post(stage.cloud.tokens.read, 'tools/call', { name: 'mist_get_self' })).status).toBe(200);
  });

  it('refuses many calls of one tenant at once, and says when to come back', async () => {
    const letGo = holdAnswers(stage.cloud, {});
    const sites = { name: 'mist_get_configuration_objects', arguments: { object_type: 'org_sites' } };
    const calls = Array.from({ length: 8 }, () => post(stage.cloud.tokens.read, 'tools/call', sites));
    // The ones before it are still at work when one is refused.
    const refused = await Promise.any(
      calls.map(async (call) => ((await call).status === 503 ? call : Promise.reject(new Error('served')))),
    );
    letGo();
    const answers = await Promise.all(calls);
    expect(refused.headers.get('retry-after')).toBe('2');
    expect(await refused.json()).toMatchObject({ error: { message: expect.stringContaining('more to compute') } });
    expect(answers.some(({ status }) => status === 200)).toBe(true);
  });

  it('asks Mist about no new token', async () => {
    const answer = await post('a-token-of-somebody-new-123', 'ping');
    expect(answer.status).toBe(503);
    expect(answer.headers.get('retry-after')).toBe('2');
  });

  it('tells it in its metrics, by the reason', async () => {
    const text = await metrics();
    expect(text).toMatch(/^mistmcp_refusals_total\{reason="overload"\} [1-9]/m);
    expect(text).toMatch(/^mistmcp_overloaded 1$/m);
    expect(text).toMatch(/^mistmcp_event_loop_delay_max_seconds \d/m);
  });
});
