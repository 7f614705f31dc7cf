import { deriveDevice } from '../../derive/device.ts';
import { isRow, type Row } from '../../json.ts';
import { Dice } from '../dice.ts';
import { type Device, devicesOf } from '../hardware.ts';
import { BROKEN_PATH, SLOW_PATH } from '../incidents.ts';
import { live } from '../once.ts';
import type { PlannedRouter } from '../plan.ts';
import { cablesOf, type Plug } from '../wiring.ts';
import type { World } from '../world.ts';

const HUB = 'ZUR-H-GW-1';

/** Two gateways with a path between them; what one says of the other holds the other way round. */
interface Pair {
  readonly a: Device;
  readonly b: Device;
  readonly type: 'ipsec' | 'svr';
  readonly up: boolean;
  readonly slow: boolean;
}

function pairsOf(world: World): Pair[] {
  const gateways = devicesOf(world, 'gateway');
  const named = (name: string) => gateways.find((one) => one.name === name);
  const hub = named(HUB);
  const [from, to] = [named(BROKEN_PATH.from), named(BROKEN_PATH.to)];
  const spokes = hub ? gateways.filter((one) => one !== hub && one.orgId === hub.orgId) : [];
  const pairs = spokes.map(
    (b): Pair => ({ a: hub ?? b, b, type: 'ipsec', up: b.up && hub?.up === true, slow: b.name === SLOW_PATH }),
  );
  return from && to ? [...pairs, { a: from, b: to, type: 'svr', up: false, slow: false }] : pairs;
}

const bothWays = <T>(pair: Pair, row: (from: Device, to: Device) => T): T[] => [
  row(pair.a, pair.b),
  row(pair.b, pair.a),
];

const WAN = 'ge-0/0/0';

function pathRow(world: World, pair: Pair, from: Device, to: Device): Row {
  // One name for both directions, so that both ends measure the same.
  const dice = new Dice(world, `path/${[from.mac, to.mac].sort().join()}`);
  const latency = pair.slow ? 284 : dice.number(9, 60);
  const quality = pair.up
    ? {
        latency,
        jitter: pair.slow ? 41 : dice.number(1, 6),
        loss: pair.slow ? 6.5 : 0,
        mos: pair.slow ? 2.6 : 4.3,
        mtu: 1420,
        uptime: dice.number(90_000, 2e6),
      }
    : { loss: 100, uptime: 0 };
  const seen = pair.up ? world.born - 40 : world.born - BROKEN_PATH.secondsAgo;
  return {
    org_id: from.orgId,
    site_id: from.siteId,
    mac: from.mac,
    router_name: from.name,
    port_id: WAN,
    peer_mac: to.mac,
    peer_router_name: to.name,
    peer_port_id: WAN,
    peer_site_id: to.siteId,
    type: pair.type,
    up: pair.up,
    is_active: pair.up,
    ...quality,
    last_seen: seen,
    timestamp: world.born - 40,
  };
}

/** Paths of the overlay, each told by both of its ends. */
export const pathRows = live((world): Row[] =>
  pairsOf(world).flatMap((pair) => bothWays(pair, (from, to) => pathRow(world, pair, from, to))),
);

/** Private AS numbers: the hub's, and those of the spokes after it. */
function systemOf(world: World, device: Device): number {
  return 65_000 + devicesOf(world, 'gateway').findIndex((one) => one.id === device.id);
}

const loopback = (world: World, device: Device): string => `10.224.${systemOf(world, device) - 65_000}.1`;

function bgpRow(world: World, pair: Pair, from: Device, to: Device): Row {
  const dice = new Dice(world, `bgp/${from.mac}/${to.mac}`);
  return {
    org_id: from.orgId,
    site_id: from.siteId,
    mac: from.mac,
    model: from.model,
    local_as: systemOf(world, from),
    neighbor: loopback(world, to),
    neighbor_as: systemOf(world, to),
    neighbor_mac: to.mac,
    node: 'node0',
    vrf_name: pair.type === 'svr' ? 'default' : 'vpn_Lakeside_Overlay',
    for_overlay: true,
    evpn_overlay: false,
    state: pair.up ? 'established' : 'active',
    up: pair.up,
    uptime: pair.up ? dice.number(90_000, 2e6) : 0,
    rx_routes: pair.up ? dice.number(4, 60) : 0,
    tx_routes: pair.up ? dice.number(4, 60) : 0,
    rx_pkts: dice.number(1000, 90_000),
    tx_pkts: dice.number(1000, 90_000),
    timestamp: world.born - 35,
  };
}

/** The neighbor of a gateway's configuration with an address, and the AS of our side. */
function neighborOf(world: World, gateway: Device, address: string): Row | undefined {
  const { bgp_config } = deriveDevice(world, gateway.id).config;
  for (const session of Object.values(isRow(bgp_config) ? bgp_config : {})) {
    const neighbors = isRow(session) ? session.neighbors : undefined;
    const found = isRow(neighbors) ? neighbors[address] : undefined;
    if (isRow(session) && isRow(found) && found.disabled !== true && session.disabled !== true)
      return { neighbor_as: session.neighbor_as ?? 0, local_as: session.local_as ?? 0, ...found };
  }
  return undefined;
}

/** A session with a router of others: up while both sides mean each other. One that ended stays in the list for a while. */
function outsideRow(world: World, gateway: Device, router: PlannedRouter): Row {
  const configured = neighborOf(world, gateway, router.address);
  const up = gateway.up && Number(configured?.neighbor_as) === router.as;
  const dice = new Dice(world, `bgp/${gateway.mac}/${router.address}`);
  return {
    org_id: gateway.orgId,
    site_id: gateway.siteId,
    mac: gateway.mac,
    model: gateway.model,
    ...(configured ? { local_as: configured.local_as ?? 0 } : {}),
    neighbor: router.address,
    neighbor_as: router.as,
    node: 'node0',
    vrf_name: 'default',
    for_overlay: false,
    evpn_overlay: false,
    state: up ? 'established' : configured ? 'active' : 'idle',
    up,
    uptime: up ? dice.number(90_000, 2e6) : 0,
    rx_routes: up ? 12 : 0,
    tx_routes: up ? 4 : 0,
    timestamp: world.born - 35,
  };
}

const outsideRows = (world: World): Row[] =>
  devicesOf(world, 'gateway').flatMap((gateway) =>
    (world.plan?.routers ?? [])
      .filter((router) => router.gateway === gateway.name)
      .map((router) => outsideRow(world, gateway, router)),
  );

/** BGP sessions: those of the overlay, each told by both of its ends, and those with routers of others. */
export const bgpRows = live((world): Row[] => [
  ...pairsOf(world).flatMap((pair) => bothWays(pair, (from, to) => bgpRow(world, pair, from, to))),
  ...outsideRows(world),
]);

function ospfRow(world: World, from: Plug, to: Plug, up: boolean): Row {
  return {
    org_id: from.device.orgId,
    site_id: from.device.siteId,
    mac: from.device.mac,
    peer_ip: to.device.ip,
    port_id: from.port,
    vrf_name: 'default',
    priority: 128,
    dead_time: 40,
    state: up ? 'full' : 'down',
    up,
    timestamp: world.born - 30,
  };
}

/** OSPF adjacencies between routers and switches of one site, each told by both of its ends. */
export const ospfRows = live((world): Row[] =>
  cablesOf(world)
    .filter(({ far }) => far.device.type !== 'ap')
    .flatMap(({ near, far, up }) => [ospfRow(world, near, far, up), ospfRow(world, far, near, up)]),
);
