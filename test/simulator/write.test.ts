import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type DemoCloud, startDemoCloud } from '../../simulator/cloud.ts';
import type { Json, Row } from '../../simulator/json.ts';
import { mergeRoots, stored } from '../../simulator/merge.ts';
import { fieldsOf } from '../../simulator/schema.ts';
import { MAIN_ORG } from '../../simulator/world/world.ts';
import { ask, rowOf, rowsOf } from './ask.ts';

let cloud: DemoCloud;
let org: string;
let clock = 1_800_000_000_000;
beforeAll(async () => {
  cloud = await startDemoCloud({ now: () => clock });
  org = `/api/v1/orgs/${cloud.world.id('orgs', MAIN_ORG)}`;
});
afterAll(() => cloud.close());

const write = (request: string, body?: Json) =>
  ask(cloud, request, { token: 'write', ...(body === undefined ? {} : { body }) });

describe('an update', () => {
  const setting = () => `/api/v1/sites/${cloud.world.id('sites', 'Berlin Office')}/setting`;

  test('replaces a root attribute whole and leaves the others', async () => {
    const before = rowOf((await write(`GET ${setting()}`)).body);
    clock += 5000;
    const answer = rowOf((await write(`PUT ${setting()}`, { vars: { a: '1' } })).body);
    const after = rowOf((await write(`GET ${setting()}`)).body);
    expect(after).toEqual(answer);
    expect(after).toEqual({ ...before, vars: { a: '1' }, modified_time: clock / 1000 });
  });

  test('removes an attribute by a dash, with "" or true', async () => {
    for (const mark of ['', true]) {
      await write(`PUT ${setting()}`, { rogue: { enabled: true } });
      await write(`PUT ${setting()}`, { '-rogue': mark });
      expect(rowOf((await write(`GET ${setting()}`)).body)).not.toHaveProperty('rogue');
    }
    expect((await write(`PUT ${setting()}`, { '-rogue': 'please' })).status).toBe(400);
  });

  test('cannot move an object or change its id', async () => {
    const { id, org_id } = rowOf((await write(`GET ${setting()}`)).body);
    const answer = await write(`PUT ${setting()}`, { id: 'x', org_id: 'y', '-created_time': true });
    expect(rowOf(answer.body)).toMatchObject({ id, org_id, created_time: expect.any(Number) });
  });
});

const value = fc.jsonValue({ maxDepth: 3 }).map((one): Json => JSON.parse(JSON.stringify(one)));
const NAMES = ['vars', 'rogue', 'wids', 'led', 'wifi', 'dns_servers', 'networks'] as const;
const object = fc.dictionary(fc.constantFrom(...NAMES), value);
const fields = fieldsOf('site_setting');

test('whatever is sent: present roots are replaced, dashed ones gone, the rest untouched', () => {
  fc.assert(
    fc.property(object, object, fc.subarray([...NAMES]), (current, sent, dashed) => {
      const kept = Object.fromEntries(Object.entries(sent).filter(([name]) => !dashed.some((one) => one === name)));
      const dashes = Object.fromEntries(dashed.map((name) => [`-${name}`, '']));
      const copy = structuredClone(current);
      const after = mergeRoots(current, { ...kept, ...dashes }, fields);
      expect(current).toEqual(copy);
      for (const name of NAMES) {
        if (dashed.includes(name) || kept[name] === null) expect(after).not.toHaveProperty(name);
        else if (name in kept) expect(after[name]).toEqual(stored(kept[name] ?? null));
        else expect(after[name]).toEqual(current[name]);
      }
    }),
  );
});

test('what reads back holds no empty list, and no attribute that is null except in their place', () => {
  const holes = (one: Json): number => {
    if (Array.isArray(one))
      return (one.length === 0 ? 1 : 0) + one.reduce((sum: number, each: Json) => sum + holes(each), 0);
    return typeof one === 'object' && one !== null
      ? Object.values(one).reduce((sum: number, each) => sum + holes(each), 0)
      : 0;
  };
  fc.assert(
    fc.property(value, (one) => {
      expect(holes(stored(one))).toBe(0);
    }),
  );
  expect(stored({ a: null, b: [], c: { d: null, e: [[], null] } })).toEqual({ b: null, c: { e: [null, null] } });
});

describe('objects of a family', () => {
  test.each(['ap', 'switch', 'gateway'])('a device profile stays one of kind %s', async (type) => {
    const made = rowOf((await write(`POST ${org}/deviceprofiles`, { name: `profile of ${type}`, type })).body);
    expect(made).toMatchObject({ type });
    const path = `${org}/deviceprofiles/${String(made.id)}`;
    expect(rowOf((await write(`PUT ${path}`, { type, name: 'renamed' })).body)).toMatchObject({
      type,
      name: 'renamed',
    });
  });

  test('a zone stays on its map', async () => {
    const site = `/api/v1/sites/${cloud.world.id('sites', 'Zurich HQ')}`;
    const map_id = rowsOf((await write(`GET ${site}/maps`)).body)[0]?.id ?? '';
    expect(rowOf((await write(`POST ${site}/zones`, { name: 'Lobby', map_id })).body)).toMatchObject({ map_id });
  });

  test('are created with defaults and times, listed, changed and deleted', async () => {
    clock += 1000;
    const made: Row = rowOf((await write(`POST ${org}/wlans`, { ssid: 'Brand new' })).body);
    expect(made).toMatchObject({
      ssid: 'Brand new',
      enabled: true,
      created_time: clock / 1000,
      modified_time: clock / 1000,
    });
    const path = `${org}/wlans/${String(made.id)}`;
    expect(rowOf((await write(`GET ${path}`)).body)).toEqual(made);
    expect(rowsOf((await write(`GET ${org}/wlans?limit=1000`)).body)).toContainEqual(made);
    expect(rowOf((await write(`PUT ${path}`, { enabled: false })).body).enabled).toBe(false);
    expect((await write(`DELETE ${path}`)).status).toBe(200);
    expect((await write(`GET ${path}`)).status).toBe(404);
    expect((await write(`DELETE ${path}`)).status).toBe(404);
  });

  test('that a site uses cannot be deleted', async () => {
    const answer = await write(`DELETE ${org}/rftemplates/${cloud.world.id('rftemplates', 'Office RF')}`);
    expect(answer.status).toBe(400);
    expect(rowOf(answer.body).detail).toMatch(/in use by site/);
  });

  test('saved dashboards are changed by POST', async () => {
    const path = `${org}/uisettings/${cloud.world.id('uisettings', 'Operations')}`;
    expect(rowOf((await write(`POST ${path}`, { description: 'Evening check' })).body).description).toBe(
      'Evening check',
    );
    expect(rowOf((await write(`GET ${path}`)).body)).toMatchObject({
      name: 'Operations',
      description: 'Evening check',
    });
  });
});

test('a site is created with settings, and deleting it returns its devices to the stock', async () => {
  const made = rowOf((await write(`POST ${org}/sites`, { name: 'Oslo Store' })).body);
  const setting = `/api/v1/sites/${String(made.id)}/setting`;
  expect(rowOf((await write(`GET ${setting}`)).body)).toMatchObject({ site_id: made.id });
  expect((await write(`DELETE /api/v1/sites/${String(made.id)}`)).status).toBe(200);
  expect((await write(`GET ${setting}`)).status).toBe(404);
  const paris = cloud.world.id('sites', 'Paris Store');
  const spare = async () =>
    rowsOf((await write(`GET ${org}/inventory?unassigned=true`)).body).filter((row) =>
      String(row.site_id).startsWith('00000000'),
    );
  const had = (await spare()).length;
  await write(`DELETE /api/v1/sites/${paris}`);
  expect((await spare()).length).toBe(had + 4);
  expect(cloud.world.table('devices').some((row) => row.site_id === paris)).toBe(false);
});
