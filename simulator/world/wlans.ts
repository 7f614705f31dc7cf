import type { Row } from '../json.ts';
import { MAIN_SITES } from './sites.ts';
import { LAB_ORG, MAIN_ORG, type World } from './world.ts';

const COMMON: Row = {
  enabled: true,
  apply_to: 'site',
  interface: 'all',
  dtim: 2,
  max_idletime: 1800,
  hide_ssid: false,
  limit_bcast: true,
  isolation: false,
};

function corporate(world: World): Row {
  return {
    ...COMMON,
    ssid: 'Lakeside-Corp',
    template_id: world.id('templates', 'Corporate Wi-Fi'),
    bands: ['5', '6'],
    auth: { type: 'eap', pairwise: ['wpa2-ccmp', 'wpa3'], enable_mac_auth: false },
    auth_servers: [{ host: '{{radius_primary}}', port: 1812, secret: 'demo-wlan-radius' }],
    acct_servers: [{ host: '{{radius_primary}}', port: 1813, secret: 'demo-wlan-acct' }],
    dynamic_vlan: {
      enabled: true,
      type: 'airespace-interface-name',
      default_vlan_ids: [10],
      vlans: { '10': 'corp', '30': 'iot' },
    },
    mist_nac: { enabled: true },
    roam_mode: '11r',
    rateset: { '24': { template: 'no-legacy', min_rssi: -72 }, '5': { template: 'high-density', min_rssi: -75 } },
    vlan_enabled: true,
    vlan_id: 10,
  };
}

function guest(world: World): Row {
  return {
    ...COMMON,
    ssid: 'Lakeside-Guest',
    template_id: world.id('templates', 'Corporate Wi-Fi'),
    bands: ['24', '5'],
    auth: { type: 'open', owe: 'enabled' },
    isolation: true,
    portal: {
      enabled: true,
      auth: 'multi',
      passphrase_enabled: true,
      password: 'demo-guest-welcome',
      sms_enabled: true,
      sms_provider: 'twilio',
      twilio_sid: 'AC00demo',
      twilio_auth_token: 'demo-twilio-token',
      expire: 480,
    },
    portal_api_secret: 'demo-portal-api-secret',
    portal_allowed_hostnames: ['lakeside.example'],
    client_limit_down: 5000,
    client_limit_down_enabled: true,
    vlan_enabled: true,
    vlan_id: '{{guest_vlan}}',
  };
}

function personal(world: World): Row {
  return {
    ...COMMON,
    ssid: 'Lakeside-IoT',
    template_id: world.id('templates', 'Corporate Wi-Fi'),
    bands: ['24'],
    auth: { type: 'psk', multi_psk_only: false, psk: 'demo-iot-passphrase' },
    dynamic_psk: { enabled: true, source: 'cloud_psks', default_psk: 'demo-iot-default', default_vlan_id: 30 },
    vlan_enabled: true,
    vlan_id: 30,
  };
}

/** Adds the WLANs of the templates and those that sites have of their own. */
export function addWlans(world: World): void {
  const place = { org: MAIN_ORG };
  const template = (name: string) => ({ template_id: world.id('templates', name) });
  world.add('wlans', 'Lakeside-Corp', place, corporate(world));
  world.add('wlans', 'Lakeside-Guest', place, guest(world));
  world.add('wlans', 'Lakeside-IoT', place, personal(world));
  world.add('wlans', 'Lakeside-POS', place, {
    ...COMMON,
    ...template('Store Wi-Fi'),
    ssid: 'Lakeside-POS',
    hide_ssid: true,
    bands: ['5'],
    auth: { type: 'psk', pairwise: ['wpa3'], psk: 'demo-pos-passphrase' },
    vlan_enabled: true,
    vlan_id: 15,
  });
  world.add('wlans', 'Lakeside-Store-Guest', place, {
    ...COMMON,
    ...template('Store Wi-Fi'),
    ssid: 'Lakeside-Shop',
    bands: ['24', '5'],
    auth: { type: 'open' },
    isolation: true,
    vlan_enabled: true,
    vlan_id: '{{guest_vlan}}',
    schedule: { enabled: true, hours: { mon: '09:00-20:00', sat: '09:00-18:00' } },
  });
  world.add('wlans', 'Lakeside-Scanner', place, {
    ...COMMON,
    ...template('Scanner Wi-Fi'),
    ssid: 'Lakeside-Scanner',
    bands: ['5'],
    roam_mode: 'OKC',
    auth: { type: 'psk', psk: 'demo-scanner-passphrase' },
  });
  world.add('wlans', 'Lakeside-Legacy', place, {
    ...COMMON,
    ssid: 'Lakeside-Legacy',
    enabled: false,
    template_id: world.id('templates', 'Scanner Wi-Fi'),
    bands: ['24'],
    auth: { type: 'psk', psk: 'demo-legacy-passphrase' },
  });
  for (const site of MAIN_SITES.filter((one) => one.groups.includes('Offices'))) {
    const ssid = `${site.name.split(' ')[0]}-Events`;
    world.add(
      'wlans',
      ssid,
      { org: MAIN_ORG, site: site.name },
      { ...COMMON, ssid, bands: ['5'], auth: { type: 'psk', psk: `demo-events-${site.octet}` } },
    );
  }
  world.add(
    'wlans',
    'Lab-Test',
    { org: LAB_ORG, site: 'Lab Dublin' },
    { ...COMMON, ssid: 'Lab-Test', bands: ['5'], auth: { type: 'psk', psk: 'demo-lab-passphrase' } },
  );
}
