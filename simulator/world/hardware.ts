import { type Device, type DeviceType, installedDevices } from './installed.ts';
import { networkOf } from './network.ts';
import type { World } from './world.ts';

export { type Device, type DeviceType, memberVersion, octetOf, RELEASES, releaseOf } from './installed.ts';

/** A device as it is now: one that was configured since the world began has told so, one that lost its way is gone. */
function deviceNow(device: Device, { lost, configured }: ReturnType<typeof networkOf>): Device {
  if (!device.up) return device;
  const since = lost.get(device.id);
  if (since !== undefined) return { ...device, up: false, lastSeen: since, uptime: 0 };
  return { ...device, lastSeen: Math.max(device.lastSeen, configured.get(device.id) ?? 0) };
}

/** Every managed device of the world as it is now, in the order of the sites. */
export function devicesOf(world: World, type?: DeviceType): Device[] {
  const network = networkOf(world);
  return installedDevices(world)
    .filter((device) => type === undefined || device.type === type)
    .map((device) => deviceNow(device, network));
}

/** The devices of one site. */
export const devicesAt = (world: World, siteId: string, type?: DeviceType): Device[] =>
  devicesOf(world, type).filter((device) => device.siteId === siteId);
