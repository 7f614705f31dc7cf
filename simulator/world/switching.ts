import type { Row } from '../json.ts';

const RADIUS: Row = {
  auth_servers: [
    { host: '{{radius_primary}}', port: 1812, secret: 'demo-radius-auth', require_message_authenticator: true },
    { host: '10.0.250.12', port: 1812, secret: 'demo-radius-backup' },
  ],
  acct_servers: [{ host: '{{radius_primary}}', port: 1813, secret: 'demo-radius-acct' }],
  acct_interim_interval: 600,
  auth_servers_timeout: 5,
  auth_servers_retries: 3,
};

const PORT_USAGES: Row = {
  ap: { mode: 'trunk', all_networks: true, port_network: 'mgmt', poe_disabled: false, stp_edge: true },
  desk: {
    mode: 'access',
    port_network: 'corp',
    voip_network: 'voice',
    port_auth: 'dot1x',
    guest_network: 'guest',
    stp_edge: true,
  },
  camera: { mode: 'access', port_network: 'iot', enable_mac_auth: true, mac_auth_only: true, poe_priority: 'high' },
  uplink: { mode: 'trunk', all_networks: true, port_network: 'mgmt', stp_no_root_port: false, mtu: 9216 },
  dynamic: {
    mode: 'dynamic',
    reset_default_when: 'link_down',
    rules: [{ src: 'lldp_system_name', expression: '[0:2]', equals: 'AP', usage: 'ap' }],
  },
};

/** A switch configuration template with what both campus and stores need. */
export function networkTemplate(name: string, banner: string): Row {
  return {
    name,
    dns_servers: ['10.0.250.2', '9.9.9.9'],
    ntp_servers: ['pool.ntp.org'],
    networks: {
      mgmt: { vlan_id: 5 },
      corp: { vlan_id: 10 },
      pos: { vlan_id: 15 },
      voice: { vlan_id: 20 },
      iot: { vlan_id: 30, isolation: true },
      guest: { vlan_id: 40 },
    },
    port_usages: PORT_USAGES,
    radius_config: RADIUS,
    snmp_config: {
      enabled: true,
      contact: 'noc@lakeside.example',
      v2c_config: [
        { community_name: 'demo-community', authorization: 'read-only', client_list_name: 'noc', view: 'all' },
      ],
      client_list: [{ client_list_name: 'noc', clients: ['10.0.250.0/24'] }],
    },
    switch_mgmt: { cli_banner: banner, root_password: 'demo-template-root', cli_idle_timeout: 10 },
    switch_matching: {
      enable: true,
      rules: [
        {
          name: 'access',
          match_model: 'EX4100',
          port_config: { 'ge-0/0/0-35': { usage: 'desk' }, 'ge-0/0/36-47': { usage: 'ap' } },
        },
      ],
    },
    remote_syslog: {
      enabled: true,
      servers: [
        { host: '10.0.250.30', port: 514, protocol: 'udp', contents: [{ facility: 'any', severity: 'warning' }] },
      ],
    },
    additional_config_cmds: ['set system services netconf ssh', 'set system login message "{{site_octet}}"'],
    acl_tags: { staff: { type: 'network', network: 'corp' }, cameras: { type: 'network', network: 'iot' } },
    acl_policies: [
      { name: 'No staff to cameras', src_tags: ['staff'], actions: [{ dst_tag: 'cameras', action: 'deny' }] },
    ],
  };
}
