import * as z from 'zod';
import { drawChart } from '../features/charts/attach.ts';
import { explainSleMetric } from '../features/sle/metrics.ts';
import { completeSleScope, summarizeSle } from '../features/sle/sle.ts';
import { sleUnit } from '../mist/units.ts';
import { defineTool } from '../tool/define.ts';
import { chart, deviceName, duration, end, fields, limit, site_id, start } from '../tool/inputs.ts';

export default defineTool({
  name: 'mist_get_site_sle',
  title: 'Site SLE',
  description:
    'Service levels (SLE) of a site, device or client: how good, since when, which classifier is to blame, which APs, clients, applications are impacted.',
  select: { name: 'object_type', description: 'classifier_summary_trend needs classifier' },
  input: {
    site_id: site_id.unwrap(),
    scope: z.enum(['client', 'ap', 'gateway', 'mxedge', 'switch', 'site']),
    scope_id: deviceName.describe('Device id or MAC, client MAC; not for scope=site').optional(),
    metric: z.string().describe('From mist_list_site_sle_info, such as coverage'),
    ...{ start, end },
    classifier: z.string().optional(),
    ...{ duration, limit, fields, chart },
  },
  prepare: completeSleScope,
  drawChart,
  operations: (op) => ({
    // The route of that name is deprecated; the spec names the trend as its successor.
    summary: op('GET /api/v1/sites/{site_id}/sle/{scope}/{scope_id}/metric/{metric}/summary-trend'),
    impact_summary: op('GET /api/v1/sites/{site_id}/sle/{scope}/{scope_id}/metric/{metric}/impact-summary'),
    summary_trend: op('GET /api/v1/sites/{site_id}/sle/{scope}/{scope_id}/metric/{metric}/summary-trend'),
    impacted_applications: op(
      'GET /api/v1/sites/{site_id}/sle/{scope}/{scope_id}/metric/{metric}/impacted-applications',
    ),
    impacted_aps: op('GET /api/v1/sites/{site_id}/sle/{scope}/{scope_id}/metric/{metric}/impacted-aps'),
    impacted_gateways: op('GET /api/v1/sites/{site_id}/sle/{scope}/{scope_id}/metric/{metric}/impacted-gateways'),
    impacted_interfaces: op('GET /api/v1/sites/{site_id}/sle/{scope}/{scope_id}/metric/{metric}/impacted-interfaces'),
    impacted_switches: op('GET /api/v1/sites/{site_id}/sle/{scope}/{scope_id}/metric/{metric}/impacted-switches'),
    impacted_wireless_clients: op('GET /api/v1/sites/{site_id}/sle/{scope}/{scope_id}/metric/{metric}/impacted-users'),
    impacted_wired_clients: op('GET /api/v1/sites/{site_id}/sle/{scope}/{scope_id}/metric/{metric}/impacted-clients'),
    impacted_chassis: op('GET /api/v1/sites/{site_id}/sle/{scope}/{scope_id}/metric/{metric}/impacted-chassis'),
    histogram: op('GET /api/v1/sites/{site_id}/sle/{scope}/{scope_id}/metric/{metric}/histogram'),
    classifier_summary_trend: op(
      'GET /api/v1/sites/{site_id}/sle/{scope}/{scope_id}/metric/{metric}/classifier/{classifier}/summary-trend',
    ),
    threshold: op('GET /api/v1/sites/{site_id}/sle/{scope}/{scope_id}/metric/{metric}/threshold'),
  }),
  views: {
    summary: summarizeSle,
    impact_summary: (body) => {
      const unit = sleUnit(body.metric);
      return unit === undefined ? body : { ...body, unit };
    },
  },
  explain: explainSleMetric,
  empty:
    'Nothing of this kind lost time to this metric in the window, or the metric is not about this kind: see object_type=summary.',
});
