import * as z from 'zod';
import { defineTool } from '../tool/define.ts';
import { duration, end, fields, interval, limit, org_id, start } from '../tool/inputs.ts';

export default defineTool({
  name: 'mist_get_org_sites_sle',
  title: 'SLE of all sites',
  description: 'Service levels (SLE) of every site of an organization, wifi, wired or wan: which sites are worst.',
  input: {
    org_id,
    sle: z.enum(['wifi', 'wired', 'wan']),
    ...{ start, end, duration, interval, limit, fields },
  },
  operations: (op) => ({ only: op('GET /api/v1/orgs/{org_id}/insights/sites-sle') }),
  empty: 'No site reports this kind of SLE in the window: no such devices, or no subscription for it.',
});
