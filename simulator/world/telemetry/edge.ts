import { isRow, type Row, textOf } from '../../json.ts';
import { Dice } from '../dice.ts';
import type { World } from '../world.ts';

/** Statistics of an edge appliance, from its configuration row. */
export function edgeStats(world: World, edge: Row): Row {
  const dice = new Dice(world, `edge/${textOf(edge, 'mac')}`);
  const lastSeen = world.born - dice.number(5, 50);
  const uptime = dice.number(900_000, 6e6);
  const oob = isRow(edge.oob_ip_config) ? edge.oob_ip_config : {};
  const tunnel = isRow(edge.tunterm_ip_config) ? edge.tunterm_ip_config : {};
  return {
    id: edge.id ?? '',
    org_id: edge.org_id ?? '',
    site_id: edge.site_id ?? '',
    for_site: edge.for_site === true,
    mac: edge.mac ?? '',
    name: edge.name ?? '',
    model: edge.model ?? '',
    serial: dice.hex(8).toUpperCase(),
    mxcluster_id: edge.mxcluster_id ?? '',
    created_time: edge.created_time ?? 0,
    modified_time: edge.modified_time ?? 0,
    status: 'connected',
    last_seen: lastSeen,
    uptime,
    mxagent_registered: true,
    tunterm_registered: true,
    num_tunnels: dice.number(8, 60),
    services: ['tunterm'],
    service_stat: {
      mxagent: {
        ext_ip: '203.0.113.9',
        last_seen: lastSeen,
        package_version: '3.1.1037',
        package_state: 'Installed',
        running_state: 'Running',
        uptime,
      },
      tunterm: {
        ext_ip: '203.0.113.9',
        last_seen: lastSeen,
        package_version: '0.1.3152',
        package_state: 'Installed',
        running_state: 'Running',
        uptime,
      },
    },
    cpu_stat: {
      usage: dice.number(4, 40),
      idle: 70,
      system: 9,
      user: 12,
      interrupt: 0,
      cpus: { cpu0: { usage: 11, idle: 88 } },
    },
    memory_stat: { usage: dice.number(20, 60), total: 8_365_957_120, free: 4_330_659_840, available: 4_699_291_648 },
    ip_stat: { ip: textOf(oob, 'ip'), netmask: textOf(oob, 'netmask') },
    oob_ip_config: oob,
    tunterm_ip_config: tunnel,
    tunterm_stat: { monitoring_failed: false },
    port_stat: {
      port0: {
        up: true,
        speed: 10_000,
        full_duplex: true,
        state: 'forwarding',
        rx_bytes: dice.number(1e8, 2e9),
        tx_bytes: dice.number(1e8, 2e9),
        rx_errors: 0,
        tx_errors: 0,
      },
      port1: {
        up: true,
        speed: 10_000,
        full_duplex: true,
        state: 'forwarding',
        rx_bytes: dice.number(1e8, 2e9),
        tx_bytes: dice.number(1e8, 2e9),
        rx_errors: 0,
        tx_errors: 0,
      },
    },
  };
}
