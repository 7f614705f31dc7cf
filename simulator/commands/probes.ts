import type { Subject } from './subject.ts';

/** An address for a name, as if it had been resolved. */
const addressOf = (host: string): string => (/^[\d.]+$/.test(host) ? host : '198.51.100.20');

/** The replies to a ping, and their count. */
export function ping({ field }: Subject): string[] {
  const host = field('host');
  const ip = addressOf(host);
  const size = Number(field('size') || 56);
  const count = Math.min(Number(field('count') || 10), 20);
  const times = Array.from({ length: count }, (_, index) => 4 + ((index * 7) % 5) / 10);
  const replies = times.map(
    (ms, seq) => `${size + 8} bytes from ${ip}: icmp_seq=${seq} ttl=58 time=${ms.toFixed(3)} ms\n`,
  );
  return [
    `PING ${host} (${ip}): ${size} data bytes\n`,
    ...replies,
    '\n',
    `--- ${host} ping statistics ---\n`,
    `${count} packets transmitted, ${count} packets received, 0% packet loss\n`,
    `round-trip min/avg/max/stddev = 4.000/4.150/4.400/0.120 ms\n`,
  ];
}

/** The hops to a host; one of them does not answer. */
export function traceroute({ field }: Subject): string[] {
  const host = field('host');
  const ip = addressOf(host);
  return [
    `traceroute to ${host} (${ip}), 30 hops max, 52 byte packets\n`,
    ' 1  10.10.5.1 (10.10.5.1)  0.812 ms  0.644 ms  0.590 ms\n',
    ' 2  * * *\n',
    ` 3  ${host} (${ip})  5.120 ms  4.988 ms *\n`,
  ];
}
