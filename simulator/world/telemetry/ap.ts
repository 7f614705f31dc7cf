import { isRow, type Row, textOf } from '../../json.ts';
import { isJoined, wirelessNow } from '../clients.ts';
import { Dice } from '../dice.ts';
import { type Device, octetOf, releaseOf } from '../hardware.ts';
import { type Radio, radiosOf, wlansOf } from '../radios.ts';
import { powerOf } from '../rrm.ts';
import type { Cable, Plug } from '../wiring.ts';
import type { World } from '../world.ts';

/** Clients that are joined to an access point now, or to one of its radios. */
const joined = (world: World, ap: Device, band?: string): number =>
  wirelessNow(world).filter(
    (one) => one.ap.id === ap.id && isJoined(world, one) && (band === undefined || one.radio.band === band),
  ).length;

function radioStat(world: World, ap: Device, radio: Radio): Row {
  const dice = new Dice(world, `radio stat/${ap.mac}/${radio.band}`);
  const clients = joined(world, ap, radio.band);
  const busy = dice.number(3, 20) + clients * 4;
  return {
    channel: radio.channel,
    bandwidth: radio.bandwidth,
    power: powerOf(world, { ap, radio }),
    mac: radio.bssid,
    num_clients: clients,
    num_wlans: wlansOf(world, ap).length,
    noise_floor: -dice.number(86, 96),
    usage: radio.band,
    util_all: Math.min(95, busy + 9),
    util_tx: Math.floor(busy / 2),
    util_rx_in_bss: Math.floor(busy / 3),
    util_rx_other_bss: dice.number(0, 8),
    util_non_wifi: dice.number(0, 3),
    util_unknown_wifi: 0,
    util_undecodable_wifi: 1,
    rx_bytes: dice.number(1e7, 2e9),
    tx_bytes: dice.number(1e7, 2e9),
    rx_pkts: dice.number(1e5, 2e7),
    tx_pkts: dice.number(1e5, 2e7),
    dynamic_chaining_enabled: false,
  };
}

/** What an access point hears over LLDP from a switch of ours, or from one of another vendor. */
const ours = (host: Plug): Row => ({
  chassis_id: host.device.mac,
  system_name: host.device.name,
  port_id: host.port,
  port_desc: host.port,
  mgmt_addr: host.device.ip,
  system_desc: `Juniper Networks ${host.device.model}, Junos ${host.device.version}`,
});

const others = (world: World, name: string): Row => ({
  chassis_id: world.seed.mac('a0219f', name),
  system_name: name,
  port_id: 'g1',
  port_desc: 'Port 1',
  system_desc: '8-port PoE switch',
});

/** What only a running access point tells. */
function running(world: World, ap: Device, cable: Cable | undefined): Row {
  const dice = new Dice(world, `ap/${ap.mac}`);
  const host = cable?.near;
  const octet = octetOf(world, ap.siteId);
  return {
    ip: ap.ip,
    ext_ip: `203.0.113.${octet}`,
    uptime: ap.uptime,
    cpu_util: dice.number(3, 40),
    cpu_user: dice.number(1e6, 9e6),
    cpu_system: dice.number(1e6, 9e6),
    mem_total_kb: 1_914_880,
    mem_used_kb: dice.number(700_000, 1_200_000),
    num_clients: joined(world, ap),
    num_wlans: wlansOf(world, ap).length,
    ip_stat: {
      ip: ap.ip,
      netmask: '255.255.255.0',
      gateway: `10.${octet}.5.1`,
      dns: [`10.${octet}.250.2`],
      dhcp_server: `10.${octet}.5.1`,
    },
    radio_stat: Object.fromEntries(
      radiosOf(world, ap).map((radio) => [`band_${radio.band}`, radioStat(world, ap, radio)]),
    ),
    port_stat: {
      eth0: {
        up: true,
        speed: 1000,
        full_duplex: true,
        rx_bytes: dice.number(1e8, 2e9),
        tx_bytes: dice.number(1e8, 2e9),
        rx_errors: 0,
      },
    },
    ...(host
      ? {
          lldp_stat: {
            ...(cable?.through === undefined ? ours(host) : others(world, cable.through)),
          },
        }
      : {}),
    power_src: 'PoE 802.3at',
    power_constrained: false,
    env_stat: { cpu_temp: dice.number(44, 63), ambient_temp: dice.number(28, 44), humidity: dice.number(8, 40) },
    rx_bps: dice.number(1e4, 9e6),
    tx_bps: dice.number(1e4, 9e6),
    rx_bytes: dice.number(1e8, 2e9),
    tx_bytes: dice.number(1e8, 2e9),
  };
}

/** Statistics of an access point. One that is away keeps what is configured, and when it was seen last. */
export function apStats(world: World, ap: Device, cable: Cable | undefined): Row {
  const { config } = ap;
  const placed =
    typeof config.map_id === 'string' ? { map_id: config.map_id, x: config.x ?? null, y: config.y ?? null } : {};
  return {
    type: 'ap',
    id: ap.id,
    org_id: ap.orgId,
    site_id: ap.siteId,
    mac: ap.mac,
    name: ap.name,
    model: ap.model,
    serial: textOf(ap.stock, 'serial'),
    hw_rev: textOf(ap.stock, 'hw_rev'),
    status: ap.up ? 'connected' : 'disconnected',
    last_seen: ap.lastSeen,
    version: ap.version,
    created_time: config.created_time ?? 0,
    modified_time: config.modified_time ?? 0,
    deviceprofile_id: config.deviceprofile_id ?? null,
    ip_config: isRow(config.ip_config) ? config.ip_config : { type: 'dhcp' },
    ...placed,
    ...(ap.version === releaseOf(ap.model)
      ? {}
      : { fwupdate: { status: 'failed', progress: 0, timestamp: world.ago(5), will_retry: true, status_id: 5 } }),
    ...(ap.up
      ? running(world, ap, cable)
      : { num_clients: 0, last_trouble: { code: '03', timestamp: ap.lastSeen + 60 } }),
  };
}
