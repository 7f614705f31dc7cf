import { IP, line, listed, MAC, type Row } from './lines.ts';

const HAS_MAC = new RegExp(`(^|\\s)${MAC}(\\s|$)`, 'i');

/** ARP tables of Junos, of Linux (`arp -a` and the kernel's own list) and of SSR. */
export const readArp = (text: string): Row[] | undefined =>
  listed(text, HAS_MAC, [
    line(
      `(?<mac>${MAC})\\s+(?<ip>${IP})(?:\\s+(?<name>\\S+))?\\s+(?<interface>\\S+(?: \\[\\S+\\])?)\\s+(?<flags>[a-z,]+)`,
    ),
    line(`\\S+ \\((?<ip>${IP})\\) at (?<mac>${MAC})(?: \\[\\w+\\])?(?: PERM)? on (?<interface>\\S+)`),
    line(`(?<ip>${IP})\\s+0x\\d+\\s+0x\\d+\\s+(?<mac>${MAC})\\s+\\S+\\s+(?<interface>\\S+)`),
    line(`(?<interface>\\S+)\\s+(?<vlan>\\d+)\\s+(?<ip>${IP})\\s+(?<mac>${MAC})\\s+(?<state>[a-z]+)`),
  ]);

/** The Ethernet switching table of a switch. */
export const readMacs = (text: string): Row[] | undefined =>
  listed(text, HAS_MAC, [
    line(
      `(?<vlan>\\S+)\\s+(?<mac>${MAC})\\s+(?<flags>[A-Z]+(?:,[A-Z]+)*)\\s+(?<age>\\S+)\\s+(?<interface>\\S+)(?:\\s+\\d+){0,2}`,
    ),
  ]);

/** Leases of the DHCP server of Junos. */
export const readLeases = (text: string): Row[] | undefined =>
  listed(text, HAS_MAC, [
    line(
      `(?<ip>${IP})\\s+(?<session>\\d+)\\s+(?<mac>${MAC})\\s+(?<expires_seconds>\\d+)\\s+(?<state>[A-Z]+)\\s+(?<interface>\\S+)`,
    ),
  ]);

/** The peers of a BGP summary, of Junos and of the routing suite inside SSR. */
export const readBgp = (text: string): Row[] | undefined =>
  listed(text, line(`${IP}\\s+\\d.*`), [
    line(
      `(?<peer>${IP})\\s+4\\s+(?<as>\\d+)\\s+(?<in_messages>\\d+)\\s+(?<out_messages>\\d+)\\s+\\d+\\s+\\d+\\s+(?<out_queue>\\d+)\\s+(?<since>\\S+)\\s+(?<state>\\S+(?: \\(\\w+\\))?)(?:\\s+\\d+\\s+\\S+)?`,
    ),
    line(
      `(?<peer>${IP})\\s+(?<as>\\d+)\\s+(?<in_messages>\\d+)\\s+(?<out_messages>\\d+)\\s+(?<out_queue>\\d+)\\s+(?<flaps>\\d+)\\s+(?<since>\\S+(?: \\S+)?)\\s+(?<state>[A-Za-z]+|\\d+/\\S+)(?:\\s+\\d+/\\S+)?`,
    ),
  ]);

/** OSPF neighbors, of Junos and of the routing suite inside SSR. */
export const readNeighbors = (text: string): Row[] | undefined =>
  listed(text, line(`${IP}\\s+\\S.*`), [
    line(
      `(?<address>${IP})\\s+(?<interface>\\S+)\\s+(?<state>[A-Za-z0-9]+)\\s+(?<id>${IP})\\s+(?<priority>\\d+)\\s+(?<dead_seconds>\\d+)`,
    ),
    line(
      `(?<id>${IP})\\s+(?<priority>\\d+)\\s+(?<state>\\w+/\\S+)\\s+(?:\\S+\\s+)?(?<dead>\\d\\S*)\\s+(?<address>${IP})\\s+(?<interface>\\S+)(?:\\s+\\d+){0,3}`,
    ),
  ]);

const AREA = /^\s*Area: (\S+)/i;

/** The areas of Junos' OSPF overview. */
export function readOspf(text: string): Row[] | undefined {
  const areas: { area: string; [name: string]: unknown }[] = [];
  for (const one of text.split('\n')) {
    const area = AREA.exec(one)?.[1];
    if (area !== undefined) areas.push({ area });
    const current = areas.at(-1);
    if (!current) continue;
    const type = /^\s*Stub type: (.+)$/i.exec(one)?.[1];
    if (type) current.stub_type = type;
    const routers = /Area border routers: (\d+), AS boundary routers: (\d+)/i.exec(one);
    if (routers) Object.assign(current, { border_routers: Number(routers[1]), boundary_routers: Number(routers[2]) });
    const full = /Up \(in full state\): (\d+)/i.exec(one)?.[1];
    if (full) current.full_neighbors = Number(full);
  }
  return areas.length > 0 && areas.every((area) => area.full_neighbors !== undefined) ? areas : undefined;
}
