import { MAIN_SITES } from './sites.ts';
import { networkTemplate } from './switching.ts';
import { LAB_ORG, MAIN_ORG, type World } from './world.ts';

function addRadio(world: World): void {
  const place = { org: MAIN_ORG };
  world.add('rftemplates', 'Office RF', place, {
    name: 'Office RF',
    country_code: 'US',
    band_24_usage: 'auto',
    scanning_enabled: true,
    band_24: { bandwidth: 20, channels: [1, 6, 11], power_min: 5, power_max: 12, disabled: false },
    band_5: { bandwidth: 40, power_min: 8, power_max: 17 },
    band_6: { bandwidth: 80, power_min: 8, power_max: 17 },
    model_specific: { AP45: { band_24_usage: '24', band_24: { disabled: true } } },
  });
  world.add('rftemplates', 'Warehouse RF', place, {
    name: 'Warehouse RF',
    country_code: 'NL',
    ant_gain_24: 6,
    ant_gain_5: 6,
    band_24: { bandwidth: 20, power_min: 8, power_max: 18 },
    band_5: { bandwidth: 20, power_min: 10, power_max: 17 },
  });
  world.add('rftemplates', 'Lab RF', { org: LAB_ORG }, { name: 'Lab RF', band_5: { bandwidth: 80 } });
}

function addAps(world: World): void {
  const place = { org: MAIN_ORG };
  world.add('aptemplates', 'Standard APs', place, {
    ap_matching: {
      enabled: true,
      rules: [{ name: 'wall plates', match_model: 'AP12', port_config: { eth1: { port_vlan_id: 30 } } }],
    },
    wifi: { enabled: true, locate_connected: true, locate_unconnected: true, mesh_enabled: false, proxy_arp: true },
  });
  world.add('deviceprofiles', 'Ceiling AP', place, {
    name: 'Ceiling AP',
    type: 'ap',
    ip_config: { type: 'dhcp', vlan_id: 5 },
    led: { enabled: true, brightness: 120 },
    ble_config: {
      power_mode: 'default',
      beacon_enabled: true,
      ibeacon_enabled: true,
      ibeacon_uuid: world.id('ibeacons', 'store'),
      ibeacon_major: 13,
    },
  });
  world.add('deviceprofiles', 'Outdoor AP', place, {
    name: 'Outdoor AP',
    type: 'ap',
    mesh: { enabled: true, role: 'base', group: 1 },
  });
  world.add('deviceprofiles', 'Core Switch', place, {
    name: 'Core Switch',
    type: 'switch',
    stp_config: { bridge_priority: '4k' },
  });
  world.add('deviceprofiles', 'Hub Gateway', place, {
    name: 'Hub Gateway',
    type: 'gateway',
    port_config: {
      'ge-0/0/0': {
        usage: 'wan',
        name: 'INET',
        wan_type: 'broadband',
        ip_config: { type: 'static', ip: '203.0.113.10', netmask: '/29', gateway: '203.0.113.9' },
      },
    },
  });
}

function addGrouping(world: World): void {
  const place = { org: MAIN_ORG };
  for (const name of ['Offices', 'Stores', 'Warehouses', 'Europe', 'Americas', 'Asia']) {
    const members = MAIN_SITES.filter((site) => site.groups.includes(name));
    world.add('sitegroups', name, place, { name, site_ids: members.map((site) => world.id('sites', site.name)) });
  }
  const apply = { site_ids: [world.id('sites', 'San Jose Lab')] };
  world.add('templates', 'Corporate Wi-Fi', place, {
    name: 'Corporate Wi-Fi',
    applies: { org_id: world.id('orgs', MAIN_ORG) },
    exceptions: apply,
  });
  world.add('templates', 'Store Wi-Fi', place, {
    name: 'Store Wi-Fi',
    applies: { sitegroup_ids: [world.id('sitegroups', 'Stores')] },
  });
  world.add('templates', 'Scanner Wi-Fi', place, {
    name: 'Scanner Wi-Fi',
    applies: { sitegroup_ids: [world.id('sitegroups', 'Warehouses')] },
    deviceprofile_ids: [world.id('deviceprofiles', 'Outdoor AP')],
    filter_by_deviceprofile: true,
  });
  world.add('sitetemplates', 'Office Sites', place, {
    name: 'Office Sites',
    vars: { guest_vlan: '40' },
    auto_upgrade: { enabled: true, version: 'stable', day_of_week: 'sun', time_of_day: '02:00' },
  });
  world.add('sitetemplates', 'Store Sites', place, {
    name: 'Store Sites',
    vars: { guest_vlan: '41', store_open: '09:00' },
  });
}

/** Adds the templates that sites and devices take their configuration from, the site groups and device profiles. */
export function addTemplates(world: World): void {
  addRadio(world);
  addAps(world);
  addGrouping(world);
  const place = { org: MAIN_ORG };
  world.add(
    'networktemplates',
    'Campus Switching',
    place,
    networkTemplate('Campus Switching', 'Campus switch, changes through Mist only'),
  );
  world.add(
    'networktemplates',
    'Store Switching',
    place,
    networkTemplate('Store Switching', 'Store switch, changes through Mist only'),
  );
  world.add('alarmtemplates', 'Default Alarms', place, {
    name: 'Default Alarms',
    delivery: { enabled: true, to_org_admins: true, additional_emails: ['noc@lakeside.example'] },
    rules: {
      device_down: { enabled: true },
      switch_down: { enabled: true },
      gateway_down: { enabled: true, delivery: { enabled: true, to_site_admins: true } },
    },
  });
  world.add('alarmtemplates', 'Quiet Lab', place, {
    name: 'Quiet Lab',
    delivery: { enabled: false },
    rules: { device_down: { enabled: false } },
  });
}
