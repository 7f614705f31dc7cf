import { type Row, textOf } from '../../json.ts';
import { asksUser, protocolOf, type WirelessClient } from '../clients.ts';
import { Dice } from '../dice.ts';
import type { Endpoint } from '../endpoints.ts';
import type { World } from '../world.ts';

/** Statistics of a wireless client. */
export function wirelessStats(world: World, client: WirelessClient): Row {
  const dice = new Dice(world, `client stats/${client.mac}`);
  const { ap, radio, wlan, machine, psk } = client;
  const open = client.ssid === 'Lakeside-Guest';
  return {
    mac: client.mac,
    site_id: ap.siteId,
    ap_id: ap.id,
    ap_mac: ap.mac,
    hostname: client.hostname,
    ...(client.username === undefined ? {} : { username: client.username }),
    ...(client.ip === undefined ? {} : { ip: client.ip }),
    ssid: client.ssid,
    wlan_id: textOf(wlan, 'id'),
    vlan_id: String(client.vlan),
    band: radio.band,
    channel: radio.channel,
    bssid: radio.bssid,
    proto: protocolOf(client),
    key_mgmt: open ? 'Open' : asksUser(wlan) ? 'WPA3-EAP-SHA256/CCMP' : 'WPA2-PSK/CCMP',
    is_guest: open,
    rssi: client.rssi,
    snr: 95 + client.rssi,
    ...(psk ? { psk_id: psk.id } : {}),
    manufacture: machine.mfg,
    family: machine.family,
    model: machine.model,
    os: `${machine.os} ${machine.osVersion}`,
    type: machine.kind,
    assoc_time: client.since,
    uptime: client.lastSeen - client.since,
    last_seen: client.lastSeen,
    idle_time: dice.number(0, 40),
    dual_band: true,
    power_saving: machine.kind === 'phone',
    rx_rate: dice.number(60, 9000) / 10,
    tx_rate: dice.number(60, 9000) / 10,
    rx_bytes: dice.number(1e5, 1e9),
    tx_bytes: dice.number(1e5, 1e9),
    rx_pkts: dice.number(1e3, 1e6),
    tx_pkts: dice.number(1e3, 1e6),
    rx_bps: dice.number(0, 5e6),
    tx_bps: dice.number(0, 5e6),
    rx_retries: dice.number(0, 9000),
    tx_retries: dice.number(0, 9000),
  };
}

/** Statistics of a client on a switch port. */
export function wiredStats(world: World, one: Endpoint): Row {
  const dice = new Dice(world, `wired stats/${one.mac}`);
  return {
    mac: one.mac,
    site_id: one.device.siteId,
    device_id: one.device.id,
    eth_port: one.port,
    vlan_id: one.vlan,
    ...(one.auth === 'none' ? {} : { auth_state: 'authenticated' }),
    last_seen: one.lastSeen,
    uptime: one.lastSeen - one.since,
    rx_bytes: dice.number(1e5, 1e9),
    tx_bytes: dice.number(1e5, 1e9),
    rx_pkts: dice.number(1e3, 1e6),
    tx_pkts: dice.number(1e3, 1e6),
  };
}
