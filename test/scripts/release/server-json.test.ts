import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { describe, expect, it } from 'vitest';
import { ROOT, readIdentity } from '../../../scripts/release/identity.ts';
import { serverJson } from '../../../scripts/release/server-json.ts';
import { settings } from '../../../src/config/settings.ts';
import { isRecord } from '../../../src/core/json.ts';
import registrySchema from './registry-schema.json' with { type: 'json' };
import { serverSchema } from './server-schema.ts';

const ajv = new Ajv({ allErrors: true, strict: false });
addFormats.default(ajv);
const checks = [ajv.compile(registrySchema), ajv.compile(serverSchema)];

/** What is wrong with an entry by the registry's schema and by our narrower one, one line each. */
const problems = (entry: unknown): readonly string[] =>
  checks.flatMap((check) =>
    check(entry) ? [] : (check.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`),
  );

const read = (file: string): unknown => JSON.parse(readFileSync(`${ROOT}${file}`, 'utf8'));
const identity = readIdentity();

describe('server.json', () => {
  it('is what the release script makes of package.json, and valid', () => {
    expect(read('server.json')).toEqual(serverJson(identity));
    expect(problems(read('server.json'))).toEqual([]);
  });

  it('has the bundle with its digest once that is built', () => {
    const entry = serverJson(identity, 'a'.repeat(64));
    expect(problems(entry)).toEqual([]);
    expect(JSON.stringify(entry)).toContain(`/releases/download/v${identity.version}/mistmcp-${identity.version}.mcpb`);
    expect(problems(serverJson(identity, 'not a digest'))).not.toEqual([]);
  });

  it('is named as the npm package and the image name themselves', () => {
    expect(read('package.json')).toHaveProperty('mcpName', identity.mcpName);
    const label = `io.modelcontextprotocol.server.name="${identity.mcpName}"`;
    expect(readFileSync(`${ROOT}Dockerfile`, 'utf8')).toContain(label);
  });

  it('asks for variables that the server reads, and keeps the token secret', () => {
    const known = Object.values(settings).flatMap((setting) => ('variable' in setting ? [setting.variable] : []));
    const entry = JSON.stringify(read('server.json'));
    const asked = [...entry.matchAll(/"name":"([A-Z_]+)"/g)].map(([, name]) => name);
    expect(asked.length).toBeGreaterThan(3);
    expect(asked.filter((name) => !known.some((one) => one === name))).toEqual([]);
    expect(entry).toContain('"isRequired":true,"isSecret":true');
  });

  it.each<[string, Record<string, unknown>]>([
    ['a long description', { description: 'x'.repeat(101) }],
    ['a range for a version', { version: '^1.2.3' }],
    ['a name without an owner', { name: 'mistmcp' }],
    ['an unknown field', { packages: undefined, extra: 1 }],
    ['a version beside the image', { packages: [{ registryType: 'oci', identifier: 'ghcr.io/a/b:1', version: '1' }] }],
    ['a bundle without a digest', { packages: [{ registryType: 'mcpb', identifier: identity.bundle }] }],
  ])('is not valid with %s', (_, change) => {
    const entry = read('server.json');
    expect(isRecord(entry)).toBe(true);
    expect(problems({ ...(isRecord(entry) ? entry : {}), ...change })).not.toEqual([]);
  });
});
