import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PlannedChange } from '../../../src/features/plans/model.ts';
import { newNamesIn } from '../../../src/features/plans/new-objects.ts';
import { ordered } from '../../../src/features/plans/order.ts';

const ID = '11111111-2222-3333-4444-555555555555';

const titles = (changes: readonly PlannedChange[]): readonly string[] =>
  ordered(changes).map(({ action_type: action, object_type: type }) => `${action} ${type}`);

describe('the order of a plan', () => {
  it('stays as it was given where nothing decides', () => {
    const changes: readonly PlannedChange[] = ['a', 'b', 'c'].map((name) => ({
      ...{ action_type: 'create', object_type: 'org_alarmtemplates', payload: { name } },
    }));
    expect(ordered(changes)).toEqual(changes);
  });

  it('puts what is created before what uses it by id, by name and as a site', () => {
    expect(
      titles([
        { action_type: 'update', object_type: 'site_settings', site_id: '$new:site', payload: { vars: { a: 'b' } } },
        {
          ...{ action_type: 'create', object_type: 'org_sites', as: 'site' },
          payload: { name: 'New', rftemplate_id: '$new:rf' },
        },
        { action_type: 'create', object_type: 'org_rftemplates', as: 'rf', payload: { name: 'RF' } },
        {
          ...{ action_type: 'create', object_type: 'org_servicepolicies' },
          payload: { name: 'P', tenants: ['guest'], services: ['web'] },
        },
        { action_type: 'create', object_type: 'org_networks', payload: { name: 'guest', vlan_id: 40 } },
      ]),
    ).toEqual([
      'create org_rftemplates',
      'create org_sites',
      'update site_settings',
      'create org_networks',
      'create org_servicepolicies',
    ]);
  });

  it('deletes after what may have named it, and what names before what is named', () => {
    expect(
      titles([
        { action_type: 'delete', object_type: 'org_rftemplates', object_id: ID },
        { action_type: 'delete', object_type: 'org_wlantemplates', object_id: ID },
        { action_type: 'delete', object_type: 'org_wlans', object_id: ID },
        { action_type: 'update', object_type: 'org_sites', object_id: ID, payload: { rftemplate_id: null } },
      ]),
    ).toEqual(['update org_sites', 'delete org_rftemplates', 'delete org_wlans', 'delete org_wlantemplates']);
  });

  it('deletes first what makes room for a new object, where that was given first', () => {
    const changes: readonly PlannedChange[] = [
      { action_type: 'delete', object_type: 'org_alarmtemplates', object_id: ID },
      { action_type: 'create', object_type: 'org_alarmtemplates', payload: { name: 'Alarms' } },
    ];
    expect(ordered(changes)).toEqual(changes);
  });

  it('refuses a name that nothing creates, and changes that need each other', () => {
    const site = (as: string, name: string): PlannedChange => ({
      ...{ action_type: 'create', object_type: 'org_sites', as, payload: { name, sitegroup_ids: [`$new:${name}`] } },
    });
    expect(() => ordered([site('a', 'b')])).toThrow('means "$new:b", which no change creates');
    expect(() => ordered([site('a', 'b'), site('b', 'a')])).toThrow(
      'Changes of the plan need each other: create org_sites "a" → create org_sites "b" → create org_sites "a".',
    );
  });

  it('holds for thousands of changes in any order', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 3000 }), fc.integer(), (count, seed) => {
        const chain: PlannedChange[] = Array.from({ length: count }, (_, at) => ({
          ...{ action_type: 'create', object_type: 'org_sites', as: `s${at}` },
          payload: { name: `S${at}`, ...(at > 0 ? { sitegroup_ids: [`$new:s${at - 1}`] } : {}) },
        }));
        const mixed = chain
          .map((change, at) => ({ change, key: Math.imul(at + 1, seed | 1) }))
          .sort((a, b) => a.key - b.key)
          .map(({ change }) => change);
        const done = new Set<string>();
        for (const change of ordered(mixed)) {
          for (const name of newNamesIn(change.payload)) expect(done.has(name)).toBe(true);
          done.add(change.as ?? '');
        }
        expect(done.size).toBe(count);
      }),
      { numRuns: 10 },
    );
  });
});
