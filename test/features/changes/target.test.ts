import { describe, expect, it } from 'vitest';
import { Lists } from '../../../src/features/changes/object-lists.ts';
import { readRequest } from '../../../src/features/changes/request.ts';
import { askedBefore, stateChanges, stateOf } from '../../../src/features/changes/state.ts';
import { readTarget } from '../../../src/features/changes/target.ts';
import { family } from '../../../src/mist/families.ts';
import { refusedLater } from '../../harness/refused.ts';

import { creation, draft, HQ, id, LAB, ORG, stage, update, WLAN, wlan, world } from './prepare-stage.ts';

describe('where an object stands', () => {
  it('is the organization and site by name, and the object as it is', async () => {
    const { located } = await draft(update('org_wlans', WLAN, { enabled: false }));
    expect(located).toMatchObject({
      path: { org_id: ORG, wlan_id: WLAN },
      scope: { org_id: ORG, site_id: undefined },
      ...{ org: 'Acme', site: undefined, id: WLAN, current: wlan },
    });
    const { call } = stage({ ...world, [`sites/${HQ}/setting`]: { id: 'x', org_id: ORG, vars: {} } });
    const setting = await readTarget(
      call,
      readRequest(update('site_settings', undefined, { vars: { a: '1' } }, { site_id: 'HQ' })),
    );
    expect(setting).toMatchObject({
      path: { site_id: HQ },
      scope: { org_id: ORG, site_id: HQ },
      org: 'Acme',
      site: 'HQ',
      id: undefined,
    });
  });

  it('of a new object has no id, and nothing is read', async () => {
    const { located } = await draft(creation('org_rftemplates', { name: 'New' }));
    expect(located).toMatchObject({ id: undefined, current: undefined, org: 'Acme' });
  });

  it('is called by its id where the name cannot be found out', async () => {
    const setting = readRequest(update('site_settings', undefined, { vars: {} }, { site_id: HQ }));
    const { call } = stage({ [`sites/${HQ}/setting`]: { vars: { a: '1' } } });
    expect(await readTarget(call, setting)).toMatchObject({ site: HQ, org: undefined, scope: { org_id: undefined } });
  });

  it('must not be in another organization than the one given', async () => {
    const elsewhere = {
      ...world,
      [`sites/${HQ}`]: { id: HQ, org_id: LAB, name: 'HQ' },
      [`sites/${HQ}/setting`]: { vars: {} },
    };
    const setting = readRequest(update('site_settings', undefined, { vars: {} }, { site_id: HQ, org_id: ORG }));
    expect(await refusedLater(readTarget(stage(elsewhere).call, setting))).toContain(
      'another organization than `org_id`',
    );
    expect((await readTarget(stage({ ...world, [`sites/${HQ}/setting`]: {} }).call, setting)).org).toBe('Acme');
  });

  it('must hold an object', async () => {
    expect(
      await refusedLater(
        draft(update('org_wlans', WLAN, { enabled: false }), { ...world, [`orgs/${ORG}/wlans/${WLAN}`]: [] }),
      ),
    ).toContain('no object where the configuration should be');
    await expect(draft(update('org_wlans', id(9), { enabled: false }))).rejects.toMatchObject({ kind: 'not_found' });
  });
});

describe('lists that a change needs', () => {
  it('are asked for once, each filter by itself', async () => {
    const { call, asked } = stage();
    const lists = new Lists(call, { org_id: ORG });
    const [one, other] = await Promise.all([lists.all('org_sites'), lists.all('org_sites')]);
    expect(one).toBe(other);
    expect(one.map(({ name }) => name)).toEqual(['HQ', 'Lab']);
    await lists.all('org_psks', { ssid: 'guest' });
    await lists.all('org_psks', { ssid: 'guest' });
    await lists.all('org_psks', { ssid: 'other' });
    expect(asked.filter((url) => url.includes('/sites'))).toHaveLength(1);
    expect(
      asked.filter((url) => url.includes('/psks')).map((url) => new URL(url, 'https://x').searchParams.toString()),
    ).toEqual(['ssid=guest&limit=1000', 'ssid=other&limit=1000']);
  });

  it('of devices are those of a site, or all', async () => {
    const { call, asked } = stage();
    const lists = new Lists(call, { org_id: ORG });
    await lists.inventory();
    await lists.inventory();
    expect(await lists.inventory(HQ)).toHaveLength(2);
    expect(asked).toEqual([
      `/api/v1/orgs/${ORG}/inventory?limit=1000`,
      `/api/v1/orgs/${ORG}/inventory?limit=1000&site_id=${HQ}`,
    ]);
  });
});

describe('the state that a yes is to', () => {
  const found = family('org_wlans');
  if (!found) throw new Error('no such family');

  it('is what the plan replaces, or all that the cloud does not count itself', () => {
    expect(stateOf(found, wlan, ['enabled', 'vlan_id'])).toEqual({ enabled: true, modified_time: 5 });
    const whole = stateOf(found, { ...wlan, created_time: 1, unheard_of: 1 }, undefined);
    expect(Object.keys(whole)).toEqual(expect.arrayContaining(['ssid', 'auth', 'enabled', 'modified_time']));
    expect(whole).not.toHaveProperty('unheard_of');
    expect(whole).not.toHaveProperty('id');
  });

  it('differs by more than its time where more is known', () => {
    expect(stateChanges({ a: 1, modified_time: 1 }, { a: 2, modified_time: 2 }).map(({ path }) => path)).toEqual(['a']);
    expect(stateChanges({ a: 1, modified_time: 1 }, { a: 1, modified_time: 2 }).map(({ path }) => path)).toEqual([
      'modified_time',
    ]);
  });

  it('is remembered for the same question', () => {
    const asker = { desk: {} };
    expect(askedBefore(asker, 'one', { a: 1 })).toBeUndefined();
    expect(askedBefore(asker, 'two', { a: 3 })).toBeUndefined();
    expect(askedBefore(asker, 'one', { a: 2 })).toEqual({ a: 1 });
    expect(askedBefore(asker, 'one', { a: 2 })).toEqual({ a: 2 });
    for (let index = 0; index < 250; index += 1) askedBefore(asker, `other ${index}`, {});
    expect(askedBefore(asker, 'two', {})).toBeUndefined();
    expect(askedBefore(asker, 'other 249', {})).toEqual({});
    expect(askedBefore({ desk: {} }, 'other 249', {})).toBeUndefined();
  });
});
