import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type DemoCloud, startDemoCloud } from '../../simulator/cloud.ts';
import { isList, isRow, type Json, type Row, textOf } from '../../simulator/json.ts';
import { wirelessClients } from '../../simulator/world/clients.ts';
import { endpoints } from '../../simulator/world/endpoints.ts';
import { levelsOf, SERVICE_LEVELS } from '../../simulator/world/service-levels.ts';
import { SHADED_APS, WORST_SITE } from '../../simulator/world/troubles.ts';
import { ask, rowOf } from './ask.ts';
import { defects, deviceOf, list, siteOf, valid } from './check.ts';

const NOW = 1_800_000_000;
let cloud: DemoCloud;
beforeAll(async () => {
  cloud = await startDemoCloud({ now: () => NOW * 1000 });
});
afterAll(() => cloud.close());

const siteSle = (site: string): string => `${siteOf(cloud, site)}/sle/site/${cloud.world.id('sites', site)}`;
const metric = (site: string, name: string, rest: string): string => `${siteSle(site)}/metric/${name}/${rest}`;
const numbers = (value: Json | undefined): (number | null)[] =>
  isList(value) ? value.map((one) => (typeof one === 'number' ? one : null)) : [];
const sum = (values: readonly (number | null)[]): number => values.reduce((all: number, one) => all + (one ?? 0), 0);
const samples = (row: Json | undefined, key: string): (number | null)[] =>
  numbers(isRow(row) && isRow(row.samples) ? row.samples[key] : undefined);

async function trend(site: string, name: string, query = ''): Promise<Row> {
  return rowOf(await valid(cloud, metric(site, name, `summary-trend${query}`)));
}

async function degradedShare(site: string, name: string): Promise<number> {
  const { sle } = await trend(site, name);
  const total = sum(samples(sle, 'total'));
  return total === 0 ? 0 : sum(samples(sle, 'degraded')) / total;
}

/** Attributes that a summary of switches or gateways has and its schema does not know. */
const UNDESCRIBED = /additionalProperty":"(switch|gateway|interface)"/;

test('every kind of answer for every metric of the worst site is what the specification describes', async () => {
  const lists = ['aps', 'switches', 'gateways', 'users', 'clients', 'chassis', 'interfaces', 'applications'];
  for (const level of SERVICE_LEVELS) {
    const kinds = ['classifiers', 'threshold', 'summary-trend', 'histogram', ...lists.map((one) => `impacted-${one}`)];
    for (const kind of kinds) await valid(cloud, metric(WORST_SITE, level.name, kind));
    for (const classifier of Object.keys(level.classifiers)) {
      const body = await valid(cloud, metric(WORST_SITE, level.name, `classifier/${classifier}/summary-trend`));
      expect(isRow(rowOf(body).classifier) && rowOf(rowOf(body).classifier ?? null).name).toBe(classifier);
    }
    const path = metric(WORST_SITE, level.name, 'impact-summary');
    const wrong = defects(path, (await ask(cloud, `GET ${path}`)).body);
    expect(wrong.filter((one) => !UNDESCRIBED.test(one))).toEqual([]);
    // The schema has no place for what metrics of switches and gateways are broken down by.
    expect(wrong.length > 0, level.name).toBe(level.by !== 'ap');
  }
});

describe('scopes', () => {
  const names = async (path: string): Promise<Row> => rowOf(await valid(cloud, `${path}/metrics`));

  test('a site has the metrics of what stands there, and knows the others', async () => {
    const all = SERVICE_LEVELS.map((level) => level.name);
    expect(await names(siteSle('Zurich HQ'))).toEqual({ enabled: all, supported: all });
    const paris = await names(siteSle('Paris Store'));
    expect(paris.enabled).not.toContain('wan-link-health');
    expect(paris.supported).toContain('wan-link-health');
  });

  test.each([
    ['ap', 'ZUR-H-AP-Roof'],
    ['switch', 'ZUR-H-SW-CORE'],
    ['gateway', 'ZUR-H-GW-1'],
  ] as const)('%s has its own metrics, each with an answer', async (scope, name) => {
    const path = `${siteOf(cloud, 'Zurich HQ')}/sle/${scope}/${deviceOf(cloud, name)}`;
    const own = levelsOf(scope).map((level) => level.name);
    expect((await names(path)).enabled).toEqual(own);
    expect(own.length).toBeGreaterThan(2);
    for (const one of own) await valid(cloud, `${path}/metric/${one}/summary-trend`);
  });

  test('a client has what it lives through itself, a part of what its access point measures', async () => {
    const client = wirelessClients(cloud.world).find((one) => one.ap.name === SHADED_APS[0]);
    const path = `${siteOf(cloud, WORST_SITE)}/sle/client/${client?.mac}/metric/coverage/summary-trend`;
    const own = sum(samples(rowOf(await valid(cloud, path)).sle, 'total'));
    const ap = `${siteOf(cloud, WORST_SITE)}/sle/ap/${client?.ap.id}/metric/coverage/summary-trend`;
    const all = sum(samples(rowOf(await valid(cloud, ap)).sle, 'total'));
    expect(own).toBeGreaterThan(0);
    expect(own).toBeLessThan(all);
  });

  test.each([
    ['a metric nobody has', () => metric('Zurich HQ', 'happiness', 'summary-trend')],
    ['a metric of another scope', () => apPath('Zurich HQ', 'ZUR-H-AP-Roof', 'switch_health/summary-trend')],
    ['a classifier of another metric', () => metric('Zurich HQ', 'coverage', 'classifier/dhcp/summary-trend')],
    ['an unknown classifier to filter by', () => metric('Zurich HQ', 'coverage', 'impacted-aps?classifier=dhcp')],
    ['a device of another site', () => apPath('Zurich HQ', 'BER-O-AP-Meeting', 'coverage/summary-trend')],
    ['a device of another kind', () => apPath('Zurich HQ', 'ZUR-H-SW-CORE', 'coverage/summary-trend')],
    [
      'another site',
      () => `${siteOf(cloud, 'Zurich HQ')}/sle/site/${cloud.world.id('sites', 'Berlin Office')}/metrics`,
    ],
    ['a client nobody saw', () => `${siteOf(cloud, 'Zurich HQ')}/sle/client/0123456789ab/metrics`],
  ])('%s answers 404', async (_what, path) => {
    expect((await ask(cloud, `GET ${path()}`)).status).toBe(404);
  });

  const apPath = (site: string, name: string, rest: string): string =>
    `${siteOf(cloud, site)}/sle/ap/${deviceOf(cloud, name)}/metric/${rest}`;
});

describe('the window', () => {
  test.each([
    ['', 3600, 24],
    ['?duration=1h', 600, 6],
    ['?duration=7d', 3600, 168],
    [`?start=${NOW - 7200}&end=${NOW - 3600}`, 600, 6],
    ['?start=-30d&end=now', 86_400, 31],
  ])('%j gives steps of %i s, %i of them', async (query, interval, count) => {
    const { sle, classifiers } = await trend('Zurich HQ', 'coverage', query);
    expect(rowOf(sle ?? null).interval).toBe(interval);
    for (const row of [sle, ...(isList(classifiers) ? classifiers : [])]) {
      expect(samples(row, 'total').length).toBe(count);
      expect(samples(row, 'degraded').length).toBe(count);
    }
  });

  test('what lies ahead, or too far back, was not measured', async () => {
    const ahead = await trend('Zurich HQ', 'coverage', `?start=${NOW}&end=${NOW + 3600}`);
    const back = await trend('Zurich HQ', 'coverage', `?start=${NOW - 100 * 86_400}&end=${NOW - 99 * 86_400}`);
    for (const { sle } of [ahead, back]) {
      const values = samples(sle, 'value');
      expect(values.length).toBeGreaterThan(0);
      expect(values.every((one) => one === null)).toBe(true);
    }
  });

  test('a store is empty at night, an office is busier by day', async () => {
    expect(samples((await trend('Madrid Store', 'coverage')).sle, 'total')).toContain(null);
    const office = samples((await trend('Berlin Office', 'coverage')).sle, 'total');
    expect(office).not.toContain(null);
    expect(Math.max(...office.map(Number))).toBeGreaterThan(4 * Math.min(...office.map(Number)));
  });

  test('a metric without devices is null throughout', async () => {
    expect(samples((await trend('Paris Store', 'wan-link-health')).sle, 'total').every((one) => one === null)).toBe(
      true,
    );
  });
});

describe('the story', () => {
  test('one site is worst, the others are good', async () => {
    const shares = new Map<string, number>();
    for (const site of cloud.world.table('sites')) {
      const name = textOf(site, 'name');
      shares.set(name, await degradedShare(name, 'coverage'));
    }
    const worst = shares.get(WORST_SITE) ?? 0;
    shares.delete(WORST_SITE);
    expect(worst).toBeGreaterThan(0.2);
    expect(Math.max(...shares.values())).toBeLessThan(0.03);
  });

  test('one cause is behind it', async () => {
    const { sle, classifiers } = await trend(WORST_SITE, 'coverage');
    const lost = list(classifiers ?? null, '').map(
      (row) => [textOf(row, 'name'), sum(samples(row, 'degraded'))] as const,
    );
    const all = sum(lost.map(([, minutes]) => minutes));
    expect(all).toBeCloseTo(sum(samples(sle, 'degraded')), 1);
    expect(new Map(lost).get('weak-signal')).toBeGreaterThan(0.9 * all);
  });

  test('two of its access points take most of it, and sum up with the others to the site', async () => {
    const aps = list(await valid(cloud, metric(WORST_SITE, 'coverage', 'impacted-aps')), 'aps');
    expect(
      aps
        .slice(0, 2)
        .map((row) => textOf(row, 'name'))
        .sort(),
    ).toEqual([...SHADED_APS].sort());
    const macs = cloud.world.table('devices').map((row) => row.mac);
    for (const ap of aps) expect(macs).toContain(ap.ap_mac);
    const { sle } = await trend(WORST_SITE, 'coverage');
    expect(sum(aps.map((row) => Number(row.degraded)))).toBeCloseTo(sum(samples(sle, 'degraded')), 0);
  });

  test('a classifier narrows the lists', async () => {
    const path = metric(WORST_SITE, 'coverage', 'impacted-aps');
    const minutes = async (query: string) =>
      sum(list(await valid(cloud, path + query), 'aps').map((row) => Number(row.degraded)));
    const [all, weak, other] = [
      await minutes(''),
      await minutes('?classifier=weak-signal'),
      await minutes('?classifier=asymmetry-uplink'),
    ];
    expect(weak).toBeLessThan(all);
    expect(other).toBeLessThan(weak / 10);
    expect(other).toBeGreaterThan(0);
  });

  test('users are clients of the site, and of the access point when that is asked', async () => {
    const known = new Map(wirelessClients(cloud.world).map((one) => [one.mac, one]));
    const users = list(await valid(cloud, metric(WORST_SITE, 'coverage', 'impacted-users')), 'users');
    expect(users.length).toBeGreaterThan(10);
    for (const user of users) expect(known.get(textOf(user, 'mac'))?.ap.mac).toBe(user.ap_mac);
    const ap = deviceOf(cloud, SHADED_APS[0]);
    const path = `${siteOf(cloud, WORST_SITE)}/sle/ap/${ap}/metric/coverage/impacted-users`;
    const few = list(await valid(cloud, path), 'users');
    expect(new Set(few.map((row) => row.ap_name))).toEqual(new Set([SHADED_APS[0]]));
  });

  test('a bad cable shows at its port, its switch and its client', async () => {
    const path = (kind: string) => metric('Paris Store', 'switch_throughput', `${kind}?classifier=interface-anomalies`);
    const [port] = list(await valid(cloud, path('impacted-interfaces')), 'interfaces');
    expect(port).toMatchObject({ interface_name: 'ge-0/0/7', switch_name: 'PAR-S-SW-ACC0' });
    const [client] = list(await valid(cloud, path('impacted-clients')), 'clients');
    const there = endpoints(cloud.world).find((one) => one.device.name === 'PAR-S-SW-ACC0' && one.port === 'ge-0/0/7');
    expect(client?.mac).toBe(there?.mac);
  });

  test('the members of a virtual chassis are told apart', async () => {
    const path = `${siteOf(cloud, 'Zurich HQ')}/sle/switch/${deviceOf(cloud, 'ZUR-H-SW-CORE')}/metric/switch_throughput`;
    const chassis = list(await valid(cloud, `${path}/impacted-chassis`), 'chassis');
    expect(chassis.map((row) => [row.chassis, row.role])).toEqual([
      ['0', 'master'],
      ['1', 'backup'],
    ]);
  });

  test('fields choose what a summary breaks down by', async () => {
    const path = metric(WORST_SITE, 'coverage', 'impact-summary?fields=ap,wlan');
    const body = rowOf(await valid(cloud, path));
    expect(list(body, 'ap').length).toBe(4);
    expect(list(body, 'wlan').length).toBeGreaterThan(0);
    expect(list(body, 'band')).toEqual([]);
  });

  test('the histogram holds the same time as the trend, on the two sides of the limit', async () => {
    const data = list(await valid(cloud, metric(WORST_SITE, 'coverage', 'histogram')), 'data');
    const share = sum(data.slice(0, 6).map((row) => Number(row.value))) / sum(data.map((row) => Number(row.value)));
    expect(share).toBeCloseTo(await degradedShare(WORST_SITE, 'coverage'), 2);
  });
});

test('deprecated summaries are not simulated, and nothing else was asked amiss', async () => {
  expect(cloud.violations).toEqual([]);
  const path = metric('Zurich HQ', 'coverage', 'summary');
  expect((await ask(cloud, `GET ${path}`)).status).toBe(501);
  expect(cloud.violations.join()).toContain('not simulated');
});

test('two clouds of one seed and clock answer with the same bytes', async () => {
  const other = await startDemoCloud({ now: () => NOW * 1000 });
  const site = siteOf(cloud, WORST_SITE);
  const org = `/api/v1/orgs/${cloud.world.orgOfSite(site.slice(-36))}`;
  const paths = [
    metric(WORST_SITE, 'coverage', 'summary-trend'),
    metric(WORST_SITE, 'coverage', 'impacted-users'),
    `${site}/insights?metrics=bytes`,
    `${site}/rrm/current`,
    `${site}/setting/derived`,
    `${org}/licenses`,
    `${org}/devices/upgrade`,
  ];
  for (const path of paths) expect((await ask(other, `GET ${path}`)).text).toBe((await ask(cloud, `GET ${path}`)).text);
  await other.close();
});
