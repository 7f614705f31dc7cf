import type { Dice } from './dice.ts';

/** What a client is, as fingerprinting tells it. */
export interface Machine {
  readonly kind: 'laptop' | 'phone' | 'till' | 'camera' | 'printer' | 'sensor' | 'desk phone';
  readonly mfg: string;
  readonly family: string;
  readonly model: string;
  readonly os: string;
  readonly osVersion: string;
  /** First six digits of its MAC. */
  readonly oui: string;
}

const machine = (
  kind: Machine['kind'],
  oui: string,
  mfg: string,
  family: string,
  model: string,
  os: string,
  version: string,
): Machine => ({
  kind,
  oui,
  mfg,
  family,
  model,
  os,
  osVersion: version,
});

const MACHINES = [
  machine('laptop', '3c22fb', 'Apple', 'Mac', 'MacBook Pro 14 M3', 'macOS', '15.1'),
  machine('laptop', 'a4c3f0', 'Intel', 'Laptop', 'ThinkPad T14', 'Windows 11', '23H2'),
  machine('laptop', '8c8d28', 'Intel', 'Laptop', 'Latitude 7440', 'Windows 11', '24H2'),
  machine('phone', 'f0d1a9', 'Apple', 'iPhone', 'iPhone 15', 'iOS', '18.1'),
  machine('phone', '94b10a', 'Samsung', 'Android', 'Galaxy S23', 'Android', '14'),
  machine('till', 'e0bbcc', 'NCR', 'POS', 'NCR VOYIX CX7', 'Windows IoT', '10'),
  machine('camera', 'accc8e', 'Axis', 'Surveillance Camera', 'P3265-LV', 'AXIS OS', '11.8'),
  machine('printer', '00206b', 'Konica Minolta', 'Printer', 'bizhub C360i', 'embedded', '4.2'),
  machine('sensor', '60c0bf', 'Nordic', 'Sensor', 'Thermo One', 'Zephyr', '3.6'),
  machine('desk phone', '805ec0', 'Yealink', 'IP Phone', 'T54W', 'embedded', '96.86'),
] as const;

/** A machine of one kind. */
export function machineOf(dice: Dice, ...kinds: readonly Machine['kind'][]): Machine {
  return dice.any(MACHINES.filter((one) => kinds.includes(one.kind))) ?? MACHINES[0];
}
