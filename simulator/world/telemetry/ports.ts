import type { Row } from '../../json.ts';
import { Dice } from '../dice.ts';
import { type Endpoint, endpointsNow } from '../endpoints.ts';
import { type Device, devicesAt, devicesOf } from '../hardware.ts';
import { BAD_CABLE } from '../incidents.ts';
import { networkOf } from '../network.ts';
import { live } from '../once.ts';
import { portNames, WAY_OUT } from '../port-names.ts';
import { type Cable, cablesOf } from '../wiring.ts';
import type { World } from '../world.ts';

/** What hangs on a port: the other end of a cable, or a client. */
interface Occupant {
  readonly cable?: Cable;
  readonly far?: Device;
  readonly farPort?: string;
  readonly client?: Endpoint;
}

const isUplink = (port: string): boolean => port.startsWith('xe-');

function neighbor({ cable, far, farPort = '' }: Occupant): Row {
  if (!far || cable?.through !== undefined) return {};
  return { neighbor_mac: far.mac, neighbor_system_name: far.name, neighbor_port_desc: farPort };
}

function power(world: World, dice: Dice, { cable, far, client }: Occupant): Row {
  const draw =
    far?.type === 'ap' && cable?.through === undefined
      ? world.plan
        ? 14
        : dice.number(140, 225) / 10
      : client?.machine.kind === 'desk phone'
        ? dice.number(25, 60) / 10
        : 0;
  if (draw === 0) return { poe_on: false };
  return {
    poe_on: true,
    power_draw: draw,
    poe_mode: draw > 13 ? '802.3at' : '802.3af',
    poe_priority: draw > 13 ? 'high' : 'low',
  };
}

function traffic(dice: Dice, errors: boolean): Row {
  const [rx, tx] = [dice.number(1e6, 2e9), dice.number(1e6, 2e9)];
  return {
    rx_bytes: rx * 40,
    tx_bytes: tx * 60,
    rx_pkts: Math.floor(rx / 12),
    tx_pkts: Math.floor(tx / 10),
    rx_bps: dice.number(2000, 9e6),
    tx_bps: dice.number(2000, 9e6),
    rx_errors: errors ? 48_213 : 0,
    tx_errors: errors ? 17 : 0,
    rx_mcast_pkts: dice.number(0, 90_000),
    tx_mcast_pkts: dice.number(0, 90_000),
    rx_bcast_pkts: dice.number(0, 9000),
    tx_bcast_pkts: dice.number(0, 90_000),
  };
}

function base(world: World, device: Device, port: string): Row {
  const tail = Number.parseInt(device.mac.slice(6), 16) + Number(port.split('/')[2]) + 1;
  return {
    org_id: device.orgId,
    site_id: device.siteId,
    mac: device.mac,
    type: device.type,
    device_type: device.type,
    port_id: port,
    port_mac: device.mac.slice(0, 6) + (tail % 0x1000000).toString(16).padStart(6, '0'),
    for_site: true,
    timestamp: world.born - 60,
  };
}

/** What spanning tree makes of a port: the way up of its switch, one held back, or one that leads on. */
function spanning(world: World, device: Device, cable: Cable | undefined, uplink: boolean): Row {
  const way = networkOf(world).wayUp(device.id);
  const isWay = cable && way?.near.port === cable.near.port && way.near.device.id === cable.near.device.id;
  if (uplink && cable && way && !isWay) return { stp_state: 'blocking', stp_role: 'alternate' };
  return { stp_state: 'forwarding', stp_role: uplink || isWay ? 'root' : 'designated' };
}

/** MAC addresses that are learned on a port: one, or those behind a switch that is not ours. */
const macsOn = ({ cable }: Occupant): number => (cable?.through === undefined ? 1 : 6);

function switchPort(world: World, device: Device, port: string, occupant: Occupant): Row {
  const dice = new Dice(world, `port/${device.mac}/${port}`);
  const { cable, client } = occupant;
  const network = networkOf(world);
  const setting = network.setting(device.id, port);
  const bad = device.name === BAD_CABLE.switch && port === BAD_CABLE.port;
  // A site without a gateway of ours leaves through a router that says nothing of itself.
  const wayOut = port === WAY_OUT && !cable && network.isEdge(device.id);
  const used = cable ? cable.up : wayOut || (client !== undefined && client.lastSeen > world.born - 900);
  const up = device.up && used && !setting?.disabled && (!bad || client !== undefined);
  const lost = cable && !cable.up ? cable.far.device.lastSeen - 1 : undefined;
  const uplink = wayOut || (isUplink(port) && cable?.far.device.id === device.id);
  const row: Row = {
    ...base(world, device, port),
    port_usage: setting?.usage ?? 'default',
    up,
    disabled: setting?.disabled ?? false,
    unconfigured: false,
    uplink,
    poe_disabled: setting?.poeDisabled ?? false,
    last_flapped: bad ? world.born - 1300 : (lost ?? world.born - dice.number(4000, 3e6)),
    mac_count: up ? macsOn(occupant) : 0,
    mac_limit: 0,
  };
  if (!up) return { ...row, ...(isUplink(port) ? {} : { poe_on: false }) };
  return {
    ...row,
    active: true,
    speed: isUplink(port) ? 10_000 : bad ? 100 : 1000,
    full_duplex: !bad,
    ...spanning(world, device, cable, uplink),
    ...(client && client.auth !== 'none' ? { auth_state: 'authenticated' } : {}),
    ...(isUplink(port)
      ? { xcvr_part_number: '740-031980', xcvr_model: 'SFP+-10G-SR', xcvr_serial: dice.hex(10).toUpperCase() }
      : power(world, dice, occupant)),
    ...neighbor(occupant),
    ...traffic(dice, bad),
  };
}

function gatewayPort(world: World, device: Device, port: string, occupant: Occupant): Row {
  const dice = new Dice(world, `port/${device.mac}/${port}`);
  const setting = networkOf(world).setting(device.id, port);
  const wan = setting?.usage === 'wan';
  const up = device.up && setting !== undefined && !setting.disabled && (wan || occupant.cable?.up === true);
  const row: Row = {
    ...base(world, device, port),
    ...(setting ? { port_usage: setting.usage } : {}),
    up,
    unconfigured: setting === undefined,
  };
  if (!up) return row;
  const line = wan ? { latency: dice.number(8, 40), jitter: dice.number(1, 9), loss: dice.number(0, 1) } : {};
  return {
    ...row,
    active: true,
    speed: 1000,
    full_duplex: true,
    ...line,
    ...neighbor(occupant),
    ...traffic(dice, false),
  };
}

/** Ports of gateways that anything can hang on. */
const GATEWAY_PORTS = ['ge-0/0/0', 'ge-0/0/1', 'ge-0/0/2', 'ge-0/0/3'];

const occupants = live((world): Map<string, Occupant> => {
  const map = new Map<string, Occupant>();
  for (const one of endpointsNow(world)) map.set(`${one.device.id} ${one.port}`, { client: one });
  for (const cable of cablesOf(world)) {
    const { near, far } = cable;
    map.set(`${near.device.id} ${near.port}`, { cable, far: far.device, farPort: far.port });
    map.set(`${far.device.id} ${far.port}`, { cable, far: near.device, farPort: near.port });
  }
  return map;
});

function portsOf(world: World, device: Device): Row[] {
  if (device.type === 'ap') return [];
  const names = device.type === 'switch' ? portNames(device) : GATEWAY_PORTS;
  const build = device.type === 'switch' ? switchPort : gatewayPort;
  return names.map((port) => build(world, device, port, occupants(world).get(`${device.id} ${port}`) ?? {}));
}

const bySite = live(() => new Map<string, Row[]>());

/** Every port of every switch and gateway of a site; where a managed device hangs on it, each end names the other. */
export function portRowsAt(world: World, siteId: string): Row[] {
  const known = bySite(world);
  const rows = known.get(siteId) ?? devicesAt(world, siteId).flatMap((device) => portsOf(world, device));
  known.set(siteId, rows);
  return rows;
}

/** The same of all sites. */
export const portRows = live((world): Row[] => {
  const sites = new Set(devicesOf(world).map((device) => device.siteId));
  return [...sites].flatMap((siteId) => portRowsAt(world, siteId));
});
