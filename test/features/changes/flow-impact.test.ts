import { describe, expect, it } from 'vitest';
import { type Args, removal, requestsOf, shown, unasked, update } from './flow-arguments.ts';
import { useDesk } from './use-desk.ts';

const desk = useDesk();
const { id } = desk;

describe('the impact', () => {
  it.each<[string, () => Args, readonly string[], readonly string[]]>([
    [
      'a WLAN template: its sites and WLANs',
      () => update('org_wlantemplates', id('templates', 'Corporate Wi-Fi'), { exceptions: null }),
      ['Takes effect at 10 sites: "Zurich HQ"', 'Used by 3 WLANs: "Lakeside-Corp"'],
      ['wlans', 'wxrules', 'sites'],
    ],
    [
      'a WLAN template that loses sites',
      () =>
        update('org_wlantemplates', id('templates', 'Store Wi-Fi'), {
          applies: { sitegroup_ids: null, site_ids: [id('sites', 'Paris Store')] },
        }),
      ['Takes effect at 1 site: "Paris Store"', 'No longer at 3 sites: "London Store"'],
      ['wlans', 'wxrules', 'sites', 'sitegroups'],
    ],
    [
      'a WLAN: the sites of its template',
      () => update('org_wlans', id('wlans', 'Lakeside-POS'), { enabled: false }),
      ['It belongs to the WLAN template "Store Wi-Fi".', 'Takes effect at 4 sites'],
      ['templates', 'sites'],
    ],
    [
      'an RF template: its sites',
      () => update('org_rftemplates', id('rftemplates', 'Warehouse RF'), { ant_gain_24: 1 }),
      ['Used by 1 site: "Rotterdam Warehouse"'],
      ['sites'],
    ],
    [
      'a network template: its sites',
      () => update('org_networktemplates', id('networktemplates', 'Store Switching'), { name: 'x' }),
      ['Used by 4 sites'],
      ['sites'],
    ],
    [
      'a network: who names it',
      () => update('org_networks', id('networks', 'corp'), { vlan_id: 11 }),
      ['Used by', 'gateway template', 'Not looked through, since each site would take requests'],
      ['gatewaytemplates', 'deviceprofiles', 'servicepolicies', 'networktemplates', 'networks'],
    ],
    [
      'a VPN: the networks in it',
      () => update('org_vpns', String(desk.cloud.world.table('vpns')[0]?.id), { name: 'New overlay' }),
      ['RENAMING: ', 'Used by 1 network: "corp"'],
      ['networks', 'gatewaytemplates', 'deviceprofiles'],
    ],
    [
      'a device profile: its devices',
      () => update('org_deviceprofiles', id('deviceprofiles', 'Ceiling AP'), { led: { brightness: 1 } }),
      ['devices:'],
      ['templates', 'inventory', 'evpn_topologies'],
    ],
    [
      'a NAC tag: the rules with it',
      () => update('org_nactags', String(desk.cloud.world.table('nactags')[0]?.id), { name: 'x' }),
      ['NAC rule'],
      ['nacrules'],
    ],
    [
      'a WxLAN tag: the rules with it',
      () => update('org_wxtags', id('wxtags', 'Contractors'), { name: 'x' }),
      ['WxLAN rule'],
      ['wxrules', 'wlans'],
    ],
    [
      'a site group: its sites and templates',
      () => update('org_sitegroups', id('sitegroups', 'Stores'), { name: 'Shops' }),
      ['Used by 4 sites', 'Used by 1 WLAN template: "Store Wi-Fi"'],
      ['sites', 'templates', 'nacrules'],
    ],
    [
      'a WLAN that is renamed: the PSKs for it',
      () => update('org_wlans', id('wlans', 'Lakeside-IoT'), { ssid: 'Lakeside-Things' }),
      ['RENAMING: '],
      ['templates', 'sites', 'psks', 'pskportals', 'nacportals'],
    ],
    [
      'a device: itself',
      () =>
        update(
          'site_devices',
          String(desk.cloud.world.table('devices')[0]?.id),
          { notes: 'y' },
          { site_id: String(desk.cloud.world.table('devices')[0]?.site_id) },
        ),
      ['Who refers to single devices is not looked through.'],
      [''],
    ],
    [
      'an organization setting: all sites',
      () => ({ action_type: 'update', object_type: 'org_settings', payload: { ui_idle_timeout: 7 } }),
      ['Takes effect at 10 sites'],
      ['sites'],
    ],
  ])('of %s', async (_, args, lines, looked) => {
    const message = await shown(desk.stage, args());
    for (const line of lines) expect(message).toContain(line);
    const requests = await requestsOf(desk.stage, args());
    const own = /^[a-z]+\/[0-9a-f-]{36}$|^setting$/;
    // The verdict reads layers and live facts besides; `flow-verdict` holds it to its bound.
    expect(requests.filter((path) => !own.test(path))).toEqual(expect.arrayContaining([...looked]));
  });
});

describe('deleting what is in use', () => {
  it.each<[string, () => Args, RegExp]>([
    ['a network that others name', () => removal('org_networks', id('networks', 'corp')), /gateway template/],
    [
      'a VPN that a network goes into',
      () => removal('org_vpns', id('vpns', 'Lakeside Overlay')),
      /1 × network \("corp"\)/,
    ],
    [
      'a security zone of a network',
      () => removal('org_securityzones', id('securityzones', 'branch-trust')),
      /1 × network/,
    ],
    [
      'a map stack with its maps',
      () => removal('site_mapstacks', id('mapstacks', 'Zurich HQ'), { site_id: 'Zurich HQ' }),
      /2 × map/,
    ],
    ['a site that a site group or rule names', () => removal('org_sites', 'Madrid Store'), /×/],
    [
      'a map with its zones and beacons',
      () => removal('site_maps', id('maps', 'Zurich HQ/Ground floor'), { site_id: 'Zurich HQ' }),
      /zone/,
    ],
  ])('is refused for %s', async (_, args, what) => {
    const { data } = await unasked(desk.stage, args());
    expect(data.error).toMatch(/is in use: /);
    expect(data.error).toMatch(what);
  });

  it('is refused unless it is forced, which the question shows in capitals', async () => {
    const args = removal('org_networktemplates', id('networktemplates', 'Campus Switching'));
    const { data } = await unasked(desk.stage, args);
    expect(data.error).toMatch(/^The network template is in use: 6 × site \("Zurich HQ"/);
    expect(await shown(desk.stage, { ...args, force: true })).toContain(
      'FORCED: IT IS IN USE AND WILL BE DELETED ALL THE SAME.',
    );
  });

  it.each([
    ['org_networktemplates', 'networktemplates', 'Campus Switching', /port_usages: \d+ removed/],
    ['org_gatewaytemplates', 'gatewaytemplates', 'SRX Branch', /Used by \d+ sites/],
    ['org_networks', 'networks', 'corp', /Used by 2 service policies/],
    ['org_wlans', 'wlans', 'Lakeside-Guest', /vlan_id: "\{\{guest_vlan\}\}"/],
    ['org_sites', 'sites', 'Zurich HQ', /Used by .*11 devices/],
  ])('of what is used much is a question that can be read: %s', async (family, table, name, says) => {
    const question = await shown(desk.stage, removal(family, id(table, name), { force: true }));
    expect(question.split('\n').length, question).toBeLessThanOrEqual(25);
    expect(question).toMatch(says);
    expect(question).toContain('What is lost:');
  });

  it('of a device profile counts its devices, of a site too', async () => {
    expect(
      (await unasked(desk.stage, removal('org_deviceprofiles', id('deviceprofiles', 'Ceiling AP')))).data.error,
    ).toMatch(/× device/);
    expect((await unasked(desk.stage, removal('org_sites', 'Madrid Store'))).data.error).toMatch(
      /3 × device \("MAD-S-AP/,
    );
  });
});
