import { afterAll, beforeAll, expect, it } from 'vitest';
import { type HttpStage, openHttpStage } from '../../harness/http-stage.ts';

let stage: HttpStage;
beforeAll(async () => {
  stage = await openHttpStage();
});
afterAll(() => stage.close());

it('rows of one token are there for its other connections and views, and for no other token', async () => {
  const { read, write } = stage.cloud.tokens;
  const mine = await stage.connect({ token: read });
  const { data } = await mine.call('mist_get_stats', { stats_type: 'org_devices', all_pages: true });
  const { handle } = data;
  expect(handle).toMatch(/^h_/);
  const modern = await stage.connect({ token: read, era: '2026-07-28', query: 'readonly=true' });
  expect((await modern.call('mist_query_result', { handle, group_by: 'type' })).isError).toBe(false);

  const other = await stage.connect({ token: write });
  const foreign = await other.call('mist_query_result', { handle });
  const unknown = await other.call('mist_query_result', { handle: 'h_000000000000' });
  expect(foreign.isError).toBe(true);
  expect(foreign.text).toBe(unknown.text);
  expect((await other.call('mist_query_result', { handle, drop: true })).text).toBe(unknown.text);
  expect((await other.call('mist_query_result')).data.handles).toEqual([]);
  expect((await mine.call('mist_query_result', { handle, limit: 1 })).data.returned).toBe(1);
});

it('devices of all kinds are walked in turn, with the calls that were said', async () => {
  const { call } = await stage.connect({ token: stage.cloud.tokens.read });
  await call('mist_search_device', { limit: 1 });
  const before = stage.cloud.requests.length;
  const { data } = await call('mist_search_device', { all_pages: true });
  expect(stage.cloud.requests.length - before).toBe(data.calls);
  expect(data).toMatchObject({ complete: 'yes', total: Object(data.held).rows });
  const groups = await call('mist_query_result', { handle: data.handle, group_by: 'type', sort: 'type' });
  const types = Array.isArray(groups.data.results) ? groups.data.results.map((row) => Object(row).type) : [];
  expect(types).toEqual(['ap', 'gateway', 'switch']);
  const one = await call('mist_query_result', { handle: data.handle, limit: 1 });
  expect(JSON.stringify(one.data.results)).toContain('"device_id"');
});

it('configuration objects are walked too, and nothing of this was a mistake against the specification', async () => {
  const { call } = await stage.connect({ token: stage.cloud.tokens.read });
  const { data } = await call('mist_get_configuration_objects', { object_type: 'org_sites', all_pages: 'true' });
  expect(data).toMatchObject({ complete: 'yes', handle: expect.any(String) });
  expect(stage.cloud.violations).toEqual([]);
});
