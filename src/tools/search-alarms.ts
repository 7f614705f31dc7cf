import { z } from 'zod';
import { ALARM_COLUMNS } from '../mist/default-columns.ts';
import { defineTool } from '../tool/define.ts';
import { end, fields, limit, org_id, site_id, start } from '../tool/inputs.ts';

/** Left to itself, the spec says, the cloud begins with the oldest. */
const NEWEST = { sort: '=-timestamp' } as const;

export default defineTool({
  name: 'mist_search_alarms',
  title: 'Alarms',
  description:
    'Alarms of an organization or site by severity, group and type, acknowledged or not; and suppressed alarms.',
  select: { name: 'scope', description: 'org, site, or suppressed: what is muted, whole org or sites' },
  input: {
    org_id,
    site_id,
    group: z.string().describe('infrastructure, marvis, security, certificate_expiry').optional(),
    severity: z.string().describe('critical, warn, info').optional(),
    alarm_type: z.string().describe('Names: mist_get_constants(alarm_definitions)').optional(),
    acked: z.boolean().optional(),
    ...{ start, end, limit, fields },
  },
  operations: (op) => ({
    org: op('GET /api/v1/orgs/{org_id}/alarms/search', { ...NEWEST, type: 'alarm_type' }),
    site: op('GET /api/v1/sites/{site_id}/alarms/search', { ...NEWEST, type: 'alarm_type' }),
    suppressed: op('GET /api/v1/orgs/{org_id}/alarmtemplates/suppress', { scope: 'each()' }),
  }),
  columns: { org: ALARM_COLUMNS, site: ALARM_COLUMNS },
  empty: 'No alarm in the window shown, or no alarm template applies to the site; widen start.',
});
