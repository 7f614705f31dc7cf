import { describe, expect, it } from 'vitest';
import type { Row } from '../../../simulator/json.ts';
import { MistError } from '../../../src/core/errors/mist-error.ts';
import { isRecord, type JsonObject } from '../../../src/core/json.ts';
import { assess, EFFECT_BOUNDS, effectDigest, effectOf } from '../../../src/features/effects/index.ts';
import type { Effect } from '../../../src/features/effects/model.ts';
import { rowAt } from '../../../src/features/effects/state/row.ts';
import { update, useEffectStage } from './effect-stage.ts';

const stage = useEffectStage();

const lines = ({ groups }: Effect): string[] =>
  groups.map(({ subject, was, becomes }) => `${subject}: ${was} → ${becomes}`);
const template = (): Row => stage.first('networktemplates');
const withUsage = (usage: string, patch: JsonObject) => {
  const usages = rowAt(template(), 'port_usages');
  return update('org_networktemplates', template(), {
    port_usages: { ...usages, [usage]: { ...rowAt(usages, usage), ...patch } },
  });
};

describe('the effect of a change', () => {
  it('joins the switches of all sites whose ports change alike', async () => {
    const effect = await effectOf(stage.context, withUsage('desk', { port_network: 'guest' }));
    expect(lines(effect)).toContain('ge-0/0/0-35: VLAN 10 voice 20 (desk) → VLAN 40 voice 20 (desk)');
    expect(effect.groups[0]?.devices.length).toBeGreaterThan(3);
    expect(effect.looked.requests).toBe(stage.asked.length);
  });

  it('is nothing, and asks for nothing, where the object stays as it is', async () => {
    const effect = await effectOf(stage.context, update('org_networktemplates', template(), {}));
    expect(effect).toMatchObject({ sites: [], groups: [], notComputed: [], unmodeled: [], isLabelOnly: false });
    expect(stage.asked).toEqual([]);
  });

  it('of a name of a template or a note of a site is a label, without a request', async () => {
    const renamed = await effectOf(stage.context, update('org_networktemplates', template(), { name: 'Other' }));
    const noted = await effectOf(stage.context, update('org_sites', stage.first('sites'), { notes: 'x' }));
    expect([renamed.isLabelOnly, noted.isLabelOnly]).toEqual([true, true]);
    expect(stage.asked).toEqual([]);
  });

  it('names what nobody computes', async () => {
    const change = update('org_networktemplates', template(), { additional_config_cmds: ['set x'] });
    const effect = await effectOf(stage.context, change);
    expect(effect.unmodeled).toEqual(['org_networktemplates.additional_config_cmds']);
    expect(effect.isLabelOnly).toBe(false);
    const profile = await effectOf(
      stage.context,
      update('org_avprofiles', stage.first('avprofiles'), { max_filesize: 1 }),
    );
    expect(profile.unmodeled).toEqual(['org_avprofiles.max_filesize']);
  });

  it('of one port leaves requests for facts, and tells a description from more than that', async () => {
    const device = stage.first('devices', (row) => row.type === 'switch' && String(row.name).includes('ACC1'));
    const map = rowAt(device, 'port_config');
    const taken = await effectOf(
      stage.context,
      update('site_devices', device, { port_config: { ...map, 'ge-0/0/5': { usage: 'camera' } } }),
    );
    expect(lines(taken)).toEqual(['ge-0/0/5: VLAN 10 voice 20, STP edge (desk) → VLAN 30, no STP edge (camera)']);
    expect(taken.looked.requests).toBeLessThanOrEqual(EFFECT_BOUNDS.requestsOfOne);
    const described = await effectOf(
      stage.context,
      update('site_devices', device, { port_config: { ...map, 'ge-0/0/5': { usage: 'desk', description: 'till 5' } } }),
    );
    expect(described).toMatchObject({ groups: [], isLabelOnly: true });
  });

  it('lists what uses a variable, and what becomes of that', async () => {
    const setting = stage.first('site_settings', (row) => isRecord(row.vars) && row.vars.guest_vlan !== undefined);
    const vars = { ...rowAt(setting, 'vars'), guest_vlan: '66' };
    const effect = await effectOf(stage.context, update('site_settings', setting, { vars }));
    expect(effect.notComputed).toEqual([]);
    expect(lines(effect).find((line) => line.startsWith('variable guest_vlan'))).toMatch(
      /used by WLAN "Lakeside-Guest".*40 → 66/,
    );
    expect(lines(effect)).toContain('WLAN "Lakeside-Guest": VLAN 40 → VLAN 66');
  });

  it('of a WLAN template shows the sites that lose its WLANs, and those that keep them', async () => {
    const wlanTemplate = stage.first('templates', (row) => isRecord(row.applies) && row.applies.org_id !== undefined);
    const kept = stage.first('sites', (row) => row.name === 'Zurich HQ');
    const change = update('org_wlantemplates', wlanTemplate, { applies: { site_ids: [kept.id] } });
    const effect = await effectOf(stage.context, change);
    expect(effect.groups.length).toBeGreaterThan(0);
    for (const group of effect.groups) {
      expect(group.sites).not.toContain('Zurich HQ');
      expect([group.subject.startsWith('WLAN '), group.becomes]).toEqual([true, undefined]);
    }
  });

  it('of a new WLAN is one gained, with all of the site around it read', async () => {
    const { id, org_id } = stage.first('sites', (row) => row.name === 'Zurich HQ');
    const [site_id, org] = [String(id), String(org_id)];
    const after = { ssid: 'New', enabled: true, vlan_enabled: true, vlan_id: 20, apply_to: 'site' };
    const effect = await effectOf(stage.context, {
      ...{ family: 'site_wlans', id: undefined, org_id: org, site_id, before: undefined, after },
    });
    expect(lines(effect)).toEqual(['WLAN "New": undefined → VLAN 20']);
    const [site] = effect.sites;
    expect(site?.after.unread).toEqual([]);
    expect(site?.after.switches.flatMap(({ doubts }) => doubts)).toEqual([]);
    expect(effect.looked.requests).toBeLessThanOrEqual(EFFECT_BOUNDS.requestsOfOne);
  });

  it('says how many sites were not looked at where a bound is reached', async () => {
    const change = withUsage('desk', { poe_disabled: true });
    const few = await effectOf(stage.context, change, { ...EFFECT_BOUNDS, sites: 2 });
    expect(few.notComputed.join()).toMatch(/^\d of \d sites were not looked at \(limit of 2 sites a change\)\.$/);
    expect(few.looked.sites).toBe(2);
    const poor = await effectOf(stage.context, change, { ...EFFECT_BOUNDS, requests: 4 });
    expect(poor.notComputed.join()).toContain('limit of requests');
    expect(poor.looked.requests).toBeLessThanOrEqual(4);
    expect(poor.isLabelOnly).toBe(false);
  });

  it('leaves out sites that cannot be read, and says so', async () => {
    const site = stage.first('sites', (row) => row.name === 'Zurich HQ');
    const undo = stage.cloud.fault({ kind: '500', match: `/api/v1/sites/${site.id}/devices` });
    const effect = await effectOf(stage.context, withUsage('desk', { poe_disabled: true }));
    undo();
    expect(effect.notComputed.join()).toMatch(/^1 of \d+ sites was not looked at/);
    expect(effect.groups.flatMap(({ sites }) => sites)).not.toContain('Zurich HQ');
  });

  it('of a call that was cancelled is none, wherever it was when it ended', async () => {
    const change = withUsage('desk', { poe_disabled: true });
    const cancelled = new MistError('cancelled', 'The call was cancelled.', 'Ask again.');
    const { context } = stage;
    await effectOf(context, change);
    const routes = new Set(stage.asked.map((path) => path.replace(/^.*[0-9a-f]{12}/, '').replace(/\?.*$/, '')));
    for (const route of routes) {
      const send: typeof context.send = (name, parameters) =>
        name.replace(/^.*\}/, '') === route ? Promise.reject(cancelled) : context.send(name, parameters);
      await expect(effectOf({ ...context, send }, change), route).rejects.toBe(cancelled);
      await expect(assess({ ...context, send }, change, effectOf), route).rejects.toBe(cancelled);
    }
    expect(routes.size).toBeGreaterThan(2);
  });

  it('is another one once a layer was changed, though nothing else differs', async () => {
    const change = withUsage('desk', { poe_disabled: true });
    const before = effectDigest(await effectOf(stage.context, change));
    expect(effectDigest(await effectOf(stage.context, change))).toBe(before);
    const setting = stage.first('site_settings', (row) => isRecord(row.vars));
    const time = setting.modified_time;
    setting.modified_time = 1_750_000_001;
    expect(effectDigest(await effectOf(stage.context, change))).not.toBe(before);
    if (time === undefined) delete setting.modified_time;
    else setting.modified_time = time;
  });

  it('of several changes is that of all together', async () => {
    const change = withUsage('desk', { port_network: 'guest' });
    const back = { ...change, before: change.after, after: change.before };
    expect(await effectOf(stage.context, [change, back])).toMatchObject({ sites: [], groups: [] });
  });
});
