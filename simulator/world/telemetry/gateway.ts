import { deriveDevice } from '../../derive/device.ts';
import { isRow, type Row, textOf } from '../../json.ts';
import { Dice } from '../dice.ts';
import { type Device, octetOf } from '../hardware.ts';
import { networkOf } from '../network.ts';
import type { World } from '../world.ts';
import { bgpRows, pathRows } from './peers.ts';
import { portRowsAt } from './ports.ts';
import { cpuStat } from './switch.ts';

/** Rows of one device without what names it; the object around them does. */
const own = (rows: readonly Row[], device: Device, ...without: string[]): Row[] =>
  rows
    .filter((row) => row.mac === device.mac)
    .map((row) =>
      Object.fromEntries(
        Object.entries(row).filter(([name]) => !['org_id', 'site_id', 'mac', ...without].includes(name)),
      ),
    );

/** Networks in which a gateway is the DHCP server. */
function servedBy(world: World, device: Device): string[] {
  const { dhcpd_config } = deriveDevice(world, device.id).config;
  if (!isRow(dhcpd_config) || dhcpd_config.enabled === false) return [];
  return Object.entries(dhcpd_config).flatMap(([name, one]) => (isRow(one) && one.type === 'local' ? [name] : []));
}

function running(world: World, device: Device): Row {
  const dice = new Dice(world, `gateway/${device.mac}`);
  const octet = octetOf(world, device.siteId);
  const wan =
    portRowsAt(world, device.siteId).find((row) => row.mac === device.mac && row.port_id === 'ge-0/0/0') ?? {};
  return {
    ip: device.ip,
    ext_ip: `203.0.113.${octet}`,
    uptime: device.uptime,
    cpu_stat: cpuStat(dice),
    memory_stat: { usage: dice.number(35, 70) },
    ip_stat: { ip: device.ip, netmask: '255.255.255.0', gateway: `203.0.113.${octet}` },
    if_stat: {
      'ge-0/0/0.0': {
        port_id: 'ge-0/0/0',
        port_usage: 'wan',
        wan_name: 'INET',
        wan_type: 'broadband',
        ips: [`203.0.113.${octet}/29`],
        up: true,
        rx_bytes: wan.rx_bytes ?? 0,
        tx_bytes: wan.tx_bytes ?? 0,
      },
    },
    dhcpd_stat: Object.fromEntries(
      servedBy(world, device).map((name) => [name, { num_ips: 150, num_leased: dice.number(5, 149) }]),
    ),
    vpn_peers: own(pathRows(world), device, 'timestamp'),
    bgp_peers: own(bgpRows(world), device, 'model'),
    config_status: 'COMMITED',
    config_timestamp: networkOf(world).configured.get(device.id) ?? world.born - dice.number(3600, 900_000),
  };
}

/** Statistics of a gateway. */
export function gatewayStats(world: World, device: Device): Row {
  const { config } = device;
  return {
    type: 'gateway',
    id: device.id,
    org_id: device.orgId,
    site_id: device.siteId,
    mac: device.mac,
    name: device.name,
    hostname: device.name,
    router_name: device.name,
    model: device.model,
    serial: textOf(device.stock, 'serial'),
    status: device.up ? 'connected' : 'disconnected',
    last_seen: device.lastSeen,
    version: device.version,
    is_ha: false,
    created_time: config.created_time ?? 0,
    modified_time: config.modified_time ?? 0,
    deviceprofile_id: config.deviceprofile_id ?? null,
    ...(device.up ? running(world, device) : {}),
  };
}
