import { createServer } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readAnswer } from '../../harness/answer.ts';
import { openStage, type Stage } from '../../harness/stage.ts';
import { readPng } from './png.ts';

const SITE = 'zurich hq';
const SLE = { site_id: SITE, scope: 'site', metric: 'coverage' } as const;
const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

/** A tool's answer with what stands beside its text. */
async function ask(stage: Stage, tool: string, args: Record<string, unknown>) {
  const result: Readonly<Record<string, unknown>> = await stage.client.callTool({ name: tool, arguments: args });
  const content: unknown[] = Array.isArray(result.content) ? result.content : [];
  const images = content.filter(isRecord).filter(({ type }) => type === 'image');
  const [image] = images;
  return {
    ...readAnswer(result),
    structured: result.structuredContent,
    parts: content.length,
    mimeType: image?.mimeType,
    png: image ? readPng(Buffer.from(String(image.data), 'base64')) : undefined,
  };
}

/** A picture may take what a busy machine needs for it. */
const PATIENT = ['--call-cpu', '60'];

/** Asks with and without a picture: the words must be the same. */
async function bothWays(stage: Stage, tool: string, args: Record<string, unknown>) {
  const plain = await ask(stage, tool, args);
  const drawn = await ask(stage, tool, { ...args, chart: true });
  expect(plain.isError, plain.text).toBe(false);
  expect(plain.png).toBeUndefined();
  expect(plain.structured).toEqual(plain.data);
  return { plain, drawn };
}

function expectPicture(drawn: Awaited<ReturnType<typeof ask>>, text: string): void {
  expect(drawn.text).toBe(text);
  expect(drawn.structured).toBeUndefined();
  expect(drawn.parts).toBe(2);
  expect(drawn.mimeType).toBe('image/png');
  expect(drawn.png?.width).toBe(900);
  expect(drawn.png?.height).toBeGreaterThanOrEqual(420);
  expect(drawn.png?.height).toBeLessThan(640);
  expect(drawn.png?.bytes).toBeLessThan(80 * 1024);
  expect(drawn.png?.variety).toBeGreaterThan(40);
}

describe('pictures beside answers', () => {
  let stage: Stage;
  let window: { start: string; end: string };
  beforeAll(async () => {
    stage = await openStage({ args: PATIENT });
    // Answers to two questions are compared: nothing may still be measured between them.
    const now = Date.now() / 1000;
    window = { start: String(Math.floor(now - 30 * 3600)), end: String(Math.floor(now - 6 * 3600)) };
  });
  afterAll(async () => {
    expect(stage.cloud.violations).toEqual([]);
    await stage.close();
  });

  it.each([
    { object_type: 'summary_trend' },
    { object_type: 'summary' },
    { object_type: 'histogram' },
    { object_type: 'classifier_summary_trend', classifier: 'weak-signal' },
  ])('mist_get_site_sle $object_type', async (more) => {
    const { plain, drawn } = await bothWays(stage, 'mist_get_site_sle', { ...SLE, ...window, ...more });
    expectPicture(drawn, plain.text);
  });

  it('mist_get_insight_metrics, rows of a site', async () => {
    const args = { object_type: 'site', site_id: SITE, metric: 'bytes,num_clients', ...window };
    const { plain, drawn } = await bothWays(stage, 'mist_get_insight_metrics', args);
    expectPicture(drawn, plain.text);
  });

  it('mist_get_insight_metrics, values of a device with their moments beside them', async () => {
    const { data } = await stage.call('mist_search_device', { device_type: 'ap', site_id: SITE, limit: 1 });
    const [device]: unknown[] = Array.isArray(data.results) ? data.results : [];
    const mac = isRecord(device) ? device.mac : '';
    const args = { object_type: 'ap', site_id: SITE, metric: 'num_clients', mac, ...window };
    const { plain, drawn } = await bothWays(stage, 'mist_get_insight_metrics', args);
    expectPicture(drawn, plain.text);
  });

  it('draws the whole window where the answer is only its first page', async () => {
    const args = { object_type: 'site', site_id: SITE, metric: 'bytes', ...window, limit: 5 };
    const before = stage.cloud.requests.length;
    const { plain, drawn } = await bothWays(stage, 'mist_get_insight_metrics', args);
    expectPicture(drawn, plain.text);
    expect(plain.data.returned).toBe(5);
    const limits = stage.cloud.requests
      .slice(before)
      .filter(({ path }) => path.endsWith('/insights'))
      .map(({ query }) => new URLSearchParams(query).get('limit'));
    expect(limits).toEqual(['5', '5', '1000']);
  });

  it('works with all pages too', async () => {
    const args = { object_type: 'site', site_id: SITE, metric: 'bytes', ...window, all_pages: true };
    const { drawn } = await bothWays(stage, 'mist_get_insight_metrics', args);
    expect(drawn.png?.width).toBe(900);
    expect(drawn.data.chart).toBeUndefined();
  });

  it.each([
    ['mist_get_site_sle', { ...SLE, object_type: 'threshold' }, /no time series/],
    ['mist_get_site_sle', { ...SLE, object_type: 'impacted_aps' }, /no time series/],
    ['mist_get_insight_metrics', { object_type: 'site', site_id: SITE, metric: 'top-app-by-bytes' }, /no time series/],
    ['mist_get_stats', { stats_type: 'site_devices', site_id: SITE }, /no time series/],
    ['mist_get_stats', { stats_type: 'org' }, /no time series/],
    [
      'mist_get_insight_metrics',
      { object_type: 'site', site_id: SITE, metric: 'bytes', start: '2020-01-01', end: '2020-01-02' },
      /nothing was measured/,
    ],
  ])('%s %j has no picture, and says why', async (tool, args, why) => {
    const { plain, drawn } = await bothWays(stage, tool, args);
    expect(drawn.png).toBeUndefined();
    const { chart, ...rest } = drawn.data;
    expect(chart).toMatch(why);
    expect(Object.keys(rest)).toEqual(Object.keys(plain.data));
    expect(drawn.structured).toEqual(drawn.data);
  });

  it('a refused call has an error and no picture', async () => {
    const args = { object_type: 'site', site_id: SITE, metric: 'bites', chart: true };
    const { isError, png, text } = await ask(stage, 'mist_get_insight_metrics', args);
    expect(isError).toBe(true);
    expect(png).toBeUndefined();
    expect(text).toContain('There is no metric');
  });

  it('takes the wish as text, and a no for a no', async () => {
    const args = { ...SLE, ...window, object_type: 'histogram' };
    expect((await ask(stage, 'mist_get_site_sle', { ...args, chart: 'true' })).png?.width).toBe(900);
    const { png, structured } = await ask(stage, 'mist_get_site_sle', { ...args, chart: false });
    expect(png).toBeUndefined();
    expect(structured).toBeDefined();
  });

  it('is refused by tools that have no series', async () => {
    const { isError, text } = await ask(stage, 'mist_search_device', { chart: true });
    expect(isError).toBe(true);
    expect(text).toContain('no input `chart`');
  });

  it('keeps the numbers where the threshold and units cannot be had', async () => {
    const off = stage.cloud.fault({ kind: '500', match: '/threshold' });
    try {
      const { drawn, plain } = await bothWays(stage, 'mist_get_site_sle', {
        ...SLE,
        ...window,
        object_type: 'histogram',
      });
      expectPicture(drawn, plain.text);
    } finally {
      off();
    }
  });
});

describe('statistics over time', () => {
  const row = (hour: number, peer: string) => ({
    ...{ mac: '4c9614a6a610', port_id: 'ge-0/0/0', peer_mac: peer, peer_port_id: 'ge-0/0/0', up: true },
    ...{ latency: 10 + hour, loss: hour / 10, jitter: 2, mos: 4.2, last_seen: 1_768_003_200 + hour * 3600 },
  });
  const rows = [...Array(6).keys()].flatMap((hour) => [row(hour, '4c9614e4c3d5'), row(hour, '4c9614e4c3d6')]);
  const answers: Readonly<Record<string, object>> = {
    '/api/v1/self': { privileges: [{ scope: 'org', org_id: '021f9aeb-3975-4499-ae1b-85eac38fdaf8', name: 'One' }] },
    '/api/v1/orgs/021f9aeb-3975-4499-ae1b-85eac38fdaf8/stats/vpn_peers/search': { results: rows, total: rows.length },
  };
  const upstream = createServer((request, response) => {
    const answer = answers[String(request.url).split('?')[0] ?? ''];
    response.writeHead(answer ? 200 : 404, { 'content-type': 'application/json' });
    response.end(JSON.stringify(answer ?? {}));
  });
  let stage: Stage;
  beforeAll(async () => {
    await new Promise<void>((done) => upstream.listen(0, '127.0.0.1', done));
    const address = upstream.address();
    const port = typeof address === 'object' ? address?.port : 0;
    stage = await openStage({ args: PATIENT, env: { MIST_HOST: `http://127.0.0.1:${port}` } });
  });
  afterAll(async () => {
    await stage.close();
    upstream.close();
  });

  it('mist_get_stats draws rows that tell the same thing at several moments', async () => {
    // A window that ends now could end a second later for the second question.
    const window = { start: '1787000000', end: '1787086400' };
    const { plain, drawn } = await bothWays(stage, 'mist_get_stats', { stats_type: 'org_peer_paths', ...window });
    expectPicture(drawn, plain.text);
  });
});
