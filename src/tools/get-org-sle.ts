import * as z from 'zod';
import { explainInsightMetric } from '../features/sle/metrics.ts';
import { defineTool } from '../tool/define.ts';
import { duration, end, fields, interval, limit, org_id, start } from '../tool/inputs.ts';

export default defineTool({
  name: 'mist_get_org_sle',
  title: 'Organization SLE',
  description: 'A service level or insight metric of a whole organization, such as its worst sites.',
  input: {
    org_id,
    metric: z.string().describe('worst-sites-by-sle, or one of mist_get_constants(insight_metrics)'),
    sle: z.string().describe('SLE that sites are compared by, such as coverage').optional(),
    ...{ start, end, duration, interval, limit, fields },
  },
  operations: (op) => ({ only: op('GET /api/v1/orgs/{org_id}/insights/{metric}') }),
  explain: explainInsightMetric,
  empty: 'No data for this metric in the window: no such devices, no subscription, or no telemetry yet.',
});
