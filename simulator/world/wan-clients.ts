import type { Row } from '../json.ts';
import { Dice } from './dice.ts';
import { type Device, devicesOf, octetOf } from './hardware.ts';
import { machineOf } from './machines.ts';
import { once } from './once.ts';
import type { World } from './world.ts';

const NETWORKS = { corp: 10, pos: 15, guest: 40 } as const;
const PER_GATEWAY = 9;

function clientOf(world: World, gateway: Device, index: number): Row {
  const dice = new Dice(world, `wan client/${gateway.mac}/${index}`);
  const network = dice.pick(['corp', 'corp', 'pos', 'guest'] as const);
  const machine = machineOf(dice, network === 'pos' ? 'till' : 'laptop', network === 'guest' ? 'phone' : 'printer');
  const mac = machine.oui + dice.hex(6);
  const hostname = `${gateway.name.slice(0, 3)}-${network}-${dice.number(100, 999)}`.toLowerCase();
  const ip = `10.${octetOf(world, gateway.siteId)}.${NETWORKS[network]}.${dice.number(50, 200)}`;
  const lastSeen = world.born - (dice.once(4) ? dice.number(90_000, 900_000) : dice.number(10, 900));
  const lease = lastSeen - dice.number(600, 40_000);
  return {
    wcid: world.seed.id('wcid', mac),
    org_id: gateway.orgId,
    site_id: gateway.siteId,
    mac,
    hostname: [hostname],
    last_hostname: hostname,
    ip: [ip],
    last_ip: ip,
    ip_src: network === 'corp' && machine.kind === 'printer' ? 'static' : 'dhcp',
    mfg: machine.mfg,
    network,
    dhcp_start_time: lease,
    dhcp_expire_time: lease + 86_400,
    since: lease,
    timestamp: lastSeen,
  };
}

/** Clients that the gateways of branches know, with their MAC although the answers do not show it. */
export const wanRows = once((world): Row[] =>
  devicesOf(world, 'gateway').flatMap((gateway) =>
    Array.from({ length: PER_GATEWAY }, (_, index) => clientOf(world, gateway, index)),
  ),
);

/** What happened to those clients: an address was asked for, given, or refused. */
export const wanEventRows = once((world): Row[] =>
  wanRows(world).flatMap((client) => {
    const dice = new Dice(world, `wan events/${String(client.wcid)}`);
    return Array.from({ length: 4 }, (_, index): Row => {
      const timestamp = Number(client.timestamp) - index * dice.number(1800, 20_000);
      const refused = index === 2 && dice.once(4);
      const type = refused ? 'MARVIS_EVENT_CLIENT_DHCP_STUCK' : 'CLIENT_IP_ASSIGNED';
      const { mac = '', hostname = null, ip = null, mfg = '' } = client;
      return {
        wcid: client.wcid ?? '',
        org_id: client.org_id ?? '',
        site_id: client.site_id ?? '',
        When: new Date(timestamp * 1000).toISOString().replace('T', ' ').replace('Z', '+00:00'),
        ev_type: type,
        type,
        text: refused ? 'no offer after 4 discovers' : `DHCP Ack IP ${String(client.last_ip)}`,
        random_mac: false,
        metadata: { mac, hostname: client.last_hostname ?? '', network: client.network ?? '' },
        mac,
        hostname,
        ip,
        mfg,
        timestamp,
      };
    });
  }),
);
