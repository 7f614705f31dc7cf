import { Dice } from './dice.ts';
import { type Device, devicesOf } from './hardware.ts';
import { once } from './once.ts';

/** A device that was away for a while, and is back. */
export interface Outage {
  readonly device: Device;
  /** Epoch seconds. */
  readonly from: number;
  readonly until: number;
}

const DAY = 86_400;

/** Short outages of access points and switches during the last days, since they were started. */
export const outagesOf = once((world): Outage[] =>
  devicesOf(world).flatMap((device) => {
    const dice = new Dice(world, `outage/${device.mac}`);
    if (!device.up || device.type === 'gateway' || !dice.once(2)) return [];
    const from = world.born - dice.number(7200, Math.min(13 * DAY, world.born - device.started - DAY / 2));
    return [{ device, from, until: from + dice.number(900, 3000) }];
  }),
);
