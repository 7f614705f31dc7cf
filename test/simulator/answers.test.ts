import { afterAll, beforeAll, expect, test } from 'vitest';
import { type DemoCloud, startDemoCloud } from '../../simulator/cloud.ts';
import { FAMILIES } from '../../simulator/families.ts';
import { textOf } from '../../simulator/json.ts';
import { configuration } from '../../simulator/routes/configuration.ts';
import { constants } from '../../simulator/routes/constants.ts';
import { organization } from '../../simulator/routes/organization.ts';
import { self } from '../../simulator/routes/self.ts';
import { isRoute, operation } from '../../src/mist/spec/operations.ts';
import { ask, rowsOf } from './ask.ts';
import { mistakes } from './validator.ts';

/** Answers that the specification's own schema cannot describe, each with the reason. */
const DEFECTS: Readonly<Record<string, string>> = {
  'GET /api/v1/sites/{site_id}/rssizones/{rssizone_id}': 'the schema is the list, though one zone is asked for',
};

/** Query parameters without which a route answers nothing. */
const NEEDED: Readonly<Record<string, string>> = {
  'GET /api/v1/const/states': '?country_code=US',
  'GET /api/v1/const/default_gateway_config': '?model=SRX320',
};

let cloud: DemoCloud;
beforeAll(async () => {
  cloud = await startDemoCloud();
});
afterAll(() => cloud.close());

/** Routes that need no more than the ids of the world; the tests of each further area walk its own. */
const simulated = Object.keys({ ...configuration(), ...self, ...constants, ...organization })
  .filter((route) => route.startsWith('GET '))
  .filter(isRoute);

/** Concrete paths for a template: every organization and site, and for an object each id that its list gives. */
async function pathsOf(template: string): Promise<string[]> {
  const orgs = cloud.world.table('orgs').map((row) => textOf(row, 'id'));
  const sites = cloud.world.table('sites').map((row) => textOf(row, 'id'));
  const scoped = template.includes('{site_id}')
    ? sites.map((id) => template.replace('{site_id}', id))
    : orgs.map((id) => template.replace('{org_id}', id));
  const places = [...new Set(scoped)];
  const family = FAMILIES.find((one) => one.item === template);
  if (!family) return places;
  const rows = cloud.world.table(family.table);
  const owner = template.includes('{site_id}') ? 'site_id' : 'org_id';
  return rows
    .filter((row) => owner === 'site_id' || family.everything || row.site_id === undefined)
    .filter((row) => row[owner] !== undefined)
    .map((row) => template.replace(`{${owner}}`, textOf(row, owner)).replace(`{${family.key}}`, textOf(row, 'id')));
}

test.each(simulated)('%s answers what the specification describes', async (route) => {
  const paths = await pathsOf(route.slice(4));
  expect(paths.length).toBeGreaterThan(0);
  const name = operation(route).response;
  const wrong = new Set<string>();
  let seen = 0;
  for (const path of paths) {
    const type = operation(route).query.type?.default === 'ap' && !operation(route).query.type?.enum ? '?type=all' : '';
    const { status, body } = await ask(cloud, `GET ${path}${NEEDED[route] ?? type}`);
    expect(status, path).toBe(200);
    seen += rowsOf(body).length + (Array.isArray(body) ? 0 : 1);
    if (name !== undefined) for (const mistake of mistakes(name, body)) wrong.add(`${path}: ${mistake}`);
  }
  expect(seen, 'a list of the world is empty everywhere').toBeGreaterThan(0);
  if (route in DEFECTS) expect(wrong.size, 'the defect is gone: take it off the list').toBeGreaterThan(0);
  else expect([...wrong].slice(0, 5)).toEqual([]);
});

test('the walk made no mistake of its own', () => {
  expect(cloud.violations).toEqual([]);
});

test('every family has objects in the main organization', async () => {
  const empty: string[] = [];
  for (const family of FAMILIES) if (cloud.world.table(family.table).length === 0) empty.push(family.table);
  expect(empty).toEqual([]);
});

test('an answer that the specification does not describe is found out', () => {
  const device = { ...cloud.world.table('devices').find((row) => row.type === 'switch') };
  expect(mistakes('device_switch', device)).toEqual([]);
  expect(mistakes('device_switch', { ...device, color: 'blue' }).join()).toMatch(/additional properties/);
  expect(mistakes('device_switch', { ...device, x: 'left' }).join()).toMatch(/must be number/);
});
