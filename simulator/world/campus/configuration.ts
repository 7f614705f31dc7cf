import type { Row } from '../../json.ts';
import { deviceId } from '../seed.ts';
import { MAIN_ORG, type World } from '../world.ts';
import type { CampusOptions } from './options.ts';

const ORG = { org: MAIN_ORG };
const MSP = 'Harbor Managed Networks';

const USAGES: Row = {
  desk: { mode: 'access', port_network: 'corp' },
  phone: { mode: 'access', port_network: 'voice' },
  ap: { mode: 'trunk', port_network: 'mgmt', networks: ['corp', 'guest'] },
  up: { mode: 'trunk', port_network: 'mgmt', all_networks: true },
};

const DYNAMIC: Row = {
  mode: 'dynamic',
  reset_default_when: 'link_down',
  rules: [{ src: 'lldp_system_name', expression: '[0:2]', equals: 'AP', usage: 'ap' }],
};

export function addOrganization(world: World): void {
  const mspId = world.id('msps', MSP);
  const times = { created_time: world.ago(900), modified_time: world.ago(20) };
  world.table('msps').push({ id: mspId, name: MSP, ...times });
  const org = { id: world.id('orgs', MAIN_ORG), name: MAIN_ORG, msp_id: mspId, msp_name: MSP };
  world.table('orgs').push({ ...org, allow_mist: false, session_expiry: 1440, ...times });
  world.add('org_settings', MAIN_ORG, ORG, { msp_id: mspId, for_site: false, ui_idle_timeout: 60 });
}

function networkTemplate({ dynamic }: CampusOptions): Row {
  return {
    name: 'T',
    networks: {
      mgmt: { vlan_id: 5 },
      corp: { vlan_id: 10 },
      voice: { vlan_id: 20 },
      cam: { vlan_id: 30 },
      guest: { vlan_id: 40 },
    },
    port_usages: dynamic ? { ...USAGES, dynamic: DYNAMIC } : USAGES,
    switch_matching: {
      enable: true,
      rules: [
        {
          name: 'access',
          match_role: 'access',
          port_config: { 'ge-0/0/0-47': { usage: 'desk' }, 'xe-0/1/0-1': { usage: 'up' } },
        },
      ],
    },
  };
}

/** Networks that gateways have an address and a DHCP server in, with their VLAN. */
const ROUTED = { mgmt: 5, corp: 10, voice: 20, guest: 40 } as const;

const perNetwork = (value: (vlan: number) => Row): Row =>
  Object.fromEntries(Object.entries(ROUTED).map(([name, vlan]) => [name, value(vlan)]));

const gatewayTemplate = (): Row => ({
  name: 'G',
  type: 'standalone',
  port_config: {
    'ge-0/0/0': { usage: 'wan', name: 'INET', wan_type: 'broadband', ip_config: { type: 'dhcp' } },
    'ge-0/0/1': { usage: 'lan', port_network: 'mgmt', networks: ['corp', 'voice', 'guest'] },
  },
  ip_configs: perNetwork((vlan) => ({ type: 'static', ip: `10.{{octet}}.${vlan}.1`, netmask: '/24' })),
  dhcpd_config: {
    enabled: true,
    ...perNetwork((vlan) => ({
      type: 'local',
      ip_start: `10.{{octet}}.${vlan}.50`,
      ip_end: `10.{{octet}}.${vlan}.250`,
      gateway: `10.{{octet}}.${vlan}.1`,
    })),
  },
  bgp_config: {
    isp: {
      via: 'wan',
      type: 'external',
      local_as: 65_001,
      neighbors: { '192.0.2.1': { neighbor_as: 65_100 } },
    },
  },
});

const WLAN: Row = { enabled: true, apply_to: 'site', interface: 'all', bands: ['5'], vlan_enabled: true };

function addWireless(world: World, { guestByLabels, iot }: CampusOptions): void {
  world.add('templates', 'W', ORG, { name: 'W', applies: { org_id: world.id('orgs', MAIN_ORG) } });
  const inW = { ...WLAN, template_id: world.id('templates', 'W') };
  const corp = { auth: { type: 'eap', pairwise: ['wpa2-ccmp'] }, mist_nac: { enabled: true } };
  world.add('wlans', 'Corp', ORG, { ...inW, ssid: 'Corp', ...corp, vlan_id: 10 });
  const labels = { apply_to: 'wxtags', wxtag_ids: [world.id('wxtags', 'Guest areas')] };
  const portal = { isolation: true, portal: { enabled: true, auth: 'none' } };
  const guest = { ...inW, ssid: 'Guest', auth: { type: 'open' }, ...portal, vlan_id: 40 };
  world.add('wlans', 'Guest', ORG, guestByLabels ? { ...guest, ...labels } : guest);
  const key = { auth: { type: 'psk', psk: 'demo-campus-iot' }, isolation: false };
  if (iot) world.add('wlans', 'IoT', ORG, { ...inW, ssid: 'IoT', ...key, vlan_id: 10 });
  if (guestByLabels)
    world.add('wxtags', 'Guest areas', ORG, {
      name: 'Guest areas',
      type: 'match',
      match: 'ap_id',
      op: 'in',
      values: [deviceId(world.seed.mac('5c5b35', 'AP1'))],
    });
}

/** Adds network template T, gateway template G with its networks, and WLAN template W. */
export function addTemplates(world: World, options: CampusOptions): void {
  world.add('networktemplates', 'T', ORG, networkTemplate(options));
  world.add('gatewaytemplates', 'G', ORG, gatewayTemplate());
  for (const [name, vlan_id] of Object.entries(ROUTED))
    world.add('networks', name, ORG, { name, vlan_id, subnet: `10.{{octet}}.${vlan_id}.0/24` });
  addWireless(world, options);
}
