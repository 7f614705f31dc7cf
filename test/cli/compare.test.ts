import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Row } from '../../simulator/json.ts';
import { LAB_ORG } from '../../simulator/world/world.ts';
import { isRecord } from '../../src/core/json.ts';
import { run, runJson } from '../harness/run.ts';
import { useCommands } from './use-commands.ts';

const stage = useCommands();
let folder: string;
beforeAll(async () => {
  folder = await stage.snapshot('org');
});

/** A row without what says whose it is. */
function withoutOwner({
  id: _id,
  org_id: _org,
  created_time: _created,
  modified_time: _modified,
  ...fields
}: Row): Row {
  return fields;
}

describe('mistmcp compare', () => {
  it('ends with 0 where nothing differs, and says what nobody can tell', async () => {
    const { code, stdout } = await run(['compare', folder, 'live', '--no-json'], { env: stage.env });
    expect(stdout).toMatch(/^No difference in \d+ objects\.\nMasked, so nobody can tell/);
    expect(code).toBe(0);
  });

  it('needs no token for two folders, and ends with 1 where they differ', async () => {
    const other = join(stage.folder, 'other');
    cpSync(folder, other, { recursive: true });
    const file = join(other, 'org/networks/corp.json');
    writeFileSync(file, readFileSync(file, 'utf8').replace(/"vlan_id": "?10"?/, '"vlan_id": 11'));
    const { code, stdout, stderr } = await run(['compare', folder, other, '--no-json']);
    expect(stdout).toContain('network "corp": different\n  vlan_id: 10 → 11\n');
    expect(stderr).toMatch(/files are not those that its manifest tells of/);
    expect(code).toBe(1);
    const out = join(stage.folder, 'out');
    const data = await runJson(['compare', folder, other, '--out', out]);
    expect(data).toMatchObject({ equal: false, differences: [{ family: 'org_networks', field: 'vlan_id: 10 → 11' }] });
    expect(JSON.parse(readFileSync(join(out, 'comparison.json'), 'utf8'))).toEqual(data);
    const ajv = new Ajv2020({ strict: false, formats: { 'date-time': true } });
    const schema: unknown = JSON.parse(readFileSync('schemas/comparison.v1.schema.json', 'utf8'));
    const check = ajv.compile(isRecord(schema) ? schema : {});
    check(data);
    expect(check.errors).toBeNull();
  });

  it('tells two sites apart by what is not their own address, and two templates by all but the name', async () => {
    const from = stage.cloud.requests.length;
    const sites = await run(['compare', 'live:Madrid Store', 'live:Paris Store', '--no-json'], { env: stage.env });
    expect(sites.code).toBe(1);
    expect(sites.stdout).toContain('networks.corp.subnet: "10.15.10.0/24" → "10.13.10.0/24"');
    expect(sites.stdout).not.toMatch(/address|timezone|country_code/);
    // The organization's own lists once, and those of two sites.
    expect(stage.cloud.requests.length - from).toBeLessThan(110);
    const templates = ['org/rftemplates/office-rf', 'org/rftemplates/warehouse-rf'].map((path) => `live#${path}`);
    const { stdout } = await run(['compare', ...templates, '--no-json'], { env: stage.env });
    expect(stdout).toContain('band_5.bandwidth: 40 → 20');
    expect(stdout).not.toContain('  name:');
  });

  it.each([
    'org/wlans/corporate-wi-fi/lakeside-corp',
    'org/nacrules/0001-staff-laptops',
    'org/networks/corp',
    'org/settings',
  ])('finds %s alike in a folder and live, whichever objects it names', async (path) => {
    const from = stage.cloud.requests.length;
    const { code, stdout, stderr } = await run(['compare', `${folder}#${path}`, `live#${path}`, '--no-json'], {
      env: stage.env,
    });
    expect(stderr).toBe('');
    expect(stdout).toMatch(/^No difference in 1 object\.\n/);
    expect(code).toBe(0);
    expect(stage.cloud.requests.length - from).toBeLessThan(40);
  });

  it('says why two sites differ: other templates, with what these say otherwise, and WLANs of one only', async () => {
    const sides = ['live:Madrid Store', 'live#Berlin Office'];
    const { stdout } = await run(['compare', ...sides, '--no-json'], { env: stage.env });
    expect(stdout).toContain('network template "Store Switching" in the place of "Campus Switching": different\n');
    expect(stdout).toContain('  switch_mgmt.cli_banner: "Store switch, ');
    expect(stdout).toContain('WLAN "Lakeside-POS": in force only left\n');
    expect(stdout).not.toContain('"Lakeside-Corp"');
    const stored = await run(['compare', `${folder}#Madrid Store`, `${folder}#Berlin Office`, '--no-json']);
    expect(stored.stdout).toBe(stdout);
  });

  it('holds two organizations against each other: what is in one only, what differs, and what was perhaps renamed', async () => {
    const both = { ...stage.env, MIST_APITOKEN: stage.cloud.tokens.msp };
    const { world } = stage.cloud;
    const lab = { org: LAB_ORG };
    world.add('rftemplates', 'copied', lab, {
      ...withoutOwner(world.named('rftemplates', 'Office RF')),
      name: 'Lab Office',
    });
    world.add('rftemplates', 'same name', lab, { name: 'Warehouse RF', country_code: 'NL', ant_gain_24: 3 });
    world.touch();
    const sides = ['live:Lakeside Retail Group', 'live:Harbor Lab'];
    const { code, stdout } = await run(['compare', ...sides, '--no-json'], { env: both });
    expect(code).toBe(1);
    expect(stdout).toContain('org_rftemplates: 1 only left, 2 only right, 1 different\n');
    expect(stdout).toContain('RF template "Warehouse RF": different\n  ant_gain_24: 6 → 3\n');
    expect(stdout).toContain('Perhaps the same under another name: RF template "Office RF" and "Lab Office"');
    expect(stdout).toMatch(/\d+ belong to sites that are on one side only\.\n/);
    expect(stdout).not.toContain('Not read on both sides');
    expect(stdout).not.toContain('renamed');
    const rows = await runJson(['compare', ...sides], { env: both });
    expect(rows.differences).toContainEqual(
      expect.objectContaining({ family: 'site_devices', site: 'madrid-store', difference: 'only left' }),
    );
    for (const name of ['copied', 'same name']) world.remove('rftemplates', world.id('rftemplates', name));
  });

  it('ends with more than 1 where nothing can be said', async () => {
    const off = stage.cloud.fault({ kind: 'html', status: 403, match: 'GET /api/v1/orgs/{org_id}/networks' });
    const unread = await run(['compare', folder, 'live', '--no-json'], { env: stage.env });
    off();
    expect(unread.stdout).toMatch(/what is missing there says nothing: org_networks/);
    expect(unread.code).toBe(2);
    expect((await run(['compare', join(stage.folder, 'none'), 'live'], { env: stage.env })).code).toBe(2);
    const kinds = await run(['compare', `${folder}#Madrid Store`, `${folder}#org/networks/corp`], { env: stage.env });
    expect(kinds.code).toBe(2);
    expect(kinds.stderr).toMatch(/of different kinds/);
  });

  it('refuses a snapshot of a later format in words', async () => {
    const later = join(stage.folder, 'later');
    cpSync(folder, later, { recursive: true });
    const file = join(later, 'manifest.json');
    writeFileSync(file, readFileSync(file, 'utf8').replace('"format": 1', '"format": 2'));
    const { code, stderr } = await run(['compare', later, 'live'], { env: stage.env });
    expect(code).toBe(2);
    expect(stderr).toMatch(/of format 2, and this version of mistmcp knows format 1/);
  });
});
