import * as z from 'zod';
import { defineTool } from '../tool/define.ts';
import { end, fields, limit, org_id, start } from '../tool/inputs.ts';

/** Left to itself, the spec says, the cloud begins with the oldest. */
const NEWEST = { sort: '=-timestamp' } as const;

export default defineTool({
  name: 'mist_search_audit_logs',
  title: 'Audit log',
  description:
    'Who changed what and when: audit log of an organization, or of the own account; before and after with fields.',
  select: { name: 'scope' },
  input: { org_id, message: z.string().describe('Text in the entry').optional(), start, end, limit, fields },
  operations: (op) => ({
    self: op('GET /api/v1/self/logs', NEWEST),
    org: op('GET /api/v1/orgs/{org_id}/logs/search', NEWEST),
  }),
  columns: {
    self: ['timestamp', 'admin_name', 'message', 'org_id as org', 'site_id'],
    org: ['timestamp', 'admin_name', 'message', 'site_id', 'src_ip', 'id'],
  },
  empty: 'Nothing was changed in the window shown, or the role may not read the log; widen start.',
});
