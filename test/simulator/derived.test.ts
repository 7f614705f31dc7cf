import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type DemoCloud, startDemoCloud } from '../../simulator/cloud.ts';
import { isRow, type Json, type Row, textOf } from '../../simulator/json.ts';
import { derived } from '../../simulator/routes/derived.ts';
import { operationTable } from '../../src/mist/spec/operations.ts';
import { ask, rowOf } from './ask.ts';
import { defects, list, siteOf, valid } from './check.ts';

/** Answers that the specification's own schema cannot describe, each with the reason. */
const DEFECTS: Readonly<Record<string, string>> = {
  setting: 'a combination that nothing satisfies: every attribute would have to be the account of a meeting service',
  uisettings: 'the schema is one object, though those of the site and of the organization are meant',
};

let cloud: DemoCloud;
beforeAll(async () => {
  cloud = await startDemoCloud({ now: () => 1_800_000_000_000 });
});
afterAll(() => cloud.close());

const families = Object.keys(derived).map((route) => route.split('/').at(-2) ?? '');
const routesOfTable = Object.keys(operationTable().operations).filter((route) => /^GET .*\/derived$/.test(route));

test('every derived route is simulated', () => {
  expect(routesOfTable.length).toBe(19);
  expect(Object.keys(derived).sort()).toEqual(routesOfTable.sort());
});

test.each(families)('%s/derived answers what the specification describes, at every site', async (family) => {
  let seen = 0;
  const wrong = new Set<string>();
  for (const site of cloud.world.table('sites')) {
    const path = `/api/v1/sites/${textOf(site, 'id')}/${family}/derived`;
    const { status, body } = await ask(cloud, `GET ${path}`);
    expect(status, path).toBe(200);
    seen += Array.isArray(body) ? body.length : Object.keys(rowOf(body)).length;
    for (const defect of defects(path, body)) wrong.add(defect);
  }
  expect(seen, 'nothing anywhere').toBeGreaterThan(0);
  if (family in DEFECTS) expect(wrong.size, 'the defect is gone: take it off the list').toBeGreaterThan(0);
  else expect([...wrong]).toEqual([]);
});

async function names(site: string, family: string, key = 'name'): Promise<string[]> {
  return list(await valid(cloud, `${siteOf(cloud, site)}/${family}/derived`), key).map((row) => textOf(row, key));
}

describe('WLANs', () => {
  const ssids = async (site: string): Promise<string[]> => (await names(site, 'wlans', 'ssid')).sort();

  test.each<[string, string[]]>([
    ['Zurich HQ', ['Lakeside-Corp', 'Lakeside-Guest', 'Lakeside-IoT', 'Zurich-Events']],
    ['London Store', ['Lakeside-Corp', 'Lakeside-Guest', 'Lakeside-IoT', 'Lakeside-POS', 'Lakeside-Shop']],
    ['Rotterdam Warehouse', ['Lakeside-Corp', 'Lakeside-Guest', 'Lakeside-IoT', 'Lakeside-Legacy', 'Lakeside-Scanner']],
    // An exception of the template wins over its applying to the whole organization.
    ['San Jose Lab', ['San-Events']],
    ['Lab Dublin', ['Lab-Test']],
    ['Lab Boston', []],
  ])('of %s', async (site, expected) => {
    expect(await ssids(site)).toEqual(expected);
  });

  test('a template that stops applying takes its WLANs along', async () => {
    const other = await startDemoCloud();
    const template = other.world.table('templates').find((row) => row.name === 'Store Wi-Fi');
    const path = `${siteOf(other, 'London Store')}/wlans/derived`;
    const count = async () => list(await valid(other, path), '').length;
    const before = await count();
    Object.assign(template ?? {}, { exceptions: { sitegroup_ids: [other.world.id('sitegroups', 'Europe')] } });
    expect(await count()).toBe(before - 2);
    await other.close();
  });

  test('wlan_id picks one, resolve replaces variables', async () => {
    const site = siteOf(cloud, 'Madrid Store');
    const id = cloud.world.id('wlans', 'Lakeside-Guest');
    const one = async (query: string): Promise<Row[]> => list(await valid(cloud, `${site}/wlans/derived?${query}`), '');
    expect((await one(`wlan_id=${id}`)).map((row) => row.vlan_id)).toEqual(['{{guest_vlan}}']);
    expect((await one(`wlan_id=${id}&resolve=true`)).map((row) => row.vlan_id)).toEqual(['40']);
    expect((await one(`wlan_id=${id}&resolve=false`)).map((row) => row.vlan_id)).toEqual(['{{guest_vlan}}']);
  });
});

describe('the effective setting', () => {
  const setting = async (site: string): Promise<Row> =>
    rowOf((await ask(cloud, `GET ${siteOf(cloud, site)}/setting/derived`)).body);
  const at = (value: Json | undefined, ...keys: string[]): Json | undefined =>
    keys.reduce((inner: Json | undefined, key) => (isRow(inner) ? inner[key] : undefined), value);

  test('holds what only the switch template says, and the site where both do', async () => {
    const row = await setting('Berlin Office');
    expect(at(row, 'snmp_config', 'contact')).toBe('noc@lakeside.example');
    expect(at(row, 'switch_mgmt', 'root_password')).toBe('demo-switch-root');
    expect(at(row, 'switch_mgmt', 'cli_banner')).toBeUndefined();
    expect(row.dns_servers).toEqual(['10.11.250.2', '9.9.9.9']);
  });

  test('joins maps of named things entry by entry', async () => {
    const row = await setting('Berlin Office');
    expect(Object.keys(rowOf(row.networks ?? null)).sort()).toEqual(['corp', 'guest', 'iot', 'mgmt', 'pos', 'voice']);
    expect(at(row, 'networks', 'corp', 'subnet')).toBe('10.11.10.0/24');
    expect(Object.keys(rowOf(row.port_usages ?? null))).toEqual(expect.arrayContaining(['desk', 'kiosk']));
  });

  test('replaces variables, those of the site before those of its template', async () => {
    const row = await setting('London Store');
    expect(at(row, 'vars', 'store_open')).toBe('09:00');
    expect(at(row, 'networks', 'guest', 'vlan_id')).toBe('40');
    expect(JSON.stringify(row.radius_config)).toContain('10.12.250.11');
    expect(JSON.stringify(row)).not.toContain('{{');
  });

  test('keeps the gateway template apart', async () => {
    expect(at(await setting('Tokyo Office'), 'gateway', 'name')).toBe('SRX Branch');
    expect((await setting('Paris Store')).gateway).toBeUndefined();
  });
});

test('templates are those that the site points at', async () => {
  expect(await names('Rotterdam Warehouse', 'rftemplates')).toEqual(['Warehouse RF']);
  expect(await names('Austin Office', 'gatewaytemplates')).toEqual(['SSR Spoke']);
  expect(await names('Paris Store', 'gatewaytemplates')).toEqual([]);
  expect(textOf(rowOf(await valid(cloud, `${siteOf(cloud, 'Paris Store')}/networktemplates/derived`)), 'name')).toBe(
    'Store Switching',
  );
});

test('access rules of templates come before those of the site', async () => {
  const rules = list(await valid(cloud, `${siteOf(cloud, 'Zurich HQ')}/wxrules/derived`), '');
  expect(rules.map((row) => [row.order, row.for_site === true])).toEqual([
    [1, false],
    [2, false],
    [1, true],
  ]);
  expect(await names('San Jose Lab', 'wxrules', 'action')).toEqual([]);
});

test('networks take the variables of the site where that is asked for', async () => {
  const site = siteOf(cloud, 'Tokyo Office');
  const [plain] = list(await valid(cloud, `${site}/networks/derived`), '');
  const [resolved] = list(await valid(cloud, `${site}/networks/derived?resolve=true`), '');
  expect(plain?.subnet).toBe('10.{{site_octet}}.10.0/24');
  expect(resolved?.subnet).toBe('10.19.10.0/24');
});

test('guests are those of the site, or of all its organization', async () => {
  const site = siteOf(cloud, 'Berlin Office');
  const here = list(await valid(cloud, `${site}/guests/derived`), '');
  const everywhere = list(await valid(cloud, `${site}/guests/derived?cross_site=true`), '');
  expect(here.length).toBeGreaterThan(0);
  expect(everywhere.length).toBeGreaterThan(here.length);
  const ids = [...new Set(here.map((row) => textOf(row, 'wlan_id')))].join();
  expect(list(await valid(cloud, `${site}/guests/derived?wlan_id=${ids}`), '').length).toBe(here.length);
  const other = cloud.world.id('wlans', 'Lakeside-Corp');
  expect(list(await valid(cloud, `${site}/guests/derived?wlan_id=${other}`), '')).toEqual([]);
});

test('a page of profiles is a page', async () => {
  const { headers } = await ask(cloud, `GET ${siteOf(cloud, 'Zurich HQ')}/avprofiles/derived?limit=1`);
  expect([headers.get('X-Page-Total'), headers.get('X-Page-Limit')]).toEqual(['1', '1']);
});

test('nothing was asked that the table does not have', () => {
  expect(cloud.violations).toEqual([]);
});
