import { describe, expect, it } from 'vitest';
import type { Json, JsonObject } from '../../../scripts/generate/json.ts';
import { namedPlaces, openNames } from '../../../scripts/generate/reference-names.ts';
import { IDS, LOCAL_NAMES, MIXED, NAMES } from '../../../scripts/generate/reference-rules.ts';
import { referencesOf } from '../../../scripts/generate/reference-table.ts';
import { savedLayer } from '../../../scripts/generate/saved.ts';
import { familyNames } from '../../../src/mist/families.ts';
import { referencesFrom, referencesTo, targetsOf, textsIn, valuesAt } from '../../../src/mist/references.ts';
import { json, layerOf, operation, ref } from './small.ts';

const ORG = '/api/v1/orgs/{org_id}';
const org = { name: 'org_id', in: 'path', required: true, schema: { type: 'string' } };

/** A layer with WLANs, WLAN templates and tags, whose WLAN has these properties. */
const layerWith = (properties: JsonObject, schemas: JsonObject = {}): ReturnType<typeof layerOf> => {
  const family = (name: string, parameter: string, schema: Json): JsonObject => ({
    [`${ORG}/${name}`]: { parameters: [org], post: operation(`create_${name}`, { requestBody: json(schema) }) },
    [`${ORG}/${name}/{${parameter}}`]: {
      parameters: [org, { ...org, name: parameter }],
      put: operation(`update_${name}`, { requestBody: json(schema) }),
    },
  });
  return layerOf({
    paths: {
      ...family('wlans', 'wlan_id', ref('wlan')),
      ...family('templates', 'template_id', { type: 'object' }),
      ...family('wxtags', 'wxtag_id', { type: 'object' }),
    },
    schemas: { wlan: { type: 'object', properties }, ...schemas },
  });
};

const id = { type: 'string', format: 'uuid' };
const found = (properties: JsonObject, schemas: JsonObject = {}): ReturnType<typeof referencesOf> =>
  referencesOf(layerWith(properties, schemas));

describe('referencesOf', () => {
  it('takes a name that is the path parameter of an item for its id, alone, in lists and behind a prefix', () => {
    const { table, open } = found({ template_id: id, extra_wxtag_ids: { type: 'array', items: id }, id, site_id: id });
    expect(table).toEqual({
      org_wlans: [
        { path: 'extra_wxtag_ids', ids: ['org_wxtags'] },
        { path: 'template_id', ids: ['org_wlantemplates'] },
      ],
    });
    expect(open).toEqual([]);
  });

  it('descends into lists, maps, alternatives and definitions, and ends in those that hold themselves', () => {
    const deep = { rules: { items: { properties: { by_port: { additionalProperties: ref('part') } } } } };
    const part = { oneOf: [{ properties: { wxtag_ids: { type: 'object' } } }, { properties: { again: ref('part') } }] };
    expect(found(deep, { part }).table.org_wlans).toEqual([
      { path: 'rules[].by_port.*.wxtag_ids', ids: ['org_wxtags'] },
    ]);
  });

  it('asks about what looks like an id and is in no list, whatever it is called where it is a UUID', () => {
    const { table, open } = found({
      gadget_id: { type: 'string' },
      gadget_ids: {},
      gadget: id,
      width: {},
      vlan_id: {},
    });
    expect(table).toEqual({});
    expect(open).toEqual(['org_wlans: gadget', 'org_wlans: gadget_id', 'org_wlans: gadget_ids']);
  });
});

describe('the committed table', () => {
  const layer = savedLayer(new URL('../../../generated', import.meta.url).pathname);
  if (!layer) throw new Error('there is no layer');
  const places = familyNames.flatMap((from) => referencesFrom(from).map((place) => ({ from, place })));

  it('leaves no attribute that looks like an id undecided', () => {
    expect(referencesOf(layer).open).toEqual([]);
  });

  it('leaves no attribute that looks like a name undecided: an object’s, or of something in the same object', () => {
    expect(openNames(layer)).toEqual([]);
    const candidates = namedPlaces(layer);
    const local = Object.values(LOCAL_NAMES).flat();
    const isUsed = (rule: string): boolean =>
      candidates.some((at) => at === rule || (rule.startsWith('*.') && at.endsWith(rule.slice(1))));
    expect(local.filter((rule) => !isUsed(rule))).toEqual([]);
  });

  it('knows most of the places that hold ids, and leads from each to families', () => {
    const { table } = referencesOf(layer);
    const known = Object.values(table).flat();
    // Of some 168 attributes that look like ids or lists of them, some 134 aim at a family; the others have a reason.
    const attributes = new Set(
      Object.entries(table).flatMap(([from, all]) => all.map(({ path }) => `${from} ${path}`)),
    );
    expect(attributes.size).toBe(known.length);
    expect(known.filter((place) => 'ids' in place).length).toBeGreaterThanOrEqual(120);
    expect(known.length).toBeGreaterThanOrEqual(134);
  });

  it('uses every reviewed rule, so that one whose attribute is gone is seen', () => {
    const last = (path: string): string => path.split('.').at(-1)?.replaceAll('[]', '') ?? '';
    const used = new Set(places.flatMap(({ from, place }) => [last(place.path), `${from}.${last(place.path)}`]));
    expect([...Object.keys(IDS), ...Object.keys(MIXED)].filter((name) => !used.has(name))).toEqual([]);
    const named = places.filter(({ place }) => 'names' in place).map(({ place }) => last(place.path));
    expect(NAMES.filter(({ at }) => !named.includes(at.split('.')[1] ?? ''))).toEqual([]);
  });

  it('leads to families that there are, by the most of the ways that people know', () => {
    const known = new Set<string>(familyNames);
    expect(places.flatMap(({ place }) => targetsOf(place)).filter((name) => !known.has(name))).toEqual([]);
    const from = (target: Parameters<typeof referencesTo>[0]): string[] => referencesTo(target).map((one) => one.from);
    expect(from('org_sites')).toEqual(
      expect.arrayContaining(['org_sitegroups', 'org_wlantemplates', 'org_nacrules', 'org_usermacs', 'org_mxedges']),
    );
    expect(from('org_mxtunnels')).toEqual(
      expect.arrayContaining(['org_wlans', 'org_mxtunnels', 'org_settings', 'org_aptemplates', 'org_deviceprofiles']),
    );
    expect(from('site_maps')).toEqual(
      expect.arrayContaining(['site_zones', 'site_devices', 'site_beacons', 'site_assets']),
    );
    expect(from('org_networks')).toEqual(
      expect.arrayContaining(['org_networks', 'org_gatewaytemplates', 'org_servicepolicies', 'org_networktemplates']),
    );
    expect(from('org_vpns')).toEqual(expect.arrayContaining(['org_networks', 'org_gatewaytemplates']));
    expect(from('org_securityzones')).toContain('org_networks');
  });
});

describe('valuesAt', () => {
  it('follows names, lists and maps, and finds nothing where something else stands', () => {
    const object = { a: [{ b: { x: { c: 'one' }, y: { c: ['two'] } } }, { b: 7 }, null], d: { '1': 0, '2': 0 } };
    expect(valuesAt(object, 'a[].b.*.c').flatMap(textsIn)).toEqual(['one', 'two']);
    expect(valuesAt(object, 'd').flatMap(textsIn)).toEqual(['1', '2']);
    for (const path of ['a.b', 'x', 'd[]', 'constructor', 'a[][]']) expect(valuesAt(object, path)).toEqual([]);
    expect(valuesAt(undefined, 'a')).toEqual([]);
  });
});
