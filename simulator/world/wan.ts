import type { Row } from '../json.ts';
import { MAIN_ORG, type World } from './world.ts';

const WAN_PORT: Row = {
  usage: 'wan',
  name: 'INET',
  wan_type: 'broadband',
  ip_config: { type: 'dhcp' },
  vpn_paths: { 'Overlay-INET': { bfd_profile: 'broadband', role: 'spoke' } },
};

function addNetworks(world: World): void {
  const place = { org: MAIN_ORG };
  world.add('securityzones', 'branch-trust', place, { name: 'branch-trust' });
  world.add('networks', 'corp', place, {
    name: 'corp',
    vlan_id: 10,
    zone_id: world.id('securityzones', 'branch-trust'),
    subnet: '10.{{site_octet}}.10.0/24',
    gateway: '10.10.10.1',
    internet_access: { enabled: true },
    vpn_access: { 'Lakeside Overlay': { routed: true, allow_ping: true } },
    tenants: { staff: { addresses: ['10.10.10.0/25'] } },
  });
  world.add('networks', 'pos', place, {
    name: 'pos',
    vlan_id: 15,
    subnet: '10.{{site_octet}}.15.0/24',
    isolation: true,
    internal_access: { enabled: false },
  });
  world.add('networks', 'guest', place, {
    name: 'guest',
    vlan_id: '{{guest_vlan}}',
    subnet: '10.{{site_octet}}.40.0/24',
    disallow_mist_services: true,
    internet_access: { enabled: true, restricted: true },
  });
}

/** Networks of the switches that branches route as well. */
function addSiteNetworks(world: World): void {
  for (const [name, vlan_id] of Object.entries({ mgmt: 5, voice: 20, iot: 30 }))
    world.add('networks', name, { org: MAIN_ORG }, { name, vlan_id, subnet: `10.{{site_octet}}.${vlan_id}.0/24` });
}

const served = (vlan: number): Row => ({
  type: 'local',
  ip_start: `10.{{site_octet}}.${vlan}.50`,
  ip_end: `10.{{site_octet}}.${vlan}.200`,
  gateway: `10.{{site_octet}}.${vlan}.1`,
  dns_servers: ['9.9.9.9'],
});

function addServices(world: World): void {
  const place = { org: MAIN_ORG };
  world.add('services', 'any', place, {
    name: 'any',
    type: 'custom',
    addresses: ['0.0.0.0/0'],
    specs: [{ protocol: 'any' }],
  });
  world.add('services', 'payments', place, {
    name: 'payments',
    type: 'urls',
    urls: ['pay.lakeside.example/api'],
    traffic_type: 'data_mission_critical',
    max_latency: 150,
    max_loss: 1,
  });
  world.add('services', 'video-meetings', place, {
    name: 'video-meetings',
    type: 'apps',
    apps: ['zoom', 'teams'],
    traffic_type: 'default',
    dscp: 34,
  });
  world.add('services', 'streaming', place, {
    name: 'streaming',
    type: 'app_categories',
    app_categories: ['Streaming'],
  });
  world.add('servicepolicies', 'Staff to internet', place, {
    name: 'Staff to internet',
    action: 'allow',
    tenants: ['corp'],
    services: ['any'],
    path_preference: 'breakout',
    idp: { enabled: true, idpprofile_id: world.id('idpprofiles', 'Branch IDP') },
    antivirus: { enabled: true, avprofile_id: world.id('avprofiles', 'Office files') },
  });
  world.add('servicepolicies', 'Tills to payments', place, {
    name: 'Tills to payments',
    action: 'allow',
    tenants: ['pos'],
    services: ['payments'],
    path_preference: 'overlay',
    local_routing: false,
  });
  world.add('servicepolicies', 'No streaming', place, {
    name: 'No streaming',
    action: 'deny',
    tenants: ['corp', 'pos'],
    services: ['streaming'],
  });
}

function addGatewayTemplates(world: World): void {
  const place = { org: MAIN_ORG };
  const rules: Row[] = [
    { name: 'Staff to internet', servicepolicy_id: world.id('servicepolicies', 'Staff to internet') },
    { name: 'Tills to payments', servicepolicy_id: world.id('servicepolicies', 'Tills to payments') },
  ];
  const shared: Row = {
    dns_servers: ['9.9.9.9'],
    ntp_servers: ['pool.ntp.org'],
    path_preferences: {
      breakout: { strategy: 'ordered', paths: [{ type: 'wan', name: 'INET' }] },
      overlay: { strategy: 'ordered', paths: [{ type: 'vpn', name: 'Overlay-INET' }] },
    },
    ip_configs: { corp: { type: 'static', ip: '10.10.10.1', netmask: '/24' } },
    dhcpd_config: {
      enabled: true,
      mgmt: served(5),
      corp: served(10),
      voice: served(20),
      iot: served(30),
      guest: served(40),
    },
    service_policies: rules,
  };
  world.add('gatewaytemplates', 'SRX Branch', place, {
    name: 'SRX Branch',
    type: 'standalone',
    ...shared,
    port_config: {
      'ge-0/0/0': WAN_PORT,
      'ge-0/0/1': { usage: 'lan', port_network: 'mgmt', networks: ['corp', 'voice', 'iot', 'guest'] },
    },
    additional_config_cmds: ['set system services ssh root-login deny'],
  });
  world.add('gatewaytemplates', 'SSR Spoke', place, {
    name: 'SSR Spoke',
    type: 'spoke',
    ...shared,
    port_config: {
      'ge-0/0/0': WAN_PORT,
      'ge-0/0/3': { usage: 'lan', port_network: 'mgmt', networks: ['corp', 'pos', 'voice', 'iot', 'guest'] },
    },
    bgp_config: {
      core: {
        via: 'lan',
        type: 'external',
        local_as: 65_100,
        auth_key: 'demo-bgp-key',
        neighbors: { '10.10.5.2': { neighbor_as: 65_200 } },
      },
    },
  });
}

function addSecurityProfiles(world: World): void {
  const place = { org: MAIN_ORG };
  world.add('idpprofiles', 'Branch IDP', place, {
    name: 'Branch IDP',
    base_profile: 'standard',
    overwrites: [
      {
        name: 'Noisy HTTP',
        action: 'alert',
        matching: { severity: ['minor'], attack_name: ['HTTP:INVALID:HDR-FIELD'] },
      },
    ],
  });
  world.add('avprofiles', 'Office files', place, {
    name: 'Office files',
    protocols: ['http', 'smtp'],
    fallback_action: 'log-and-permit',
    max_filesize: 10_000,
    mime_whitelist: ['image/png'],
  });
  world.add('aamwprofiles', 'Malware sandbox', place, {
    name: 'Malware sandbox',
    verdict_threshold: 7,
    file_action: 'block',
    fallback_action: 'permit',
    categories: [{ category: 'executable' }, { category: 'pdf', hash_lookup_only: true }],
  });
  world.add('secintelprofiles', 'Threat feeds', place, {
    name: 'Threat feeds',
    profiles: [
      { category: 'CC', action: 'strict' },
      { category: 'DNS', action: 'default' },
    ],
  });
  world.add('secpolicies', 'Store Wireless Policy', place, {
    name: 'Store Wireless Policy',
    wlans: [{ ssid: 'Lakeside-POS', auth: { type: 'psk', psk: 'demo-secpolicy-psk' } }],
  });
}

/** Adds the WAN side: networks, applications, policies, overlay, gateway templates and security profiles. */
export function addWan(world: World): void {
  addNetworks(world);
  addSiteNetworks(world);
  addServices(world);
  addSecurityProfiles(world);
  addGatewayTemplates(world);
  const place = { org: MAIN_ORG };
  world.add('vpns', 'Lakeside Overlay', place, {
    name: 'Lakeside Overlay',
    type: 'hub_spoke',
    paths: {
      'Zurich-INET': { bfd_profile: 'broadband', ip: '203.0.113.10' },
      'Overlay-INET': { bfd_profile: 'broadband' },
    },
    path_selection: { strategy: 'simple' },
  });
}
