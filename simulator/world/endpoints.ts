import type { PortSetting } from '../derive/ports.ts';
import { type Row, textOf } from '../json.ts';
import { Dice } from './dice.ts';
import { type Device, devicesOf, octetOf } from './hardware.ts';
import { BAD_CABLE } from './incidents.ts';
import { type Machine, machineOf } from './machines.ts';
import { networkOf } from './network.ts';
import { live, once } from './once.ts';
import { STRANGERS, staff } from './people.ts';
import type { Plan } from './plan.ts';
import type { World } from './world.ts';

/** One client on a switch port. */
export interface Endpoint {
  readonly mac: string;
  readonly machine: Machine;
  readonly hostname: string;
  readonly username?: string;
  readonly device: Device;
  readonly port: string;
  readonly vlan: number;
  readonly ip: string;
  /** How it was let in; `none` where the port does not ask. */
  readonly auth: 'dot1x' | 'mac_auth' | 'none';
  /** Labels of its entry among the known MACs. */
  readonly labels: readonly string[];
  readonly since: number;
  readonly lastSeen: number;
}

/** Ports of a switch that people plug into, and how many of ten are used. */
const DESK_PORTS = 36;
const USED_OF_TEN = 3;

function guestOf(
  dice: Dice,
  device: Device,
): Pick<Endpoint, 'machine' | 'hostname' | 'auth' | 'vlan'> & { username?: string } {
  const machine = machineOf(dice, 'laptop', 'laptop', 'printer', 'desk phone');
  const tag = `${device.name.slice(0, 3)}-${machine.kind.slice(0, 2).toUpperCase()}-${dice.number(100, 999)}`;
  if (machine.kind !== 'laptop')
    return { machine, hostname: tag, auth: 'none', vlan: machine.kind === 'printer' ? 10 : 20 };
  return {
    machine,
    hostname: dice.once(25) ? dice.pick(STRANGERS) : tag,
    auth: 'dot1x',
    vlan: 10,
    username: staff(dice),
  };
}

function endpointAt(world: World, device: Device, port: string): Endpoint | undefined {
  const dice = new Dice(world, `endpoint/${device.mac}/${port}`);
  const story = device.name === BAD_CABLE.switch && port === BAD_CABLE.port;
  if (dice.number(1, 10) > USED_OF_TEN && !story) return undefined;
  const guest = guestOf(dice, device);
  const lastSeen = dice.once(8) ? world.born - dice.number(90_000, 1_000_000) : world.born - dice.number(5, 200);
  return {
    ...guest,
    mac: guest.machine.oui + dice.hex(6),
    device,
    port,
    ip: `10.${octetOf(world, device.siteId)}.${guest.vlan}.${dice.number(50, 250)}`,
    labels: [],
    lastSeen: story ? world.born - 30 : lastSeen,
    since: lastSeen - dice.number(3600, 200_000),
  };
}

/** Tills stand in stores, on the first ports, and are known by their MAC. */
function tillAt(world: World, device: Device, port: string, till: Row): Endpoint {
  const dice = new Dice(world, `till/${textOf(till, 'mac')}`);
  const lastSeen = world.born - dice.number(5, 200);
  return {
    mac: textOf(till, 'mac'),
    machine: machineOf(dice, 'till'),
    hostname: textOf(till, 'name').replace(' ', '-').toUpperCase(),
    device,
    port,
    vlan: 30,
    ip: `10.${octetOf(world, device.siteId)}.30.${dice.number(50, 250)}`,
    auth: 'mac_auth',
    labels: Array.isArray(till.labels) ? till.labels.map(String) : [],
    lastSeen,
    since: lastSeen - dice.number(3600, 900_000),
  };
}

const isStore = (world: World, device: Device): boolean =>
  (['London Store', 'Paris Store', 'Madrid Store', 'Toronto Store'] as const).some(
    (name) => world.id('sites', name) === device.siteId,
  );

/** VLAN of a client by its port: that of phones for a phone, the untagged one otherwise. */
const vlanAt = (machine: Machine, port: PortSetting | undefined): number | undefined =>
  machine.kind === 'desk phone' ? (port?.voice ?? port?.untagged) : port?.untagged;

function planned(world: World, plan: Plan): Endpoint[] {
  const devices = new Map(devicesOf(world, 'switch').map((device) => [device.name, device]));
  return plan.endpoints.flatMap(({ device: name, port, kind }) => {
    const device = devices.get(name);
    if (!device) return [];
    const dice = new Dice(world, `endpoint/${device.mac}/${port}`);
    const machine = machineOf(dice, kind);
    const vlan = vlanAt(machine, networkOf(world).setting(device.id, port)) ?? 1;
    const lastSeen = world.born - dice.number(5, 200);
    return [
      {
        mac: machine.oui + dice.hex(6),
        machine,
        hostname: `${name}-${port.split('/').at(-1)}`.toLowerCase(),
        device,
        port,
        vlan,
        ip: `10.${octetOf(world, device.siteId)}.${vlan}.${dice.number(50, 250)}`,
        auth: 'none' as const,
        labels: [],
        lastSeen,
        since: lastSeen - dice.number(3600, 200_000),
      },
    ];
  });
}

/** Every client on a switch port, of the last two weeks, as it was before anything was written. */
export const endpoints = once((world: World): Endpoint[] => {
  if (world.plan) return planned(world, world.plan);
  const tills = [...world.table('usermacs')];
  const found: Endpoint[] = [];
  for (const device of devicesOf(world, 'switch').filter((one) => one.up)) {
    for (let index = 0; index < DESK_PORTS; index += 1) {
      const port = `ge-0/0/${index}`;
      const till = isStore(world, device) && index < 6 ? tills.shift() : undefined;
      const one = till ? tillAt(world, device, port, till) : endpointAt(world, device, port);
      if (one) found.push(one);
    }
  }
  return found;
});

/** A client where it is now, with the VLAN that it was in before the last change of its port. */
export type EndpointNow = Endpoint & { readonly formerly?: { readonly vlan: number; readonly ip: string } };

function now(world: World, one: Endpoint): EndpointNow | undefined {
  const port = networkOf(world).setting(one.device.id, one.port);
  if (!port || port.disabled || (one.machine.kind === 'desk phone' && port.poeDisabled)) return undefined;
  // Who was let in by MAC has the VLAN that the policy gave it.
  const vlan = one.auth === 'mac_auth' ? one.vlan : vlanAt(one.machine, port);
  if (vlan === one.vlan || vlan === undefined) return one;
  const ip = one.ip.replace(/\.\d+\.(\d+)$/, `.${vlan}.$1`);
  return { ...one, vlan, ip, formerly: { vlan: one.vlan, ip: one.ip } };
}

/** The clients that are on a switch port still, in the VLAN that it has now; those that left before are in it too. */
export const endpointsNow = live((world): EndpointNow[] => {
  const up = new Set(devicesOf(world, 'switch').flatMap((device) => (device.up ? [device.id] : [])));
  return endpoints(world).flatMap((one) => (up.has(one.device.id) ? (now(world, one) ?? []) : []));
});

/** Options that clients ask a DHCP server for, by what they are. */
const REQUESTS: Readonly<Record<string, string>> = {
  laptop: '1 3 6 15 31 33 43 44 46 47 119 121 249 252',
  printer: '1 3 6 12 15 44 47',
  till: '1 3 6 15 43',
};

function wiredRow(one: EndpointNow, changedAt: number): Row {
  const { device, machine, mac, formerly } = one;
  const start = formerly ? changedAt : one.since;
  const before = formerly ? [{ ...formerly, start: one.since, when: one.lastSeen }] : [];
  const stays = [...before, { vlan: one.vlan, ip: one.ip, start, when: Math.max(one.lastSeen, start) }];
  const letIn = one.auth === 'none' ? {} : { auth_method: one.auth, auth_state: 'authenticated' };
  return {
    mac,
    org_id: device.orgId,
    site_id: device.siteId,
    timestamp: one.lastSeen + 0.5,
    since: one.since,
    ...letIn,
    device_mac: [device.mac],
    port_id: [one.port],
    device_mac_port: stays.map((stay) => ({
      device_mac: device.mac,
      port_id: one.port,
      vlan: stay.vlan,
      ip: stay.ip,
      start: new Date(stay.start * 1000).toISOString(),
      when: new Date(stay.when * 1000).toISOString(),
    })),
    ip: stays.map(({ ip }) => ip),
    vlan: stays.map(({ vlan }) => vlan),
    dhcp_hostname: one.hostname,
    dhcp_fqdn: `${one.hostname.toLowerCase().replace(/[^a-z0-9-]/g, '')}.lakeside.example`,
    dhcp_client_identifier: `MAC address ${mac}`,
    dhcp_vendor_class_identifier: machine.os.startsWith('Windows') ? 'MSFT 5.0' : machine.mfg,
    dhcp_request_params: REQUESTS[machine.kind] ?? '1 3 6 15',
    manufacture: machine.mfg,
    source: machine.kind === 'desk phone' ? 'lldp' : 'mac',
    ...(one.username === undefined ? {} : { username: one.username }),
  };
}

/** Clients of switch ports as the search tells of them: one that is gone stays in it, with when it was seen last. */
export const wiredRows = live((world): Row[] => {
  const there = new Map(endpointsNow(world).map((one) => [one.mac, one]));
  return endpoints(world).map((one) => wiredRow(there.get(one.mac) ?? one, world.changedAt));
});
