import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type DemoCloud, startDemoCloud } from '../../simulator/cloud.ts';
import type { Json, Row } from '../../simulator/json.ts';
import { operation } from '../../src/mist/spec/operations.ts';
import type { Route } from '../../src/mist/spec/routes.ts';
import { ask, rowOf, rowsOf } from './ask.ts';
import { LISTS, ORG, pathOf, widest } from './lists.ts';

let cloud: DemoCloud;
beforeAll(async () => {
  cloud = await startDemoCloud();
});
afterAll(() => cloud.close());

async function rows(route: Route, site: string | undefined, query: Record<string, string>): Promise<Row[]> {
  const search = new URLSearchParams({ ...widest(route), ...query });
  const { status, body } = await ask(cloud, `GET ${pathOf(cloud, route, site)}?${search}`);
  expect(status, `${route}?${search}`).toBe(200);
  return rowsOf(body);
}

describe('the window', () => {
  const windowed = LISTS.filter(({ route }) => operation(route).query.start && !route.includes('/stats/'));

  test.each(windowed)(
    '$route: two halves are the whole, and a day is what is meant without one',
    async ({ route, site }) => {
      if (/insights\/rogues|clients\/search|guests|alarms/.test(route)) return;
      const now = cloud.world.born;
      const edge = now - 40_000;
      const key = (row: Row) => JSON.stringify(row);
      const whole = await rows(route, site, { duration: '2w' });
      const old = await rows(route, site, { start: String(now - 1_209_600), end: String(edge) });
      const young = await rows(route, site, { start: String(edge + 0.001), end: String(now + 5) });
      const both = [...new Set([...old, ...young].map(key))].sort();
      expect(both).toEqual(whole.map(key).sort());
      expect(old.length + young.length, 'no row is in both halves').toBe(whole.length);
      const search = new URLSearchParams({ limit: '1000' });
      const day = rowsOf((await ask(cloud, `GET ${pathOf(cloud, route, site)}?${search}`)).body);
      expect(day.length).toBe((await rows(route, site, { duration: '1d' })).length);
      expect(day.length).toBeLessThanOrEqual(whole.length);
    },
  );

  test('a client that is there for hours is found in each of them', async () => {
    const [one] = await rows(`GET ${ORG}/nac_clients/search`, undefined, { duration: '1h' });
    const mac = String(one?.mac);
    expect((await rows(`GET ${ORG}/nac_clients/search`, undefined, { duration: '10m', mac })).length).toBe(1);
    const before = String(cloud.world.born - 13 * 86_400);
    expect((await rows(`GET ${ORG}/nac_clients/search`, undefined, { start: before, end: before, mac })).length).toBe(
      0,
    );
  });
});

describe('pages', () => {
  async function walk(route: Route, site: string | undefined, limit: number): Promise<Json[]> {
    const search = new URLSearchParams({ ...widest(route), limit: String(limit) });
    const seen: Json[] = [];
    let path: string | undefined = `${pathOf(cloud, route, site)}?${search}`;
    for (let turn = 0; path !== undefined && turn < 400; turn += 1) {
      const { status, body } = await ask(cloud, `GET ${path}`);
      expect(status, path).toBe(200);
      seen.push(...rowsOf(body));
      const { next } = rowOf(body);
      path = typeof next === 'string' ? next : undefined;
    }
    return seen;
  }

  const cursors = LISTS.filter(({ route }) => operation(route).paging === 'search_after');
  const named = cursors.filter(({ route }) => operation(route).query.search_after);
  const unnamed = cursors.filter(({ route }) => !operation(route).query.search_after);

  test.each(named)('$route: a walk gives every row once', async ({ route, site }) => {
    const whole = await rows(route, site, {});
    const seen = await walk(route, site, Math.max(7, Math.ceil(whole.length / 6)));
    // Nothing is compared beyond the thousandth row, where the whole list ends by itself.
    expect(seen.slice(0, whole.length)).toEqual(whole);
  });

  test.each(unnamed)('$route: a walk gives every row once, by a cursor that the table does not name', async (list) => {
    expect(await walk(list.route, list.site, 5)).toEqual(await rows(list.route, list.site, {}));
  });
});

describe('order', () => {
  test('the newest comes first, and sort turns it round or takes another attribute', async () => {
    const route = `GET ${ORG}/devices/events/search` as const;
    const times = async (query: Record<string, string>) =>
      (await rows(route, undefined, query)).map((row) => Number(row.timestamp));
    const newest = await times({});
    expect(newest).toEqual([...newest].sort((a, b) => b - a));
    expect(await times({ sort: 'timestamp' })).toEqual([...newest].sort((a, b) => a - b));
    expect(await times({ sort: '-timestamp' })).toEqual(newest);
    const names = (await rows(route, undefined, { sort: 'device_name' })).map((row) => String(row.device_name));
    expect(names).toEqual([...names].sort());
  });
});

test('nothing of this was a mistake against the specification', () => {
  expect(cloud.violations).toEqual([]);
});
