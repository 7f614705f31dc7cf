import { defineTool } from '../tool/define.ts';
import { fields, limit, org_id } from '../tool/inputs.ts';

export default defineTool({
  name: 'mist_get_org_licenses',
  title: 'Licenses',
  description:
    'Subscriptions of an organization: entitled, used and expiring licenses, use by site, and progress of a claim.',
  select: { name: 'response_type', description: 'claim_status: of the last activation code' },
  input: { org_id, limit, fields },
  operations: (op) => ({
    claim_status: op('GET /api/v1/orgs/{org_id}/claim/status'),
    by_site: op('GET /api/v1/orgs/{org_id}/licenses/usages'),
    summary: op('GET /api/v1/orgs/{org_id}/licenses'),
  }),
  columns: { by_site: ['site_id', 'num_devices', 'usages', 'fully_loaded'] },
});
