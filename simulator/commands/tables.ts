import { colons, type Subject } from './subject.ts';

/** ARP as the kernel of an access point, Junos or SSR print it. */
export function arp({ kind, clients }: Subject): string[] {
  const known = clients.length > 0 ? clients : [];
  if (kind === 'ap')
    return [
      '? (10.10.5.1) at 4c:96:14:00:00:01 [ether] on br0\n',
      '? (10.10.5.9) at 5c:5b:35:00:00:09 [ether] on br0\n',
    ];
  if (kind === 'ssr')
    return [
      '======== ====== ============== =================== =======\n',
      ' Dev      VLAN   IP             Dest MAC            State\n',
      '======== ====== ============== =================== =======\n',
      ' ge-0-1   10     10.12.10.21    d8:5e:d3:00:12:21   Valid\n',
      ' ge-0-1   10     10.12.10.22    d8:5e:d3:00:12:22   Valid\n',
    ];
  return [
    'MAC Address       Address         Name                      Interface               Flags\n',
    ...known.map(
      ({ mac, ip, port, hostname }) =>
        `${colons(mac)} ${ip.padEnd(15)} ${/^[\w-]+$/.test(hostname) ? hostname : ip} irb.10 [${port}.0] none\n`,
    ),
    `4c:96:14:00:00:01 10.10.5.1       10.10.5.1                 me0.0                   none\n`,
    `Total entries: ${known.length + 1}\n`,
  ];
}

/** The Ethernet switching table, narrowed as asked. */
export function macTable({ clients, field }: Subject): string[] {
  const wanted = clients.filter(
    ({ mac, port, vlan }) =>
      (field('mac_address') === '' || field('mac_address').replaceAll(':', '') === mac) &&
      (field('port_id') === '' || field('port_id') === port) &&
      (field('vlan_id') === '' || field('vlan_id') === String(vlan)),
  );
  return [
    '\nMAC flags (S - static MAC, D - dynamic MAC, L - locally learned, P - Persistent static)\n\n',
    `Ethernet switching table : ${wanted.length} entries, ${wanted.length} learned\nRouting instance : default-switch\n`,
    '   Vlan                MAC                 MAC         Age    Logical                NH        RTR \n',
    '   name                address             flags              interface              Index     ID\n',
    ...wanted.map(
      ({ mac, port, vlan }) =>
        `   vlan${vlan}              ${colons(mac)}   D             -   ${port}.0            0         0\n`,
    ),
  ];
}

/** Leases of the DHCP server for one network. */
export function leases({ kind, clients, field }: Subject): string[] {
  if (kind === 'ssr')
    return [`Leases of ${field('network')}\n`, '  10.12.10.21 held by d8:5e:d3:00:12:21 for another 71 minutes\n'];
  const rows =
    clients.length > 0 ? clients.map(({ ip, mac }) => ({ ip, mac })) : [{ ip: '10.10.10.21', mac: 'd85ed3001221' }];
  return [
    'IP address        Session Id  Hardware address   Expires     State      Interface\n',
    ...rows.map(
      ({ ip, mac }, index) =>
        `${ip.padEnd(17)} ${index + 10}          ${colons(mac)}  ${3600 + index}        BOUND      irb.10\n`,
    ),
  ];
}

/** Flow sessions, of all services or one. */
export function sessions({ kind, field }: Subject): string[] {
  const service = field('service_name') || 'any-service';
  if (kind === 'ssr')
    return [`Sessions of ${service}\n`, ' 6f0c2d1e  forward  10.12.10.21:51514 -> 198.51.100.20:443  tcp\n'];
  return [
    'Session ID: 10737, Policy name: internet/5, State: Active, Timeout: 1798, Valid\n',
    '  In: 10.10.10.21/51514 --> 198.51.100.20/443;tcp, Conn Tag: 0x0, If: irb.10, Pkts: 21, Bytes: 4410,\n',
    '  Out: 198.51.100.20/443 --> 203.0.113.4/20111;tcp, Conn Tag: 0x0, If: ge-0/0/0.0, Pkts: 19, Bytes: 20110,\n',
    'Total sessions: 1\n',
  ];
}
