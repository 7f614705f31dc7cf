import * as z from 'zod';
import { defineTool } from '../tool/define.ts';
import { end, fields, limit, site_id, start } from '../tool/inputs.ts';

export default defineTool({
  name: 'mist_list_rogue_devices',
  title: 'Rogue access points and clients',
  description: 'Rogue, honeypot, spoofed and neighbor access points that a site hears, and the clients on them.',
  select: { name: 'rogue_type' },
  input: {
    site_id: site_id.unwrap(),
    rogue_ap_type: z.enum(['honeypot', 'lan', 'others', 'spoof']).describe('ap').optional(),
    ...{ start, end, limit, fields },
  },
  operations: (op) => ({
    ap: op('GET /api/v1/sites/{site_id}/insights/rogues', { type: 'rogue_ap_type' }),
    client: op('GET /api/v1/sites/{site_id}/insights/rogues/clients'),
  }),
  columns: {
    ap: ['ssid', 'bssid', 'channel', 'avg_rssi', 'seen_on_lan', 'num_aps', 'ap_mac', 'times_heard'],
    client: ['client_mac', 'bssid', 'band', 'avg_rssi', 'num_aps', 'ap_mac', 'annotation'],
  },
  empty: 'None was heard in the window shown, or rogue detection is off in the site settings.',
});
