import type { Subject } from './subject.ts';

/** BGP peers, as Junos or the routing suite of SSR print them; one of them is down. */
export function bgp({ kind }: Subject): string[] {
  if (kind === 'ssr')
    return [
      'BGP router identifier 10.12.0.1, local AS number 65012 vrf-id 0\n',
      'Neighbor        V         AS   MsgRcvd   MsgSent   TblVer  InQ OutQ  Up/Down State/PfxRcd   PfxSnt Desc\n',
      '10.255.0.1      4      65000      4823      4811        0    0    0 03:12:55            12       14 hub-1\n',
      '10.255.0.2      4      65000         0         0        0    0    0    never        Active        0 hub-2\n',
    ];
  return [
    'Threading mode: BGP I/O\nGroups: 1 Peers: 2 Down peers: 1\n',
    'Table          Tot Paths  Act Paths Suppressed    History Damp State    Pending\n',
    'inet.0                12         12          0          0          0          0\n',
    'Peer                     AS      InPkt     OutPkt    OutQ   Flaps Last Up/Dwn State|#Active/Received/Accepted/Damped...\n',
    '10.255.0.1            65000       4823       4811       0       1     1d 3:12:55 Establ\n  inet.0: 12/12/12/0\n',
    '10.255.0.2            65000          0          0       0       3       12:04 Active\n',
  ];
}

/** OSPF neighbors. */
export function neighbors({ kind }: Subject): string[] {
  if (kind === 'ssr')
    return [
      'Neighbor ID     Pri State           Up Time         Dead Time Address         Interface                        RXmtL RqstL DBsmL\n',
      '10.255.0.9        1 Full/DR         1d02h           33.120s 10.12.0.9       ge-0-3:10.12.0.1                    0     0     0\n',
    ];
  return [
    'Address          Interface              State           ID               Pri  Dead\n',
    '10.10.0.9        ge-0/0/3.0             Full            10.255.0.9       128    35\n',
    '10.10.0.13       ge-0/0/4.0             Init            10.255.0.13      128    31\n',
  ];
}

/** The overview of OSPF. */
export function ospf({ kind }: Subject): string[] {
  if (kind === 'ssr')
    return [' OSPF Routing Process, Router ID: 10.12.0.1\n', ' Number of areas attached to this router: 1\n'];
  return [
    'Instance: master\n  Router ID: 10.10.0.1\n  Route table index: 0\n',
    '  Area: 0.0.0.0\n    Stub type: Not Stub\n    Authentication Type: None\n',
    '    Area border routers: 0, AS boundary routers: 1\n    Neighbors\n      Up (in full state): 1\n',
    '  Topology: default (ID 0)\n    Prefix export count: 0\n',
  ];
}

/** Interfaces with OSPF. */
export const ospfInterfaces = (): string[] => [
  'Interface           State   Area            DR ID           BDR ID          Nbrs\n',
  'ge-0/0/3.0          BDR     0.0.0.0         10.255.0.9      10.10.0.1          1\n',
];

/** The link states. */
export const database = (): string[] => [
  '    OSPF database, Area 0.0.0.0\n',
  ' Type       ID               Adv Rtr           Seq      Age  Opt  Cksum  Len\n',
  'Router  *10.10.0.1        10.10.0.1        0x80000a2c  1143  0x22 0x3a71  60\n',
];

/** Routes of the main table. */
export function routes({ kind, field }: Subject): string[] {
  if (kind === 'ssr') return ['B>* 10.255.0.0/24 [200/0] via 10.255.0.1, peer hub-1, weight 1, 03:12:55\n'];
  const protocol = field('protocol') || 'BGP';
  return [
    '\ninet.0: 14 destinations, 15 routes (14 active, 0 holddown, 0 hidden)\n',
    '+ = Active Route, - = Last Active, * = Both\n\n',
    '0.0.0.0/0          *[Static/5] 1w2d 03:04:05\n                    >  to 203.0.113.1 via ge-0/0/0.0\n',
    `10.255.0.0/24      *[${protocol === 'any' ? 'BGP' : protocol.toUpperCase()}/170] 1d 03:12:55, localpref 100\n`,
    '                      AS path: 65000 I, validation-state: unverified\n',
    '                    >  to 10.255.0.1 via st0.1\n                       to 10.255.0.2 via st0.2\n',
  ];
}
