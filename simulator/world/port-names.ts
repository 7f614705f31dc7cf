import { isList, isRow } from '../json.ts';
import type { Device } from './installed.ts';

const COPPER = 48;

/** Names of the ports of a switch: 48 of copper for each member of a stack, and four faster ones of the first. */
export function portNames(device: Device): string[] {
  const chassis = device.config.virtual_chassis;
  const count = isRow(chassis) && isList(chassis.members) ? chassis.members.length : 1;
  const copper = Array.from({ length: count * COPPER }, (_, index) => {
    const member = Math.floor(index / COPPER);
    return `ge-${member}/0/${index % COPPER}`;
  });
  return [...copper, 'xe-0/1/0', 'xe-0/1/1', 'xe-0/1/2', 'xe-0/1/3'];
}

/** The port by which a site without a gateway of ours leaves it: that of its first switch. */
export const WAY_OUT = 'xe-0/1/0';
