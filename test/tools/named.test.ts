import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openLocalStage } from '../harness/local-stage.ts';
import type { Stage } from '../harness/stage.ts';

let stage: Stage;
let org = '';
let site: { id: string; name: string };
beforeAll(async () => {
  stage = await openLocalStage();
  const [first] = stage.cloud.world.table('sites').filter(({ name }) => name === 'Zurich HQ');
  org = String(first?.org_id);
  site = { id: String(first?.id), name: String(first?.name) };
});
afterAll(() => stage.close());

const device = (type: string): { mac: string; name: string; id: string } => {
  const row = stage.cloud.world.table('devices').find((one) => one.site_id === site.id && one.type === type);
  return { mac: String(row?.mac), name: String(row?.name), id: String(row?.id) };
};

/** Paths and queries of what a call asked, look-ups of names left out. */
async function asked(tool: string, args: Record<string, unknown>): Promise<string[]> {
  const before = stage.cloud.requests.length;
  const answer = await stage.call(tool, args);
  expect(answer.isError, answer.text).toBe(false);
  return stage.cloud.requests
    .slice(before)
    .map(({ path, query }) => `${path.replace('/api/v1/', '')}?${new URLSearchParams(query)}`);
}

describe('an exact name in the place of an id or a MAC', () => {
  it.each([
    [
      'mist_search_client',
      () => ({ client_type: 'wireless', device_mac: device('ap').name }),
      () => `ap=${device('ap').mac}`,
    ],
    ['mist_search_device', () => ({ device_type: 'ap', mac: device('ap').name }), () => `mac=${device('ap').mac}`],
    [
      'mist_search_events',
      () => ({ event_source: 'device', mac: device('switch').name }),
      () => `mac=${device('switch').mac}`,
    ],
    [
      'mist_search_device_config_history',
      () => ({ site_id: site.name, query_type: 'history', device_type: 'ap', device_mac: device('ap').name }),
      () => `mac=${device('ap').mac}`,
    ],
    [
      'mist_get_stats',
      () => ({ stats_type: 'org_devices', object_id: device('ap').name }),
      () => `mac=${device('ap').mac}`,
    ],
    [
      'mist_get_stats',
      () => ({ stats_type: 'site_devices', site_id: site.name, object_id: device('ap').name.toLowerCase() }),
      () => `stats/devices/${device('ap').id}`,
    ],
    [
      'mist_get_insight_metrics',
      () => ({ object_type: 'ap', site_id: site.name, metric: 'bytes', mac: device('ap').name }),
      () => `insights/device/${device('ap').mac}/bytes`,
    ],
    [
      'mist_get_site_sle',
      () => ({
        object_type: 'summary',
        site_id: site.name,
        scope: 'ap',
        scope_id: device('ap').name,
        metric: 'coverage',
      }),
      () => `sle/ap/${device('ap').id}/metric`,
    ],
    [
      'mist_get_site_rrm_info',
      () => ({
        rrm_info_type: 'current_rrm_considerations',
        site_id: site.name,
        device_id: device('ap').name,
        band: '5',
      }),
      () => `rrm/current/devices/${device('ap').id}`,
    ],
    [
      'mist_troubleshoot',
      () => ({ troubleshoot_type: 'wireless', mac: device('ap').name }),
      () => `mac=${device('ap').mac}`,
    ],
    [
      'mist_get_configuration_objects',
      () => ({ object_type: 'site_devices', site_id: site.name, object_id: device('ap').name }),
      () => `devices/${device('ap').id}`,
    ],
    [
      'mist_call_api',
      () => ({ operation: 'getSiteDevice', path: { site_id: site.name, device_id: device('ap').name } }),
      () => `devices/${device('ap').id}`,
    ],
  ])('reaches %s as what it stands for', async (tool, args, wanted) => {
    expect((await asked(tool, args())).some((request) => request.includes(wanted()))).toBe(true);
  });

  it('finds an object of configuration, in the list that its path goes through too', async () => {
    const template = stage.cloud.world.table('templates').find((row) => row.org_id === org);
    const wanted = `orgs/${org}/templates/${template?.id}?`;
    const read = await asked('mist_get_configuration_objects', {
      object_type: 'org_wlantemplates',
      object_id: template?.name,
    });
    expect(read.at(-1)).toBe(wanted);
    const called = await asked('mist_call_api', { operation: 'getOrgTemplate', path: { template_id: template?.name } });
    expect(called).toContain(wanted);
  });

  it('finds a WLAN of the site as well as one of the organization', async () => {
    const wlans = stage.cloud.world.table('wlans');
    const own = wlans.find((row) => row.site_id === site.id);
    const common = wlans.find((row) => row.org_id === org && typeof row.template_id === 'string');
    for (const wlan of [own, common]) {
      const args = { scope: 'site', site_id: site.name, wlan_id: wlan?.ssid };
      expect((await asked('mist_search_guest_authorization', args)).at(-1)).toContain(`wlan_id=${wlan?.id}`);
    }
  });

  it('that fits nothing names the nearest, and nothing is sent', async () => {
    const before = stage.cloud.requests.length;
    const { name } = device('ap');
    const answer = await stage.call('mist_search_client', { client_type: 'wireless', device_mac: `${name}x` });
    expect(answer.isError).toBe(true);
    expect(answer.text).toContain(`No device is named`);
    // What is no device may be a client, whose MAC another tool tells.
    expect(answer.text).toContain('mist_search_client');
    expect(answer.text).toContain(name);
    expect(stage.cloud.requests.slice(before).some(({ path }) => path.endsWith('/clients/search'))).toBe(false);
  });

  it('that two devices have lists both', async () => {
    const own = await openLocalStage();
    const twins = own.cloud.world
      .table('devices')
      .filter((row) => row.type === 'ap' && row.org_id === org)
      .slice(0, 2);
    for (const twin of twins) Object.assign(twin, { name: 'Twin' });
    const answer = await own.call('mist_search_client', { client_type: 'wireless', device_mac: 'twin' });
    const shown = await own.call('mist_get_stats', { stats_type: 'org_devices', device_type: 'ap', limit: 100 });
    await own.close();
    expect(answer.isError).toBe(true);
    expect(twins).toHaveLength(2);
    for (const { mac } of twins) {
      expect(answer.text).toContain(`Twin (${mac})`);
      expect(shown.text).toContain(String(mac));
    }
  });
});

describe('a virtual chassis', () => {
  it('is found by the MAC of any of its members', async () => {
    const rows = stage.cloud.world.table('inventory').filter((row) => row.org_id === org && row.vc_mac !== undefined);
    const [first] = rows;
    const members = rows.filter((row) => row.vc_mac === first?.vc_mac);
    expect(members.length).toBeGreaterThan(1);
    for (const { mac, vc_mac, site_id } of members) {
      const listed = await stage.call('mist_get_stats', { stats_type: 'org_devices', object_id: mac, fields: ['mac'] });
      expect(listed.data).toMatchObject({
        results: [{ mac: vc_mac }],
        note: expect.stringContaining('virtual chassis'),
      });
      const one = await stage.call('mist_get_stats', { stats_type: 'site_devices', site_id, object_id: mac });
      expect(one.data, one.text).toMatchObject({ mac: vc_mac });
    }
  });

  it('is what other tools mean by the MAC of a member', async () => {
    const rows = stage.cloud.world.table('inventory').filter((row) => row.org_id === org && row.vc_mac !== undefined);
    const { mac, vc_mac, site_id } = rows.at(-1) ?? {};
    const id = `00000000-0000-0000-1000-${vc_mac}`;
    const at = { site_id, device_id: mac };
    const calls: readonly (readonly [string, Record<string, unknown>, string])[] = [
      ['mist_get_configuration_objects', { object_type: 'site_devices', site_id, object_id: mac }, `devices/${id}`],
      ['mist_call_api', { operation: 'getSiteDeviceStats', path: at }, `stats/devices/${id}`],
      ['mist_list_site_sle_info', { query_type: 'metrics', site_id, scope: 'switch', scope_id: mac }, `switch/${id}`],
      ['mist_utilities', { device_type: 'ex', utility: 'ping', ...at, parameters: { host: '10.0.0.1' } }, `${id}/ping`],
    ];
    for (const [tool, args, wanted] of calls) expect((await asked(tool, args)).at(-1), tool).toContain(wanted);
    const jobs = await stage.call('mist_list_upgrades', { device_type: 'switch', mac });
    expect(jobs.data.total).toBe(
      (await stage.call('mist_list_upgrades', { device_type: 'switch', mac: vc_mac })).data.total,
    );
  });

  it('has a row for each member in the inventory, which is found by the MAC of any and by the name of all', async () => {
    const rows = stage.cloud.world.table('inventory').filter((row) => row.org_id === org && row.vc_mac !== undefined);
    const { mac, vc_mac, name } = rows.at(-1) ?? {};
    const one = await stage.call('mist_search_device', { mac });
    expect(one.data).toMatchObject({ results: [{ mac, vc_mac }], total: 1 });
    for (const text of [vc_mac, name]) {
      const all = await stage.call('mist_search_device', { mac: text });
      expect(all.data).toMatchObject({ total: 2, note: expect.stringContaining('2 rows are one chassis') });
    }
  });

  it('is not looked for twice where a MAC belongs to none', async () => {
    const args = { stats_type: 'org_devices', object_id: 'aabbcc001199' };
    const before = stage.cloud.requests.length;
    await stage.call('mist_get_stats', args);
    await stage.call('mist_get_stats', args);
    const asked = stage.cloud.requests.slice(before).map(({ path }) => path);
    expect(asked.filter((path) => path.endsWith('/inventory'))).toHaveLength(1);
  });
});
