import { createHash } from 'node:crypto';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { denialOf } from '../../src/features/api-catalog/denied.ts';
import { openNewerLayer } from '../../src/mist/newer-layer.ts';
import { LAYER_FILES, LAYER_FORMAT, LayerError } from '../../src/mist/spec/newer/manifest.ts';
import { allRoutes, isRoute, type OperationTable, operationTable } from '../../src/mist/spec/operations.ts';
import { openSpecLayer } from '../../src/spec-layer.ts';
import { cases } from '../harness/cases.ts';

type Json = Record<string, unknown>;
type Rows = Record<string, Json>;

/** The files of a layer, as somebody could have changed them. */
interface Layer {
  'operations.json': Json & { operations: Rows };
  'schemas.json': { $defs: Rows };
  'responses.json': { $defs: Rows };
  'references.json': Json;
}

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

const own = (name: string): unknown =>
  JSON.parse(readFileSync(new URL(`../../generated/${name}`, import.meta.url), 'utf8'));

const isLayer = (value: object): value is Layer => 'operations.json' in value && 'references.json' in value;

function ownLayer(): Layer {
  const files = Object.fromEntries(LAYER_FILES.map((name) => [name, own(name)]));
  if (!isLayer(files)) throw new Error('no layer');
  return files;
}

/** A folder with the program's own layer, changed, and digests that fit it. */
function folderWith(change: (layer: Layer) => void, manifest: Json = {}): string {
  const folder = mkdtempSync(join(tmpdir(), 'mistmcp-layer-'));
  folders.push(folder);
  const layer = ownLayer();
  change(layer);
  const digests: Record<string, string> = {};
  for (const [name, value] of Object.entries(layer)) {
    const text = JSON.stringify(value);
    writeFileSync(join(folder, name), text, { mode: 0o644 });
    digests[name] = createHash('sha256').update(text).digest('hex');
  }
  const written = { format: LAYER_FORMAT, release: '2612.1.0', document: '', built_by: '9', files: digests };
  writeFileSync(join(folder, 'layer.json'), JSON.stringify({ ...written, ...manifest }), { mode: 0o644 });
  return folder;
}

const isTable = (value: unknown): value is OperationTable =>
  typeof value === 'object' && value !== null && 'operations' in value;

function served(change: (layer: Layer) => void): { table: OperationTable; rows: Rows; defs: Rows; references: Json } {
  const { files } = openNewerLayer(folderWith(change));
  const table = files.get('operations.json');
  if (!isTable(table)) throw new Error('no table');
  return {
    table,
    rows: Object(table.operations),
    defs: Object(Object(files.get('schemas.json')).$defs),
    references: Object(files.get('references.json')),
  };
}

const refused = (change: (layer: Layer) => void): (() => unknown) => {
  const folder = folderWith(change);
  return () => openNewerLayer(folder);
};

const DELETE_ORG = 'DELETE /api/v1/orgs/{org_id}';
/** What a layer can write out where the program's own route has a parameter. */
const AN_ID = '5f0d1b2c-3a49-4e58-8c67-9d7ae1f20b34';
const row = (more: Json = {}): Json => ({
  id: 'x',
  tag: '',
  path: {},
  query: {},
  paging: 'none',
  effect: 'read',
  ...more,
});
const text = { type: 'string', required: true };

describe('a layer of another release', () => {
  it('is the program’s own where nothing is changed', () => {
    const { table, defs } = served(() => {});
    expect(table.operations).toEqual(operationTable().operations);
    expect(defs).toEqual(ownLayer()['schemas.json'].$defs);
  });

  it('lowers no effect of an operation that the program knows', () => {
    const { rows } = served((layer) => {
      for (const operation of Object.values(layer['operations.json'].operations)) operation.effect = 'read';
    });
    for (const route of allRoutes()) expect(rows[route]?.effect).toBe(operationTable().operations[route].effect);
  });

  it('has no new operation that only reads, whatever it says', () => {
    const { rows } = served(({ 'operations.json': { operations } }) => {
      operations['GET /api/v1/orgs/{org_id}/news'] = row({ path: { org_id: text }, public: true });
    });
    expect(rows['GET /api/v1/orgs/{org_id}/news']).toMatchObject({ effect: 'write' });
    expect(rows['GET /api/v1/orgs/{org_id}/news']).not.toHaveProperty('public');
  });

  it('calls what it renames by the effect that it had', () => {
    const { rows } = served(({ 'operations.json': { operations } }) => {
      operations['DELETE /api/v1/sites/{id}'] = row({ path: { id: text } });
    });
    expect(rows['DELETE /api/v1/sites/{id}']?.effect).toBe('disruptive');
  });

  it('calls what has an id written into it by the effect of what it is a call of', () => {
    const route = `DELETE /api/v1/sites/${AN_ID}`;
    const { rows } = served(({ 'operations.json': { operations } }) => {
      operations[route] = row();
    });
    expect(rows[route]?.effect).toBe('disruptive');
  });

  it.each([
    DELETE_ORG,
    'DELETE /api/v1/orgs/{id}',
    'DELETE /api/v1/{kind}/{id}',
    'GET /api/v1/orgs/{org_id}/{kind}',
    `DELETE /api/v1/orgs/${AN_ID}`,
  ])('opens no way around what is never called from here: %s', (route) => {
    expect(denialOf(route)).toBeDefined();
  });

  it('adds no cloud', () => {
    const { table } = served((layer) => {
      layer['operations.json'].servers = [{ url: 'https://api.evil.example', name: 'Mist Global 01' }];
    });
    expect(table.servers).toEqual(operationTable().servers);
  });

  it('keeps how path parameters are checked', () => {
    const { rows } = served(({ 'operations.json': { operations } }) => {
      Object(operations[DELETE_ORG]).path = { org_id: { type: 'string' } };
    });
    expect(rows[DELETE_ORG]?.path).toEqual(operationTable().operations[DELETE_ORG].path);
  });

  it('unmarks no secret, and its new ones are marked by the program’s rules', () => {
    const { defs } = served(({ 'schemas.json': { $defs } }) => {
      const wlan = Object($defs.psk).properties;
      delete wlan.passphrase.secret;
      wlan.new_shared_secret = { type: 'string' };
      wlan.has_secret = { type: 'boolean' };
    });
    const { properties } = Object(defs.psk);
    expect(properties.passphrase.secret).toBe(true);
    expect(properties.new_shared_secret.secret).toBe(true);
    expect(properties.has_secret.secret).toBeUndefined();
  });

  it('takes no known reference away', () => {
    const before = ownLayer()['references.json'];
    const { references } = served((layer) => {
      layer['references.json'] = { org_wlans: [] };
    });
    expect(references).toEqual(before);
  });

  it.each([
    ['a path with dots', 'GET /api/v1/orgs/../self'],
    ['a path outside the API', 'GET /admin/orgs'],
    ['another host', 'GET //evil.example/api/v1/self'],
    ['another host in the path', 'GET /api/v1/@evil.example'],
    ['a query', 'GET /api/v1/self?x=1'],
    ['an escape', 'GET /api/v1/%2e%2e/self'],
    ['another method', 'PATCH /api/v1/self'],
  ])('is refused with %s', (_, route) => {
    expect(
      refused(({ 'operations.json': { operations } }) => {
        operations[route] = row();
      }),
    ).toThrow(LayerError);
  });

  it.each<[string, (layer: Layer) => void]>([
    ['a row that is none', ({ 'operations.json': { operations } }) => Object.assign(operations, { [DELETE_ORG]: 1 })],
    [
      'a body that no schema describes',
      ({ 'operations.json': { operations } }) => Object.assign(Object(operations[DELETE_ORG]), { body: 'nowhere' }),
    ],
    [
      'a reference that leads out',
      ({ 'schemas.json': { $defs } }) => Object.assign($defs, { x: { $ref: 'file:///etc/passwd' } }),
    ],
    [
      'a keyword that is not understood',
      ({ 'schemas.json': { $defs } }) => Object.assign($defs, { x: { $dynamicRef: '#' } }),
    ],
    ...(
      [
        ['required', 5],
        ['type', { a: 1 }],
        ['enum', 3],
        ['minimum', 'x'],
        ['applies_when', 7],
        ['required_when_any', { field: 'x', in: [] }],
        ['discriminator', { mapping: {} }],
      ] as const
    ).map(([keyword, value]): [string, (layer: Layer) => void] => [
      `a value that ${keyword} cannot have`,
      ({ 'schemas.json': { $defs } }) => Object.assign($defs, { x: { [keyword]: value } }),
    ]),
    [
      'a schema that doubles with each step',
      ({ 'schemas.json': { $defs } }) => {
        for (let step = 0; step < 40; step += 1) {
          const next = { $ref: `#/$defs/step${step + 1}` };
          Object.assign($defs, { [`step${step}`]: { allOf: [next, next] } });
        }
        Object.assign($defs, { step40: { type: 'string' } });
      },
    ],
    ['words that are none', (layer) => Object.assign(layer, { 'prose.json': null })],
    ['a word that is none', (layer) => Object.assign(layer, { 'prose.json': { '/$defs/wlan': 7 } })],
    ['references that are none', (layer) => Object.assign(layer['references.json'], { org_wlans: [{ path: 1 }] })],
    ['no operations', (layer) => Object.assign(layer['operations.json'], { operations: {} })],
  ])('is refused with %s', (_, change) => {
    expect(refused(change)).toThrow(LayerError);
  });

  it('is refused where a file is not as it was built, is missing, or the format is another', () => {
    const changed = folderWith(() => {});
    writeFileSync(join(changed, 'schemas.json'), '{"$defs":{}}');
    expect(() => openNewerLayer(changed)).toThrow(/schemas.json is not as it was built/);
    rmSync(join(changed, 'schemas.json'));
    expect(() => openNewerLayer(changed)).toThrow(/schemas.json is missing/);
    writeFileSync(join(changed, 'layer.json'), '{');
    expect(() => openNewerLayer(changed)).toThrow(/damaged/);
    expect(() => openNewerLayer(folderWith(() => {}, { format: 2 }))).toThrow(/format that this version does not read/);
    expect(() => openNewerLayer(join(changed, 'nowhere'))).toThrow(/holds no layer/);
  });

  it.skipIf(process.platform === 'win32')('is refused where others may write it', () => {
    const folder = folderWith(() => {});
    chmodSync(join(folder, 'operations.json'), 0o666);
    expect(() => openNewerLayer(folder)).toThrow(/may be written by others/);
    chmodSync(join(folder, 'operations.json'), 0o644);
    chmodSync(folder, 0o777);
    expect(() => openNewerLayer(folder)).toThrow(/may be written by others/);
  });

  it('is refused with a pattern that can take exponential time', async () => {
    const folder = folderWith(({ 'schemas.json': { $defs } }) => {
      $defs.x = { type: 'string', pattern: '^(a+)+$' };
    });
    await expect(openSpecLayer(folder)).rejects.toThrow(/can take exponential time/);
  });

  it('never gains a read, a host or a step up in its paths, whatever is in its table', () => {
    const segment = fc.constantFrom(
      'orgs',
      '{org_id}',
      '..',
      '.',
      'self',
      '{id}',
      '%2e',
      'evil.example',
      '',
      'apitokens',
    );
    const route = fc
      .tuple(fc.constantFrom('GET', 'DELETE', 'PATCH'), fc.array(segment, { maxLength: 4 }))
      .map(([method, segments]) => `${method} /api/v1/${segments.join('/')}`);
    fc.assert(
      fc.property(fc.uniqueArray(route, { minLength: 1, maxLength: 3 }), fc.json(), (routes, json) => {
        let result: ReturnType<typeof served>;
        try {
          result = served(({ 'operations.json': table }) => {
            for (const one of routes) {
              const names = [...one.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => [name, text]);
              table.operations[one] = row({ path: Object.fromEntries(names), default: JSON.parse(json) });
            }
          });
        } catch (error) {
          expect(error).toBeInstanceOf(LayerError);
          return;
        }
        for (const one of Object.keys(result.rows)) expect(one).not.toMatch(/\.\.|%|\/\/|\/\.\//);
        for (const one of routes) {
          if (!isRoute(one)) expect(result.rows[one]?.effect).not.toBe('read');
        }
      }),
      { numRuns: cases(60) },
    );
  });
});
