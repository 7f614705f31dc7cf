import * as z from 'zod';
import { defineTool } from '../tool/define.ts';
import { deviceName, duration, end, fields, limit, page, site_id, start } from '../tool/inputs.ts';

/** The API writes a dash where the names that people know here have an underscore. */
const band = z
  .enum(['24', '5', '5_dedicated', '5_selectable', '6', '6_dedicated', '6_selectable'])
  .transform((text) => text.replace('_', '-'))
  .optional();

export default defineTool({
  name: 'mist_get_site_rrm_info',
  title: 'Radio management (RRM)',
  description:
    'Radio resource management of a site: channel plan and scores, neighbors, interference around an AP, RRM events.',
  select: {
    name: 'rrm_info_type',
    description: 'current_rrm_considerations needs device_id; it and *scores, *neighbors need band',
  },
  input: {
    site_id: site_id.unwrap(),
    device_id: deviceName.describe('AP id or MAC').optional(),
    band,
    ...{ start, end, duration },
    limit: limit.default(200),
    ...{ page, fields },
  },
  operations: (op) => ({
    channel_scores: op('GET /api/v1/sites/{site_id}/rrm/channel_scores/band/{band}'),
    current_channel_planning: op('GET /api/v1/sites/{site_id}/rrm/current'),
    current_rrm_considerations: op('GET /api/v1/sites/{site_id}/rrm/current/devices/{device_id}/band/{band}', {
      device_id: 'device_id(device_id)',
    }),
    current_rrm_neighbors: op('GET /api/v1/sites/{site_id}/rrm/neighbors/band/{band}'),
    events: op('GET /api/v1/sites/{site_id}/rrm/events'),
  }),
  columns: {
    current_rrm_neighbors: ['mac as ap', 'neighbors.*.mac as ap', 'neighbors.*.rssi'],
    events: [
      ...[
        'timestamp',
        'ap',
        'event',
        'band',
        'pre_channel',
        'channel',
        'pre_bandwidth',
        'bandwidth',
        'pre_power',
        'power',
      ],
    ],
  },
  empty: 'RRM has nothing to say here: no access point on this band, or no change in the window.',
});
