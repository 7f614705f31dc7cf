import { afterAll, beforeAll, expect, test } from 'vitest';
import { type DemoCloud, startDemoCloud } from '../../simulator/cloud.ts';
import { isRow } from '../../simulator/json.ts';
import { LAB_ORG, MAIN_ORG } from '../../simulator/world/world.ts';
import { ask, rowOf, rowsOf } from './ask.ts';

let cloud: DemoCloud;
let main: string;
let lab: string;
beforeAll(async () => {
  cloud = await startDemoCloud();
  main = cloud.world.id('orgs', MAIN_ORG);
  lab = cloud.world.id('orgs', LAB_ORG);
});
afterAll(() => cloud.close());

test('without a token, with a wrong one or another scheme nothing opens', async () => {
  expect((await ask(cloud, 'GET /api/v1/self', { token: 'none' })).status).toBe(401);
  expect((await ask(cloud, 'GET /api/v1/self', { token: 'bad' })).status).toBe(401);
  const bearer = { headers: { Authorization: `Bearer ${cloud.tokens.read}` }, token: 'none' } as const;
  expect((await ask(cloud, 'GET /api/v1/self', bearer)).status).toBe(401);
  expect((await ask(cloud, 'GET /api/v1/const/countries', { token: 'none' })).status).toBe(401);
});

test.each([
  ['read', 'org', 'read'],
  ['write', 'org', 'write'],
  ['helpdesk', 'org', 'helpdesk'],
  ['msp', 'msp', 'admin'],
  ['site', 'site', 'read'],
] as const)('the %s token has scope %s and role %s', async (token, scope, role) => {
  const { body } = await ask(cloud, 'GET /api/v1/self', { token });
  const { privileges } = rowOf(body);
  expect(Array.isArray(privileges) && privileges.length === 1 && privileges[0]).toMatchObject({ scope, role });
});

test.each(['read', 'helpdesk', 'site'] as const)('the %s token may not write', async (token) => {
  const site = cloud.world.id('sites', 'London Store');
  const answer = await ask(cloud, `PUT /api/v1/sites/${site}`, { token, body: { notes: 'changed' } });
  expect(answer.status).toBe(403);
  expect(cloud.world.find('sites', site)?.notes).not.toBe('changed');
});

test('a token sees what its privileges name and nothing else', async () => {
  const status = async (path: string, token: 'read' | 'msp' | 'site') =>
    (await ask(cloud, `GET ${path}`, { token })).status;
  const site = (name: string) => `/api/v1/sites/${cloud.world.id('sites', name)}`;
  expect(await status(`/api/v1/orgs/${main}`, 'read')).toBe(200);
  expect(await status(`/api/v1/orgs/${lab}`, 'read')).toBe(403);
  expect(await status(site('Lab Dublin'), 'read')).toBe(403);
  expect(await status(`/api/v1/orgs/${lab}`, 'msp')).toBe(200);
  expect(await status(site('Lab Dublin'), 'msp')).toBe(200);
  expect(await status(`/api/v1/orgs/${main}`, 'site')).toBe(403);
  expect(await status(site('London Store'), 'site')).toBe(200);
  expect(await status(site('Paris Store'), 'site')).toBe(403);
});

test('the helpdesk sees masks where others see secrets', async () => {
  const path = `GET /api/v1/orgs/${main}/wlans/${cloud.world.id('wlans', 'Lakeside-POS')}`;
  const seen = async (token: 'read' | 'helpdesk') => {
    const { auth } = rowOf((await ask(cloud, path, { token })).body);
    return isRow(auth) ? auth : {};
  };
  expect(await seen('read')).toMatchObject({ type: 'psk', psk: 'demo-pos-passphrase' });
  expect(await seen('helpdesk')).toMatchObject({ type: 'psk', psk: '****' });
});

test('no secret of the world reaches the helpdesk', async () => {
  const lists = [
    'wlans',
    'psks',
    'webhooks',
    'wxtunnels',
    'mxclusters',
    'mxedges',
    'networktemplates',
    'setting',
    'secpolicies',
  ];
  for (const name of lists) {
    const open = await ask(cloud, `GET /api/v1/orgs/${main}/${name}`, { token: 'read' });
    const masked = await ask(cloud, `GET /api/v1/orgs/${main}/${name}`, { token: 'helpdesk' });
    expect(open.text, name).toMatch(/"demo-/);
    expect(masked.text, name).not.toMatch(/"demo-/);
    expect(rowsOf(masked.body).length).toBe(rowsOf(open.body).length);
  }
});

test('requests are kept with the role of their token and without it', async () => {
  await ask(cloud, 'GET /api/v1/const/countries?extend=true', { token: 'write' });
  const last = cloud.requests.at(-1);
  expect(last).toMatchObject({
    method: 'GET',
    path: '/api/v1/const/countries',
    query: { extend: 'true' },
    caller: 'write',
    body: '',
  });
  for (const token of Object.values(cloud.tokens)) expect(JSON.stringify(cloud.requests)).not.toContain(token);
});

test('the account counts its requests', async () => {
  const used = async () => Number(rowOf((await ask(cloud, 'GET /api/v1/self/usage', { token: 'site' })).body).requests);
  const first = await used();
  expect(await used()).toBe(first + 1);
});
