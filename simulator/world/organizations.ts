import type { Row } from '../json.ts';
import { LAB_ORG, MAIN_ORG, type World } from './world.ts';

/** Name of the managed service provider that owns both organizations. */
export const MSP = 'Harbor Managed Networks';

function mainSettings(world: World): Row {
  return {
    ap_updown_threshold: 10,
    switch_updown_threshold: 10,
    gateway_updown_threshold: 5,
    device_updown_threshold: 10,
    ui_idle_timeout: 60,
    disable_remote_shell: false,
    disable_pcap: false,
    allow_mist: false,
    tags: ['retail', 'europe'],
    password_policy: {
      enabled: true,
      expiry_in_days: 180,
      min_length: 12,
      requires_special_char: true,
      requires_two_factor_auth: true,
    },
    api_policy: { no_reveal: false },
    auto_site_assignment: {
      enable: true,
      rules: [{ src: 'name', expression: '[0:3]', prefix: 'LRG-', suffix: null }],
    },
    auto_upgrade: { enabled: true, version: 'stable', day_of_week: 'sun', time_of_day: '03:00' },
    cloudshark: { url: 'https://captures.lakeside.example', apitoken: 'demo-capture-token-7f21' },
    installer: {
      allow_all_devices: true,
      allow_all_sites: false,
      grace_period: 7,
      extra_site_ids: [world.id('sites', 'San Jose Lab')],
    },
    mist_nac: {
      use_ssl_port: false,
      eap_ssl_security_level: 2,
      idps: [
        {
          id: world.id('ssos', 'Entra ID'),
          user_realms: ['lakeside.example'],
          exclude_realms: ['guest.lakeside.example'],
        },
      ],
      server_cert: {
        cert: '-----BEGIN CERTIFICATE-----\nMIIBdemo\n-----END CERTIFICATE-----',
        key: 'demo-private-key',
        password: 'demo-key-passphrase',
      },
    },
    device_cert: { cert: '-----BEGIN CERTIFICATE-----\nMIIBdevice\n-----END CERTIFICATE-----', key: 'demo-device-key' },
    cacerts: ['-----BEGIN CERTIFICATE-----\nMIIBroot\n-----END CERTIFICATE-----'],
    mgmt: { mxtunnel_ids: [world.id('mxtunnels', 'Campus Tunnel')], use_mxtunnel: false, use_wxtunnel: false },
    mxedge_mgmt: { mist_password: 'demo-edge-mist', root_password: 'demo-edge-root', oob_ip_type: 'dhcp' },
    pcap: { bucket: 'lakeside-captures', max_pkt_len: 128 },
    security: { disable_local_ssh: false, limit_ssh_access: true },
    switch_mgmt: { ap_affinity_threshold: 12 },
    simple_alert: {
      arp_failure: { client_count: 10, duration: 20, incident_count: 10 },
      dhcp_failure: { client_count: 10, duration: 10, incident_count: 20 },
      dns_failure: { client_count: 20, duration: 10, incident_count: 30 },
    },
    synthetic_test: { disabled: false, aggressiveness: 'auto', vlans: [{ vlan_ids: [10, 20], disabled: false }] },
    vpn_options: { as_base: 65_000, st_subnet: '10.224.0.0/12' },
    wired_pma: { enabled: true },
    wireless_pma: { enabled: true },
  };
}

/** Adds the provider, its two organizations and their settings. */
export function addOrganizations(world: World): void {
  const mspId = world.id('msps', MSP);
  world.table('msps').push({ id: mspId, name: MSP, created_time: world.ago(1500), modified_time: world.ago(20) });
  for (const name of [MAIN_ORG, LAB_ORG]) {
    const org: Row = {
      id: world.id('orgs', name),
      name,
      msp_id: mspId,
      msp_name: MSP,
      allow_mist: name === MAIN_ORG,
      session_expiry: 1440,
      created_time: world.ago(name === MAIN_ORG ? 1400 : 300),
      modified_time: world.ago(12),
    };
    if (name === MAIN_ORG) org.alarmtemplate_id = world.id('alarmtemplates', 'Default Alarms');
    world.table('orgs').push(org);
    const fields: Row = name === MAIN_ORG ? mainSettings(world) : { ui_idle_timeout: 0, tags: ['lab'] };
    world.add('org_settings', name, { org: name }, { msp_id: mspId, for_site: false, ...fields });
  }
}
