import fc from 'fast-check';
import { countTokens } from 'gpt-tokenizer/encoding/o200k_base';
import { describe, expect, test, vi } from 'vitest';
import { InputError } from '../../../../src/core/errors/input-error.ts';
import {
  describeSchema,
  type SchemaAnswer,
  type SchemaRequest,
  schemaNames,
} from '../../../../src/mist/schema-lookup.ts';
import { pathsOf, unshared } from './lines.ts';

// The spec's own words are there on some machines only; what is tested here must not depend on them.
vi.mock('../../../../src/mist/spec/layer-files.ts', async (original) => {
  const real = await original<typeof import('../../../../src/mist/spec/layer-files.ts')>();
  return { ...real, hasGenerated: () => false };
});

const LIMIT = 6_000;

const tokens = (answer: SchemaAnswer): number => countTokens(JSON.stringify(answer));

test('a WLAN costs about what was measured: 1,100 tokens at the first level, 3,100 whole', () => {
  expect(tokens(describeSchema({ name: 'org_wlan' }))).toBeLessThan(1_300);
  const whole = describeSchema({ name: 'org_wlan', depth: 99 });
  expect(tokens(whole)).toBeLessThan(3_500);
  expect(whole.next_paths).toBeUndefined();
});

describe('answers', () => {
  test('a path gives that part as JSON Schema', () => {
    const { path, json_schema, fields } = describeSchema({ name: 'org_wlan', path: 'auth' });
    expect({ path, fields }).toEqual({ path: 'auth', fields: undefined });
    expect(json_schema).toMatchObject({ type: 'object', required: ['type'] });
    expect(JSON.stringify(json_schema)).not.toContain('$ref');
  });

  test('lists and maps are entered by [] and *, by an index or a key', () => {
    const canonical = (name: string, path: string) => describeSchema({ name, path }).path;
    expect(canonical('org_networktemplate', 'radius_config.auth_servers[0].host')).toBe(
      'radius_config.auth_servers[].host',
    );
    expect(canonical('org_networktemplate', 'port_usages.default.mode')).toBe('port_usages.*.mode');
  });

  test('a device names its forms, and each can be entered', () => {
    expect(unshared(describeSchema({ name: 'site_devices' }).fields ?? [])).toEqual(
      expect.arrayContaining(['type*: (ap|switch|gateway)', 'type=ap: {…}', 'type=switch: {…}']),
    );
    expect(describeSchema({ name: 'site_devices', path: 'type=ap.radio_config.band_5' }).json_schema).toBeDefined();
  });

  test('search finds fields anywhere, with paths that can be asked', () => {
    const { fields = [], total } = describeSchema({ name: 'org_networktemplate', search: 'voip' });
    expect(total).toBeGreaterThan(0);
    for (const path of pathsOf(fields)) expect(describeSchema({ name: 'org_networktemplate', path }).path).toBe(path);
    const below = describeSchema({ name: 'org_networktemplate', path: 'radius_config', search: 'port' });
    expect(pathsOf(below.fields ?? []).every((path) => path.startsWith('radius_config.'))).toBe(true);
    const none = describeSchema({ name: 'org_wlan', search: 'valn_id' });
    expect(none).toMatchObject({ total: 0, fields: [] });
    expect(none.note).toContain('vlan_id');
  });
});

describe('refusals', () => {
  const refusal = (request: SchemaRequest): InputError => {
    try {
      describeSchema(request);
    } catch (error) {
      if (error instanceof InputError) return error;
      throw error;
    }
    throw new Error('was answered');
  };

  test.each(['wlans', 'org_wlna', 'ORG_WLAN'])('the name %s leads to org_wlan', (name) => {
    expect(refusal({ name }).advice).toMatch(/org_wlans?\b/);
  });

  test.each(['__proto__', 'constructor', '', 'zzzzzzzz'])('the name %j is unknown', (name) => {
    expect(refusal({ name }).advice).toMatch(/^The (names|nearest) are /);
  });

  test.each([
    ['auth.tpye', 'auth.type'],
    ['auths', 'auth'],
    ['psk', 'auth.psk'],
    ['auth_servers.host', 'auth_servers[].host'],
    ['portal.nothing_like_it', 'portal.'],
  ])('the path %s leads to %s', (path, meant) => {
    expect(refusal({ name: 'org_wlan', path }).advice).toContain(meant);
  });

  test('a field without fields says so', () => {
    expect(refusal({ name: 'org_wlan', path: 'ssid.zzzz' }).advice).toContain('ssid has no fields');
  });

  test('a field that the forms declare differently asks for the form', () => {
    expect(refusal({ name: 'site_devices', path: 'ip_config' }).advice).toContain('type=ap.ip_config or type=');
  });

  test('any path is answered within the limit or refused in short', () => {
    const word = fc.constantFrom(
      'auth',
      'portal',
      '*',
      '[]',
      'type',
      'port_usages',
      'switch',
      '0',
      'type=ap',
      '"a.b"',
      '.',
    );
    const path = fc.oneof(
      fc.array(word, { maxLength: 5 }).map((words) => words.join('.')),
      fc.string(),
    );
    fc.assert(
      fc.property(fc.constantFrom(...schemaNames), path, fc.boolean(), fc.integer(), (name, text, verbose, depth) => {
        try {
          expect(tokens(describeSchema({ name, path: text, verbose, depth }))).toBeLessThanOrEqual(LIMIT);
        } catch (error) {
          expect(error).toBeInstanceOf(InputError);
          if (error instanceof InputError) expect((error.what + error.advice).length).toBeLessThan(2_000);
        }
      }),
      { numRuns: 300 },
    );
  });
});
