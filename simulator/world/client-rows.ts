import { type Row, textOf } from '../json.ts';
import { asksUser, protocolOf, type WirelessClient, wirelessClients, wirelessNow } from './clients.ts';
import { live } from './once.ts';

function rowOf(client: WirelessClient): Row {
  const { machine, ap, wlan, psk } = client;
  const wlanId = textOf(wlan, 'id');
  const held = (value: string | undefined): string[] => (value === undefined ? [] : [value]);
  return {
    mac: client.mac,
    org_id: ap.orgId,
    site_id: ap.siteId,
    site_ids: [ap.siteId],
    timestamp: client.lastSeen + 0.25,
    since: client.since,
    ap: [ap.mac, ...client.before.map((one) => one.mac)],
    last_ap: ap.mac,
    band: client.radio.band,
    protocol: protocolOf(client),
    ssid: [client.ssid],
    last_ssid: client.ssid,
    wlan_id: [wlanId],
    last_wlan_id: wlanId,
    hostname: [client.hostname],
    last_hostname: client.hostname,
    ip: held(client.ip),
    ...(client.ip === undefined ? {} : { last_ip: client.ip }),
    vlan: [client.vlan],
    last_vlan: client.vlan,
    username: held(client.username),
    ...(client.username === undefined ? {} : { last_username: client.username }),
    ...(psk ? { psk_id: [psk.id], psk_name: [psk.name], last_psk_id: psk.id, last_psk_name: psk.name } : {}),
    mfg: machine.mfg,
    device: [machine.family],
    last_device: machine.family,
    model: machine.model,
    last_model: machine.model,
    os: [machine.os],
    last_os: machine.os,
    os_version: [machine.osVersion],
    last_os_version: machine.osVersion,
    random_mac: client.random,
    ftc: asksUser(wlan) && !client.random,
  };
}

/** Wireless clients as the search tells of them: one that is gone stays in it, with when it was seen last. */
export const wirelessRows = live((world): Row[] => {
  const there = new Map(wirelessNow(world).map((one) => [one.mac, one]));
  return wirelessClients(world).map((one) => rowOf(there.get(one.mac) ?? one));
});
