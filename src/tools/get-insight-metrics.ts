import * as z from 'zod';
import { drawChart } from '../features/charts/attach.ts';
import { explainInsightMetric } from '../features/sle/metrics.ts';
import { defineTool } from '../tool/define.ts';
import {
  chart,
  deviceMac,
  deviceName,
  duration,
  end,
  fields,
  interval,
  limit,
  page,
  site_id,
  start,
} from '../tool/inputs.ts';

export default defineTool({
  name: 'mist_get_insight_metrics',
  title: 'Insight metrics',
  description:
    'Time series and top lists of a site, wireless client, device or mist edge: clients, bytes, applications, retries.',
  select: { name: 'object_type', description: 'client needs mac; devices mac or device_id' },
  input: {
    site_id: site_id.unwrap(),
    metric: z.string().describe('From mist_get_constants(insight_metrics)'),
    mac: deviceMac().optional(),
    device_id: deviceName.optional(),
    ...{ start, end, duration, interval, page, limit, fields, chart },
  },
  drawChart,
  operations: (op) => ({
    site: op('GET /api/v1/sites/{site_id}/insights', { metrics: 'metric' }),
    client: op('GET /api/v1/sites/{site_id}/insights/client/{client_mac}', { client_mac: 'mac', metrics: 'metric' }),
    ap: op('GET /api/v1/sites/{site_id}/insights/device/{device_mac}/{metric}', {
      device_mac: ['mac', 'mac(device_id)'],
    }),
    gateway: op('GET /api/v1/sites/{site_id}/insights/gateway/{device_id}/stats', {
      device_id: ['device_id(device_id)', 'device_id(mac)'],
      metrics: 'metric',
    }),
    mxedge: op('GET /api/v1/sites/{site_id}/insights/mxedge/{device_mac}/{metric}', {
      device_mac: ['mac', 'mac(device_id)'],
    }),
    switch: op('GET /api/v1/sites/{site_id}/insights/switch/{device_mac}/{metric}', {
      device_mac: ['mac', 'mac(device_id)'],
    }),
  }),
  explain: explainInsightMetric,
  empty:
    'No data for this metric in the window: the object was off, the metric does not fit it, or a subscription lacks.',
});
