import { isRow, type Row } from '../../../simulator/json.ts';
import { MAIN_ORG, type World } from '../../../simulator/world/world.ts';

/** A certificate that ended in 2020. */
const ENDED = `-----BEGIN CERTIFICATE-----
MIIBGDCBvgIBATAKBggqhkjOPQQDAjAYMRYwFAYDVQQDDA1lbmRlZC5leGFtcGxl
MB4XDTIwMDEwMTAwMDAwMFoXDTIwMDIwMTAwMDAwMFowGDEWMBQGA1UEAwwNZW5k
ZWQuZXhhbXBsZTBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABBqfEnbkrmGeQLIe
3WxfmyJukA7JurYdXnX5Xq8OxQX9437A4mPhFx3Jn3nK//GcfnLnioixGq+hhxYo
6FCQYS0wCgYIKoZIzj0EAwIDSQAwRgIhAJsWJenYEikVIiGktaE5Fhxw947MzzWw
BpweQSbLd6pBAiEA/0mL6MT92MzjrHtqC1VCGuJ9PlIJTd0+qu8wnCb/UQk=
-----END CERTIFICATE-----`;

const GONE = 'deadbeef-0000-4000-8000-000000000001';

/** What the audit has to say of something that was planted: rule and path. */
export type Planted = Readonly<Record<string, readonly string[]>>;

/** Rows of the simulated organization by name, to be changed in place. */
class Estate {
  readonly #world: World;
  #made = 0;

  constructor(world: World) {
    this.#world = world;
  }

  id(table: string, name: string): string {
    return String(this.#world.named(table, name).id);
  }

  row(table: string, name: string): Row {
    return this.#world.named(table, name);
  }

  setting(site: string): Row {
    const id = this.id('sites', site);
    const row = this.#world.table('site_settings').find((one) => one.site_id === id);
    if (!row) throw new RangeError(`no setting of ${site}`);
    return row;
  }

  orgSetting(): Row {
    const id = this.#world.id('orgs', MAIN_ORG);
    const row = this.#world.table('org_settings').find((one) => one.org_id === id);
    if (!row) throw new RangeError('no setting of the organization');
    return row;
  }

  /** An attribute that is an object, to be changed in place. */
  inner(row: Row, name: string): Row {
    const value = row[name];
    const made: Row = isRow(value) ? { ...value } : {};
    row[name] = made;
    return made;
  }

  add(table: string, fields: Row, site?: string): Row {
    this.#made += 1;
    return this.#world.add(table, `planted ${this.#made}`, { org: MAIN_ORG, ...(site ? { site } : {}) }, fields);
  }

  /** A WLAN with nothing to find: on a few access points, so that it counts nowhere else. */
  wlan(ssid: string, template: string | undefined, fields: Row): Row {
    const ap = this.#world.table('devices').find((one) => one.type === 'ap');
    return this.add('wlans', {
      ...{ ssid, enabled: true, apply_to: 'aps', ap_ids: [String(ap?.id)], interface: 'all', bands: ['5'] },
      ...{ vlan_enabled: true, vlan_id: 10, auth: { type: 'psk', psk: 'planted-psk-1', pairwise: ['wpa3'] } },
      ...(template === undefined ? {} : { template_id: template }),
      ...fields,
    });
  }
}

const USAGE = { mode: 'access', port_network: 'corp', stp_edge: true, storm_control: { percentage: 50 } };
const EAP = { auth: { type: 'eap', pairwise: ['wpa2-ccmp', 'wpa3'] }, roam_mode: 'OKC' };
const NAC = { ...EAP, mist_nac: { enabled: true } };
const PSK = { type: 'psk', psk: 'planted-psk-1' };

/** Takes away what would hide what is planted: one site that says nothing of its switches, snooping that is on. */
export function prepare(world: World): void {
  const estate = new Estate(world);
  const toronto = estate.setting('Toronto Store');
  for (const name of ['dns_servers', 'networks', 'switch_mgmt']) delete toronto[name];
  for (const name of ['Campus Switching', 'Store Switching'])
    estate.row('networktemplates', name).dhcp_snooping = { enabled: true, all_networks: true };
  world.touch();
}

/** Plants a violation of every rule, and says where the audit has to find it. */
export function plant(world: World): Planted {
  const estate = new Estate(world);
  const found: Record<string, string[]> = {};
  const expect = (rule: string, ...paths: readonly string[]): void => {
    found[rule] = [...(found[rule] ?? []), ...paths];
  };
  plantWlans(estate, expect);
  plantSites(estate, expect);
  plantSwitching(estate, expect);
  plantServices(estate, expect);
  world.touch();
  return found;
}

type Expect = (rule: string, ...paths: readonly string[]) => void;

function plantWlans(estate: Estate, expect: Expect): void {
  const lab = estate.id('sites', 'San Jose Lab');
  const template = String(estate.add('templates', { name: 'Planted', applies: { site_ids: [lab] } }).id);
  const radius = String(estate.inner(estate.setting('San Jose Lab'), 'vars').radius_primary);
  const rows: readonly (readonly [rule: string, fields: Row])[] = [
    ['open-wlan', { auth: { type: 'open' } }],
    ['weak-encryption', { auth: { ...PSK, pairwise: ['wpa1-tkip', 'wpa3'] } }],
    ['psk-without-wpa3', { auth: { ...PSK, pairwise: ['wpa2-ccmp'] } }],
    ['6ghz-security', { ...NAC, bands: ['6'], auth: { type: 'eap', pairwise: ['wpa2-ccmp'] } }],
    ['guest-without-isolation', { auth: { type: 'open' }, portal: { enabled: true, auth: 'none' } }],
    ['one-radius-server', { ...EAP, auth_servers: [{ host: '10.9.9.1', secret: 'planted-secret-1' }] }],
    [
      'literal-radius-host',
      { ...EAP, auth_servers: ['10.9.9.1', radius].map((host) => ({ host, secret: 'planted-secret-2' })) },
    ],
    ['untagged-wlan', { vlan_enabled: false }],
    ['fast-roaming-with-psk', { roam_mode: '11r' }],
    ['eap-without-roaming', { ...NAC, roam_mode: 'NONE' }],
    ['legacy-rates', { bands: ['24'] }],
    ['high-min-rssi', { rateset: { '5': { template: 'no-legacy', min_rssi: -60 } } }],
  ];
  for (const [rule, fields] of rows) {
    estate.wlan(`P ${rule}`, template, fields);
    expect(rule, `org/wlans/planted/p-${rule}`);
  }
  estate.wlan('P hole', template, { vlan_id: '{{nowhere}}' });
  expect('variable-without-value', 'sites/san-jose-lab/setting');
  estate.wlan('P alone', undefined, {});
  expect('wlan-without-template', 'org/wlans/p-alone');
  estate.add('templates', { name: 'Nowhere', applies: { site_ids: [] } });
  estate.add('templates', { name: 'Dead', applies: { site_ids: [lab, GONE] } });
  expect('wlan-template-reach', 'org/wlantemplates/nowhere', 'org/wlantemplates/dead');
  const own = { ...EAP, mist_nac: { enabled: true }, apply_to: 'site', enabled: true, vlan_enabled: true, vlan_id: 10 };
  estate.add('wlans', { ...own, ssid: 'Lakeside-Corp', bands: ['5'], interface: 'all' }, 'Toronto Store');
  expect('site-wlan', 'sites/toronto-store/wlans/lakeside-corp');
  expect('ssid-twice', 'sites/toronto-store/site');
  const many = estate.add('templates', { name: 'Many', applies: { site_ids: [estate.id('sites', 'Berlin Office')] } });
  for (const ssid of ['Many 1', 'Many 2']) estate.wlan(ssid, String(many.id), { apply_to: 'site', ap_ids: [] });
  expect('many-ssids', 'sites/berlin-office/site');
}

function plantSites(estate: Estate, expect: Expect): void {
  const radio = estate.inner(estate.row('rftemplates', 'Warehouse RF'), 'band_24');
  Object.assign(radio, { bandwidth: 40, channels: [1, 3] });
  expect('wide-24ghz', 'org/rftemplates/warehouse-rf');
  expect('overlapping-24ghz', 'org/rftemplates/warehouse-rf');
  const ap = estate.row('devices', 'PAR-S-AP-Reception');
  estate.inner(ap, 'radio_config').band_5 = { channel: 36 };
  expect('fixed-radio', 'sites/paris-store/devices/par-s-ap-reception');
  delete estate.row('sites', 'Austin Office').rftemplate_id;
  expect('site-without-template', 'sites/austin-office/site');
  delete estate.row('sites', 'Tokyo Office').timezone;
  expect('site-without-country', 'sites/tokyo-office/site');
  estate.row('sites', 'San Jose Lab').country_code = 'DE';
  expect('country-mismatch', 'sites/san-jose-lab/site');
  estate.inner(estate.setting('London Store'), 'auto_upgrade').enabled = false;
  expect('no-auto-upgrade', 'sites/london-store/setting');
  estate.inner(estate.setting('Paris Store'), 'auto_upgrade').time_of_day = '10:00';
  expect('upgrade-by-day', 'sites/paris-store/setting');
  estate.setting('Zurich HQ').config_auto_revert = false;
  expect('no-config-revert', 'sites/zurich-hq/setting');
  // Site and site template differ: nobody can tell which counts.
  estate.row('sitetemplates', 'Store Sites').config_auto_revert = true;
  estate.setting('Paris Store').config_auto_revert = false;
  expect('site-override', 'sites/paris-store/setting');
  estate.inner(estate.setting('London Store'), 'rogue').enabled = false;
  expect('no-rogue-detection', 'sites/london-store/setting');
  delete estate.row('orgs', MAIN_ORG).alarmtemplate_id;
  delete estate.row('sites', 'Zurich HQ').alarmtemplate_id;
  expect('no-alarm-template', 'sites/zurich-hq/site');
  estate.inner(estate.setting('Zurich HQ'), 'vars').leftover = 'x';
  expect('unused-variable', 'sites/zurich-hq/setting');
}

function plantSwitching(estate: Estate, expect: Expect): void {
  const campus = estate.row('networktemplates', 'Campus Switching');
  const store = estate.row('networktemplates', 'Store Switching');
  const usages = estate.inner(campus, 'port_usages');
  const rows: readonly (readonly [rule: string, fields: Row])[] = [
    ['access-in-default-vlan', { ...USAGE, port_network: 'default' }],
    ['access-without-stp', { ...USAGE, stp_disable: true, stp_edge: false }],
    ['access-without-edge', { ...USAGE, stp_edge: false }],
    ['trunk-as-edge', { mode: 'trunk', all_networks: true, stp_edge: true }],
    ['trunk-blocks-dhcp', { mode: 'trunk', all_networks: true, allow_dhcpd: false }],
    ['no-storm-control', { ...USAGE, storm_control: {} }],
    ['mac-limit-beside-802.1x', { ...USAGE, port_auth: 'dot1x', mac_limit: 4 }],
    ['reauth-interval', { ...USAGE, port_auth: 'dot1x', reauth_interval: 600 }],
  ];
  for (const [at, [rule, fields]] of rows.entries()) {
    usages[`planted${at}`] = fields;
    expect(rule, 'org/networktemplates/campus-switching');
  }
  estate.inner(usages, 'ap').mac_limit = 5;
  expect('mac-limit-at-access-point', 'org/networktemplates/campus-switching');
  estate.inner(campus, 'remote_syslog').enabled = false;
  expect('no-syslog', 'org/networktemplates/campus-switching');
  campus.dhcp_snooping = { enabled: true };
  expect('dhcp-snooping-nowhere', 'org/networktemplates/campus-switching');
  delete store.dhcp_snooping;
  expect('no-dhcp-snooping', 'org/networktemplates/store-switching');
  const core = estate.row('devices', 'BER-O-SW-CORE');
  core.stp_config = { bridge_priority: '32k' };
  expect('no-root-bridge', 'sites/berlin-office/site');
  expect('device-override', 'sites/berlin-office/devices/ber-o-sw-core');
  estate.setting('Toronto Store').dns_servers = ['10.9.9.53'];
  expect('site-override', 'sites/toronto-store/setting');
  estate.row('devices', 'LON-S-GW-1').mist_configured = false;
  expect('not-managed', 'sites/london-store/devices/lon-s-gw-1');
  delete estate.inner(estate.setting('Tokyo Office'), 'gateway_mgmt').root_password;
  expect('no-root-password', 'sites/tokyo-office/setting');
  delete estate.row('gatewaytemplates', 'SSR Spoke').ntp_servers;
  expect('no-ntp', 'org/gatewaytemplates/ssr-spoke');
  delete estate.row('gatewaytemplates', 'SRX Branch').dns_servers;
  expect('no-dns', 'org/gatewaytemplates/srx-branch');
}

function plantServices(estate: Estate, expect: Expect): void {
  const hook = { enabled: true, type: 'http-post', topics: ['alarms'], verify_cert: true, secret: 'planted-secret-3' };
  const { secret: _, ...unsigned } = hook;
  estate.add('webhooks', { ...hook, name: 'P clear', url: 'http://hooks.example/1' });
  expect('webhook-in-clear', 'org/webhooks/p-clear');
  estate.add('webhooks', { ...unsigned, name: 'P unsigned', url: 'https://hooks.example/2' });
  expect('webhook-without-secret', 'org/webhooks/p-unsigned');
  estate.add('webhooks', { ...hook, name: 'P anyone', url: 'https://hooks.example/3', verify_cert: false });
  expect('webhook-unverified', 'org/webhooks/p-anyone');
  const setting = estate.orgSetting();
  estate.inner(estate.inner(setting, 'mist_nac'), 'server_cert').cert = ENDED;
  expect('certificate-ends', 'org/settings');
  estate.inner(setting, 'password_policy').enabled = false;
  expect('no-password-policy', 'org/settings');
  estate.add('nacrules', { name: 'P off', order: 3, action: 'allow', enabled: false });
  expect('nac-rule-off', 'org/nacrules/0003-p-off');
  estate.add('nacrules', { name: 'P anyone', order: 20, action: 'block', enabled: true });
  estate.add('nacrules', { name: 'P late', order: 21, action: 'allow', enabled: true, matching: { auth_type: 'mab' } });
  expect('nac-rule-unreachable', 'org/nacrules/0021-p-late');
  const psk = { ssid: 'Lakeside-IoT', passphrase: 'planted-psk-2', usage: 'multi' };
  estate.add('psks', { ...psk, name: 'P old', expire_time: 1_580_000_000 });
  expect('psk-expired', 'org/psks/lakeside-iot/p-old');
  estate.add('psks', { ...psk, name: 'P guest', role: 'guest' });
  expect('guest-psk-without-end', 'org/psks/lakeside-iot/p-guest');
  estate.add('rftemplates', { name: 'P spare', country_code: 'US' });
  expect('unused-object', 'org/rftemplates/p-spare');
}
