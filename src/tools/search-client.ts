import * as z from 'zod';
import {
  NAC_CLIENT_COLUMNS,
  WAN_CLIENT_COLUMNS,
  WIRED_CLIENT_COLUMNS,
  WIRELESS_CLIENT_COLUMNS,
} from '../mist/default-columns.ts';
import { defineTool } from '../tool/define.ts';
import { deviceMac, end, fields, limit, mac, org_id, site_id, start } from '../tool/inputs.ts';

/** Left to itself, the spec says, the cloud begins with the oldest. */
const NEWEST = { sort: '=-timestamp' } as const;

export default defineTool({
  name: 'mist_search_client',
  title: 'Find clients',
  description:
    'Finds wireless, wired, WAN and NAC clients by MAC, hostname, IP, SSID or the device they use: where a user is or was connected.',
  select: { name: 'client_type' },
  input: {
    org_id,
    site_id,
    device_mac: deviceMac().describe('AP (wireless, nac) or switch (wired) the client uses').optional(),
    band: z.enum(['24', '5', '6']).describe('wireless').optional(),
    ssid: z.string().describe('wireless, nac').optional(),
    mac,
    hostname: z.string().describe('Part with *').optional(),
    ip: z.string().describe('wireless, wired, wan').optional(),
    text: z.string().describe('Anything: wireless, wired, nac').optional(),
    ...{ start, end, limit, fields },
  },
  operations: (op) => ({
    wan: op('GET /api/v1/orgs/{org_id}/wan_clients/search', NEWEST),
    wired: op('GET /api/v1/orgs/{org_id}/wired_clients/search', { ...NEWEST, dhcp_hostname: 'hostname' }),
    wireless: op('GET /api/v1/orgs/{org_id}/clients/search', { ...NEWEST, ap: 'device_mac' }),
    nac: op('GET /api/v1/orgs/{org_id}/nac_clients/search', { ap: 'device_mac' }),
  }),
  columns: {
    wan: WAN_CLIENT_COLUMNS,
    wired: WIRED_CLIENT_COLUMNS,
    wireless: WIRELESS_CLIENT_COLUMNS,
    nac: NAC_CLIENT_COLUMNS,
  },
  empty: 'Only the window shown was searched; try start=-7d, another client_type, or part of the name.',
});
