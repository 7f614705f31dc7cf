import { describe, expect, it } from 'vitest';
import { coverageOf } from '../../../src/features/effects/coverage.ts';
import { isComputed } from '../../../src/features/effects/reading/needs.ts';
import { family, familyNames } from '../../../src/mist/families.ts';
import { propertiesOf, schemaOf } from '../../../src/mist/schema-lookup.ts';

const rootsOf = (name: string): string[] => [...propertiesOf(schemaOf(family(name)?.schema ?? '') ?? {}).keys()];
const coveredAs = (name: string, wanted: string): string[] =>
  rootsOf(name).filter((root) => coverageOf(name, root) === wanted);

describe('the coverage of changes', () => {
  it('names every root attribute of every family', () => {
    const missing = familyNames.flatMap((name) =>
      rootsOf(name).flatMap((root) => (coverageOf(name, root) === undefined ? [`${name}.${root}`] : [])),
    );
    expect(missing).toEqual([]);
  });

  it('says of the families that are computed which attributes are not', () => {
    const open = familyNames
      .filter(isComputed)
      .map((name) => [name, coveredAs(name, 'unmodeled').toSorted().join(' ')]);
    expect(Object.fromEntries(open.filter(([, roots]) => roots !== ''))).toMatchSnapshot();
  });

  it('takes for labels only what decides nothing', () => {
    const labels = familyNames.filter(isComputed).map((name) => [name, coveredAs(name, 'label').toSorted().join(' ')]);
    expect(Object.fromEntries(labels)).toMatchSnapshot();
    for (const root of ['country_code', 'timezone', 'sitegroup_ids', 'networktemplate_id'])
      expect(coverageOf('org_sites', root), root).not.toBe('label');
    expect(coverageOf('org_gatewaytemplates', 'type')).toBe('unmodeled');
    for (const name of ['org_wlans', 'site_wlans']) expect(coverageOf(name, 'template_id'), name).toBe('computed');
    expect(coverageOf('org_sitegroups', 'site_ids')).toBe('unmodeled');
    for (const root of ['role', 'vars', 'port_config', 'port_usages'])
      expect(coverageOf('site_devices', root)).toBe('computed');
  });

  it('takes no object whose effect nobody computes for a label', () => {
    for (const name of [
      'org_psks',
      'org_nacrules',
      'org_wxrules',
      'org_avprofiles',
      'org_evpn_topologies',
      'org_mxtunnels',
    ])
      expect(coveredAs(name, 'unmodeled'), name).not.toEqual([]);
    expect(coverageOf('org_avprofiles', 'name')).toBe('unmodeled');
    for (const name of ['org_services', 'org_servicepolicies', 'org_vpns', 'org_networks'])
      expect(coverageOf(name, 'name'), name).toBe('computed');
  });
});
