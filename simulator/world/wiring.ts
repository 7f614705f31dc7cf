import { type Cable, cablesBetween, type Plug } from './cabling.ts';
import { devicesOf } from './hardware.ts';
import { installedDevices } from './installed.ts';
import { networkOf } from './network.ts';
import { live } from './once.ts';

export { type Cable, FIRST_AP_PORT, type Plug } from './cabling.ts';

/** Every cable between managed devices, with the state of its link; a device out of reach may still have one. */
export const cablesOf = live((world): readonly Cable[] => {
  const { shut, dark } = networkOf(world);
  const installed = new Map(installedDevices(world).map((device) => [device.id, device]));
  const runs = ({ device, port }: Plug): boolean =>
    installed.get(device.id)?.up === true && !dark.has(device.id) && !shut(device.id, port);
  return cablesBetween(world, devicesOf(world)).map((one) => ({ ...one, up: runs(one.near) && runs(one.far) }));
});

/** The cable that brings a device its uplink: of several, the one that spanning tree uses. */
export function uplinkOf(cables: readonly Cable[], id: string): Cable | undefined {
  const ups = cables.filter((one) => one.far.device.id === id);
  return ups.find((one) => one.up) ?? ups[0];
}
