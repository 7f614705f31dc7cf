import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DemoCloud, startDemoCloud } from '../../simulator/cloud.ts';
import { run, runJson } from '../harness/run.ts';

let cloud: DemoCloud;
let env: Record<string, string>;
let base: string;
let folder: string;
beforeAll(async () => {
  cloud = await startDemoCloud({ seed: 1 });
  env = { MIST_HOST: cloud.url, MIST_APITOKEN: cloud.tokens.read };
  base = mkdtempSync(join(tmpdir(), 'compare-'));
  folder = join(base, 'org');
  await run(['snapshot', folder], { env });
});
afterAll(async () => {
  rmSync(base, { recursive: true, force: true });
  expect(cloud.violations).toEqual([]);
  await cloud.close();
});

describe('mistmcp compare', () => {
  it('ends with 0 where nothing differs, and says what nobody can tell', async () => {
    const { code, stdout } = await run(['compare', folder, 'live', '--no-json'], { env });
    expect(stdout).toMatch(/^No difference in \d+ objects\.\nMasked, so nobody can tell/);
    expect(code).toBe(0);
  });

  it('needs no token for two folders, and ends with 1 where they differ', async () => {
    const other = join(base, 'other');
    await run(['snapshot', other], { env });
    const file = join(other, 'org/networks/corp.json');
    writeFileSync(file, readFileSync(file, 'utf8').replace(/"vlan_id": "?10"?/, '"vlan_id": 11'));
    const { code, stdout, stderr } = await run(['compare', folder, other, '--no-json']);
    expect(stdout).toContain('network "corp": different\n  vlan_id: 10 → 11\n');
    expect(stderr).toMatch(/files are not those that its manifest tells of/);
    expect(code).toBe(1);
    const out = join(base, 'out');
    const data = await runJson(['compare', folder, other, '--out', out]);
    expect(data).toMatchObject({ equal: false, differences: [{ family: 'org_networks', field: 'vlan_id: 10 → 11' }] });
    expect(JSON.parse(readFileSync(join(out, 'comparison.json'), 'utf8'))).toEqual(data);
  });

  it('tells two sites apart by what is not their own address, and two templates by all but the name', async () => {
    const from = cloud.requests.length;
    const sites = await run(['compare', 'live:Madrid Store', 'live:Paris Store', '--no-json'], { env });
    expect(sites.code).toBe(1);
    expect(sites.stdout).toContain('networks.corp.subnet: "10.15.10.0/24" → "10.13.10.0/24"');
    expect(sites.stdout).not.toMatch(/address|timezone|country_code/);
    expect(cloud.requests.length - from).toBeLessThan(80);
    const templates = ['org/rftemplates/office-rf', 'org/rftemplates/warehouse-rf'].map((path) => `live#${path}`);
    const { stdout } = await run(['compare', ...templates, '--no-json'], { env });
    expect(stdout).toContain('band_5.bandwidth: 40 → 20');
    expect(stdout).not.toContain('  name:');
  });

  it.each([
    'org/wlans/corporate-wi-fi/lakeside-corp',
    'org/nacrules/0001-staff-laptops',
    'org/networks/corp',
    'org/settings',
  ])('finds %s alike in a folder and live, whichever objects it names', async (path) => {
    const from = cloud.requests.length;
    const { code, stdout, stderr } = await run(['compare', `${folder}#${path}`, `live#${path}`, '--no-json'], { env });
    expect(stderr).toBe('');
    expect(stdout).toMatch(/^No difference in 1 object\.\n/);
    expect(code).toBe(0);
    expect(cloud.requests.length - from).toBeLessThan(40);
  });

  it('ends with more than 1 where nothing can be said', async () => {
    const off = cloud.fault({ kind: 'html', status: 403, match: 'GET /api/v1/orgs/{org_id}/networks' });
    const unread = await run(['compare', folder, 'live', '--no-json'], { env });
    off();
    expect(unread.stdout).toMatch(/what is missing there says nothing: org_networks/);
    expect(unread.code).toBe(2);
    expect((await run(['compare', join(base, 'none'), 'live'], { env })).code).toBe(2);
    const kinds = await run(['compare', `${folder}#Madrid Store`, `${folder}#org/networks/corp`], { env });
    expect(kinds.code).toBe(2);
    expect(kinds.stderr).toMatch(/of different kinds/);
  });

  it('refuses a snapshot of a later format in words', async () => {
    const later = join(base, 'later');
    await run(['snapshot', later], { env });
    const file = join(later, 'manifest.json');
    writeFileSync(file, readFileSync(file, 'utf8').replace('"format": 1', '"format": 2'));
    const { code, stderr } = await run(['compare', later, 'live'], { env });
    expect(code).toBe(2);
    expect(stderr).toMatch(/of format 2, and this version of mistmcp knows format 1/);
  });
});
