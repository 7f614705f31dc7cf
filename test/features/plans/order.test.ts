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

  it('keeps changes of one object in the order given, and deletes a site after what stood there', () => {
    const note = (notes: string, more: Partial<PlannedChange> = {}): PlannedChange => ({
      ...{ action_type: 'update', object_type: 'org_sites', object_id: ID, payload: { notes } },
      ...more,
    });
    const same = [note('a'), note('b'), note('c', { payload: { notes: 'c', rftemplate_id: '$new:rf' } }), note('d')];
    const made: PlannedChange = {
      ...{ action_type: 'create', object_type: 'org_rftemplates', as: 'rf', payload: { name: 'RF' } },
    };
    expect(ordered([...same, made])).toEqual([same[0], same[1], made, same[2], same[3]]);
    const setting = (site_id: string): PlannedChange => ({
      ...{ action_type: 'update', object_type: 'site_settings', site_id, payload: { vars: {} } },
    });
    const gone: PlannedChange = { action_type: 'delete', object_type: 'org_sites', object_id: ID };
    const map = (site_id: string): PlannedChange => ({
      ...{ action_type: 'create', object_type: 'site_maps', site_id, payload: { name: 'floor' } },
    });
    expect(ordered([gone, map(ID), map('other')])).toEqual([map(ID), gone, map('other')]);
    const once: PlannedChange = { ...setting(ID), payload: { vars: { a: '$new:rf' } } };
    expect(ordered([once, setting('other'), setting(ID), made])).toEqual([made, once, setting('other'), setting(ID)]);
  });

  it('names ten changes that need each other by six', () => {
    const ring = Array.from(
      { length: 10 },
      (_, at): PlannedChange => ({
        ...{ action_type: 'create', object_type: 'org_sites', as: `s${at}` },
        payload: { sitegroup_ids: [`$new:s${(at + 1) % 10}`] },
      }),
    );
    const before: PlannedChange = {
      ...{ action_type: 'update', object_type: 'org_sites', object_id: ID, payload: { sitegroup_ids: ['$new:s3'] } },
    };
    expect(() => ordered([before, ...ring])).toThrow(
      /^Changes of the plan need each other: create org_sites "s3" → (create org_sites "s\d" → ){4}create org_sites "s8"\.$/,
    );
    expect(() =>
      ordered([{ action_type: 'create', object_type: 'org_sites', as: 'x', payload: { a: '$new:x' } }]),
    ).toThrow('need each other: create org_sites "x" → create org_sites "x".');
  });

  it('takes a text of an object for a name only where the specification has one', () => {
    const policy: PlannedChange = {
      ...{ action_type: 'create', object_type: 'org_servicepolicies', payload: { name: 'web', services: ['x'] } },
    };
    const service: PlannedChange = { action_type: 'create', object_type: 'org_services', payload: { name: 'web' } };
    expect(ordered([policy, service])).toEqual([policy, service]);
    const update: PlannedChange = { ...service, action_type: 'update', payload: { name: 'x' } };
    expect(ordered([policy, update])).toEqual([policy, update]);
    const strange: PlannedChange = { action_type: 'create', object_type: 'no_such_family', payload: { name: 'x' } };
    expect(ordered([policy, strange])).toEqual([policy, strange]);
    expect(
      ordered([
        { ...policy, object_type: 'no_such_family' },
        { ...service, payload: { name: 'x' } },
      ]),
    ).toHaveLength(2);
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
