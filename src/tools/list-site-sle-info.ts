import * as z from 'zod';
import { explainSleMetric } from '../features/sle/metrics.ts';
import { completeSleScope } from '../features/sle/sle.ts';
import { defineTool } from '../tool/define.ts';
import { deviceName, site_id } from '../tool/inputs.ts';

export default defineTool({
  name: 'mist_list_site_sle_info',
  title: 'SLE metrics and classifiers',
  description: 'Which SLE metrics a site, device or client has, and the classifiers of one.',
  select: { name: 'query_type', description: 'classifiers: of one metric' },
  input: {
    site_id: site_id.unwrap(),
    scope: z.enum(['ap', 'client', 'gateway', 'site', 'switch']),
    scope_id: deviceName.describe('Device id or MAC, client MAC; not for scope=site').optional(),
    metric: z.string().describe('classifiers').optional(),
  },
  prepare: completeSleScope,
  operations: (op) => ({
    metrics: op('GET /api/v1/sites/{site_id}/sle/{scope}/{scope_id}/metrics'),
    classifiers: op('GET /api/v1/sites/{site_id}/sle/{scope}/{scope_id}/metric/{metric}/classifiers'),
  }),
  ignores: { metrics: ['metric'] },
  explain: explainSleMetric,
});
