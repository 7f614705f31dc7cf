import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Family, type FamilyName, family, familyNames } from '../../../src/mist/families.ts';
import { splitRoute } from '../../../src/mist/spec/routes.ts';
import { typedIn } from '../../harness/elicitation-handler.ts';
import type { Era } from '../../harness/era.ts';
import { type ChangeStage, openChangeStage } from './flow-stage.ts';

type Payload = Readonly<Record<string, unknown>>;

const PSK: Payload = { name: 'Change test', passphrase: 'a-long-passphrase', ssid: 'Lakeside-IoT' };
const TAG: Payload = { name: 'Change test', type: 'match', match: 'client_mac', values: ['5c5b35000001'] };
const EDGE: Payload = { name: 'Change test', model: 'ME-X1' };
const ASSET: Payload = { name: 'Change test', mac: '5c5b35000001' };

/** Payloads of families whose objects need more than a name. */
const CREATE: { readonly [F in FamilyName]?: Payload } = {
  org_aptemplates: { ap_matching: { enabled: false } },
  org_deviceprofiles: { name: 'Change test', type: 'switch' },
  org_securityzones: { name: 'change-test' },
  org_vpns: { name: 'Change test', paths: {} },
  org_evpn_topologies: { name: 'Change test', switches: [{ mac: '5c5b35000001', role: 'core' }] },
  site_evpn_topologies: { name: 'Change test', switches: [{ mac: '5c5b35000001', role: 'core' }] },
  org_alarmtemplates: { name: 'Change test', delivery: { enabled: false }, rules: {} },
  org_psks: PSK,
  site_psks: PSK,
  org_pskportals: { name: 'Change test', ssid: 'Lakeside-IoT' },
  org_nactags: { name: 'Change test', type: 'match', match: 'cert_cn', values: ['x'] },
  org_nacrules: { name: 'Change test', action: 'allow' },
  org_usermacs: { mac: '5c5b35aabbcc' },
  org_wxtags: TAG,
  site_wxtags: TAG,
  org_mxedges: EDGE,
  org_assets: ASSET,
  site_assets: ASSET,
  site_uisettings: { description: 'Change test', purpose: 'mist-dashboard' },
};

/** Updates of families where another name is not the thing to try. */
const UPDATE: { readonly [F in FamilyName]?: Payload } = {
  org_settings: { ui_idle_timeout: 61 },
  site_settings: { vars: { changed: 'yes' } },
  org_aptemplates: { ap_matching: { enabled: true } },
  org_usermacs: { notes: 'changed' },
  org_securityzones: { name: 'changed-test' },
  org_wxrules: { order: 2 },
  site_wxrules: { order: 2 },
  site_devices: { notes: 'changed' },
};

const SITE = 'Berlin Office';

/** A payload to create an object with; rules name a tag that is there. */
function payloadOf({ cloud }: ChangeStage, { name, label }: Family): Payload {
  const tag = cloud.world.id('wxtags', 'Contractors');
  if (name.endsWith('_wxrules')) return { order: 1, src_wxtags: [tag], action: 'allow' };
  if (name === 'site_rssizones') {
    const site_id = cloud.world.id('sites', SITE);
    const device = cloud.world.table('devices').find((row) => row.site_id === site_id);
    return { name: 'Change test', devices: [{ device_id: device?.id, rssi: -70 }] };
  }
  return CREATE[name] ?? { [label]: 'Change test' };
}

const all = familyNames.flatMap((name) => family(name) ?? []);
const TOOL = 'mist_change_configuration_objects';

/** Path of a write with the ids filled in. */
function pathOf(stage: ChangeStage, { routes }: Family, verb: 'create' | 'update' | 'delete', id: string): string {
  const route = routes[verb];
  const { method, path } = splitRoute(route ?? 'GET /api/v1/self');
  const { world } = stage.cloud;
  const org = world.id('orgs', 'Lakeside Retail Group');
  const site = path.endsWith('/sites/{site_id}') ? id : world.id('sites', SITE);
  return `${method} ${path
    .replace('{org_id}', org)
    .replace('{site_id}', site)
    .replace(/\{\w+\}/, id)}`;
}

describe.each<Era>(['2025-11-25', '2026-07-28'])('an application of %s', (era) => {
  let stage: ChangeStage;
  beforeAll(async () => {
    stage = await openChangeStage(era);
  });
  afterAll(async () => {
    expect(stage.cloud.violations).toEqual([]);
    await stage.close();
  });

  /** One change, with a question and one write on the way. */
  async function change(found: Family, verb: 'create' | 'update' | 'delete', id: string, payload: Payload | undefined) {
    const forms = stage.forms.length;
    stage.writes();
    const { data, isError } = await stage.call(TOOL, {
      ...{ action_type: verb, object_type: found.name },
      ...(found.scope === 'site' ? { site_id: SITE } : {}),
      ...(verb !== 'create' && found.idParameter ? { object_id: id } : {}),
      ...(payload ? { payload } : {}),
      ...(verb === 'delete' && found.name.endsWith('evpn_topologies') ? { force: true } : {}),
    });
    expect(isError, JSON.stringify(data)).toBe(false);
    expect(data.outcome, JSON.stringify(data)).toBe('applied');
    expect(stage.writes()).toEqual([pathOf(stage, found, verb, id)]);
    expect(stage.forms.length).toBe(forms + 1);
    expect(stage.forms.at(-1)?.message.length).toBeLessThanOrEqual(2100);
    return data;
  }

  /** Id of an object that is there already, for families that cannot create. */
  const existing = (name: FamilyName): string => {
    const table = name === 'site_devices' ? 'devices' : 'mxedges';
    const site = stage.cloud.world.id('sites', SITE);
    const row = stage.cloud.world.table(table).find((one) => one.site_id === site) ?? stage.cloud.world.table(table)[0];
    if (row && table === 'mxedges') row.site_id = site;
    return String(row?.id);
  };

  it.each(all.map((found) => [found.name, found] as const))(
    'creates, verifies, updates and deletes %s',
    async (name, found) => {
      const { routes, label } = found;
      let id = '';
      if (routes.create) {
        const made = await change(found, 'create', '', payloadOf(stage, found));
        id = String(made.object_id);
        expect(made.verified, JSON.stringify(made)).toMatchObject({ confirmed: expect.anything(), differing: [] });
        expect(made.undo).toMatchObject({ action_type: 'delete', object_type: name, object_id: id });
      } else if (found.idParameter) id = existing(name);
      const updated = await change(found, 'update', id, UPDATE[name] ?? { [label]: 'Changed test' });
      expect(updated.verified).toMatchObject({ differing: [] });
      expect(updated.undo).toMatchObject({ action_type: 'update', object_type: name });
      if (!routes.delete) return;
      await change(found, 'delete', id, undefined);
      const form = stage.forms.at(-1);
      expect(form && typedIn(form)).toBeTruthy();
      expect(form?.message).toMatch(/^DELETE /m);
    },
  );
});
