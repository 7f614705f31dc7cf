import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Built, build } from '../../../scripts/generate/build.ts';
import { compareLayers, countKinds } from '../../../scripts/generate/diff/compare.ts';
import { factsOf, referencesIn } from '../../../scripts/generate/facts.ts';
import { filesOf, staleFiles } from '../../../scripts/generate/files.ts';
import { objectAt } from '../../../scripts/generate/json.ts';
import { isSecret } from '../../../scripts/generate/secrets.ts';
import { countMarks } from '../../../scripts/generate/summary.ts';

const fromRoot = (path: string): string => fileURLToPath(new URL(`../../../${path}`, import.meta.url));

/** The release that the counts below are of. */
const CURRENT = [fromRoot('../shared/mist_openapi/mist.openapi.json'), fromRoot('mist_openapi/mist.openapi.json')].find(
  existsSync,
);
const OLDER = [fromRoot('../shared/mist_openapi/2511.1.5/mist.openapi.json')].find(existsSync);

const tally = (values: readonly string[]): Record<string, number> => {
  const counts: Record<string, number> = {};
  for (const value of values) counts[value] = (counts[value] ?? 0) + 1;
  return counts;
};

describe.skipIf(CURRENT === undefined)('the Mist document (skipped where the spec is not at hand)', () => {
  let built: Built;
  beforeAll(async () => {
    built = await build(CURRENT ?? '');
  });

  it('is read whole', () => {
    const { root, version } = built.spec;
    const routes = Object.keys(built.layer.table.operations);
    expect(version).toBe('2607.1.0');
    expect(routes).toHaveLength(1059);
    expect(new Set(routes.map((route) => route.split(' ')[1])).size).toBe(756);
    expect(Object.keys(objectAt(root, 'components', 'schemas'))).toHaveLength(2886);
    expect(built.layer.table.servers).toHaveLength(12);
  });

  it('is what generated/ holds', async () => {
    expect(staleFiles(fromRoot('generated'), await filesOf(built.layer, built.prose))).toEqual([]);
  });

  it('pages its 529 GET operations in five ways', () => {
    const gets = Object.entries(built.layer.table.operations).filter(([route]) => route.startsWith('GET '));
    expect(tally(gets.map(([, { paging }]) => paging))).toEqual({
      page_array: 78,
      page_object: 24,
      search_after: 69,
      limit: 78,
      none: 280,
    });
  });

  it('has lists behind integer, boolean and enum parameters', () => {
    const lists = Object.values(built.layer.table.operations)
      .flatMap(({ query }) => Object.values(query))
      .filter(({ list }) => list);
    expect(tally(lists.map(({ type, enum: values }) => (values ? `${type} enum` : type)))).toEqual({
      array: 8,
      boolean: 11,
      integer: 13,
      string: 169,
      'string enum': 1,
    });
  });

  it('has the reviewed effects', () => {
    expect(tally(Object.values(built.layer.table.operations).map(({ effect }) => effect))).toEqual({
      read: 527,
      diagnostic: 43,
      write: 399,
      disruptive: 90,
    });
  });

  it('has the known secrets and conditions', () => {
    const { spec } = built;
    const secrets: string[] = [];
    for (const [owner, schema] of Object.entries(objectAt(spec.root, 'components', 'schemas'))) {
      const marks = ({ name, schema: own }: { name: string; schema: Parameters<typeof isSecret>[3] }) => {
        if (isSecret(spec, owner, name, own)) secrets.push(`${owner}.${name}`);
        return {};
      };
      factsOf(schema, '', { marks, refers: () => {} });
    }
    expect(secrets).toHaveLength(135);
    expect(countMarks(built.layer.schemas.$defs)).toEqual({
      secret: 130,
      applies_when: 405,
      applies_when_any: 10,
      required_when: 97,
    });
  });

  it('resolves every reference within the two documents', () => {
    const { schemas, responses } = built.layer;
    const known = new Set([...Object.keys(schemas.$defs), ...Object.keys(responses.$defs)]);
    const own = Object.values(schemas.$defs).flatMap(referencesIn);
    expect(own.filter((name) => !Object.hasOwn(schemas.$defs, name))).toEqual([]);
    const used = Object.values(built.layer.table.operations).flatMap(({ body, form, response }) => [
      body,
      form,
      response,
    ]);
    const all = [...used.flatMap((name) => name ?? []), ...Object.values(responses.$defs).flatMap(referencesIn)];
    expect(all.filter((name) => !known.has(name))).toEqual([]);
    expect(new Set([...all, ...own]).size).toBeGreaterThan(2000);
  });

  it.each(['wlan', 'site_setting', 'deviceprofile_gateway'])('compiles the schema of %s', (name) => {
    const ajv = new Ajv2020({ strict: false, validateFormats: false });
    ajv.addSchema({ ...built.layer.schemas, $id: 'all' });
    expect(ajv.getSchema(`all#/$defs/${name}`)).toBeTypeOf('function');
  });

  it('holds every configuration schema that people know by name', () => {
    const names = `wlan rf_template network_template gateway_template alarm_template device_ap device_switch
      device_gateway deviceprofile_ap deviceprofile_switch deviceprofile_gateway network service_policy vpn mxedge
      idp_profile avprofile aamw_profile nac_tag nac_rule psk service site site_template sitegroup webhook wxlan_rule
      wxlan_tag org_setting site_setting`.split(/\s+/);
    expect(names.filter((name) => !Object.hasOwn(built.layer.schemas.$defs, name))).toEqual([]);
  });

  it('keeps no sentence of the document in what is committed', async () => {
    const files = await filesOf(built.layer, built.prose);
    const comments = (files.get('paths.ts') ?? '').match(/\/\/.*|\/\*/g);
    expect(comments).toHaveLength(1);
    const texts: string[] = [];
    const collect = (key: string, value: unknown): unknown => {
      texts.push(key, ...(typeof value === 'string' ? [value] : []));
      return value;
    };
    for (const name of ['operations.json', 'schemas.json', 'responses.json'])
      JSON.parse(files.get(name) ?? '', collect);
    expect(texts.length).toBeGreaterThan(20_000);
    expect(texts.filter((text) => text.length >= 45 && text.split(' ').length > 4)).toEqual([]);
    expect(built.prose.size).toBeGreaterThan(5000);
  });
});

describe.skipIf(CURRENT === undefined || OLDER === undefined)(
  '2511.1.5 → 2607.1.0 (skipped where both specs are not at hand)',
  () => {
    it('differs as counted', async () => {
      const from = await build(OLDER ?? '', { lenient: true });
      const to = await build(CURRENT ?? '', { lenient: true });
      expect(countKinds(compareLayers(from.layer, to.layer, new Map()))).toEqual({
        'operation added': { all: 64, breaking: 0 },
        'operation changed': { all: 27, breaking: 4 },
        'operation moved': { all: 7, breaking: 7 },
        'operation renamed': { all: 2, breaking: 0 },
        'parameter added': { all: 67, breaking: 2 },
        'parameter changed': { all: 172, breaking: 30 },
        'parameter removed': { all: 85, breaking: 85 },
        'parameter value added': { all: 61, breaking: 0 },
        'parameter value removed': { all: 8, breaking: 8 },
        'schema added': { all: 172, breaking: 0 },
        'schema changed': { all: 9, breaking: 7 },
        'schema removed': { all: 32, breaking: 0 },
        'field added': { all: 247, breaking: 1 },
        'field changed': { all: 178, breaking: 99 },
        'field removed': { all: 39, breaking: 39 },
        'field value added': { all: 12, breaking: 0 },
        'field value removed': { all: 1, breaking: 1 },
      });
    });
  },
);
