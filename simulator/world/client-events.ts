import { type Row, textOf } from '../json.ts';
import { asksUser, protocolOf, type WirelessClient, wirelessClients } from './clients.ts';
import { Dice } from './dice.ts';
import { DENIED_LAPTOP } from './incidents.ts';
import { once } from './once.ts';
import type { World } from './world.ts';

/** Numbers that the cloud gives the kinds of events. */
const CODES: Readonly<Record<string, number>> = {
  CLIENT_ASSOCIATION: 3,
  CLIENT_AUTHENTICATED: 5,
  CLIENT_IP_ASSIGNED: 9,
  CLIENT_ROAMED: 12,
  MARVIS_EVENT_CLIENT_AUTH_FAILURE: 23,
  MARVIS_EVENT_CLIENT_DHCP_STUCK: 26,
  MARVIS_EVENT_CLIENT_DNS_FAILURE: 28,
};

const keyOf = (client: WirelessClient): string => (asksUser(client.wlan) ? 'WPA3-EAP-SHA256/CCMP' : 'WPA2-PSK/CCMP');

const isOpen = (client: WirelessClient): boolean => client.ssid === 'Lakeside-Guest';

function eventOf(client: WirelessClient, type: string, timestamp: number, text: string, more: Row = {}): Row {
  const { ap, radio, wlan } = client;
  return {
    org_id: ap.orgId,
    site_id: ap.siteId,
    mac: client.mac,
    timestamp: timestamp + 0.375,
    type,
    type_code: CODES[type] ?? 0,
    // The answer has no attribute for the client, so the sentence names it.
    text: `${client.hostname} (${client.mac}): ${text}`,
    ap: ap.mac,
    bssid: radio.bssid,
    band: radio.band,
    channel: radio.channel,
    proto: protocolOf(client),
    ssid: client.ssid,
    wlan_id: textOf(wlan, 'id'),
    ...(isOpen(client) ? {} : { key_mgmt: keyOf(client) }),
    ...more,
  };
}

function failing(world: World, client: WirelessClient): Row[] {
  const rows: Row[] = [];
  const rule = world.id('nacrules', DENIED_LAPTOP.rule);
  for (let index = 0; index < 30; index += 1) {
    const when = client.lastSeen - index * 480;
    rows.push(eventOf(client, 'CLIENT_ASSOCIATION', when - 2, 'associated', { reason_code: 0 }));
    if (client.trouble === 'denied') {
      const text = `EAP-TLS failed: the certificate ran out; access-reject by rule "${DENIED_LAPTOP.rule}"`;
      rows.push(eventOf(client, 'MARVIS_EVENT_CLIENT_AUTH_FAILURE', when, text, { nacrule_id: rule, reason_code: 23 }));
    } else {
      const text = `4 DHCP discovers on VLAN ${client.vlan}, no offer`;
      rows.push(eventOf(client, 'MARVIS_EVENT_CLIENT_DHCP_STUCK', when, text));
    }
  }
  return rows;
}

function working(world: World, client: WirelessClient): Row[] {
  const dice = new Dice(world, `client events/${client.mac}`);
  const { since } = client;
  const rule = asksUser(client.wlan) ? { nacrule_id: world.id('nacrules', 'Staff laptops') } : {};
  const rows = [
    eventOf(client, 'CLIENT_ASSOCIATION', since, 'associated', { reason_code: 0 }),
    eventOf(client, 'CLIENT_AUTHENTICATED', since + 1, isOpen(client) ? 'open network' : 'keys agreed', rule),
    eventOf(client, 'CLIENT_IP_ASSIGNED', since + 2, `DHCP ack ${client.ip ?? ''} after ${dice.number(8, 400)} ms`),
  ];
  client.before.forEach((_, index) => {
    rows.push(eventOf(client, 'CLIENT_ROAMED', since + 300 * (index + 1), 'roamed', { reason_code: 0 }));
  });
  if (dice.once(15))
    rows.push(
      eventOf(
        client,
        'MARVIS_EVENT_CLIENT_DNS_FAILURE',
        client.lastSeen - 240,
        'no answer from 9.9.9.9 for "example.com"',
      ),
    );
  return rows;
}

/** What happened to wireless clients; to filter by, a row also holds whose it is. */
export const clientEventRows = once((world): Row[] =>
  wirelessClients(world).flatMap((client) => (client.trouble ? failing(world, client) : working(world, client))),
);

/** How roams went; the first of them when a client left an access point for the next. */
export const roamRows = once((world): Row[] =>
  wirelessClients(world).flatMap((client) => {
    const dice = new Dice(world, `roams/${client.mac}`);
    const path = [client.ap, ...client.before];
    return client.before.map((from, index): Row => {
      const type = dice.once(9)
        ? 'fail'
        : dice.once(7)
          ? 'none'
          : dice.pick(['success', 'success', 'success', 'slow', 'pingpong'] as const);
      return {
        org_id: client.ap.orgId,
        site_id: client.ap.siteId,
        timestamp: client.since + 300 * (client.before.length - index) + dice.number(0, 200),
        ap_mac: path[index]?.mac ?? client.ap.mac,
        fromap: from.mac,
        client_mac: client.mac,
        ssid: client.ssid,
        latency: type === 'fail' ? 2.5 : dice.number(18, type === 'slow' ? 900 : 180) / 1000,
        type,
        subtype: asksUser(client.wlan) ? 'CLIENT_AUTHENTICATED_11R' : 'CLIENT_REASSOCIATION',
      };
    });
  }),
);
