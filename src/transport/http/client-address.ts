import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';

/** What stands for a connection that has gone, whose address nobody knows anymore. */
const UNKNOWN = 'unknown';

/** Groups of an IPv6 address that name a network; the rest is the choice of whoever has the network. */
const NETWORK_GROUPS = 4;

/**
 * The address that limits of strangers are counted by.
 *
 * @param hops proxies in front of the server, 0 for none. Each adds the address that it was reached from at the right end
 *   of X-Forwarded-For; what stands further left is anybody's claim. A request with fewer entries did not come that way
 *   and is counted by its connection.
 * @returns an IPv4 address or the /64 network of an IPv6 one
 */
export function clientAddress({ socket, headersDistinct }: IncomingMessage, hops: number): string {
  const entries = (headersDistinct['x-forwarded-for'] ?? []).join(',').split(',');
  const forwarded = hops > 0 ? withoutPort(entries.at(-hops)?.trim()) : undefined;
  return networkOf(forwarded !== undefined && isIP(forwarded) > 0 ? forwarded : (socket.remoteAddress ?? UNKNOWN));
}

/** Some proxies, such as Azure's, write the port of the client too. */
const withoutPort = (entry: string | undefined): string | undefined =>
  /^(\d+\.\d+\.\d+\.\d+):\d+$/.exec(entry ?? '')?.[1] ?? /^\[([\da-f:.]+)\](?::\d+)?$/i.exec(entry ?? '')?.[1] ?? entry;

function networkOf(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped !== undefined) return mapped;
  if (isIP(address) !== 6) return address;
  const [left = '', right] = address.toLowerCase().split('%')[0]?.split('::') ?? [];
  const groups = left === '' ? [] : left.split(':');
  const zeros = right === undefined ? 0 : Math.max(0, 8 - groups.length - right.split(':').filter(Boolean).length);
  const whole = [...groups, ...Array.from({ length: zeros }, () => '0'), ...(right?.split(':') ?? [])];
  const network = whole.slice(0, NETWORK_GROUPS).map((group) => Number.parseInt(group, 16).toString(16));
  return `${network.join(':')}::/64`;
}
