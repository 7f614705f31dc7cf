import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { deriveDevice } from '../../simulator/derive/device.ts';
import { family, familyNames } from '../../src/mist/families.ts';
import type { ToolAnswer } from '../harness/answer.ts';
import { openLocalStage } from '../harness/local-stage.ts';
import { isLookup } from '../harness/lookups.ts';
import type { Stage } from '../harness/stage.ts';

const TOOL = 'mist_get_configuration_objects';

let stage: Stage;
let org = '';
let zurich = '';

beforeAll(async () => {
  stage = await openLocalStage();
  const site = stage.cloud.world.table('sites').find(({ name }) => name === 'Zurich HQ');
  org = String(site?.org_id);
  zurich = String(site?.id);
  await stage.call('mist_get_org_or_site_info', { info_type: 'org', org_id: org });
});
afterAll(() => stage.close());
afterEach(() => expect(stage.cloud.violations).toEqual([]));

type Args = Record<string, unknown>;

const isRow = (value: unknown): value is Args => typeof value === 'object' && value !== null && !Array.isArray(value);
const rowsOf = ({ data }: ToolAnswer): Args[] => (Array.isArray(data.results) ? data.results.filter(isRow) : []);
const rowOf = (value: unknown): Args => (isRow(value) ? value : {});

async function ask(args: Args, on: Stage = stage): Promise<ToolAnswer & { requests: string[] }> {
  const before = on.cloud.requests.length;
  const answer = await on.call(TOOL, { computed: true, ...args });
  const requests = on.cloud.requests.slice(before).map(({ method, path, query }) => {
    const search = new URLSearchParams(Object.entries(query).sort()).toString();
    return `${method} ${path}${search ? `?${search}` : ''}`;
  });
  return { ...answer, requests };
}

const device = (type: string, name = 'ZUR') => {
  const found = stage.cloud.world
    .table('devices')
    .find((row) => row.type === type && row.site_id === zurich && String(row.name).includes(name));
  if (!found) throw new Error(`Zurich has no ${type}`);
  return found;
};

/** Path below the site, and the parameters that the route takes. */
const DERIVED: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    ['networks', 'services', 'servicepolicies', 'vpns', 'secintelprofiles', 'deviceprofiles', 'rftemplates'].map(
      (path) => [`org_${path}`, `${path}/derived?resolve=true`],
    ),
  ),
  ...Object.fromEntries(
    ['aptemplates', 'gatewaytemplates', 'networktemplates', 'sitetemplates', 'wlans'].map((path) => [
      `org_${path}`,
      `${path}/derived?resolve=true`,
    ]),
  ),
  ...Object.fromEntries(
    ['avprofiles', 'idpprofiles', 'aamwprofiles'].map((path) => [`org_${path}`, `${path}/derived?limit=20`]),
  ),
  org_wxrules: 'wxrules/derived',
  org_uisettings: 'uisettings/derived',
  site_wlans: 'wlans/derived?resolve=true',
  site_wxrules: 'wxrules/derived',
  site_uisettings: 'uisettings/derived',
  site_settings: 'setting/derived',
};

describe('effective objects of a site', () => {
  it('are there for every family with such a route', () => {
    expect(Object.keys(DERIVED).sort()).toEqual(familyNames.filter((name) => family(name)?.derived).sort());
  });

  it.each(Object.entries(DERIVED))('%s', async (object_type, path) => {
    const { data, requests, isError, text } = await ask({ object_type, site_id: zurich });
    expect(isError, text).toBe(false);
    expect(requests.filter((request) => !isLookup(request))).toEqual([`GET /api/v1/sites/${zurich}/${path}`]);
    expect(Object.keys(data).length).toBeGreaterThan(0);
  });

  it('takes one of them by id, or searches them by name', async () => {
    const all = rowsOf(await ask({ object_type: 'site_wlans', site_id: zurich }));
    const guest = all.find(({ ssid }) => ssid === 'Lakeside-Guest');
    const one = await ask({ object_type: 'site_wlans', site_id: zurich, object_id: guest?.id });
    expect(one.data).toMatchObject({ ssid: 'Lakeside-Guest', id: guest?.id });
    const named = await ask({ object_type: 'org_wlans', site_id: zurich, name: '*guest' });
    expect(named.data).toMatchObject({ total: 1, looked_through: all.length });
    expect(rowsOf(named)[0]).toEqual(one.data);
    // What is effective has its variables filled in.
    expect(rowsOf(named)[0]?.vlan_id).not.toContain('{{');
    expect(named.requests).toEqual([`GET /api/v1/sites/${zurich}/wlans/derived?resolve=true`]);
  });

  it('explains an id that is not effective at the site', async () => {
    const { data, isError } = await ask({
      object_type: 'site_wlans',
      site_id: zurich,
      object_id: '11111111-2222-3333-4444-555555555555',
    });
    expect(isError).toBe(true);
    expect(data.error).toContain('no object of site_wlans');
  });

  it('takes the site by its name', async () => {
    const { data } = await ask({ object_type: 'site_settings', site_id: 'zurich hq' });
    expect(data).toMatchObject({ site_id: zurich });
  });
});

const flat = (sources: unknown): Record<string, string[]> =>
  Object.fromEntries(
    Object.entries(rowOf(sources)).map(([root, origin]) => [
      root,
      Array.isArray(origin) ? origin.map((share) => String(rowOf(share).source)) : [String(origin)],
    ]),
  );

describe('what one device effectively gets', () => {
  it.each(['ap', 'switch', 'gateway'])('%s: as the cloud itself derives it', async (type) => {
    const { id } = device(type);
    const { data, isError, text } = await ask({ object_type: 'site_devices', site_id: zurich, object_id: id });
    expect(isError, text).toBe(false);
    const theirs = deriveDevice(stage.cloud.world, String(id));
    const config = rowOf(data.config);
    const sources = flat(data.sources);
    const apart = ['band_24', 'band_5', 'band_6', 'band_24_usage', 'scanning_enabled', 'radio_config', 'vars'];
    const secret = ['radius_config', 'snmp_config', 'switch_mgmt', 'gateway_mgmt'];
    for (const [root, value] of Object.entries(theirs.config)) {
      if (apart.includes(root)) continue;
      if (!secret.includes(root)) expect(config[root], root).toEqual(value);
      expect(sources[root]?.map((text) => text.replace(/^aptemplate .*/, 'aptemplate'))).toContain(
        theirs.sources[root],
      );
    }
    expect(data.note).toContain('never to be written back');
  });

  it('takes the fewest requests: device, site and setting, what they name, and the effective setting in a conflict', async () => {
    const { id, deviceprofile_id } = device('switch', 'CORE');
    const site = stage.cloud.world.find('sites', zurich);
    const { data, requests } = await ask({ object_type: 'site_devices', site_id: zurich, object_id: id });
    const at = `GET /api/v1/sites/${zurich}`;
    const of = `GET /api/v1/orgs/${org}`;
    const named = [
      `${of}/deviceprofiles/${deviceprofile_id}`,
      `${of}/networktemplates/${site?.networktemplate_id}`,
      `${of}/sitetemplates/${site?.sitetemplate_id}`,
    ];
    expect(requests.slice(0, 3).sort()).toEqual([at, `${at}/devices/${id}`, `${at}/setting`].sort());
    expect(requests.slice(3, 6).sort()).toEqual(named);
    expect(requests.slice(6)).toEqual([`${at}/setting/derived`]);
    expect(data.calls).toBe(7);
    const lab = stage.cloud.world.table('sites').find(({ name }) => name === 'Lab Dublin');
    const ap = stage.cloud.world.table('devices').find(({ site_id }) => site_id === lab?.id);
    // No templates, so nothing to decide.
    const plain = await ask({ object_type: 'site_devices', site_id: lab?.id, object_id: ap?.id });
    expect(plain.requests.some((request) => request.includes('derived'))).toBe(false);
  });

  it('takes the device by name or MAC', async () => {
    const { name, mac, id } = device('gateway');
    const byName = await ask({ object_type: 'site_devices', site_id: zurich, name });
    expect(byName.data).toMatchObject({ config: { id } });
    expect(byName.requests[0]).toBe(`GET /api/v1/sites/${zurich}/devices?limit=1000&type=all`);
    expect(byName.data.calls).toBe(byName.requests.length);
    const byMac = await ask({ object_type: 'site_devices', site_id: zurich, object_id: String(mac).toUpperCase() });
    expect(byMac.data.config).toEqual(byName.data.config);
    const several = await ask({ object_type: 'site_devices', site_id: zurich, name: 'zur*' });
    expect(several.isError).toBe(true);
    expect(several.data.error).toMatch(/^\d+ devices of the site are called "zur\*"; computed=true needs one\.$/);
    expect(several.data.next_step).toContain(String(id).slice(0, 20));
    const none = await ask({ object_type: 'site_devices', site_id: zurich, name: 'nobody' });
    expect(none.data.error).toContain('No device of the site is called "nobody"');
  });

  it('shows the roots that fields names, with their sources alone', async () => {
    const { data } = await ask({
      object_type: 'site_devices',
      site_id: zurich,
      object_id: device('switch').id,
      fields: ['networks', 'dns_servers'],
    });
    expect(Object.keys(rowOf(data.config)).sort()).toEqual(['dns_servers', 'networks']);
    expect(Object.keys(rowOf(data.sources)).sort()).toEqual(['dns_servers', 'networks']);
  });

  it('never shows a secret, wherever a variable would have taken it', async () => {
    const { id } = device('switch', 'CORE');
    const template = stage.cloud.world.table('networktemplates').find(({ name }) => name === 'Campus Switching');
    const before = template?.additional_config_cmds;
    if (template)
      template.additional_config_cmds = ['set apply-groups {{radius_shared_secret}} {{site_octet}} {{nowhere}}'];
    try {
      const { data, text } = await ask({ object_type: 'site_devices', site_id: zurich, object_id: id });
      expect(text).not.toContain('demo-radius');
      expect(rowOf(data.config).additional_config_cmds).toEqual([
        'set apply-groups {{radius_shared_secret}} 10 {{nowhere}}',
      ]);
      expect(data.warnings).toEqual(['{{nowhere}} in additional_config_cmds[] has no value in any layer.']);
    } finally {
      if (template && before !== undefined) template.additional_config_cmds = before;
    }
  });

  it('goes on without a template that may not be read, and says so', async () => {
    const off = stage.cloud.fault({
      match: 'GET /api/v1/orgs/{org_id}/networktemplates/{networktemplate_id}',
      kind: '500',
      times: 1,
    });
    const { id } = device('switch', 'CORE');
    const failed = await ask({ object_type: 'site_devices', site_id: zurich, object_id: id });
    off();
    expect(failed.isError).toBe(true);
    const template = stage.cloud.world.table('networktemplates');
    const index = template.findIndex(({ name }) => name === 'Campus Switching');
    const [row] = template.splice(index, 1);
    try {
      const { data } = await ask({ object_type: 'site_devices', site_id: zurich, object_id: id });
      expect(data.warnings).toEqual([
        expect.stringMatching(
          /^The networktemplate [-0-9a-f]{36} could not be read \(404\): what it sets is missing here\.$/,
        ),
      ]);
      expect(rowOf(data.config)).toHaveProperty('port_config');
    } finally {
      if (row) template.splice(index, 0, row);
    }
  });

  it('explains a device that is not there', async () => {
    const { data, isError } = await ask({ object_type: 'site_devices', site_id: zurich, object_id: '5c5b35ffffff' });
    expect(isError).toBe(true);
    expect(data.error).toContain('no object of site_devices with the id 5c5b35ffffff');
  });
});
