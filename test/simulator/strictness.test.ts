import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type DemoCloud, startDemoCloud } from '../../simulator/cloud.ts';
import type { Json } from '../../simulator/json.ts';
import { MAIN_ORG } from '../../simulator/world/world.ts';
import { ask, rowOf } from './ask.ts';

let cloud: DemoCloud;
let org: string;
let site: string;
beforeAll(async () => {
  cloud = await startDemoCloud();
  org = cloud.world.id('orgs', MAIN_ORG);
  site = cloud.world.id('sites', 'London Store');
});
afterAll(() => cloud.close());

let before = 0;
beforeEach(() => {
  before = cloud.violations.length;
});

/** ORG and SITE stand for the ids of the main organization and of one site. */
const fill = (text: string): string => text.replace('ORG', org).replace('SITE', site);

interface Mistake {
  what: string;
  request: string;
  status: number;
  said: RegExp;
  body?: Json;
}

type Line = readonly [what: string, request: string, status: number, said: RegExp, body?: Json];

const LINES: readonly Line[] = [
  ['an unknown route', 'GET /api/v1/orgs/ORG/wlanz', 404, /unknown route/],
  ['a path outside the API', 'GET /', 404, /unknown route/],
  ['a method that the path lacks', 'DELETE /api/v1/orgs/ORG/setting', 405, /not allowed/],
  ['an unknown query parameter', 'GET /api/v1/orgs/ORG/wlans?ssid=x', 400, /unknown query parameter ssid/],
  ['a parameter given twice', 'GET /api/v1/orgs/ORG/wlans?limit=1&limit=2', 400, /twice/],
  ['an enum value that is none', 'GET /api/v1/orgs/ORG/deviceprofiles?type=router', 400, /must not be "router"/],
  ['a number that is none', 'GET /api/v1/orgs/ORG/wlans?limit=ten', 400, /must be integer/],
  ['a page below the first', 'GET /api/v1/orgs/ORG/wlans?page=0', 400, /out of range/],
  ['a boolean in capitals', 'GET /api/v1/orgs/ORG/inventory?vc=True', 400, /must be boolean/],
  ['a Python None', 'GET /api/v1/orgs/ORG/inventory?model=None', 400, /no usable value/],
  ['an empty value', 'GET /api/v1/orgs/ORG/inventory?model=', 400, /no usable value/],
  ['a MAC with colons in a filter', 'GET /api/v1/orgs/ORG/inventory?mac=5C:5B:35:00:00:01', 400, /no MAC/],
  ['an id without its shape', 'GET /api/v1/orgs/main', 400, /is no id/],
  ['an object id without its shape', 'GET /api/v1/orgs/ORG/wlans/1', 400, /is no id/],
  ['a missing required parameter', 'GET /api/v1/const/states', 400, /missing query parameter country_code/],
  ['a time that is none', 'GET /api/v1/self/logs?start=yesterday', 400, /is no time/],
  ['an unknown attribute', 'POST /api/v1/orgs/ORG/wlans', 400, /unknown attribute sside/, { ssid: 'x', sside: 1 }],
  ['a missing required attribute', 'POST /api/v1/orgs/ORG/wlans', 400, /ssid is required/, { enabled: true }],
  ['a list for an object', 'POST /api/v1/orgs/ORG/wlans', 400, /must be an object/, [1]],
  ['a dash on creation', 'POST /api/v1/orgs/ORG/wlans', 400, /unknown attribute -dtim/, { ssid: 'x', '-dtim': '' }],
  ['an update without a body', 'PUT /api/v1/orgs/ORG', 400, /body is missing/],
  ['a body where none belongs', 'DELETE /api/v1/sites/SITE', 400, /takes no body/, {}],
  ['a route of the table without a simulation', 'GET /api/v1/orgs/ORG/crl', 501, /not simulated/],
];

const WRONG = LINES.map(
  ([what, request, status, said, body]): Mistake => ({
    what,
    request,
    status,
    said,
    ...(body === undefined ? {} : { body }),
  }),
);

test.each(WRONG)('$what is refused and noted', async ({ request, status, said, body }) => {
  const answer = await ask(cloud, fill(request), body === undefined ? {} : { body });
  expect(answer.status).toBe(status);
  expect(rowOf(answer.body).detail).toMatch(said);
  expect(cloud.violations.length).toBe(before + 1);
  expect(cloud.violations.at(-1)).toMatch(said);
});

test('a body that is not JSON, or not said to be, is refused and noted', async () => {
  const url = `${cloud.url}/api/v1/orgs/${org}`;
  const Authorization = `Token ${cloud.tokens.write}`;
  const put = (type: string, body: string) =>
    fetch(url, { method: 'PUT', headers: { Authorization, 'Content-Type': type }, body });
  expect((await put('text/plain', '{}')).status).toBe(415);
  expect((await put('application/json', '{"name":')).status).toBe(400);
  expect((await put('application/json; charset=utf-8', '{}')).status).toBe(200);
  expect(cloud.violations.length).toBe(before + 2);
});

test('an id that is well formed and unknown is not found, and nobody did wrong', async () => {
  const nobody = '00000000-0000-4000-8000-000000000000';
  for (const path of [
    `orgs/${nobody}`,
    `sites/${nobody}`,
    `orgs/${org}/wlans/${nobody}`,
    `sites/${site}/devices/${nobody}`,
  ])
    expect((await ask(cloud, `GET /api/v1/${path}`)).status, path).toBe(404);
  expect(cloud.violations.length).toBe(before);
});

test('an object of one site is not found below another', async () => {
  const wlan = cloud.world.id('wlans', 'Zurich-Events');
  expect((await ask(cloud, `GET /api/v1/sites/${site}/wlans/${wlan}`)).status).toBe(404);
  expect((await ask(cloud, `GET /api/v1/orgs/${org}/wlans/${wlan}`)).status).toBe(404);
  const zurich = cloud.world.id('sites', 'Zurich HQ');
  expect((await ask(cloud, `GET /api/v1/sites/${zurich}/wlans/${wlan}`)).status).toBe(200);
});

test('no path or query brings the cloud down', async () => {
  await fc.assert(
    fc.asyncProperty(fc.webPath(), fc.webQueryParameters(), async (path, query) => {
      const answer = await ask(cloud, `GET /api/v1${path || '/'}?${query}`);
      expect(answer.status).toBeGreaterThanOrEqual(400);
      expect(answer.status).not.toBe(500);
    }),
    { numRuns: 60 },
  );
  expect(cloud.violations.some((sentence) => sentence.includes('the cloud itself failed'))).toBe(false);
});
