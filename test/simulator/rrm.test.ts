import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type DemoCloud, startDemoCloud } from '../../simulator/cloud.ts';
import { isRow, type Row, textOf } from '../../simulator/json.ts';
import { channelsOf } from '../../simulator/world/rrm.ts';
import { WORST_SITE } from '../../simulator/world/troubles.ts';
import { ask, rowOf } from './ask.ts';
import { deviceOf, list, siteOf, valid } from './check.ts';

const BANDS = ['24', '5', '6'] as const;
let cloud: DemoCloud;
beforeAll(async () => {
  cloud = await startDemoCloud({ now: () => 1_800_000_000_000 });
});
afterAll(() => cloud.close());

const plan = async (site: string): Promise<Row> => rowOf(await valid(cloud, `${siteOf(cloud, site)}/rrm/current`));
const rows = async (path: string): Promise<Row[]> => list(await valid(cloud, path), 'results');

test('every site has a plan that keeps to its channels and names real access points', async () => {
  let planned = 0;
  for (const site of cloud.world.table('sites')) {
    const body = await plan(textOf(site, 'name'));
    for (const band of BANDS) {
      const allowed = channelsOf(cloud.world, textOf(site, 'id'), band);
      for (const [id, radio] of Object.entries(rowOf(body[`band_${band}`] ?? null))) {
        planned += 1;
        expect(cloud.world.find('devices', id)).toMatchObject({ type: 'ap', site_id: site.id });
        expect(allowed).toContain(isRow(radio) ? radio.channel : undefined);
      }
    }
  }
  expect(planned).toBeGreaterThan(60);
});

test('a radio that is switched off is in no plan', async () => {
  const body = await plan('Zurich HQ');
  const off = cloud.world
    .table('devices')
    .filter((row) => row.type === 'ap' && row.site_id === cloud.world.id('sites', 'Zurich HQ'))
    .filter((row) => rowOf(rowOf(row.radio_config ?? null).band_24 ?? null).disabled === true);
  expect(off.length).toBeGreaterThan(0);
  for (const row of off) expect(rowOf(body.band_24 ?? null)).not.toHaveProperty(textOf(row, 'id'));
});

test('where clients are heard too weakly, power is at its limit already', async () => {
  const body = await plan(WORST_SITE);
  const template = cloud.world.table('rftemplates').find((row) => row.name === 'Warehouse RF');
  const limit = rowOf(template?.band_5 ?? null).power_max;
  const radios = Object.values(rowOf(body.band_5 ?? null)).filter(isRow);
  expect(radios.length).toBeGreaterThan(0);
  expect(new Set(radios.map((radio) => radio.power))).toEqual(new Set([limit]));
});

describe('by band', () => {
  test.each(BANDS)('%s: scores, neighbors and considerations fit together', async (band) => {
    const site = siteOf(cloud, 'Berlin Office');
    const scores = await rows(`${site}/rrm/channel_scores/band/${band}`);
    expect(scores.map((row) => row.channel)).toEqual(channelsOf(cloud.world, site.slice(-36), band));
    for (const row of scores) expect(Number(row.util_score)).toBeLessThan(1);
    const neighbors = await rows(`${site}/rrm/neighbors/band/${band}`);
    const macs = neighbors.map((row) => row.mac);
    for (const row of neighbors)
      for (const other of list(row.neighbors ?? null, '')) {
        expect(macs).toContain(other.mac);
        expect(other.mac).not.toBe(row.mac);
      }
  });

  test('a band that no radio is for is empty, not unknown', async () => {
    const site = siteOf(cloud, 'Berlin Office');
    expect(await rows(`${site}/rrm/channel_scores/band/5-dedicated`)).toEqual([]);
    expect(await rows(`${site}/rrm/neighbors/band/6-selectable`)).toEqual([]);
  });

  test('considerations are those of one access point of the site', async () => {
    const site = siteOf(cloud, 'Berlin Office');
    const path = (name: string) => `${site}/rrm/current/devices/${deviceOf(cloud, name)}/band/5`;
    expect((await rows(path('BER-O-AP-Meeting'))).length).toBeGreaterThan(3);
    expect((await ask(cloud, `GET ${path('ZUR-H-AP-Meeting')}`)).status).toBe(404);
    expect((await ask(cloud, `GET ${path('BER-O-SW-CORE')}`)).status).toBe(404);
  });
});

describe('events', () => {
  const path = (query: string): string => `${siteOf(cloud, 'Zurich HQ')}/rrm/events${query}`;

  test('keep to the window and the band, the newest first', async () => {
    const all = await rows(path('?duration=14d&limit=1000'));
    const day = await rows(path('?limit=1000'));
    expect(all.length).toBeGreaterThan(10 * day.length);
    const times = all.map((row) => Number(row.timestamp));
    expect(times).toEqual([...times].sort((a, b) => b - a));
    for (const row of day) expect(Number(row.timestamp)).toBeGreaterThanOrEqual(1_800_000_000 - 86_400);
    const six = await rows(path('?duration=14d&limit=1000&band=6'));
    expect(six.length).toBe(all.filter((row) => row.band === '6').length);
    expect(await rows(path('?duration=14d&band=5-dedicated'))).toEqual([]);
  });

  test('walk page by page without loss or repetition', async () => {
    const all = await rows(path('?start=1799000000&end=1800000000&limit=1000'));
    let next: string | undefined = path('?start=1799000000&end=1800000000&limit=50');
    const seen: Row[] = [];
    while (next !== undefined) {
      const body = rowOf(await valid(cloud, next));
      seen.push(...list(body, 'results'));
      next = typeof body.next === 'string' ? body.next : undefined;
    }
    expect(all.length).toBeGreaterThan(100);
    expect(seen).toEqual(all);
  });
});

test('nothing was asked that the table does not have, until a band that there is none of', async () => {
  expect(cloud.violations).toEqual([]);
  const path = `${siteOf(cloud, 'Berlin Office')}/rrm/neighbors/band/7`;
  expect((await ask(cloud, `GET ${path}`)).status).toBe(400);
  expect(cloud.violations.length).toBe(1);
});
