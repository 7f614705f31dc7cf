import fc from 'fast-check';

import { isRecord } from '../../src/core/json.ts';
import { utilities } from '../../src/features/device-commands/table.ts';
import { family, familyNames } from '../../src/mist/families.ts';
import { allRoutes, operation } from '../../src/mist/spec/operations.ts';
import { bodyFor, NOWHERE, pathFor, queryFor } from '../features/api-catalog/arguments.ts';
import type { Direct } from '../harness/direct-stage.ts';
import { filled, lines, symbolsOf } from '../tools/request-table.ts';
import { hostile, strangeName } from './hostile.ts';

export type Args = Readonly<Record<string, unknown>>;

/** A tool's inputs as it advertises them. */
export interface Advertised {
  readonly properties: Args;
}

/** Values that are right somewhere, by the name of an input. */
export type Pools = Readonly<Record<string, readonly unknown[]>>;

/** What is right in the simulated world. */
export interface WorldKnowledge {
  readonly pools: Pools;
  /** Calls that a tool answers. */
  starts(tool: string): readonly Args[];
  /** Whether the site is still there that all this is about. */
  intact(): boolean;
}

const PAYLOADS: readonly Args[] = [
  { name: 'wild' },
  { ssid: 'wild', enabled: false },
  { notes: '\u202ewild' },
  { '-notes': '' },
  { auth: { type: 'psk', psk: 'wild-wild-wild' } },
  { vlan_ids: ['1', 2, '{{v}}'] },
  { additional_config_cmds: ['set system host-name wild'] },
];

const QUERIES = ['wlan', 'firmware upgrade', 'reboot', 'psk', 'getSelf', 'GET /api/v1/self'];

/** Learns from a stage what is right. */
export async function learn(stage: Direct): Promise<WorldKnowledge> {
  const symbols = await symbolsOf(stage);
  const { ORG = '', SITE = '', AP = '', SWITCH = '', GW = '', WLAN = '', MXEDGE = '', CLIENT = '' } = symbols;
  const site = stage.cloud.world.find('sites', SITE);
  const page = await stage.call('mist_search_device', { scope: 'org', limit: 1 });
  const kept = await stage.call('mist_search_device', { scope: 'org', all_pages: true });
  const next = [String(page.data.next), `/api/v1/orgs/${ORG}/sites?limit=2&page=1`, `/api/v1/self#skip=1`];
  const byWay: Record<string, readonly Args[]> = {
    mist_get_configuration_objects: familyNames.flatMap((object_type) => [
      { object_type, ...(object_type.startsWith('site') ? { site_id: SITE } : {}) },
    ]),
    mist_get_configuration_object_schema: familyNames.map((schema_name) => ({ schema_name })),
    mist_find: ['ZUR-H-AP-Canteen', 'Lakeside-Guest', '10.10.5.23', AP, 'farid'].map((text) => ({ text })),
    mist_snapshot: [{ action: 'take', site_id: SITE }],
    mist_explain: [
      { subject: 'device', name: 'ZUR-H-AP-Canteen' },
      { subject: 'port', name: 'BER-O-SW-ACC1', port_id: 'ge-0/0/36' },
      { subject: 'client', name: 'BER-LT-0042' },
      { subject: 'wlan', name: 'Lakeside-Guest', site_id: SITE },
    ],
    mist_search_api: QUERIES.map((query) => ({ query })),
    mist_get_next_page: next.map((url) => ({ url })),
    mist_query_result: [{}, { handle: kept.data.handle }, { handle: kept.data.handle, group_by: 'type' }].concat(
      ['csv', 'json'].map((format) => ({ handle: kept.data.handle, format })),
      [{ handle: kept.data.handle, where: 'type=ap and name~a', sort: '-name' }].map((one) => ({ ...one })),
    ),
    mist_utilities: utilities.flatMap(({ name, platforms: [device_type = 'ap'], route, needs }, at) => [
      {
        ...{ device_type, utility: name, site_id: SITE, timeout_seconds: 1 },
        device_id: device_type === 'ap' ? AP : device_type === 'ex' ? SWITCH : GW,
        parameters: needs.includes('ports') ? { ports: ['ge-0/0/1'] } : bodyFor(route, at),
      },
      { device_type },
    ]),
    mist_update_configuration_objects: changes(['create', 'update']),
    mist_change_configuration_objects: changes(['create', 'update', 'delete']),
    mist_apply_plan: [
      { action: 'runs' },
      { action: 'undo', run: NOWHERE },
      { action: 'apply', file: 'site_name,a\nMain,1\n', dry_run: true },
      ...changes(['create', 'update', 'delete']).map((change) => ({ action: 'apply', changes: [change] })),
    ],
    mist_call_api: allRoutes().map((route, seed) => {
      const body = bodyFor(route, seed);
      const own: Record<string, string> = { org_id: ORG, site_id: SITE, wlan_id: WLAN, device_id: AP };
      const path = Object.entries(pathFor(route)).map(([name, value]) => [name, own[name] ?? value]);
      return {
        operation: seed % 2 ? route : operation(route).id,
        ...{ path: Object.fromEntries(path), query: queryFor(route) },
        ...(body === undefined ? {} : { body }),
      };
    }),
  };

  function changes(actions: readonly string[]): readonly Args[] {
    return actions.flatMap((action_type) =>
      familyNames.flatMap((object_type, at) => {
        const { create } = family(object_type)?.routes ?? {};
        const whole = create && bodyFor(create, at);
        const payload = action_type === 'create' && whole ? whole : PAYLOADS[at % PAYLOADS.length];
        const place = object_type.startsWith('site') ? { site_id: SITE } : {};
        const rows = stage.cloud.world.table(object_type.replace(/^(org|site)_/, ''));
        const object_id = String(rows.find((row) => row.org_id === ORG)?.id ?? NOWHERE);
        const which = action_type === 'create' ? {} : { object_id };
        return [{ action_type, object_type, ...place, ...which, ...(action_type === 'delete' ? {} : { payload }) }];
      }),
    );
  }

  return {
    pools: {
      ...{ org_id: [ORG, symbols.ORGNAME], site_id: [SITE, site?.name], object_id: [AP, SWITCH, WLAN, MXEDGE, CLIENT] },
      ...{ device_id: [AP, SWITCH, GW], start: ['-1d', 1767225600, '2026-01-01T00:00:00Z'], end: ['now', 1767312000] },
      ...{ limit: [1, 5, '7'], fields: [['*'], 'name,id'], name: ['Main', 'a'], payload: PAYLOADS },
      ...{ object_type: familyNames, schema_name: familyNames, query: QUERIES, handle: [kept.data.handle] },
      ...{
        operation: allRoutes(),
        url: next,
        path: [{ org_id: ORG }, { site_id: SITE }],
        body: [{}, { name: 'wild' }],
      },
    },
    intact: () => stage.cloud.world.find('sites', SITE) !== undefined,
    starts: (tool) => {
      const own = byWay[tool];
      if (own) return own;
      const mine = lines.filter((line) => line.tool === tool);
      return mine.map(({ args }) =>
        Object.fromEntries(Object.entries(args).map(([name, value]) => [name, filled(value, symbols)])),
      );
    },
  };
}

const entriesOf = (record: Args): fc.Arbitrary<[string, unknown]> => fc.constantFrom(...Object.entries(record));

/** A value that an input may well take. */
function likely(name: string, { properties }: Advertised, pools: Pools): fc.Arbitrary<unknown> {
  const property = properties[name];
  const { type, enum: values }: Args = isRecord(property) ? property : {};
  if (Array.isArray(values)) return fc.constantFrom<unknown>(...values);
  const pool = pools[name];
  if (pool) return fc.constantFrom(...pool);
  if (type === 'boolean') return fc.boolean();
  if (type === 'integer' || type === 'number') return fc.integer({ min: 0, max: 200 });
  if (type === 'array') return fc.array(fc.string({ maxLength: 5 }), { maxLength: 3 });
  if (type === 'object')
    return fc.dictionary(fc.string({ maxLength: 8 }), fc.jsonValue({ maxDepth: 2 }), { maxKeys: 3 });
  return fc.oneof(fc.constantFrom(...Object.values(pools).flat()), fc.string({ maxLength: 12 }));
}

/** Puts a hostile value somewhere into a value, at its root or within. */
function spoiled(value: unknown): fc.Arbitrary<unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value) || Object.keys(value).length === 0)
    return hostile;
  return fc.oneof(
    hostile,
    fc.tuple(entriesOf({ ...value }), hostile).map(([[key], bad]) => ({ ...value, [key]: bad })),
    fc.tuple(strangeName, hostile).map(([key, bad]) => Object.fromEntries([...Object.entries(value), [key, bad]])),
  );
}

/** Arguments of a tool: right ones, right but for one, and wrong from end to end. */
export function argsOf(tool: string, schema: Advertised, known: WorldKnowledge): fc.Arbitrary<Args> {
  const start = fc.constantFrom(...known.starts(tool));
  const names = Object.keys(schema.properties);
  const name = fc.constantFrom(...(names.length > 0 ? names : ['x']));
  const put = (args: Args, key: string, value: unknown): Args =>
    Object.fromEntries([...Object.entries(args).filter(([one]) => one !== key), [key, value]]);
  const more = fc
    .tuple(start, name)
    .chain(([args, one]) => likely(one, schema, known.pools).map((value) => put(args, one, value)));
  const oneOff = fc.tuple(start, name).chain(([args, one]) => spoiled(args[one]).map((value) => put(args, one, value)));
  const stranger = fc.tuple(start, strangeName, hostile).map(([args, one, value]) => put(args, one, value));
  const all = fc.tuple(
    ...names.map((one) => fc.option(fc.oneof(hostile, likely(one, schema, known.pools)), { nil: undefined })),
  );
  return fc.oneof(
    { weight: 3, arbitrary: start },
    { weight: 3, arbitrary: more },
    { weight: 6, arbitrary: oneOff },
    { weight: 1, arbitrary: stranger },
    {
      weight: 3,
      arbitrary: all.map((values) =>
        Object.fromEntries(names.flatMap((one, at) => (values[at] === undefined ? [] : [[one, values[at]]]))),
      ),
    },
  );
}

/** A yes with the wrong text: a yes where none is to be typed. */
export const MISTYPED = { action: 'accept', content: { confirm: true, typed: 'wrong' } };

/** How the person answers: yes, no, nothing, or what no form allows. */
export const replies: fc.Arbitrary<unknown> = fc.constantFrom<unknown>(
  ...['yes', 'yes'],
  { action: 'decline' },
  { action: 'cancel' },
  { action: 'accept' },
  { action: 'accept', content: {} },
  { action: 'accept', content: { confirm: false } },
  { action: 'accept', content: { confirm: 'true' } },
  MISTYPED,
  { action: 'accept', content: { __proto__: { confirm: true } } },
  { action: 'yes' },
  { content: { confirm: true } },
  { action: 'decline', content: { confirm: true } },
);
