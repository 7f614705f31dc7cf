import type { Row } from '../../json.ts';
import { type Device, devicesOf } from '../hardware.ts';
import { type Cable, cablesOf, uplinkOf } from '../wiring.ts';
import type { World } from '../world.ts';
import { apStats } from './ap.ts';
import { gatewayStats } from './gateway.ts';
import { switchStats } from './switch.ts';

function statsOf(world: World, device: Device, cables: readonly Cable[]): Row {
  if (device.type === 'ap') return apStats(world, device, uplinkOf(cables, device.id));
  return device.type === 'switch' ? switchStats(world, device, cables) : gatewayStats(world, device);
}

/** Statistics of the devices of the world that a predicate keeps. */
export function deviceStats(world: World, keep: (device: Device) => boolean): Row[] {
  const cables = cablesOf(world);
  return devicesOf(world)
    .filter(keep)
    .map((device) => statsOf(world, device, cables));
}
