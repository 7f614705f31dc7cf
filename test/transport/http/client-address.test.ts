import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { describe, expect, it } from 'vitest';
import { clientAddress } from '../../../src/transport/http/client-address.ts';

/** The address of a request over a connection from `remote`. */
function addressOf(remote: string, forwarded: readonly string[], hops: number): string {
  const socket = new Socket();
  Object.defineProperty(socket, 'remoteAddress', { value: remote });
  const request = new IncomingMessage(socket);
  request.headersDistinct['x-forwarded-for'] = [...forwarded];
  return clientAddress(request, hops);
}

describe('the address that strangers are counted by', () => {
  it.each<[string, string, string[], number, string]>([
    ['is the connection without a proxy', '192.0.2.1', ['198.51.100.1'], 0, '192.0.2.1'],
    ['is what one proxy saw', '10.0.0.1', ['198.51.100.1, 203.0.113.7'], 1, '203.0.113.7'],
    ['is what the first of two proxies saw', '10.0.0.1', ['6.6.6.6, 203.0.113.7', '10.0.0.2'], 2, '203.0.113.7'],
    ['is without the port that a proxy adds', '10.0.0.1', ['203.0.113.7:51234'], 1, '203.0.113.7'],
    ['is without that port for IPv6', '10.0.0.1', ['[2001:db8:1:2::7]:51234'], 1, '2001:db8:1:2::/64'],
    ['is the connection of who came past a proxy', '10.0.0.9', ['203.0.113.7'], 2, '10.0.0.9'],
    ['is the connection where the entry is none', '10.0.0.1', ['<script>'], 1, '10.0.0.1'],
    ['is IPv4 in either notation', '::ffff:192.0.2.1', [], 0, '192.0.2.1'],
    ['is the network of an IPv6 address', '2001:db8:1:2:aaaa::1', [], 0, '2001:db8:1:2::/64'],
    ['is that network however it is written', '::1', ['2001:0DB8:0001:2::'], 1, '2001:db8:1:2::/64'],
    ['is loopback', '::1', [], 0, '0:0:0:0::/64'],
  ])('%s', (_, remote, forwarded, hops, address) => {
    expect(addressOf(remote, forwarded, hops)).toBe(address);
  });
});
