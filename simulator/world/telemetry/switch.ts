import { isList, isRow, type Row, textOf } from '../../json.ts';
import { Dice } from '../dice.ts';
import { endpointsNow } from '../endpoints.ts';
import { type Device, memberVersion, octetOf } from '../hardware.ts';
import { networkOf } from '../network.ts';
import type { Cable } from '../wiring.ts';
import type { World } from '../world.ts';
import { portRowsAt } from './ports.ts';

export const cpuStat = (dice: Dice): Row => {
  const [user, system] = [dice.number(4, 30), dice.number(3, 14)];
  return { user, system, idle: 100 - user - system, interrupt: 0, usage: user + system, load_avg: [0.4, 0.35, 0.3] };
};

function member(world: World, device: Device, index: number, serial: string, mac: string): Row {
  const dice = new Dice(world, `member/${mac}`);
  const role = index === 0 ? 'master' : 'backup';
  return {
    fpc_idx: index,
    mac,
    model: device.model,
    serial,
    type: 'fpc',
    status: 'present',
    version: index === 0 ? device.version : memberVersion(device),
    backup_version: '22.4R3-S2.10',
    vc_role: role,
    vc_state: 'present',
    uptime: device.uptime,
    last_seen: device.lastSeen,
    locating: false,
    psus: [{ name: 'Power Supply 0', status: 'ok' }],
    fans: [{ name: 'Fan Tray 0', status: 'ok', rpm: dice.number(4000, 6000), airflow: 'out' }],
    temperatures: [{ name: 'CPU', status: 'ok', celsius: dice.number(41, 58) }],
    poe: { max_power: 740, power_draw: dice.number(40, 320), status: 'on' },
  };
}

function members(world: World, device: Device): Row[] {
  const stocked = world.table('inventory').filter((row) => row.vc_mac === device.mac);
  const rows = stocked.length > 0 ? stocked : [device.stock];
  return rows.map((row, index) => member(world, device, index, textOf(row, 'serial'), textOf(row, 'mac')));
}

function running(world: World, device: Device, cables: readonly Cable[]): Row {
  const dice = new Dice(world, `switch/${device.mac}`);
  const ports = portRowsAt(world, device.siteId).filter((row) => row.mac === device.mac && row.up === true);
  const people = endpointsNow(world).filter((one) => one.device.id === device.id && one.lastSeen > world.born - 900);
  const aps = cables.filter((one) => one.near.device.id === device.id && one.far.device.type === 'ap' && one.up);
  const modules = members(world, device);
  return {
    ip: device.ip,
    ext_ip: `203.0.113.${octetOf(world, device.siteId)}`,
    uptime: device.uptime,
    cpu_stat: cpuStat(dice),
    memory_stat: { usage: dice.number(28, 61) },
    ip_stat: { ip: device.ip, netmask: '255.255.255.0', gateway: `10.${octetOf(world, device.siteId)}.5.1` },
    module_stat: modules,
    fw_versions_outofsync: new Set(modules.map((row) => row.version)).size > 1,
    clients: people.map((one) => ({ mac: one.mac, hostname: one.hostname, port_id: one.port, device_mac: device.mac })),
    clients_stats: { total: { num_aps: [aps.length], num_wired_clients: people.length } },
    mac_table_stats: { mac_table_count: people.length + aps.length * 6, max_mac_entries_supported: 64_000 },
    arp_table_stats: { arp_table_count: dice.number(8, 60), max_entries_supported: 32_000 },
    if_stat: Object.fromEntries(
      ports.slice(0, 12).map((row) => [
        `${textOf(row, 'port_id')}.0`,
        {
          port_id: row.port_id ?? '',
          up: true,
          rx_bytes: row.rx_bytes ?? 0,
          tx_bytes: row.tx_bytes ?? 0,
          rx_pkts: row.rx_pkts ?? 0,
          tx_pkts: row.tx_pkts ?? 0,
        },
      ]),
    ),
    config_status: 'COMMITED',
    config_timestamp: networkOf(world).configured.get(device.id) ?? world.born - dice.number(3600, 900_000),
  };
}

/** Statistics of a switch, or of a virtual chassis by its first member. */
export function switchStats(world: World, device: Device, cables: readonly Cable[]): Row {
  const { config } = device;
  const chassis = isRow(config.virtual_chassis) && isList(config.virtual_chassis.members) ? { vc_mac: device.mac } : {};
  return {
    type: 'switch',
    id: device.id,
    org_id: device.orgId,
    site_id: device.siteId,
    mac: device.mac,
    name: device.name,
    hostname: device.name,
    model: device.model,
    serial: textOf(device.stock, 'serial'),
    hw_rev: textOf(device.stock, 'hw_rev'),
    status: device.up ? 'connected' : 'disconnected',
    last_seen: device.lastSeen,
    version: device.version,
    created_time: config.created_time ?? 0,
    modified_time: config.modified_time ?? 0,
    deviceprofile_id: config.deviceprofile_id ?? null,
    evpntopo_id: fabricOf(world, device.mac),
    ...chassis,
    ...(device.up ? running(world, device, cables) : { last_trouble: { code: '03', timestamp: device.lastSeen + 60 } }),
  };
}

function fabricOf(world: World, mac: string): string | null {
  const topology = world
    .table('evpn_topologies')
    .find((row) => isList(row.switches) && row.switches.some((one) => isRow(one) && one.mac === mac));
  return topology ? textOf(topology, 'id') : null;
}
