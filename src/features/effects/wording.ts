import { cleanText } from '../../core/clean-text.ts';
import { byPort, joinPorts, portsOf } from '../configuration/index.ts';

/** A name from the network in quotes, on one line. Whoever shows it makes hidden characters visible. */
export function quotedName(name: string, most = 40): string {
  const plain = cleanText(name).replaceAll('"', "'").replace(/\s+/g, ' ');
  return `"${plain.length > most ? `${plain.slice(0, most - 1)}…` : plain}"`;
}

/** `1 client`, `3 switches`. */
export function countOf(count: number, noun: string): string {
  if (count === 1) return `1 ${noun}`;
  if (/[^aeiou]y$/.test(noun)) return `${count} ${noun.slice(0, -1)}ies`;
  return `${count} ${noun}${/(?:s|x|ch|sh)$/.test(noun) ? 'es' : 's'}`;
}

/** Names that are listed, with how many more there are. */
export function listed(names: readonly string[], most = 4): string {
  const unique = [...new Set(names)];
  const more = unique.length > most ? ` and ${unique.length - most} more` : '';
  return `${unique.slice(0, most).join(', ')}${more}`;
}

/** Single ports as ranges, in the order of the device: `ge-0/0/0-35, ge-0/0/40`. The inverse of reading a key of ports. */
export const joinedPorts = (names: readonly string[]): string =>
  joinPorts([...new Set(names)].toSorted(byPort)).replaceAll(',', ', ');

/** Ports of one device in words, such as `ACC1 ge-0/0/0-3`. */
export const placeText = (device: string, ports: readonly string[]): string =>
  ports.length === 0 ? device : `${device} ${joinedPorts(ports)}`;

/** Single ports of a text that `joinedPorts` made. */
export const splitPorts = (text: string): readonly string[] => portsOf(text);
