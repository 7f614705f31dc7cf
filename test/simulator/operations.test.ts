import { afterAll, beforeAll, expect, test } from 'vitest';
import { type DemoCloud, startDemoCloud } from '../../simulator/cloud.ts';
import { textOf } from '../../simulator/json.ts';

import { addIncidents } from '../../simulator/world/incidents.ts';
import { isRoute, operation } from '../../src/mist/spec/operations.ts';
import type { Route } from '../../src/mist/spec/routes.ts';
import { tools } from '../../src/tools/index.ts';
import { ask, rowOf, rowsOf } from './ask.ts';
import { mistakes } from './validator.ts';

/** The tools whose routes are operations: what is there now, and what happened. */
const TOOLS = new Set([
  ...['mist_search_device', 'mist_search_client', 'mist_search_guest_authorization', 'mist_search_nac_user_macs'],
  ...['mist_search_events', 'mist_search_alarms', 'mist_search_audit_logs', 'mist_search_device_config_history'],
  ...['mist_get_stats', 'mist_list_rogue_devices'],
]);

const routes = [...new Set(tools.filter((tool) => TOOLS.has(tool.name)).flatMap((tool) => tool.routes))].filter(
  isRoute,
);

/** Answers that the specification's own schema cannot describe, each with the reason. */
const DEFECTS: Readonly<Record<string, string>> = {
  'GET /api/v1/orgs/{org_id}/mxedges/events/search': 'a place without edges has no event, yet one is the least allowed',
  'GET /api/v1/sites/{site_id}/mxedges/events/search':
    'a site without edges has no event, yet one is the least allowed',
};

let cloud: DemoCloud;
beforeAll(async () => {
  cloud = await startDemoCloud();
  addIncidents(cloud.world);
});
afterAll(() => cloud.close());

const ids = (table: string): string[] => cloud.world.table(table).map((row) => textOf(row, 'id'));

/** Path parameters of single objects: where the list of them is, and what names one. */
const LISTS: Readonly<Record<string, readonly [list: string, key: string]>> = {
  mxedge_id: ['stats/mxedges', 'id'],
  device_id: ['stats/devices?type=all', 'id'],
  client_mac: ['stats/clients', 'mac'],
  guest_mac: ['guests/search?duration=2w&limit=1000', 'mac'],
  usermac_id: ['usermacs/search', 'id'],
};

/** Every query worth a walk: the longest window and the largest page, for every type of device. */
function queriesOf(route: Route): string[] {
  const { query } = operation(route);
  const base = new URLSearchParams();
  if (query.duration) base.set('duration', '2w');
  else if (query.start) base.set('start', '-2w');
  if (query.limit) base.set('limit', '1000');
  const name = query.type?.default === 'ap' ? 'type' : query.device_type?.default === 'ap' ? 'device_type' : undefined;
  const values = name ? ['ap', 'switch', 'gateway'] : query.wired ? ['false', 'true'] : [''];
  return values.map((value) => {
    const one = new URLSearchParams(base);
    if (value !== '') one.set(name ?? 'wired', value);
    return `?${one}`;
  });
}

async function pathsOf(template: string): Promise<string[]> {
  const places = template.includes('{site_id}')
    ? ids('sites').map((id) => template.replace('{site_id}', id))
    : ids('orgs').map((id) => template.replace('{org_id}', id));
  const parameter = /(?<=\/sites\/\{site_id\}|\/orgs\/\{org_id\})\/.*\{(\w+)\}/.exec(template)?.[1];
  const list = LISTS[parameter ?? ''];
  if (!list) return places;
  const paths = await Promise.all(
    places.map(async (place) => {
      const scope = place.split('/').slice(0, 5).join('/');
      const rows = rowsOf((await ask(cloud, `GET ${scope}/${list[0]}`)).body);
      return rows.slice(0, 4).map((row) => place.replace(`{${parameter}}`, textOf(row, list[1])));
    }),
  );
  return paths.flat();
}

test.each(routes)('%s is simulated and answers what the specification describes', async (route) => {
  const wrong = new Set<string>();
  let seen = 0;
  for (const path of await pathsOf(route.slice(4)))
    for (const query of queriesOf(route)) {
      if (query.includes('wired=true') && path.split('/').length > 7) continue;
      const { status, body } = await ask(cloud, `GET ${path}${query}`);
      expect(status, path + query).toBe(200);
      seen += rowsOf(body).length + (Array.isArray(body) ? 0 : 1);
      for (const mistake of mistakes(operation(route).response ?? '', body)) wrong.add(`${path}: ${mistake}`);
    }
  expect(seen, 'nothing of that kind exists').toBeGreaterThan(0);
  if (route in DEFECTS) expect(wrong.size, 'the defect is gone: take it off the list').toBeGreaterThan(0);
  else expect([...wrong].slice(0, 5)).toEqual([]);
});

test('the walk made no mistake of its own', () => {
  expect(cloud.violations).toEqual([]);
});

test.each([
  ['clients/search', 150],
  ['wired_clients/search', 150],
  ['clients/events/search', 250],
  ['devices/events/search?device_type=all', 100],
  ['nac_clients/events/search', 100],
  ['stats/ports/search', 800],
] as const)('a day of %s has at least %i rows', async (path, least) => {
  const org = cloud.world.id('orgs', 'Lakeside Retail Group');
  const { body } = await ask(cloud, `GET /api/v1/orgs/${org}/${path}${path.includes('?') ? '&' : '?'}limit=1`);
  const { total } = rowOf(body);
  expect(Number(total)).toBeGreaterThanOrEqual(least);
});

test('one object of a foreign site, or nobody knows, is not found', async () => {
  const [first, second] = ids('sites');
  const device = cloud.world.table('devices').find((row) => row.site_id === first);
  const statuses = await Promise.all(
    [
      `sites/${second}/stats/devices/${textOf(device, 'id')}`,
      `sites/${first}/stats/clients/0123456789ab`,
      `sites/${first}/guests/0123456789ab`,
      `sites/${second}/stats/mxedges/${ids('mxedges')[0]}`,
    ].map(async (path) => (await ask(cloud, `GET /api/v1/${path}`)).status),
  );
  expect(statuses).toEqual([404, 404, 404, 404]);
});
