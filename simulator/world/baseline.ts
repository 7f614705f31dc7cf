import { wirelessClients } from './clients.ts';
import { endpoints } from './endpoints.ts';
import { networkOf } from './network.ts';
import type { World } from './world.ts';

/** Fixes what was there before a change, so that it is what the change is felt by. */
export function fixBaseline(world: World): void {
  networkOf(world);
  endpoints(world);
  wirelessClients(world);
}
