import { afterEach, describe, expect, it } from 'vitest';
import { startCloud } from '../harness/cloud.ts';
import { connectTo } from '../harness/http-stage.ts';
import { startServer } from '../harness/process.ts';
import { openStage, type Stage } from '../harness/stage.ts';
import { attributesOf, type Collector, startCollector } from './collector.ts';

const TRACE = '0af7651916cd43dd8448eb211c80319c';
const PARENT = 'b7ad6b7169203331';

/** Exports while the server runs: what is left at the end of stdio has a third of a second. */
const OFTEN = { OTEL_BSP_SCHEDULE_DELAY: '20', OTEL_METRIC_EXPORT_INTERVAL: '100' };

let collector: Collector | undefined;
let stage: Stage | undefined;
afterEach(async () => {
  await stage?.close();
  await collector?.close();
});

async function open(env: (url: string) => Record<string, string>, status = 200) {
  const started = await startCollector(status);
  collector = started;
  const opened = await openStage({ args: ['--debug'], env: env(started.url) });
  stage = opened;
  return { collector: started, stage: opened };
}

describe('traces and metrics', () => {
  it('tell of calls and requests, and of nothing that is in them', async () => {
    const { stage, collector } = await open((url) => ({
      OTEL_EXPORTER_OTLP_ENDPOINT: url,
      OTEL_EXPORTER_OTLP_HEADERS: 'x-collector=pass-for-collector',
      OTEL_RESOURCE_ATTRIBUTES: 'deployment.environment.name=lab',
      ...OFTEN,
    }));
    const org = stage.cloud.world.id('orgs', 'Lakeside Retail Group');
    await stage.client.callTool({
      name: 'mist_search_device',
      arguments: { org_id: org, text: 'SECRET-WORD', limit: 3 },
      _meta: { traceparent: `00-${TRACE}-${PARENT}-01` },
    });
    await stage.call('mist_get_self', { action_type: 'api_usage' });
    await stage.call('mist_get_self', { action_type: 'nonsense' });
    const off = stage.cloud.fault({ kind: '503', times: 1 });
    await stage.call('mist_get_self', { action_type: 'account_info' });
    off();
    const calls = (): number =>
      collector.latest('mistmcp.tool.calls').reduce((sum, point) => sum + Number(point.asInt ?? point.asDouble), 0);
    await expect.poll(calls).toBe(4);
    const ended = (): number => collector.spans().filter(({ name }) => String(name).startsWith('tools/call ')).length;
    await expect.poll(ended).toBe(4);
    await stage.close();

    const spans = collector.spans();
    const named = (name: string) => spans.filter((span) => span.name === name);
    const [search] = named('tools/call mist_search_device');
    expect(search).toMatchObject({ traceId: TRACE, parentSpanId: PARENT, kind: 2 });
    const requests = spans.filter((span) => span.traceId === TRACE && span.kind === 3);
    expect(requests.length).toBeGreaterThan(0);
    expect(requests.every((span) => span.parentSpanId === search?.spanId)).toBe(true);
    const templated = requests.find((span) => String(span.name).includes('{org_id}'));
    expect(attributesOf(templated)).toMatchObject({
      'http.request.method': 'GET',
      'url.template': expect.stringMatching(/^\/api\/v1\/.*\{org_id\}/),
      'server.address': '127.0.0.1',
      'http.response.status_code': 200,
    });
    const outcomes = named('tools/call mist_get_self').map(attributesOf);
    expect(outcomes).toMatchObject([
      { 'gen_ai.tool.name': 'mist_get_self', 'mistmcp.outcome': 'ok', 'mistmcp.calls_used': 1 },
      { 'mistmcp.outcome': 'error', 'error.type': 'tool_error', 'mistmcp.error.kind': 'refusal' },
      { 'mistmcp.outcome': 'ok' },
    ]);
    const self = spans.filter((span) => attributesOf(span)['url.template'] === '/api/v1/self');
    expect(attributesOf(self.at(-1))).toMatchObject({
      'http.request.resend_count': 1,
      'http.response.status_code': 200,
    });

    expect(collector.points('mcp.server.operation.duration').length).toBeGreaterThan(0);
    const durations = collector.points('http.client.request.duration').map(attributesOf);
    expect(durations.length).toBeGreaterThan(0);
    // What the conventions for HTTP require of it.
    for (const label of ['http.request.method', 'server.address', 'server.port']) {
      expect(durations.filter((labels) => !(label in labels))).toEqual([]);
    }
    expect(
      Number(collector.points('mistmcp.calls.left')[0]?.asInt ?? collector.points('mistmcp.calls.left')[0]?.asDouble),
    ).toBeGreaterThan(0);

    const sent = collector.bodies.map(({ text }) => text).join();
    expect(sent).toContain('"mistmcp"');
    expect(sent).toContain('deployment.environment.name');
    for (const secret of [stage.cloud.tokens.read, org, 'SECRET-WORD', 'pass-for-collector']) {
      expect(sent).not.toContain(secret);
      if (secret !== org) expect(stage.stderr()).not.toContain(secret);
    }
    expect(collector.bodies.every(({ headers }) => headers['x-collector'] === 'pass-for-collector')).toBe(true);
    // The collector is told; the cloud is not.
    expect(JSON.stringify(stage.cloud.requests)).not.toContain(TRACE);
  });

  it('go only where their own variables say', async () => {
    const { stage, collector } = await open((url) => ({
      OTEL_EXPORTER_OTLP_METRICS_ENDPOINT: `${url}/own/v1/metrics`,
      ...OFTEN,
    }));
    await stage.call('mist_get_self', { action_type: 'account_info' });
    await expect.poll(() => collector.bodies.length).toBeGreaterThan(0);
    await stage.close();
    expect(new Set(collector.bodies.map(({ path }) => path))).toEqual(new Set(['/own/v1/metrics']));
  });

  it('are sent to the last one while a server over http stops', async () => {
    const cloud = await startCloud();
    const started = await startCollector();
    collector = started;
    const server = startServer(['--transport', 'http', '--port', '0'], {
      ...{ MIST_HOST: cloud.url, OTEL_EXPORTER_OTLP_ENDPOINT: started.url },
    });
    await server.said('/mcp');
    const [url = ''] = /http:\/\/127\.0\.0\.1:\d+\/mcp/.exec(server.stderr()) ?? [];
    const { client, call } = await connectTo(url, { token: cloud.tokens.read });
    await call('mist_get_self', { action_type: 'account_info' });
    await client.close();
    server.child.kill('SIGTERM');
    await server.exit;
    await cloud.close();
    expect(started.spans().map(({ name }) => name)).toContain('tools/call mist_get_self');
    expect(started.points('mistmcp.tool.calls').length).toBeGreaterThan(0);
  });

  it('that cannot be sent are said once and disturb nothing', async () => {
    const refusing = (url: string) => ({
      OTEL_EXPORTER_OTLP_ENDPOINT: url.replace('//', '//user:pass-for-collector@'),
      OTEL_METRICS_EXPORTER: 'none',
      OTEL_BSP_SCHEDULE_DELAY: '20',
    });
    const { stage, collector } = await open(refusing, 401);
    for (let call = 1; call <= 4; call += 1) {
      expect((await stage.call('mist_get_self', { action_type: 'account_info' })).isError).toBe(false);
      await expect.poll(() => collector.bodies.length).toBeGreaterThanOrEqual(call);
    }
    await stage.close();
    expect(stage.stderr().match(/"level":"warn"/g)).toHaveLength(1);
    expect(stage.stderr()).toMatch(/"said":"Unauthorized 401","msg":"Telemetry cannot be exported/);
    expect(stage.stderr()).not.toContain('pass-for-collector');
  });

  it('are not there when they are not wanted', async () => {
    const { stage, collector } = await open((url) => ({ OTEL_EXPORTER_OTLP_ENDPOINT: url, OTEL_SDK_DISABLED: 'true' }));
    await stage.call('mist_get_self', { action_type: 'account_info' });
    await stage.close();
    expect(collector.bodies).toEqual([]);
  });
});
