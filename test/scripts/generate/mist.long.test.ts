import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { beforeAll, describe, expect, it } from 'vitest';
import { filesOf } from '../../../scripts/generate/all-files.ts';
import { type Built, build } from '../../../scripts/generate/build.ts';
import { compareLayers } from '../../../scripts/generate/diff/compare.ts';
import { mistEffects } from '../../../scripts/generate/effects.ts';
import { referencesIn } from '../../../scripts/generate/facts.ts';
import { staleFiles } from '../../../scripts/generate/files.ts';
import { arrayAt, at, type Json, objectAt, textAt } from '../../../scripts/generate/json.ts';
import type { Layer } from '../../../scripts/generate/layer.ts';
import { countMarks } from '../../../scripts/generate/summary.ts';
import type { Effect } from '../../../src/mist/spec/operations.ts';
import { otherSpecs, specPath } from '../../harness/spec.ts';

const GENERATED = fileURLToPath(new URL('../../../generated', import.meta.url));

describe.skipIf(specPath === undefined)('the Mist document (skipped where the spec is not at hand)', () => {
  let built: Built;
  beforeAll(async () => {
    built = await build(specPath ?? '');
  });

  it('is read whole', async () => {
    const document: Json = JSON.parse(await readFile(specPath ?? '', 'utf8'));
    const written = Object.entries(objectAt(document, 'paths')).flatMap(([path, item]) =>
      ['get', 'put', 'post', 'delete']
        .filter((method) => at(item, method) !== undefined)
        .map((method) => `${method.toUpperCase()} ${path}`),
    );
    expect(Object.keys(built.layer.table.operations).sort()).toEqual(written.sort());
    expect(built.layer.table.version).toBe(textAt(document, 'info', 'version'));
    expect(built.layer.table.servers.map(({ url }) => url)).toEqual(
      arrayAt(document, 'servers').map((server) => textAt(server, 'url')),
    );
  });

  it('is what generated/ holds', async () => {
    expect(staleFiles(GENERATED, filesOf(built.layer, built.prose))).toEqual([]);
  });

  it('pages whatever takes a limit, and nothing else', () => {
    for (const [route, { paging, query }] of Object.entries(built.layer.table.operations)) {
      expect(paging === 'none', route).toBe(!route.startsWith('GET ') || query.limit === undefined);
      if (paging.startsWith('page_')) expect(query, route).toHaveProperty('page');
    }
  });

  it('takes every parameter whose description speaks of commas for a list, whatever its type', () => {
    const lists = new Set<string>();
    for (const { query } of Object.values(built.layer.table.operations)) {
      for (const { list, type } of Object.values(query)) if (list) lists.add(type);
    }
    expect([...lists].sort()).toEqual(['array', 'boolean', 'integer', 'string']);
  });

  it('has an effect for every operation: no GET writes unless it was reviewed, and nothing else reads unless it was', () => {
    const reviewed = (effect: Effect): readonly string[] => mistEffects()[effect] ?? [];
    for (const [route, { effect }] of Object.entries(built.layer.table.operations)) {
      const expected = route.startsWith('GET ') ? 'read' : 'write';
      if (effect !== expected) expect(reviewed(effect)).toContain(route);
    }
  });

  it('marks the secrets that everybody would name', () => {
    const secret = (definition: string, ...path: string[]): unknown =>
      at(built.layer.schemas.$defs[definition], ...path.flatMap((name) => ['properties', name]), 'secret');
    for (const [definition, ...path] of [
      ['wlan', 'portal_api_secret'],
      ['psk', 'passphrase'],
      ['wlan_auth', 'psk'],
      ['radius_auth_server', 'secret'],
      ['webhook', 'secret'],
      ['config_switch_local_accounts_user', 'password'],
    ] satisfies [string, ...string[]][]) {
      expect(secret(definition, ...path), definition).toBe(true);
    }
    const marks = countMarks(built.layer.schemas.$defs);
    expect(Object.keys(marks).sort()).toEqual(['applies_when', 'applies_when_any', 'required_when', 'secret']);
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
    const files = filesOf(built.layer, built.prose);
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
    // A default with variables in it is a pattern that programs fill, no sentence.
    const isPattern = (text: string) => text.includes('{{');
    expect(texts.filter((text) => text.length >= 45 && text.split(' ').length > 4 && !isPattern(text))).toEqual([]);
    expect(built.prose.size).toBeGreaterThan(5000);
  });
});

describe.skipIf(specPath === undefined || otherSpecs.length === 0)(
  'two releases (skipped where no second spec is at hand)',
  () => {
    let to: Layer;
    beforeAll(async () => {
      to = (await build(specPath ?? '', { lenient: true })).layer;
    }, 120_000);

    // Two documents of 10 MB each are read and checked.
    it.each(otherSpecs)(
      '%s differs from the release of the layer in what it says by itself',
      async (path) => {
        const from = (await build(path, { lenient: true })).layer;
        const changes = compareLayers(from, to, new Map());
        const subjects = (kind: string): string[] =>
          changes.filter((change) => change.kind === kind).map(({ subject }) => subject);
        const [before, after] = [from, to].map(({ table }) => Object.keys(table.operations));
        const gone = before?.filter((route) => !after?.includes(route));
        expect([...subjects('operation removed'), ...subjects('operation moved')].sort()).toEqual(
          expect.arrayContaining(gone?.sort() ?? []),
        );
        expect(compareLayers(to, to, new Map())).toEqual([]);
      },
      120_000,
    );
  },
);
