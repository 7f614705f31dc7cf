import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rowsFrom } from '../../../src/features/device-commands/rows.ts';
import type { Form } from '../../../src/features/device-commands/table.ts';

const FORMS: readonly Form[] = [
  ...(['ping', 'traceroute', 'arp', 'macs', 'leases', 'bgp', 'neighbors', 'ospf', 'routes', 'sessions'] as const),
];

/** A form, output in it, and the rows. */
const KNOWN: readonly (readonly [Form, string, readonly object[]])[] = [
  [
    'ping',
    'PING 192.0.2.1: 56 data bytes\n64 bytes from 192.0.2.1: seq=0 ttl=64 time=1.5 ms\n\n3 packets transmitted, 1 packets received, 66% packet loss\nround-trip min/avg/max = 1.5/1.5/1.5 ms',
    [
      { from: '192.0.2.1', seq: 0, ttl: 64, ms: 1.5 },
      { sent: 3, received: 1, loss_percent: 66, min_ms: 1.5, avg_ms: 1.5, max_ms: 1.5 },
    ],
  ],
  [
    'ping',
    '10 packets transmitted, 0 received, +3 errors, 100% packet loss',
    [{ sent: 10, received: 0, loss_percent: 100 }],
  ],
  [
    'traceroute',
    'traceroute to h (192.0.2.9)\n 1  gw.example (10.0.0.1)  0.5 ms  0.4 ms *\n 2  * * *\n 3  192.0.2.9  3 ms 4 ms 5 ms',
    [
      { hop: 1, host: 'gw.example', ip: '10.0.0.1', ms: [0.5, 0.4], lost: 1 },
      { hop: 2, ms: [], lost: 3 },
      { hop: 3, ip: '192.0.2.9', ms: [3, 4, 5], lost: 0 },
    ],
  ],
  [
    'arp',
    'MAC Address       Address         Interface     Flags\n00:05:86:00:00:01 10.0.0.1        me0.0         none',
    [{ mac: '00:05:86:00:00:01', ip: '10.0.0.1', interface: 'me0.0', flags: 'none' }],
  ],
  [
    'macs',
    '   name  address  flags\n   guest               00:05:86:00:00:02   D,P           -   ge-0/0/5.0           0         0',
    [{ vlan: 'guest', mac: '00:05:86:00:00:02', flags: 'D,P', age: '-', interface: 'ge-0/0/5.0' }],
  ],
  [
    'leases',
    '10.0.0.5          12          00:05:86:00:00:03  85000       BOUND      irb.10',
    [
      {
        ip: '10.0.0.5',
        session: 12,
        mac: '00:05:86:00:00:03',
        expires_seconds: 85000,
        state: 'BOUND',
        interface: 'irb.10',
      },
    ],
  ],
  [
    'bgp',
    'Groups: 1 Peers: 1 Down peers: 0\n10.0.0.1  65001  12  13  0  2  1w2d 3:04:05 2/3/3/0  0/0/0/0',
    [
      {
        peer: '10.0.0.1',
        as: 65001,
        in_messages: 12,
        out_messages: 13,
        out_queue: 0,
        flaps: 2,
        since: '1w2d 3:04:05',
        state: '2/3/3/0',
      },
    ],
  ],
  [
    'neighbors',
    'Address          Interface              State           ID               Pri  Dead\n10.0.0.9  ge-0/0/3.0  ExStart  10.255.0.9  128  35',
    [
      {
        address: '10.0.0.9',
        interface: 'ge-0/0/3.0',
        state: 'ExStart',
        id: '10.255.0.9',
        priority: 128,
        dead_seconds: 35,
      },
    ],
  ],
  [
    'ospf',
    'Instance: master\n  Area: 0.0.0.1\n    Stub type: Stub\n    Area border routers: 1, AS boundary routers: 0\n    Neighbors\n      Up (in full state): 2',
    [{ area: '0.0.0.1', stub_type: 'Stub', border_routers: 1, boundary_routers: 0, full_neighbors: 2 }],
  ],
  [
    'routes',
    'inet.0: 2 destinations, 3 routes (2 active, 0 holddown, 0 hidden)\n\n10.0.0.0/8   *[BGP/170] 1d, localpref 100\n               >  to 10.1.0.1 via ge-0/0/0.0\n              [Static/200] 2d\n               >  to 10.2.0.1 via ge-0/0/1.0',
    [
      {
        table: 'inet.0',
        prefix: '10.0.0.0/8',
        protocol: 'BGP',
        preference: 170,
        age: '1d',
        active: true,
        next_hops: [{ next_hop: '10.1.0.1', interface: 'ge-0/0/0.0', chosen: true }],
      },
      {
        table: 'inet.0',
        prefix: '10.0.0.0/8',
        protocol: 'Static',
        preference: 200,
        age: '2d',
        active: false,
        next_hops: [{ next_hop: '10.2.0.1', interface: 'ge-0/0/1.0', chosen: true }],
      },
    ],
  ],
  [
    'sessions',
    'Session ID: 7, Policy name: p/4, Timeout: 60, Valid\n  In: 10.0.0.2/5 --> 192.0.2.1/53;udp, If: ge-0/0/1.0, Pkts: 1, Bytes: 60\n  Out: 192.0.2.1/53 --> 10.0.0.2/5;udp, If: ge-0/0/0.0, Pkts: 0, Bytes: 0',
    [
      {
        id: 7,
        policy: 'p/4',
        timeout_seconds: 60,
        source: '10.0.0.2/5',
        destination: '192.0.2.1/53',
        protocol: 'udp',
        in_interface: 'ge-0/0/1.0',
        in_packets: 1,
        in_bytes: 60,
        out_interface: 'ge-0/0/0.0',
        out_packets: 0,
        out_bytes: 0,
      },
    ],
  ],
];

describe('rows from output', () => {
  it.each(KNOWN)('%s', (form, text, rows) => {
    expect(rowsFrom(form, text)).toEqual(rows);
  });

  it.each<[Form, string]>([
    ['arp', '00:05:86:00:00:01 is somewhere behind the printer'],
    ['arp', '00:05:86:00:00:01 10.0.0.1  me0.0  none\n10.0.0.2 00:05:86:00:00:02 and more words here'],
    ['bgp', '10.0.0.1  established with 65001 for a while'],
    ['routes', '10.0.0.0/8 via 10.1.0.1 dev eth0'],
    ['sessions', 'Session ID: 7 is broken'],
    ['ping', 'unknown host'],
    ['traceroute', ' 1 apple 2 ms'],
  ])('%s in another form is left as text: %j', (form, text) => {
    expect(rowsFrom(form, text)).toBeUndefined();
  });

  it('is quick and does not throw, whatever the text', () => {
    const text = fc.array(
      fc.oneof(
        fc.constantFrom('\n', ' ', '10.0.0.1', '00:05:86:00:00:01', ' ms', '*', '/24', ':', 'via '),
        fc.string(),
      ),
      { maxLength: 80 },
    );
    fc.assert(fc.property(text, fc.constantFrom(...FORMS), (parts, form) => void rowsFrom(form, parts.join(''))));
    for (const form of FORMS) expect(rowsFrom(form, '1'.repeat(2_000_000))).toBeUndefined();
  });
});
