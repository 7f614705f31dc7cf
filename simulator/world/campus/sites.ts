import type { Row } from '../../json.ts';
import { deviceId } from '../seed.ts';
import { MAIN_ORG, type World } from '../world.ts';
import type { CampusOptions } from './options.ts';

interface Hardware {
  readonly name: string;
  readonly type: 'ap' | 'switch' | 'gateway';
  readonly model: string;
  readonly config: Row;
}

const OUI = { ap: '5c5b35', switch: 'f4bfa8', gateway: '4c9614' } as const;

function stockOf(world: World, one: Hardware, mac: string, site: string): Row {
  return {
    id: deviceId(mac),
    org_id: world.id('orgs', MAIN_ORG),
    site_id: world.id('sites', site),
    mac,
    model: one.model,
    type: one.type,
    name: one.name,
    serial: `${one.type === 'ap' ? 'A' : 'J'}${world.seed.hex(`serial/${mac}`).toUpperCase().slice(0, 11)}`,
    magic: world.seed.hex(`magic/${mac}`).toUpperCase().slice(0, 15),
    hw_rev: 'A03',
    adopted: one.type !== 'ap',
    connected: true,
    created_time: world.ago(400),
    modified_time: world.ago(3),
  };
}

function addHardware(world: World, site: string, one: Hardware, stacked = false): void {
  const physical = world.seed.mac(OUI[one.type], one.name);
  const mac = stacked ? `020003${physical.slice(6)}` : physical;
  const second = world.seed.mac(OUI[one.type], `${one.name}/1`);
  const stock = stockOf(world, one, physical, site);
  const members = [physical, second].map((each, index) => ({
    mac: each,
    member_id: index,
    vc_role: index === 0 ? 'master' : 'backup',
  }));
  const { name, type, model, config } = one;
  const chassis: Row = stacked ? { virtual_chassis: { preprovisioned: true, members } } : {};
  const serial = stock.serial ?? '';
  const owner = { org: MAIN_ORG, site };
  const row = world.add('devices', name, owner, { name, type, mac, model, serial, ...config, ...chassis });
  row.id = deviceId(mac);
  if (type === 'switch') delete row.for_site;
  const inventory = world.table('inventory');
  if (!stacked) inventory.push(stock);
  else inventory.push({ ...stock, vc_mac: mac }, { ...stockOf(world, one, second, site), vc_mac: mac });
}

function addSite(world: World, name: string, octet: number, gateway: boolean, setting: Row): void {
  const templates = {
    networktemplate_id: world.id('networktemplates', 'T'),
    ...(gateway ? { gatewaytemplate_id: world.id('gatewaytemplates', 'G') } : {}),
  };
  const where = { country_code: 'CH', timezone: 'Europe/Zurich', address: `${name}, Zürich` };
  const latlng = { lat: 47.3769, lng: 8.5417 };
  world.add('sites', name, { org: MAIN_ORG }, { name, ...where, latlng, ...templates });
  const { vars = {}, ...rest } = setting;
  const all = { octet: String(octet), ...(typeof vars === 'object' && !Array.isArray(vars) ? vars : {}) };
  world.add('site_settings', name, { org: MAIN_ORG, site: name }, { vars: all, ...rest });
}

const mgmt = (octet: number, host: number): Row => ({
  type: 'static',
  ip: `10.${octet}.5.${host}`,
  netmask: '255.255.255.0',
  gateway: `10.${octet}.5.1`,
  network: 'mgmt',
});

const gateway = (name: string): Hardware => ({
  name,
  type: 'gateway',
  model: 'SRX320',
  config: { managed: true },
});

const ap = (name: string): Hardware => ({
  name,
  type: 'ap',
  model: 'AP45',
  config: { ip_config: { type: 'dhcp' } },
});

const access = (name: string, octet: number, host: number, ports: Row): Hardware => ({
  name,
  type: 'switch',
  model: 'EX4100-48P',
  config: { role: 'access', managed: true, ip_config: mgmt(octet, host), port_config: ports },
});

const core = (octet: number): Hardware => ({
  name: 'CORE',
  type: 'switch',
  model: 'EX4400-48P',
  config: {
    role: 'core',
    managed: true,
    ip_config: mgmt(octet, 10),
    port_config: { 'xe-0/1/0-3': { usage: 'up' } },
  },
});

function voice(site: 'North' | 'South', { voiceVlan = [] }: CampusOptions): Row {
  return voiceVlan.includes(site) ? { vars: { voice_vlan: '20' } } : {};
}

function addNorth(world: World, options: CampusOptions): void {
  addSite(world, 'North', 1, true, voice('North', options));
  addHardware(world, 'North', gateway('GW'));
  addHardware(world, 'North', core(1), options.stack);
  const ap4 = options.dynamic ? { usage: 'desk', dynamic_usage: 'dynamic' } : { usage: 'ap' };
  const unmanaged = options.unmanagedSwitch ? { 'ge-0/0/47': { usage: 'ap', description: 'meeting rooms' } } : {};
  addHardware(world, 'North', access('ACC1', 1, 11, { 'ge-0/0/40-43': ap4, ...unmanaged }));
  addHardware(world, 'North', ap('AP1'));
}

function addSouth(world: World, options: CampusOptions): void {
  const desk = { port_usages: { desk: { mode: 'access', port_network: 'corp' } } };
  addSite(world, 'South', 2, true, { ...voice('South', options), ...(options.southDesk ? desk : {}) });
  addHardware(world, 'South', gateway('SGW'));
  const ports = { 'ge-0/0/20-23': { usage: 'phone' }, 'ge-0/0/40-43': { usage: 'ap' } };
  addHardware(world, 'South', access('SACC', 2, 11, ports));
  addHardware(world, 'South', ap('SAP1'));
  addHardware(world, 'South', ap('SAP2'));
}

/** Name of the n-th further site, counted from 1. */
export const shopName = (index: number): string => `Shop ${String(index).padStart(3, '0')}`;

/** Name of the switch of a further site. */
export const shopSwitch = (index: number): string => `SHOP-${String(index).padStart(3, '0')}`;

/** Adds the sites with their settings and devices. */
export function addSites(world: World, options: CampusOptions): void {
  addNorth(world, options);
  addSouth(world, options);
  for (let index = 1; index <= (options.shops ?? 0); index += 1) {
    const octet = 3 + (index % 250);
    addSite(world, shopName(index), octet, false, {});
    addHardware(world, shopName(index), access(shopSwitch(index), octet, 11, {}));
  }
}
