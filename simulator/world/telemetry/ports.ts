import type { Row } from '../../json.ts';
import { Dice } from '../dice.ts';
import { type Endpoint, endpoints } from '../endpoints.ts';
import { type Device, devicesOf } from '../hardware.ts';
import { BAD_CABLE } from '../incidents.ts';
import { once } from '../once.ts';
import { type Cable, cablesOf, FIRST_AP_PORT } from '../wiring.ts';
import type { World } from '../world.ts';

/** What hangs on a port: the other end of a cable, or a client. */
interface Occupant {
  readonly cable?: Cable;
  readonly far?: Device;
  readonly farPort?: string;
  readonly client?: Endpoint;
}

const COPPER = 48;

function portNames(device: Device): string[] {
  const members = device.config.virtual_chassis === undefined ? [0] : [0, 1];
  const copper = members.flatMap((member) => Array.from({ length: COPPER }, (_, port) => `ge-${member}/0/${port}`));
  return [...copper, 'xe-0/1/0', 'xe-0/1/1', 'xe-0/1/2', 'xe-0/1/3'];
}

const isUplink = (port: string): boolean => port.startsWith('xe-');

function usageOf(port: string): string {
  if (isUplink(port)) return 'uplink';
  return Number(port.split('/')[2]) >= FIRST_AP_PORT ? 'ap' : 'desk';
}

function neighbor({ far, farPort = '' }: Occupant): Row {
  if (!far) return {};
  return { neighbor_mac: far.mac, neighbor_system_name: far.name, neighbor_port_desc: farPort };
}

function power(dice: Dice, { far, client }: Occupant): Row {
  const draw =
    far?.type === 'ap'
      ? dice.number(140, 225) / 10
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

function switchPort(world: World, device: Device, port: string, occupant: Occupant): Row {
  const dice = new Dice(world, `port/${device.mac}/${port}`);
  const { cable, client } = occupant;
  const bad = device.name === BAD_CABLE.switch && port === BAD_CABLE.port;
  const up =
    device.up &&
    (cable ? cable.up : client !== undefined && client.lastSeen > world.born - 900) &&
    (!bad || client !== undefined);
  const lost = cable && !cable.up ? cable.far.device.lastSeen - 1 : undefined;
  const row: Row = {
    ...base(world, device, port),
    port_usage: usageOf(port),
    up,
    disabled: false,
    unconfigured: false,
    uplink: isUplink(port) && cable?.far.device.id === device.id,
    poe_disabled: false,
    last_flapped: bad ? world.born - 1300 : (lost ?? world.born - dice.number(4000, 3e6)),
    mac_count: up ? 1 : 0,
    mac_limit: 0,
  };
  if (!up) return { ...row, ...(usageOf(port) === 'uplink' ? {} : { poe_on: false }) };
  const root = row.uplink === true;
  return {
    ...row,
    active: true,
    speed: isUplink(port) ? 10_000 : bad ? 100 : 1000,
    full_duplex: !bad,
    stp_state: 'forwarding',
    stp_role: root ? 'root' : 'designated',
    ...(client && client.auth !== 'none' ? { auth_state: 'authenticated' } : {}),
    ...(isUplink(port)
      ? { xcvr_part_number: '740-031980', xcvr_model: 'SFP+-10G-SR', xcvr_serial: dice.hex(10).toUpperCase() }
      : power(dice, occupant)),
    ...neighbor(occupant),
    ...traffic(dice, bad),
  };
}

function gatewayPort(world: World, device: Device, port: string, occupant: Occupant): Row {
  const dice = new Dice(world, `port/${device.mac}/${port}`);
  const wan = port === 'ge-0/0/0';
  const up = device.up && (wan || occupant.cable?.up === true);
  const row: Row = {
    ...base(world, device, port),
    port_usage: wan ? 'wan' : 'lan',
    up,
    unconfigured: !wan && !occupant.cable,
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

function occupants(world: World): Map<string, Occupant> {
  const map = new Map<string, Occupant>();
  for (const one of endpoints(world)) map.set(`${one.device.id} ${one.port}`, { client: one });
  for (const cable of cablesOf(world)) {
    const { near, far } = cable;
    map.set(`${near.device.id} ${near.port}`, { cable, far: far.device, farPort: far.port });
    map.set(`${far.device.id} ${far.port}`, { cable, far: near.device, farPort: near.port });
  }
  return map;
}

/** Every port of every switch and gateway; where a managed device hangs on it, each end names the other. */
export const portRows = once((world): Row[] => {
  const all = occupants(world);
  return devicesOf(world).flatMap((device) => {
    if (device.type === 'ap') return [];
    const names = device.type === 'switch' ? portNames(device) : GATEWAY_PORTS;
    const build = device.type === 'switch' ? switchPort : gatewayPort;
    return names.map((port) => build(world, device, port, all.get(`${device.id} ${port}`) ?? {}));
  });
});
