import { type Device, type DeviceType, installedDevices } from './installed.ts';
import { networkOf } from './network.ts';
import type { World } from './world.ts';

export { type Device, type DeviceType, memberVersion, octetOf, RELEASES, releaseOf } from './installed.ts';

/** Every managed device of the world as it is now, in the order of the sites. */
export function devicesOf(world: World, type?: DeviceType): Device[] {
  const { lost } = networkOf(world);
  return installedDevices(world)
    .filter((device) => type === undefined || device.type === type)
    .map((device) => {
      const since = lost.get(device.id);
      return since === undefined || !device.up ? device : { ...device, up: false, lastSeen: since, uptime: 0 };
    });
}

/** The devices of one site. */
export const devicesAt = (world: World, siteId: string, type?: DeviceType): Device[] =>
  devicesOf(world, type).filter((device) => device.siteId === siteId);
