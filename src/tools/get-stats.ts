import * as z from 'zod';
import { drawChart } from '../features/charts/attach.ts';
import {
  BGP_COLUMNS,
  ORG_DEVICE_COLUMNS,
  OSPF_COLUMNS,
  PEER_PATH_COLUMNS,
  PORT_COLUMNS,
  SITE_DEVICE_COLUMNS,
  WIRELESS_STATS_COLUMNS,
} from '../mist/default-columns.ts';
import { withDerivedColumns } from '../mist/derived-columns.ts';
import { defineTool } from '../tool/define.ts';
import { chart, deviceName, end, fields, limit, org_id, site_id, start } from '../tool/inputs.ts';

const MXEDGE = ['name', 'id', 'model', 'mac', 'status', 'num_tunnels', 'mxcluster_id', 'uptime', 'last_seen'];

export default defineTool({
  name: 'mist_get_stats',
  title: 'Statistics',
  description:
    'Live statistics: organization, sites, access points, switches, gateways, mist edges, ports, wireless clients, BGP and OSPF peers, VPN paths.',
  select: { name: 'stats_type', description: 'site_* need site_id' },
  input: {
    org_id,
    site_id,
    device_type: z.enum(['ap', 'switch', 'gateway']).describe('org_devices, site_devices; default all').optional(),
    object_id: deviceName
      .describe('One site (sites), mist edge or device id, client MAC; elsewhere a device MAC as filter')
      .optional(),
    ...{ start, end, limit, fields, chart },
  },
  drawChart,
  operations: (op) => ({
    org: op('GET /api/v1/orgs/{org_id}/stats'),
    sites: [
      op('GET /api/v1/sites/{site_id}/stats', { site_id: 'object_id' }),
      op('GET /api/v1/orgs/{org_id}/stats/sites'),
    ],
    org_mxedges: [
      op('GET /api/v1/orgs/{org_id}/stats/mxedges/{mxedge_id}', { mxedge_id: 'device_id(object_id)' }),
      op('GET /api/v1/orgs/{org_id}/stats/mxedges'),
    ],
    org_devices: op('GET /api/v1/orgs/{org_id}/stats/devices', {
      type: ['device_type', '=all'],
      mac: 'mac(object_id)',
    }),
    org_bgp: op('GET /api/v1/orgs/{org_id}/stats/bgp_peers/search', { mac: 'mac(object_id)' }),
    org_ospf: op('GET /api/v1/orgs/{org_id}/stats/ospf_peers/search', { mac: 'mac(object_id)' }),
    org_peer_paths: op('GET /api/v1/orgs/{org_id}/stats/vpn_peers/search', { mac: 'mac(object_id)' }),
    org_ports: op('GET /api/v1/orgs/{org_id}/stats/ports/search', { mac: 'mac(object_id)', device_type: '=all' }),
    site_mxedges: [
      op('GET /api/v1/sites/{site_id}/stats/mxedges/{mxedge_id}', { mxedge_id: 'device_id(object_id)' }),
      op('GET /api/v1/sites/{site_id}/stats/mxedges'),
    ],
    site_wireless_clients: [
      op('GET /api/v1/sites/{site_id}/stats/clients/{client_mac}', { client_mac: 'mac(object_id)' }),
      op('GET /api/v1/sites/{site_id}/stats/clients'),
    ],
    site_devices: [
      op('GET /api/v1/sites/{site_id}/stats/devices/{device_id}', { device_id: 'device_id(object_id)' }),
      op('GET /api/v1/sites/{site_id}/stats/devices', { type: ['device_type', '=all'] }),
    ],
    site_bgp: op('GET /api/v1/sites/{site_id}/stats/bgp_peers/search', { mac: 'mac(object_id)' }),
    site_ospf: op('GET /api/v1/sites/{site_id}/stats/ospf_peers/search', { mac: 'mac(object_id)' }),
    site_ports: op('GET /api/v1/sites/{site_id}/stats/ports/search', { mac: 'mac(object_id)', device_type: '=all' }),
  }),
  columns: {
    sites: [
      ...[
        'id unless name is unique',
        'name',
        'num_devices',
        'num_devices_connected',
        'num_ap',
        'num_ap_connected',
        'num_switch_connected',
      ],
      ...['num_gateway_connected', 'num_clients'],
    ],
    org_devices: ORG_DEVICE_COLUMNS,
    site_devices: SITE_DEVICE_COLUMNS,
    org_mxedges: [...MXEDGE, 'site_id'],
    site_mxedges: MXEDGE,
    org_bgp: [...BGP_COLUMNS, 'site_id'],
    site_bgp: BGP_COLUMNS,
    org_ospf: [...OSPF_COLUMNS, 'site_id'],
    site_ospf: OSPF_COLUMNS,
    org_ports: [...PORT_COLUMNS, 'site_id'],
    site_ports: PORT_COLUMNS,
    org_peer_paths: PEER_PATH_COLUMNS,
    site_wireless_clients: WIRELESS_STATS_COLUMNS,
  },
  row: withDerivedColumns,
  empty: 'No such device reports here now; mist_search_device shows what the inventory has.',
});
