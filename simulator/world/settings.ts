import type { Row } from '../json.ts';
import { SITES, type SiteFacts } from './sites.ts';
import { MAIN_ORG, type World } from './world.ts';

function common(site: SiteFacts): Row {
  return {
    vars: {
      site_octet: String(site.octet),
      corp_vlan: '10',
      guest_vlan: '40',
      radius_primary: `10.${site.octet}.250.11`,
      radius_shared_secret: `demo-radius-${site.octet}`,
    },
    auto_upgrade: { enabled: true, version: 'stable', day_of_week: 'sun', time_of_day: '02:00' },
    rogue: {
      enabled: true,
      honeypot_enabled: true,
      min_rssi: -80,
      min_duration: 10,
      whitelisted_ssids: ['NeighborCafe'],
    },
    wids: { repeated_auth_failures: { duration: 60, threshold: 10 } },
    wifi: {
      enabled: true,
      locate_unconnected: true,
      locate_connected: true,
      mesh_enabled: false,
      proxy_arp: 'default',
    },
    rtsa: { enabled: true, track_asset: true, app_waking: false },
    occupancy: { clients_enabled: true, min_duration: 3000, sdkclients_enabled: false, assets_enabled: false },
    analytic: { enabled: true },
    led: { enabled: true, brightness: 255 },
    persist_config_on_device: true,
    config_auto_revert: true,
    device_updown_threshold: 10,
    ap_updown_threshold: 10,
    status_portal: { enabled: false },
  };
}

function wired(site: SiteFacts): Row {
  return {
    dns_servers: [`10.${site.octet}.250.2`, '9.9.9.9'],
    dns_suffix: ['lakeside.example'],
    ntp_servers: ['pool.ntp.org'],
    networks: {
      corp: { vlan_id: 10, subnet: `10.${site.octet}.10.0/24` },
      voice: { vlan_id: 20, subnet: `10.${site.octet}.20.0/24` },
      guest: { vlan_id: '{{guest_vlan}}', subnet: `10.${site.octet}.40.0/24` },
    },
    port_usages: {
      kiosk: { mode: 'access', port_network: 'corp', port_auth: 'dot1x', stp_edge: true, mac_limit: 2 },
      printer: { mode: 'access', port_network: 'corp', enable_mac_auth: true, speed: 'auto', poe_disabled: true },
    },
    switch_mgmt: {
      root_password: 'demo-switch-root',
      config_revert_timer: 10,
      cli_idle_timeout: 15,
      protect_re: { enabled: true, allowed_services: ['icmp', 'ssh'], trusted_hosts: ['10.0.0.0/8'] },
    },
    gateway_mgmt: { app_usage: true, root_password: 'demo-gateway-root', config_revert_timer: 10 },
    ssh_keys: ['ssh-ed25519 AAAAC3NzaC1lZDI1NTE5DEMO noc@lakeside.example'],
  };
}

/** Adds one settings object for every site; stores and offices differ in their templates, not here. */
export function addSiteSettings(world: World): void {
  for (const site of SITES) {
    const fields = site.org === MAIN_ORG ? { ...common(site), ...wired(site) } : { vars: { bench: site.name } };
    world.add('site_settings', site.name, { org: site.org, site: site.name }, fields);
  }
}
