import { expect, test } from 'vitest';
import { startDemoCloud } from '../../simulator/cloud.ts';
import { FAMILIES } from '../../simulator/families.ts';
import { isRow, type Json, textOf } from '../../simulator/json.ts';
import { buildWorld } from '../../simulator/world/build.ts';
import { MAIN_ORG } from '../../simulator/world/world.ts';
import { ask } from './ask.ts';

const BORN = 1_800_000_000;
const world = buildWorld(1, BORN);
const TABLES = [
  ...new Set([
    ...FAMILIES.map((family) => family.table),
    'orgs',
    'sites',
    'org_settings',
    'site_settings',
    'inventory',
    'msps',
  ]),
];

/** Ids that name something outside this half of the world. */
const OUTSIDE: ReadonlySet<string> = new Set([world.id('ssos', 'Entra ID')]);

/** Every value under a key that is called an id, with the way to it. */
function references(value: Json, way: string): [string, string][] {
  if (Array.isArray(value)) return value.flatMap((one: Json, index) => references(one, `${way}[${index}]`));
  if (isRow(value)) return Object.entries(value).flatMap(([key, one]) => references(one, `${way}.${key}`));
  const named = /(_id|_ids(\[\d+\])?|\.id)$/.test(way);
  return named && typeof value === 'string' && /^[0-9a-f]{8}-/.test(value) ? [[way, value]] : [];
}

test('every reference leads to an object', () => {
  const ids = new Set(TABLES.flatMap((name) => world.table(name).map((row) => textOf(row, 'id'))));
  ids.add('00000000-0000-0000-0000-000000000000');
  const loose = TABLES.flatMap((name) =>
    world.table(name).flatMap((row) => references(row, `${name}/${textOf(row, 'name')}`)),
  );
  expect(loose.length).toBeGreaterThan(500);
  expect(loose.filter(([, id]) => !ids.has(id) && !OUTSIDE.has(id))).toEqual([]);
});

test('ids are unique in their table', () => {
  for (const name of TABLES) {
    const ids = world.table(name).map((row) => textOf(row, 'id'));
    expect(new Set(ids).size, name).toBe(ids.length);
  }
});

test('it has one provider, two organizations, a dozen sites and sixty devices of every type', () => {
  expect(['msps', 'orgs', 'sites'].map((name) => world.table(name).length)).toEqual([1, 2, 12]);
  const chassisMembers = world.table('inventory').filter((row) => row.vc_mac !== undefined).length;
  expect(chassisMembers).toBe(2);
  expect(world.table('inventory').length - (chassisMembers - 1) + world.table('mxedges').length).toBe(60);
  const models = new Set(world.table('devices').map((row) => textOf(row, 'model').slice(0, 3)));
  expect([...models].sort()).toEqual(expect.arrayContaining(['EX4', 'SRX', 'SSR']));
});

test('devices are known by their MAC, a virtual chassis by its virtual one', () => {
  for (const row of world.table('devices')) expect(row.id).toBe(`00000000-0000-0000-1000-${textOf(row, 'mac')}`);
  const chassis = world.table('devices').filter((row) => row.virtual_chassis !== undefined);
  expect(chassis.map((row) => textOf(row, 'mac').slice(0, 6))).toEqual(['020003']);
  expect(world.table('inventory').filter((row) => row.vc_mac === chassis[0]?.mac).length).toBe(2);
});

test('nothing of the world happened after it was looked at', () => {
  for (const name of TABLES)
    for (const row of world.table(name)) {
      if (typeof row.created_time !== 'number' || typeof row.modified_time !== 'number') continue;
      expect(row.created_time, name).toBeLessThanOrEqual(row.modified_time);
      expect(row.modified_time, name).toBeLessThan(BORN);
    }
});

test('two clouds of one seed and clock answer with the same bytes, another seed with others', async () => {
  const now = () => BORN * 1000;
  const clouds = await Promise.all([1, 1, 2].map((seed) => startDemoCloud({ seed, now })));
  const texts = await Promise.all(
    clouds.map(async (cloud) => {
      const org = `/api/v1/orgs/${cloud.world.id('orgs', MAIN_ORG)}`;
      const paths = [
        '/api/v1/self',
        '/api/v1/self/usage',
        '/api/v1/self/logs',
        org,
        ...['setting', 'wlans', 'psks', 'inventory', 'mxedges'].map((name) => `${org}/${name}`),
      ];
      const seen: string[] = [];
      for (const path of paths) seen.push((await ask(cloud, `GET ${path}`, { token: 'read' })).text);
      seen.push((await ask(cloud, `POST ${org}/sitegroups`, { token: 'write', body: { name: 'New' } })).text);
      return seen;
    }),
  );
  await Promise.all(clouds.map((cloud) => cloud.close()));
  expect(texts[0]).toEqual(texts[1]);
  for (const [index, text] of (texts[0] ?? []).entries()) if (index !== 1) expect(text).not.toBe(texts[2]?.[index]);
});
