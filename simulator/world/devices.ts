import { isRow, type Row } from '../json.ts';
import { planOf } from './floors.ts';
import { deviceId } from './seed.ts';
import { SITES, type SiteFacts } from './sites.ts';
import { MAIN_ORG, UNASSIGNED, type World } from './world.ts';

const AP_MODELS = ['AP45', 'AP34', 'AP47'] as const;
const PLACES = ['Reception', 'Meeting', 'Open space', 'Canteen', 'Corridor', 'Loading bay', 'Roof'] as const;

/** Short name of a site, as its device names begin. */
function prefix(site: SiteFacts): string {
  const [first = '', second = ''] = site.name.split(' ');
  return `${first.slice(0, 3)}-${second.slice(0, 1)}`.toUpperCase();
}

interface Machine {
  type: 'ap' | 'switch' | 'gateway';
  model: string;
  name: string;
  /** First digits of the MAC, by vendor range. */
  oui: string;
  config: Row;
  profile?: string;
}

function aps(site: SiteFacts, world: World): Machine[] {
  return Array.from({ length: site.devices.ap }, (_, index) => {
    const place = PLACES[index] ?? `Hall ${index}`;
    const plan = planOf(site.name);
    const position: Row = plan
      ? { map_id: world.id('maps', plan), x: 100 + 150 * index, y: 120 + 90 * (index % 3), orientation: 0 }
      : {};
    return {
      type: 'ap',
      model: place === 'Roof' ? 'AP64' : world.seed.pick(AP_MODELS, `${site.name}/model/${index}`),
      name: `${prefix(site)}-AP-${place.replace(' ', '')}`,
      oui: '5c5b35',
      profile: place === 'Roof' ? 'Outdoor AP' : 'Ceiling AP',
      config: {
        ...position,
        radio_config: { band_24: { disabled: index % 3 === 2 }, band_5: { channel: null, bandwidth: 40 } },
        ip_config: { type: 'dhcp' },
        vars: { place },
      },
    };
  });
}

function switches(site: SiteFacts): Machine[] {
  return Array.from({ length: site.devices.switch }, (_, index) => {
    const core = index === 0 && site.devices.switch > 1;
    const ports: Row = {
      'ge-0/0/0-35': { usage: 'desk' },
      'ge-0/0/36-47': { usage: 'ap' },
      'xe-0/1/0': { usage: 'uplink', description: 'to gateway' },
      ...(core ? { 'xe-0/1/1-3': { usage: 'uplink', description: 'to access switches' } } : {}),
    };
    const machine: Machine = {
      type: 'switch',
      model: core ? 'EX4400-48P' : 'EX4100-48P',
      name: `${prefix(site)}-SW-${core ? 'CORE' : `ACC${index}`}`,
      oui: 'f4bfa8',
      config: {
        port_config: ports,
        ip_config: {
          type: 'static',
          ip: `10.${site.octet}.5.${10 + index}`,
          netmask: '255.255.255.0',
          gateway: `10.${site.octet}.5.1`,
          network: 'mgmt',
        },
        vars: { floor: String(index) },
        managed: true,
      },
    };
    return core ? { ...machine, profile: 'Core Switch' } : machine;
  });
}

function gateways(site: SiteFacts): Machine[] {
  if (!site.devices.gateway) return [];
  const ssr = site.devices.gateway === 'ssr';
  return [
    {
      type: 'gateway',
      model: ssr ? 'SSR120' : 'SRX320',
      name: `${prefix(site)}-GW-1`,
      oui: ssr ? '90ec77' : '4c9614',
      config: {
        port_config: { 'ge-0/0/0': { usage: 'wan', name: 'INET', wan_type: 'broadband', ip_config: { type: 'dhcp' } } },
        ip_configs: Object.fromEntries(
          Object.entries({ mgmt: 5, corp: 10, voice: 20, iot: 30, guest: 40, ...(ssr ? { pos: 15 } : {}) }).map(
            ([name, vlan]) => [name, { type: 'static', ip: `10.${site.octet}.${vlan}.1`, netmask: '/24' }],
          ),
        ),
        vars: { wan_provider: 'Example Telecom' },
        managed: true,
      },
    },
  ];
}

/** Serial and claim code of a piece of hardware. */
function identity(world: World, machine: Machine, mac: string): Row {
  const digits = world.seed.hex(`serial/${mac}`).toUpperCase();
  return {
    serial: `${machine.type === 'ap' ? 'A' : 'J'}${digits.slice(0, 11)}`,
    magic: digits.slice(12, 27),
    sku: `${machine.model}-WW`,
  };
}

function inventoryRow(world: World, machine: Machine, mac: string, siteId: string, org: string): Row {
  return {
    id: deviceId(mac),
    org_id: world.id('orgs', org),
    site_id: siteId,
    mac,
    model: machine.model,
    type: machine.type,
    name: machine.name,
    ...identity(world, machine, mac),
    hw_rev: 'A03',
    adopted: machine.type !== 'ap',
    connected: siteId !== UNASSIGNED && world.seed.number(1, 12, `connected/${mac}`) > 1,
    last_disconnected: world.ago(world.seed.number(1, 60, `lost/${mac}`)),
    created_time: world.ago(400),
    modified_time: world.ago(3),
    ...(machine.profile ? { deviceprofile_id: world.id('deviceprofiles', machine.profile) } : {}),
  };
}

/** Name of the switch that is a virtual chassis of two members. */
const CHASSIS = 'ZUR-H-SW-CORE';

function addMachine(world: World, site: SiteFacts, machine: Machine): void {
  const physical = world.seed.mac(machine.oui, machine.name);
  const chassis = machine.name === CHASSIS;
  const mac = chassis ? `020003${physical.slice(6)}` : physical;
  const second = world.seed.mac(machine.oui, `${machine.name}/1`);
  const siteId = world.id('sites', site.name);
  const stock = inventoryRow(world, machine, physical, siteId, site.org);
  const row = world.add(
    'devices',
    machine.name,
    { org: site.org, site: site.name },
    {
      name: machine.name,
      type: machine.type,
      mac,
      model: machine.model,
      serial: stock.serial ?? '',
      ...machine.config,
      ...(machine.profile ? { deviceprofile_id: world.id('deviceprofiles', machine.profile) } : {}),
    },
  );
  row.id = deviceId(mac);
  if (machine.type === 'switch') delete row.for_site;
  if (!chassis) {
    world.table('inventory').push(stock);
    return;
  }
  row.port_config = {
    ...(isRow(row.port_config) ? row.port_config : {}),
    'ge-1/0/0-35': { usage: 'desk' },
    'ge-1/0/36-47': { usage: 'ap' },
  };
  row.virtual_chassis = {
    preprovisioned: true,
    members: [
      { mac: physical, member_id: 0, vc_role: 'master' },
      { mac: second, member_id: 1, vc_role: 'backup' },
    ],
  };
  world
    .table('inventory')
    .push({ ...stock, vc_mac: mac }, { ...inventoryRow(world, machine, second, siteId, site.org), vc_mac: mac });
}

/** Hardware that was bought and stands at no site yet. */
function addStock(world: World): void {
  const spare: Machine[] = [
    { type: 'ap', model: 'AP34', name: 'Spare AP', oui: '5c5b35', config: {} },
    { type: 'switch', model: 'EX4100-48P', name: 'Spare switch', oui: 'f4bfa8', config: {} },
  ];
  for (const machine of spare) {
    const row = inventoryRow(world, machine, world.seed.mac(machine.oui, machine.name), UNASSIGNED, MAIN_ORG);
    world.table('inventory').push(row);
  }
}

/** Adds the access points, switches and gateways of every site, and the inventory they are known by. */
export function addDevices(world: World): void {
  for (const site of SITES)
    for (const machine of [...aps(site, world), ...switches(site), ...gateways(site)]) addMachine(world, site, machine);
  addStock(world);
}
