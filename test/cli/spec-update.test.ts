import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { run, runJson } from '../harness/run.ts';
import { answering, operation, scratch, smallDocument } from '../scripts/generate/small.ts';

const orgId = { name: 'org_id', in: 'path', required: true, schema: { type: 'string', format: 'uuid' } };

/** A release with three operations: one of today, one with a part of today's questions, and a new one. */
const RELEASE = smallDocument({
  servers: [
    { url: 'https://api.mist.com', description: 'Mist Global 01' },
    { url: 'https://api.gc99.mist.com', description: 'Mist Global 99' },
  ],
  paths: {
    '/api/v1/self': { get: operation('getSelf') },
    '/api/v1/orgs/{org_id}/stats': {
      parameters: [orgId],
      get: operation('getOrgStats', { responses: answering({ type: 'object' }) }),
    },
    '/api/v1/orgs/{org_id}/news': { parameters: [orgId], get: operation('listOrgNews') },
  },
});

function written(name: string, text: string): string {
  const file = join(scratch(), name);
  writeFileSync(file, text);
  return file;
}

let layer: string;
beforeAll(async () => {
  layer = join(scratch(), 'layer');
  const document = written('r.json', JSON.stringify(RELEASE));
  const { code, stderr } = await run(['spec', 'update', '--spec', document, '--out', layer]);
  expect(stderr).toBe('');
  expect(code).toBe(0);
});

describe('mistmcp spec update', () => {
  it('builds the layer of a document into the data folder of the user, and says what is different', async () => {
    const home = scratch();
    const document = written('release.json', `\uFEFF${JSON.stringify(RELEASE)}`);
    const answer = await runJson(['spec', 'update', '--spec', document, '--json'], {
      env: { XDG_DATA_HOME: home, LOCALAPPDATA: home },
    });
    expect(answer).toMatchObject({ folder: join(home, 'mistmcp', 'spec-layer'), release: '1.2.3', operations: 3 });
    const notes = String(answer.notes);
    expect(notes).toMatch(/1 new operation counted as changes, \d+ operations of it gone/);
    expect(notes).toContain('mist_search_device is left out: Mist 1.2.3 has no GET /api/v1/orgs/{org_id}/');
    expect(notes).toContain('mist_get_stats answers fewer questions');
    expect(notes).toContain('sends nothing to: Mist Global 99 (https://api.gc99.mist.com)');
  });

  it.each([
    ['is YAML', 'openapi: 3.1.0\ninfo:\n', 'is YAML; the generator reads JSON'],
    ['is packed', '\x1f\x8bxyz', 'is compressed; unpack it first'],
    ['has a key twice', '{"openapi":"3.1.0","openapi":"3.1.0"}', 'has the key "openapi" twice'],
    ['nests too deep', '['.repeat(200) + ']'.repeat(200), 'nests deeper than 100 levels'],
    [
      'refers to a file',
      JSON.stringify({ ...RELEASE, components: { schemas: { x: { $ref: '/etc/passwd' } } } }),
      'leads outside the document',
    ],
    [
      'has a dangerous pattern',
      JSON.stringify({ ...RELEASE, components: { schemas: { x: { type: 'string', pattern: '^(a+)+$' } } } }),
      'can take exponential time',
    ],
    [
      'names a server that is no Mist cloud',
      JSON.stringify({ ...RELEASE, servers: [{ url: 'https://api.evil.example', description: 'Mist Global 01' }] }),
      'is no Mist cloud',
    ],
  ])('builds nothing of a document that %s', async (_, text, sentence) => {
    const folder = join(scratch(), 'layer');
    cpSync(layer, folder, { recursive: true });
    const before = readFileSync(join(folder, 'layer.json'), 'utf8');
    const document = join(scratch(), 'bad.json');
    writeFileSync(document, text, 'latin1');
    const { code, stderr } = await run(['spec', 'update', '--spec', document, '--out', folder]);
    expect(code).toBe(2);
    expect(stderr).toContain(sentence);
    expect(stderr.trim().split('\n').length).toBeLessThan(4);
    expect(readFileSync(join(folder, 'layer.json'), 'utf8')).toBe(before);
  });

  it('replaces no folder that holds something else', async () => {
    const folder = scratch();
    mkdirSync(join(folder, 'work'));
    const document = written('release.json', JSON.stringify(RELEASE));
    const { code, stderr } = await run(['spec', 'update', '--spec', document, '--out', folder]);
    expect(code).toBe(2);
    expect(stderr).toContain('holds something else than a layer');
  });
});

describe('--spec-layer', () => {
  it('serves the release: tools that it lacks are gone, with a sentence, and doctor says so', async () => {
    const env = { MISTMCP_SPEC_LAYER: layer };
    const { stdout } = await run(['tools', '--demo', '--json'], { env });
    expect(stdout).toContain('mist_get_self');
    expect(stdout).not.toContain('mist_search_device"');
    const call = await run(['call', 'mist_search_device', 'text=x', '--demo'], { env });
    expect(call.stderr).toContain('mist_search_device is left out: Mist 1.2.3, which is served, has no GET');
    const doctor = await runJson(['doctor', '--demo', '--json'], { env });
    const [found] = Object(doctor).checks.filter((check: { name: string }) => check.name === 'specification');
    expect(found.found).toContain(`Mist 1.2.3, from ${layer}`);
    expect(found.remedy).toContain('mist_search_device is left out');
  });

  it('calls a new operation as a change only, even one that says GET', async () => {
    const args = [
      'operation=GET /api/v1/orgs/{org_id}/news',
      'path:={"org_id":"203d3d02-dbc0-4c1b-9f41-76896a3330f4"}',
    ];
    const { stdout, stderr } = await run(['call', 'mist_call_api', ...args, '--demo', '--spec-layer', layer]);
    expect(stdout + stderr).toContain('--enable-write-tools');
  });

  it('ends the start with a sentence where the layer cannot be used', async () => {
    const folder = join(scratch(), 'layer');
    cpSync(layer, folder, { recursive: true });
    writeFileSync(join(folder, 'operations.json'), '{}');
    const { code, stdout, stderr } = await run(['--demo', '--spec-layer', folder]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain('--spec-layer: ');
    expect(stderr).toContain('is not as it was built');
    const doctor = await runJson(['doctor', '--demo', '--json', '--spec-layer', folder]);
    expect(JSON.stringify(doctor)).toContain('is not as it was built');
  });
});
