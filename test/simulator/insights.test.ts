import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type DemoCloud, startDemoCloud } from '../../simulator/cloud.ts';
import { isList, isRow, type Row, textOf } from '../../simulator/json.ts';
import { wirelessClients } from '../../simulator/world/clients.ts';
import { METRICS } from '../../simulator/world/insights.ts';
import { WORST_SITE } from '../../simulator/world/troubles.ts';
import { LAB_ORG, MAIN_ORG } from '../../simulator/world/world.ts';
import { ask, rowOf } from './ask.ts';
import { defects, deviceOf, list, orgOf, siteOf, valid } from './check.ts';

const NOW = 1_800_000_000;
let cloud: DemoCloud;
beforeAll(async () => {
  cloud = await startDemoCloud({ now: () => NOW * 1000 });
});
afterAll(() => cloud.close());

const macOf = (name: string): string => deviceOf(cloud, name).slice(-12);
const rows = async (path: string): Promise<Row[]> => list(await valid(cloud, path), 'results');
const zurich = (): string => siteOf(cloud, 'Zurich HQ');

/** Values of a device's series, each with its time. */
async function series(path: string): Promise<{ values: number[]; times: string[] }> {
  const { results, rt } = rowOf(await valid(cloud, path));
  return { values: isList(results) ? results.map(Number) : [], times: isList(rt) ? rt.map(String) : [] };
}

test('every metric of the list can be asked for in each of its scopes', async () => {
  const known = rowOf(await valid(cloud, '/api/v1/const/insight_metrics'));
  expect(Object.keys(known).sort()).toEqual(Object.keys(METRICS).sort());
  const client = wirelessClients(cloud.world).find((one) => one.ap.siteId === cloud.world.id('sites', 'Zurich HQ'));
  const edge = cloud.world.table('mxedges').find((row) => row.name === 'ZRH-EDGE-1');
  const paths: Record<string, (name: string) => string> = {
    org: (name) => `${orgOf(cloud, MAIN_ORG)}/insights/${name}`,
    site: (name) => `${zurich()}/insights?metrics=${name}`,
    client: (name) => `${zurich()}/insights/client/${client?.mac}?metrics=${name}`,
    ap: (name) => `${zurich()}/insights/ap/${deviceOf(cloud, 'ZUR-H-AP-Meeting')}/stats?metrics=${name}`,
    switch: (name) => `${zurich()}/insights/switch/${macOf('ZUR-H-SW-CORE')}/${name}`,
    gateway: (name) => `${zurich()}/insights/gateway/${deviceOf(cloud, 'ZUR-H-GW-1')}/stats?metrics=${name}`,
    mxedge: (name) => `${zurich()}/insights/mxedge/${textOf(edge, 'mac')}/${name}`,
  };
  for (const [name, row] of Object.entries(known)) {
    const scopes = isRow(row) && isList(row.scopes) ? row.scopes.map(String) : [];
    expect(scopes.length).toBeGreaterThan(0);
    for (const [scope, path] of Object.entries(paths)) {
      const { status, body } = await ask(cloud, `GET ${path(name)}`);
      expect(status, `${name} of ${scope}`).toBe(scopes.includes(scope) ? 200 : 404);
      if (status !== 200) continue;
      expect(defects(path(name), body), path(name)).toEqual([]);
      const { results } = rowOf(body);
      expect(isList(results) && results.length > 0, `${name} of ${scope} is empty`).toBe(true);
    }
  }
});

describe('series of a site', () => {
  test('has a row for each step, with every metric in it', async () => {
    const found = await rows(`${zurich()}/insights?metrics=num_clients,bytes&duration=1d`);
    expect(found.length).toBe(24);
    expect(Object.keys(found[0] ?? {})).toEqual(['timestamp', 'num_clients', 'bytes']);
    const people = found.map((row) => Number(row.num_clients));
    expect(Math.max(...people)).toBeGreaterThan(4 * Math.min(...people));
  });

  test.each([
    ['?metrics=bytes&duration=2h&interval=10m', 600, 12],
    ['?metrics=bytes&duration=7d&interval=1d', 86_400, 8],
    [`?metrics=bytes&start=${NOW - 3600}&end=${NOW}&interval=1h`, 3600, 1],
  ])('%s', async (query, interval, count) => {
    const body = await valid(cloud, `${zurich()}/insights${query}`);
    expect(rowOf(body).interval).toBe(interval);
    expect(list(body, 'results').length).toBe(count);
  });

  test('small steps are only kept for a day', async () => {
    const path = `${zurich()}/insights?metrics=bytes&interval=10m&limit=1000`;
    expect((await rows(`${path}&duration=3d`)).some((row) => row.bytes === null)).toBe(true);
    expect((await rows(`${path}&duration=20h`)).some((row) => row.bytes === null)).toBe(false);
  });

  test('a page is a page', async () => {
    const path = `${zurich()}/insights?metrics=bytes&start=${NOW - 86_400}&end=${NOW}&limit=10`;
    const all = [
      ...(await rows(`${path}&page=1`)),
      ...(await rows(`${path}&page=2`)),
      ...(await rows(`${path}&page=3`)),
    ];
    expect(all.map((row) => row.timestamp)).toEqual([...new Set(all.map((row) => row.timestamp))]);
    expect(all.length).toBe(24);
    const { headers } = await ask(cloud, `GET ${path}`);
    expect(headers.get('X-Page-Total')).toBe('24');
  });

  test.each([
    ['metrics=happiness', 404],
    ['metrics=bytes,happiness', 404],
    ['metrics=bytes&interval=5m', 400],
    ['metrics=bytes&interval=often', 400],
    ['metrics=top-app-by-bytes,bytes', 400],
  ])('%s answers %i', async (query, status) => {
    expect((await ask(cloud, `GET ${zurich()}/insights?${query}`)).status).toBe(status);
  });
});

describe('series of a device', () => {
  test('are values with their times, page by page', async () => {
    const path = `${zurich()}/insights/device/${macOf('ZUR-H-AP-Meeting')}/num_clients?duration=1d`;
    const { values, times } = await series(path);
    expect(values.length).toBe(24);
    expect(times.length).toBe(24);
    expect(times[0]).toMatch(/^2027-01-14 \d\d:00:00\+00:00$/);
    const second = await series(`${path}&limit=20&page=2`);
    expect(second.values).toEqual(values.slice(20));
    expect(second.times).toEqual(times.slice(20));
  });

  test('what was not measured is left out', async () => {
    const { values, times } = await series(
      `${zurich()}/insights/device/${macOf('ZUR-H-AP-Meeting')}/bytes?start=${NOW - 3600}&end=${NOW + 7200}`,
    );
    expect(values.length).toBe(times.length);
    expect(values.length).toBe(6);
  });

  test('of a port are a part of those of the device, and only for what ports have', async () => {
    const path = `${zurich()}/insights/gateway/${deviceOf(cloud, 'ZUR-H-GW-1')}/stats`;
    const all = await series(`${path}?metrics=tx_bps`);
    const one = await series(`${path}?metrics=tx_bps&port_id=ge-0/0/0`);
    expect(one.values[0]).toBeLessThan(all.values[0] ?? 0);
    expect((await ask(cloud, `GET ${path}?metrics=tx_bps&port_id=ge-9/9/9`)).status).toBe(404);
    expect((await ask(cloud, `GET ${path}?metrics=gateway-memory&port_id=ge-0/0/0`)).status).toBe(400);
  });

  test('several together are rows, for which the schema has no place', async () => {
    const path = `${zurich()}/insights/gateway/${deviceOf(cloud, 'ZUR-H-GW-1')}/stats?metrics=tx_bps,rx_bps`;
    const { body } = await ask(cloud, `GET ${path}`);
    expect(Object.keys(list(body, 'results')[0] ?? {})).toEqual(['timestamp', 'tx_bps', 'rx_bps']);
    expect(defects(path, body).length).toBeGreaterThan(0);
  });

  test.each([
    ['a device of another site', () => `insights/device/${macOf('BER-O-AP-Meeting')}/bytes`],
    ['an access point as a switch', () => `insights/switch/${macOf('ZUR-H-AP-Roof')}/bytes`],
    ['a metric of another kind', () => `insights/switch/${macOf('ZUR-H-SW-CORE')}/gateway-memory`],
    ['an edge nobody has', () => 'insights/mxedge/020000000000/bytes'],
    ['a client nobody saw', () => 'insights/client/020000000000?metrics=bytes'],
  ])('%s answers 404', async (_what, path) => {
    expect((await ask(cloud, `GET ${zurich()}/${path()}`)).status).toBe(404);
  });
});

describe('the organization', () => {
  const org = (): string => orgOf(cloud, MAIN_ORG);

  test('lists the service levels of its sites, kind by kind', async () => {
    const columns = { wifi: 'coverage', wired: 'switch-health', wan: 'wan-link-health' } as const;
    const counts = { wifi: 10, wired: 10, wan: 6 } as const;
    for (const kind of ['wifi', 'wired', 'wan'] as const) {
      const found = await rows(`${org()}/insights/sites-sle?sle=${kind}`);
      expect(found.length, kind).toBe(counts[kind]);
      for (const row of found) expect(Number(row[columns[kind]])).toBeLessThanOrEqual(1);
    }
    expect((await rows(`${org()}/insights/sites-sle`))[0]).toHaveProperty('coverage');
  });

  test('knows its worst sites', async () => {
    const found = await rows(`${org()}/insights/worst-sites-by-sle?sle=coverage`);
    expect(found[0]?.site_id).toBe(cloud.world.id('sites', WORST_SITE));
    expect(Number(found[0]?.coverage)).toBeLessThan(0.8);
    expect(Number(found[1]?.coverage)).toBeGreaterThan(0.95);
    const wan = await rows(`${org()}/insights/worst-sites-by-sle?sle=application_health`);
    expect(wan[0]?.site_id).toBe(cloud.world.id('sites', 'Tokyo Office'));
  });

  test('says the same of a site as the site itself', async () => {
    const site = siteOf(cloud, WORST_SITE);
    const id = cloud.world.id('sites', WORST_SITE);
    const body = rowOf(await valid(cloud, `${site}/sle/site/${id}/metric/coverage/summary-trend`));
    const { samples } = rowOf(body.sle ?? null);
    const { total, degraded } = rowOf(samples ?? null);
    const sum = (values: Row[string] | undefined) =>
      isList(values) ? values.reduce((all: number, one) => all + Number(one), 0) : 0;
    const found = await rows(`${org()}/insights/sites-sle?sle=wifi`);
    expect(found.find((row) => row.site_id === id)?.coverage).toBeCloseTo(1 - sum(degraded) / sum(total), 3);
  });

  test.each([
    ['insights/happiness', 404],
    ['insights/worst-sites-by-sle?sle=happiness', 404],
    ['insights/num_clients?sle=coverage', 400],
  ])('%s answers %i', async (rest, status) => {
    expect((await ask(cloud, `GET ${org()}/${rest}`)).status).toBe(status);
  });

  test('without switches has an empty list, which fits two of the three alternatives of its schema', async () => {
    const path = `${orgOf(cloud, LAB_ORG)}/insights/sites-sle?sle=wired`;
    const { body } = await ask(cloud, `GET ${path}`);
    expect(list(body, 'results')).toEqual([]);
    expect(rowOf(body).total).toBe(0);
  });
});

test('nothing was asked that the table does not have', () => {
  expect(cloud.violations).toEqual([]);
});
