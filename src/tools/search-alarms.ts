import * as z from 'zod';
import { parseTime } from '../core/time.ts';
import { ALARM_COLUMNS } from '../mist/default-columns.ts';
import { defineTool } from '../tool/define.ts';
import { end, fields, limit, org_id, site_id, start } from '../tool/inputs.ts';

/** Left to itself, the spec says, the cloud begins with the oldest. */
const NEWEST = { sort: '=-timestamp' } as const;

/** Alarms that are open now began at any time; those of two weeks are looked through. */
const OPEN_FOR = '-14d';

const asksForOpen = ({ acked, where }: Readonly<Record<string, unknown>>): boolean =>
  acked === false || (typeof where === 'string' && /acked\s*=\s*false|status\s*=\s*open/i.test(where));

export default defineTool({
  name: 'mist_search_alarms',
  title: 'Alarms',
  description:
    'Alarms of an organization or site by severity, group and type, acknowledged or not; and suppressed alarms.',
  select: { name: 'scope', description: 'suppressed: what is muted, whole org or sites' },
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
  async prepare(_call, input) {
    const isWide = input.scope !== 'suppressed' && input.start === undefined && asksForOpen(input);
    return isWide ? { ...input, start: String(parseTime(OPEN_FOR)) } : input;
  },
  columns: {
    org: ALARM_COLUMNS,
    site: ALARM_COLUMNS,
    suppressed: ['scope', 'site_id', 'scheduled_time', 'duration', 'expire_time'],
  },
  empty: 'No alarm in the window shown, or no alarm template applies to the site; widen start.',
});
