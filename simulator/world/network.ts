import { createHash } from 'node:crypto';
import { deriveDevice } from '../derive/device.ts';
import { gatewayPorts } from '../derive/gateway-ports.ts';
import { type PortNeighbor, type PortSetting, switchPorts } from '../derive/ports.ts';
import { wlansAt } from '../derive/wlans.ts';
import { isRow } from '../json.ts';
import { type Cable, cablesBetween } from './cabling.ts';
import { type Device, installedDevices } from './installed.ts';
import { live } from './once.ts';
import { Paths } from './paths.ts';
import { portNames } from './port-names.ts';
import type { World } from './world.ts';

/** What configuration and cables make of the installed devices. */
export interface Network {
  /** Devices that run no more or lost their way to the cloud, by id, with the epoch seconds since when. */
  readonly lost: ReadonlyMap<string, number>;
  /** Access points of these that have no power. */
  readonly dark: ReadonlySet<string>;
  /** When the effective configuration of a device that hears of it changed last, where it did since the world began. */
  readonly configured: ReadonlyMap<string, number>;
  /** What a port of a switch or gateway is; undefined for one that is not configured. */
  setting(deviceId: string, port: string): PortSetting | undefined;
  /** Whether a port is shut by configuration. */
  shut(deviceId: string, port: string): boolean;
  /** Whether frames of a VLAN find from a switch to a gateway that has it, or out of the site. */
  leaves(deviceId: string, vlan: number): boolean;
  /** The cable that spanning tree gives a switch as its way up. */
  wayUp(deviceId: string): Cable | undefined;
  /** Whether a switch is the one by which its site leaves, for want of a gateway of ours. */
  isEdge(deviceId: string): boolean;
}

type Settings = ReadonlyMap<string, ReadonlyMap<string, PortSetting>>;

/** What is remembered from one state of the world to the next. */
interface Memory {
  readonly lost: ReadonlyMap<string, number>;
  readonly digests: ReadonlyMap<string, string>;
  readonly configured: ReadonlyMap<string, number>;
}

const memories = new WeakMap<World, Memory>();

function neighborsOf(cables: readonly Cable[], device: Device): Map<string, PortNeighbor> {
  const found = new Map<string, PortNeighbor>();
  for (const { near, far, through, up } of cables) {
    if (through !== undefined || !up) continue;
    if (near.device.id === device.id) found.set(near.port, { name: far.device.name, mac: far.device.mac });
    if (far.device.id === device.id) found.set(far.port, { name: near.device.name, mac: near.device.mac });
  }
  return found;
}

function settingsOf(world: World, devices: readonly Device[], cables: readonly Cable[]): Settings {
  const all = new Map<string, ReadonlyMap<string, PortSetting>>();
  for (const device of devices) {
    if (device.type === 'gateway') all.set(device.id, gatewayPorts(world, device.id));
    if (device.type === 'switch')
      all.set(device.id, switchPorts(world, device.id, portNames(device), neighborsOf(cables, device)));
  }
  return all;
}

/** VLAN of an access point's own address: a tagged one that it is told, or what its port has untagged. */
function ownVlan(world: World, ap: Device, port: PortSetting): number | undefined {
  const { ip_config } = deriveDevice(world, ap.id).config;
  const tagged = isRow(ip_config) ? Number(ip_config.vlan_id) : Number.NaN;
  if (!(tagged > 0)) return port.untagged;
  return tagged === port.untagged || port.tagged.has(tagged) ? tagged : undefined;
}

/** Whether an access point gets power; other devices have their own. */
function hasPower({ near, far, through }: Cable, paths: Paths): boolean {
  if (far.device.type !== 'ap') return true;
  const port = paths.setting(near.device.id, near.port);
  if (through !== undefined || !port) return true;
  return near.device.up && !port.disabled && !port.poeDisabled;
}

function apRuns(world: World, ap: Device, cable: Cable, paths: Paths): boolean {
  const { near } = cable;
  const port = paths.setting(near.device.id, near.port);
  if (!port) return true;
  if (port.disabled || !hasPower(cable, paths)) return false;
  const vlan = ownVlan(world, ap, port);
  return vlan !== undefined && paths.online(near.device, vlan);
}

/** VLAN of a switch's own address. */
function switchVlan(world: World, device: Device, paths: Paths): number {
  const { ip_config, networks } = deriveDevice(world, device.id).config;
  const name = isRow(ip_config) && typeof ip_config.network === 'string' ? ip_config.network : 'default';
  const network = isRow(networks) ? networks[name] : undefined;
  const vlan = Number(isRow(network) ? network.vlan_id : undefined);
  return vlan > 0 ? vlan : (paths.wayUpVlan(device.id) ?? 1);
}

function runs(world: World, device: Device, cables: ReadonlyMap<string, Cable>, paths: Paths): boolean {
  if (device.type === 'gateway') return paths.hasWan(device.id);
  if (device.type === 'switch') return paths.online(device, switchVlan(world, device, paths));
  const cable = cables.get(device.id);
  return cable === undefined || apRuns(world, device, cable, paths);
}

/** The configuration of a device as one text; that of an access point has the WLANs of its site in it. */
function digestOf(world: World, device: Device): string {
  const wlans = device.type === 'ap' ? wlansAt(world, device.siteId).map((row) => ({ ...row, modified_time: 0 })) : [];
  const config = { ...deriveDevice(world, device.id).config, modified_time: 0 };
  return createHash('sha256')
    .update(JSON.stringify([config, wlans]))
    .digest('hex');
}

function configuredSince(world: World, devices: readonly Device[], before: Memory | undefined): Omit<Memory, 'lost'> {
  const digests = new Map<string, string>();
  const configured = new Map(before?.configured);
  for (const device of devices) {
    const digest = digestOf(world, device);
    digests.set(device.id, digest);
    const hears = device.up && before?.lost.has(device.id) === false;
    if (hears && before.digests.get(device.id) !== digest) configured.set(device.id, world.changedAt);
  }
  return { digests, configured };
}

function lostSince(
  world: World,
  devices: readonly Device[],
  cables: readonly Cable[],
  paths: Paths,
): ReadonlyMap<string, number> {
  const before = memories.get(world)?.lost;
  const byFar = new Map(cables.map((cable) => [cable.far.device.id, cable]));
  const gone = devices.filter((device) => device.up && !runs(world, device, byFar, paths));
  return new Map(gone.map(({ id }) => [id, before?.get(id) ?? world.changedAt]));
}

/** The network as configuration and cables make it now. */
export const networkOf = live((world): Network => {
  const devices = installedDevices(world);
  const cables = cablesBetween(world, devices);
  const settings = settingsOf(world, devices, cables);
  const paths = new Paths(devices, cables, settings);
  const lost = lostSince(world, devices, cables, paths);
  const memory = { lost, ...configuredSince(world, devices, memories.get(world)) };
  memories.set(world, memory);
  return {
    lost,
    dark: new Set(cables.flatMap((one) => (hasPower(one, paths) ? [] : [one.far.device.id]))),
    configured: memory.configured,
    setting: (id, port) => paths.setting(id, port),
    shut: (id, port) => paths.setting(id, port)?.disabled === true,
    leaves: (id, vlan) => paths.leaves(id, vlan),
    wayUp: (id) => paths.wayUp(id),
    isEdge: (id) => paths.isEdge(id),
  };
});
