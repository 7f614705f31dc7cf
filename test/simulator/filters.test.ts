import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type DemoCloud, startDemoCloud } from '../../simulator/cloud.ts';
import { isList, type Json, type Row } from '../../simulator/json.ts';
import { queryProblem } from '../../simulator/strictness.ts';
import { operation, type Parameter } from '../../src/mist/spec/operations.ts';
import type { Route } from '../../src/mist/spec/routes.ts';
import { ask, rowsOf } from './ask.ts';
import { CONTROL, LISTS, ORG, pathOf, widest } from './lists.ts';

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

const wholes = new Map<string, Row[]>();

/** All rows of a list, asked for once. */
async function wholeOf(route: Route, site: string | undefined): Promise<Row[]> {
  const known = wholes.get(route) ?? (await rows(route, site, {}));
  wholes.set(route, known);
  return known;
}

/** Filters whose only values the cloud's checks do not let through, because the name ends like that of a MAC. */
const REFUSED = new Set(
  queryProblem(operation(`GET ${ORG}/nac_clients/events/search`), new URLSearchParams({ random_mac: 'true' }), 0)
    ? ['random_mac']
    : [],
);

function nonsense(name: string, rule: Parameter): string {
  if (/(^|_)mac$/.test(name)) return '0123456789ab';
  if (rule.type === 'integer') return '987654';
  return rule.format === 'uuid' ? '00000000-0000-4000-8000-000000000000' : 'no-such-thing';
}

/** What is wrong with how a list takes one filter, or nothing: a value narrows it, and nonsense leaves nothing. */
async function faultOf({ route, site }: (typeof LISTS)[number], name: string, rule: Parameter): Promise<string[]> {
  const all = (await wholeOf(route, site)).length;
  const count = async (value: string) => (await rows(route, site, { [name]: value })).length;
  const fault = (wrong: boolean, what: string): string[] => (wrong ? [`${name}: ${what}`] : []);
  const boolean = rule.type === 'boolean';
  const values = (boolean ? ['true', 'false'] : (rule.enum ?? rule.items?.enum ?? [])).map(String);
  // A string that only means anything when it is `true`.
  if (name === 'evpn_unused') return fault((await count('true')) >= all, 'does not narrow');
  if (values.length === 0) return fault((await count(nonsense(name, rule))) > 0, 'finds nonsense');
  const counts = await Promise.all(values.filter((value) => value !== '').map(count));
  if (boolean) return fault(counts.reduce((sum, one) => sum + one, 0) !== all, 'the halves are not the whole');
  const standard = rule.default === undefined ? all : await count(String(rule.default));
  return [
    ...fault(
      counts.every((one) => one === all),
      'does not narrow',
    ),
    ...fault(standard !== all, 'the default is not what comes without it'),
  ];
}

const filtersOf = (route: Route): [string, Parameter][] =>
  Object.entries(operation(route).query).filter(([name]) => !CONTROL.has(name) && !REFUSED.has(name));

describe('a list takes each of its filters', () => {
  test.each(LISTS.filter(({ route }) => filtersOf(route).length > 0))('$route', async (list) => {
    const faults: string[] = [];
    for (const [name, rule] of filtersOf(list.route)) faults.push(...(await faultOf(list, name, rule)));
    expect(faults).toEqual([]);
  });
});

const scalars = (value: Json | undefined): string[] =>
  (isList(value) ? value : [value]).flatMap((one) =>
    typeof one === 'string' || typeof one === 'number' || typeof one === 'boolean' ? [String(one)] : [],
  );

describe('what a row shows can be searched for', () => {
  test.each(LISTS)('$route', async ({ route, site }) => {
    const whole = await wholeOf(route, site);
    expect(whole.length).toBeGreaterThan(0);
    let tried = 0;
    for (const [name, rule] of Object.entries(operation(route).query)) {
      const usable = (text: string) => /^[\w.:/@ -]+$/.test(text) && (rule.enum?.map(String).includes(text) ?? true);
      const value = whole.flatMap((row) => scalars(row[name])).find(usable);
      if (CONTROL.has(name) || REFUSED.has(name) || value === undefined || name === 'text') continue;
      const found = await rows(route, site, { [name]: value });
      expect(found.length, name).toBeGreaterThan(0);
      for (const row of found)
        if (scalars(row[name]).length > 0)
          expect(scalars(row[name]).join().toLowerCase()).toContain(value.toLowerCase());
      tried += 1;
    }
    if (Object.keys(operation(route).query).some((name) => !CONTROL.has(name) && whole.some((row) => name in row)))
      expect(tried).toBeGreaterThan(0);
  });
});

test('nothing of this was a mistake against the specification', () => {
  expect(cloud.violations).toEqual([]);
});
