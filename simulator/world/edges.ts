import { deviceId } from './seed.ts';
import { LAB_ORG, MAIN_ORG, type World } from './world.ts';

const EDGES = [
  { name: 'ZRH-EDGE-1', site: 'Zurich HQ', model: 'ME-X3', cluster: 'Zurich Cluster', host: 21 },
  { name: 'ZRH-EDGE-2', site: 'Zurich HQ', model: 'ME-X3', cluster: 'Zurich Cluster', host: 22 },
  { name: 'RTM-EDGE-1', site: 'Rotterdam Warehouse', model: 'ME-X1', cluster: 'Warehouse Cluster', host: 23 },
] as const;

/** Adds edge appliances, their clusters and the tunnels that end on them. */
export function addEdges(world: World): void {
  for (const edge of EDGES) {
    const mac = world.seed.mac('0200', edge.name);
    const row = world.add(
      'mxedges',
      edge.name,
      { org: MAIN_ORG, site: edge.site },
      {
        name: edge.name,
        model: edge.model,
        mac,
        mxcluster_id: world.id('mxclusters', edge.cluster),
        services: ['tunterm'],
        ntp_servers: ['pool.ntp.org'],
        oob_ip_config: {
          type: 'static',
          ip: `10.10.250.${edge.host}`,
          netmask: '255.255.255.0',
          gateway: '10.10.250.1',
          dns: ['9.9.9.9'],
        },
        tunterm_ip_config: { ip: `10.10.251.${edge.host}`, netmask: '255.255.255.0', gateway: '10.10.251.1' },
        tunterm_port_config: {
          separate_upstream_downstream: true,
          upstream_ports: ['0', '1'],
          downstream_ports: ['2', '3'],
        },
        mxedge_mgmt: { mist_password: 'demo-edge-password', root_password: 'demo-edge-root' },
        tunterm_registered: true,
        mxagent_registered: true,
        versions: { mxagent: '3.1.1037', tunterm: '0.1.3152' },
      },
    );
    row.id = deviceId(mac);
  }
  const org = { org: MAIN_ORG };
  world.add('mxclusters', 'Zurich Cluster', org, {
    name: 'Zurich Cluster',
    tunterm_hosts: ['edge1.lakeside.example', 'edge2.lakeside.example'],
    tunterm_hosts_selection: 'shuffle',
    radsec: {
      enabled: true,
      auth_servers: [{ host: '10.0.250.11', port: 1812, secret: 'demo-radsec-secret', ssids: ['Lakeside-Corp'] }],
    },
    mist_nac: { enabled: false, secret: 'demo-edge-nac' },
  });
  world.add('mxclusters', 'Warehouse Cluster', org, {
    name: 'Warehouse Cluster',
    tunterm_hosts: ['rtm.lakeside.example'],
  });
  world.add(
    'mxclusters',
    'Lab Cluster',
    { org: LAB_ORG },
    { name: 'Lab Cluster', tunterm_hosts: ['lab.harbor.example'] },
  );
  world.add('mxtunnels', 'Campus Tunnel', org, {
    name: 'Campus Tunnel',
    mxcluster_ids: [world.id('mxclusters', 'Zurich Cluster')],
    vlan_ids: [10, 40],
    mtu: 1400,
    protocol: 'udp',
    hello_interval: 60,
    hello_retries: 7,
    ipsec: { enabled: false },
  });
  world.add('mxtunnels', 'Scanner Tunnel', org, {
    name: 'Scanner Tunnel',
    mxcluster_ids: [world.id('mxclusters', 'Warehouse Cluster')],
    vlan_ids: [30],
  });
}
