import { describe, expect, it } from 'vitest';
import type { ChangeInput } from '../../../src/features/changes/change-input.ts';
import { checkRoots, readRequest, replacesAll } from '../../../src/features/changes/request.ts';
import { refused } from '../../harness/refused.ts';

import { creation, HQ, id, type Rows, removal, update, WLAN } from './prepare-stage.ts';

describe('a request of a change', () => {
  const request = (input: ChangeInput) => () => readRequest(input);

  it.each<[string, ChangeInput, string]>([
    ['a family that there is not', update('org_wlan', WLAN, { a: 1 }), 'The nearest are org_wlans'],
    ['a family like none', update('?', WLAN, { a: 1 }), 'There are org_info, '],
    ['an organization to be deleted', removal('org_info', undefined), 'neither created nor deleted from here'],
    [
      'a device to be created',
      creation('site_devices', { a: 1 }, { site_id: HQ }),
      'It takes update. Devices are claimed',
    ],
    [
      'an id beside a creation',
      creation('org_wlans', { ssid: 'x' }, { object_id: WLAN }),
      '`object_id` does not apply to action_type=create',
    ],
    [
      'no id',
      update('org_wlans', undefined, { ssid: 'x' }),
      'action_type=update with object_type=org_wlans needs `object_id`',
    ],
    ['no id to delete', removal('org_wlans', undefined), 'finds the WLAN and its id by `name`'],
    [
      'a payload beside a delete',
      removal('org_wlans', WLAN, { payload: { a: 1 } }),
      '`payload` does not apply to action_type=delete',
    ],
    [
      'nothing to change',
      update('org_wlans', WLAN, {}),
      'action_type=update needs `payload`: the attributes to change.',
    ],
    ['nothing to create', creation('org_wlans', {}), 'the attributes to create it with.'],
    [
      'a mode of a creation',
      creation('org_wlans', { ssid: 'x' }, { mode: 'merge' }),
      '`mode` applies to action_type=update only.',
    ],
  ])('with %s is refused', (_, input, words) => {
    expect(refused(request(input))).toContain(words);
  });

  it('may leave out the id that its payload carries', () => {
    expect(readRequest(update('org_wlans', undefined, { id: WLAN, ssid: 'x' })).question.object_id).toBe(WLAN);
    expect(readRequest(update('org_settings', undefined, { id: WLAN, vars: {} })).question.object_id).toBeUndefined();
    expect(refused(request(creation('org_wlans', {})))).toContain('needs `payload`');
    expect(readRequest(creation('org_wlans', { id: WLAN, ssid: 'x' })).question.object_id).toBeUndefined();
  });

  it('has a depth that objects have', () => {
    const nest = (levels: number): Rows => (levels === 0 ? { a: 1 } : { a: nest(levels - 1) });
    expect(refused(request(update('org_wlans', WLAN, nest(101))))).toContain('nested deeper than 100 levels');
    expect(readRequest(update('org_wlans', WLAN, nest(98))).action).toBe('update');
  });

  it('is what was asked for, no more', () => {
    expect(readRequest(update('org_wlans', WLAN, { a: 1 }))).toMatchObject({
      ...{ action: 'update', mode: undefined, dryRun: false, force: false, allowUnknown: false },
      write: 'PUT /api/v1/orgs/{org_id}/wlans/{wlan_id}',
      read: 'GET /api/v1/orgs/{org_id}/wlans/{wlan_id}',
    });
    expect(
      readRequest(update('org_wlans', WLAN, { a: 1 }, { mode: 'replace', dry_run: true, allow_unknown: ['true'] })),
    ).toMatchObject({
      ...{ mode: 'replace', dryRun: true, allowUnknown: true },
    });
    expect(readRequest(removal('org_wlans', WLAN, { force: true })).force).toBe(true);
    expect(replacesAll(readRequest(update('org_wlans', WLAN, { a: 1 })))).toBe(false);
    expect(replacesAll(readRequest(creation('org_wlans', { a: 1 })))).toBe(false);
  });
});

describe('attributes that an update does not take', () => {
  const group = readRequest({
    action_type: 'update',
    object_type: 'org_sitegroups',
    object_id: id(8),
    payload: { name: 'x' },
  });
  const site = readRequest({ action_type: 'update', object_type: 'org_sites', object_id: HQ, payload: { name: 'x' } });

  it('are refused by name, with where they are set', () => {
    expect(refused(() => checkRoots(group, ['name', 'site_ids', 'other']))).toMatch(
      /^An update of org_sitegroups does not take `site_ids`, `other`; it takes name.*Sites join and leave a group by `sitegroup_ids`/,
    );
    expect(() => checkRoots(group, ['name'])).not.toThrow();
    expect(() => checkRoots({ ...group, allowUnknown: true }, ['site_ids'])).not.toThrow();
    expect(() => checkRoots(site, ['anything'])).not.toThrow();
  });

  it('are not the way of a route that replaces the object', () => {
    expect([group, site].map(replacesAll)).toEqual([false, false]);
    expect(replacesAll({ ...site, write: 'POST /api/v1/orgs/{org_id}/sites' })).toBe(true);
    expect(replacesAll({ ...site, action: 'create', write: 'POST /api/v1/orgs/{org_id}/sites' })).toBe(false);
  });
});
