import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { run, runJson } from '../../harness/run.ts';
import { specPath } from '../../harness/spec.ts';
import { ADDED, MOVED, madeUpRelease, RENAMED } from './next-release.ts';
import { scratch } from './small.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const TSC = join(ROOT, 'node_modules/typescript/bin/tsc');
const MINUTES = 60_000;

describe.skipIf(specPath === undefined)('a made-up next release (needs the specification)', () => {
  const folder = scratch();
  const document = join(folder, 'mist.openapi.json');
  beforeAll(() => {
    writeFileSync(document, madeUpRelease(specPath ?? ''));
  });

  function generate(): string {
    const out = join(folder, 'generated');
    cpSync(join(ROOT, 'generated'), out, { recursive: true });
    const args = ['--import', 'tsx', 'scripts/generate.ts', '--spec', document, '--out', out];
    const { stdout, stderr, status } = spawnSync(process.execPath, args, { cwd: ROOT, encoding: 'utf8' });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    return stdout;
  }

  it('is named by generate: what breaks with its tools, what is to be decided, and the lines to change', {
    timeout: 3 * MINUTES,
  }, () => {
    const said = generate();
    expect(said).toMatch(/^! operation moved: GET \/api\/v1\/sites\/\{site_id\}\/rrm\/current /m);
    expect(said).toContain('! operation removed: GET /api/v1/orgs/{org_id}/webhooks ');
    expect(said).toMatch(/src\/tools\/get-site-rrm-info\.ts:\d+/);
    expect(said).toMatch(/src\/mist\/families-table\.ts:\d+/);
    expect(said).toContain(`! parameter removed: GET ${RENAMED.path} ${RENAMED.from};`);
    expect(said).toMatch(/src\/tools\/search-alarms\.ts:\d+/);
    expect(said).toContain(ADDED.url);
    expect(said).toContain(`GET ${MOVED.to}`);
  });

  it('fails to compile just where the source names what is gone', { timeout: 5 * MINUTES }, () => {
    const project = join(folder, 'project');
    mkdirSync(join(project, 'generated'), { recursive: true });
    cpSync(join(ROOT, 'src'), join(project, 'src'), { recursive: true });
    for (const name of ['simulator', 'scripts', 'node_modules', 'package.json'])
      symlinkSync(join(ROOT, name), join(project, name));
    cpSync(join(folder, 'generated'), join(project, 'generated'), { recursive: true });
    const options = { extends: join(ROOT, 'tsconfig.json'), include: ['src/tools', 'src/mist', 'generated/paths.ts'] };
    writeFileSync(join(project, 'tsconfig.json'), JSON.stringify(options));
    const { stdout } = spawnSync(process.execPath, [TSC, '-p', project], { cwd: project, encoding: 'utf8' });
    const files = [...stdout.matchAll(/^(src\/[^(]+)\(\d+,\d+\): error/gm)].map(([, file]) => file);
    expect([...new Set(files)].sort()).toEqual([
      'src/features/api-catalog/nicknames.ts',
      'src/mist/families-table.ts',
      'src/tools/get-site-rrm-info.ts',
      'src/tools/search-alarms.ts',
    ]);
  });

  it('can be served before the program follows it', { timeout: 3 * MINUTES }, async () => {
    const layer = join(folder, 'layer');
    const { notes } = await runJson(['spec', 'update', '--spec', document, '--out', layer, '--json']);
    expect(String(notes)).toContain(
      `mist_get_site_rrm_info answers fewer questions: Mist 2699.1.0 has no GET ${MOVED.from}`,
    );
    expect(String(notes)).toContain(ADDED.url);
    const flags = ['--demo', '--spec-layer', layer];
    const { stdout, stderr } = await run([
      'call',
      'mist_get_configuration_objects',
      'object_type=org_webhooks',
      ...flags,
    ]);
    expect(stdout + stderr).toContain('org_webhooks');
    expect(stdout).not.toContain('"results"');
    const sites = await run(['call', 'mist_get_configuration_objects', 'object_type=org_sites', ...flags]);
    expect(sites.code).toBe(0);
  });
});
