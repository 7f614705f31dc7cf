import * as z from 'zod';
import { defineTool } from '../tool/define.ts';
import { deviceMac, end, fields, limit, site_id, start } from '../tool/inputs.ts';

/** Left to itself, the spec says, the cloud begins with the oldest. */
const NEWEST = { sort: '=-timestamp' } as const;

export default defineTool({
  name: 'mist_search_device_config_history',
  title: 'Device configuration history',
  description: 'Configurations that devices of a site had over time, or have last.',
  select: { name: 'query_type', description: 'last_configs: the latest alone' },
  input: {
    site_id: site_id.unwrap(),
    device_type: z.enum(['ap', 'switch', 'gateway']),
    device_mac: deviceMac().optional(),
    ...{ start, end, limit, fields },
  },
  operations: (op) => ({
    history: op('GET /api/v1/sites/{site_id}/devices/config_history/search', {
      ...NEWEST,
      type: 'device_type',
      mac: 'device_mac',
    }),
    last_configs: op('GET /api/v1/sites/{site_id}/devices/last_config/search', { ...NEWEST, mac: 'device_mac' }),
  }),
  empty: 'No configuration was pushed to such a device in the window shown; widen start.',
});
