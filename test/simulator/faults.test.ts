import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { type DemoCloud, startDemoCloud } from '../../simulator/cloud.ts';
import type { Fault } from '../../simulator/fault.ts';
import { MAIN_ORG } from '../../simulator/world/world.ts';
import { ask } from './ask.ts';

let cloud: DemoCloud;
beforeAll(async () => {
  cloud = await startDemoCloud();
});
afterAll(() => cloud.close());

let off: () => void = () => {};
afterEach(() => off());

/** One raw request to the account route while a fault is on. */
async function meet(rule: Fault, signal?: AbortSignal): Promise<Response> {
  off = cloud.fault(rule);
  const headers = { Authorization: `Token ${cloud.tokens.read}` };
  return fetch(`${cloud.url}/api/v1/self`, { headers, redirect: 'manual', ...(signal ? { signal } : {}) });
}

test('a rate limit says when to come back, a bare one does not', async () => {
  const polite = await meet({ kind: 'rate_limit', retryAfter: 7 });
  expect([polite.status, polite.headers.get('retry-after')]).toEqual([429, '7']);
  off();
  const bare = await meet({ kind: 'rate_limit_bare' });
  expect([bare.status, bare.headers.get('retry-after')]).toEqual([429, null]);
});

test.each(['403', '500', '502', '503', '504'] as const)('status %s', async (kind) => {
  expect((await meet({ kind })).status).toBe(Number(kind));
});

test('a page without rows still says that there are some', async () => {
  expect(await (await meet({ kind: 'no_rows' })).json()).toMatchObject({ results: [], total: 25 });
});

test('a hanging answer never comes', async () => {
  await expect(meet({ kind: 'hang' }, AbortSignal.timeout(150))).rejects.toThrow(/timeout/i);
});

test('a cut connection is an error of the connection', async () => {
  await expect(meet({ kind: 'cut' })).rejects.toThrow(/fetch failed/);
});

test('a page of HTML comes with success or without', async () => {
  const page = await meet({ kind: 'html' });
  expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html']);
  expect(await page.text()).toMatch(/^<!DOCTYPE html>/);
  off();
  expect((await meet({ kind: 'html', status: 502 })).status).toBe(502);
});

test('truncated JSON is the beginning of the true answer', async () => {
  const { text } = await ask(cloud, 'GET /api/v1/self', { token: 'read' });
  const half = await (await meet({ kind: 'truncated' })).text();
  expect(text.startsWith(half)).toBe(true);
  expect(() => JSON.parse(half)).toThrow();
});

test('a redirect points to another host', async () => {
  const answer = await meet({ kind: 'redirect', location: 'http://127.0.0.2:9/api/v1/self' });
  expect([answer.status, answer.headers.get('location')]).toEqual([302, 'http://127.0.0.2:9/api/v1/self']);
});

test('a slow answer is whole in the end', async () => {
  const { text } = await ask(cloud, 'GET /api/v1/self', { token: 'read' });
  expect(await (await meet({ kind: 'slow', delayMs: 60 })).text()).toBe(text);
});

test('a held answer comes whole once it is let go', async () => {
  const { text } = await ask(cloud, 'GET /api/v1/self', { token: 'read' });
  let letGo = (): void => {};
  const until = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  const seen = cloud.requests.length;
  const answer = meet({ kind: 'held', until });
  await expect.poll(() => cloud.requests.length).toBe(seen + 1);
  letGo();
  expect(await (await answer).text()).toBe(text);
});

test('an empty answer is a success without a body', async () => {
  const answer = await meet({ kind: 'empty' });
  expect([answer.status, await answer.text()]).toEqual([200, '']);
});

test('a fault meets only what it names, as often as it says, and can be switched off', async () => {
  const site = cloud.world.id('sites', 'London Store');
  const path = `/api/v1/sites/${site}`;
  const status = async (request: string) =>
    (await ask(cloud, request, { token: 'write', ...(request.startsWith('PUT') ? { body: {} } : {}) })).status;
  off = cloud.fault({ kind: '503', match: 'GET /api/v1/sites/{site_id}', times: 2 });
  expect([await status(`GET ${path}/setting`), await status(`PUT ${path}`)]).toEqual([200, 200]);
  expect([await status(`GET ${path}`), await status(`GET ${path}`), await status(`GET ${path}`)]).toEqual([
    503, 503, 200,
  ]);
  off = cloud.fault({ kind: '500', match: path, method: 'GET' });
  expect([await status(`GET ${path}/setting`), await status(`PUT ${path}`)]).toEqual([500, 200]);
  off();
  expect(await status(`GET ${path}/setting`)).toBe(200);
});

test('a write that fails has no effect, unless the fault comes after it', async () => {
  const path = `/api/v1/orgs/${cloud.world.id('orgs', MAIN_ORG)}/sitegroups`;
  const count = () => cloud.world.table('sitegroups').length;
  const before = count();
  const post = () => ask(cloud, `POST ${path}`, { token: 'write', body: { name: 'Faulty' } });
  off = cloud.fault({ kind: '504', method: 'POST', times: 1 });
  expect([(await post()).status, count()]).toEqual([504, before]);
  off = cloud.fault({ kind: '504', method: 'POST', times: 1, applied: true });
  expect([(await post()).status, count()]).toEqual([504, before + 1]);
});
