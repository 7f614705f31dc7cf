import { defineTool } from '../tool/define.ts';
import { fields, limit, org_id, site_id } from '../tool/inputs.ts';

export default defineTool({
  name: 'mist_get_org_or_site_info',
  title: 'Organization and sites',
  description: 'An organization, one site, or the list of sites of an organization with addresses and groups.',
  select: { name: 'info_type', description: 'site: one with site_id, else all' },
  input: { org_id, site_id, limit, fields },
  operations: (op) => ({
    org: op('GET /api/v1/orgs/{org_id}'),
    site: [op('GET /api/v1/sites/{site_id}'), op('GET /api/v1/orgs/{org_id}/sites')],
  }),
  columns: { site: ['id unless name is unique', 'name', 'country_code', 'timezone', 'address', 'sitegroup_ids'] },
  empty: 'This organization has no site yet, or the token sees none of them.',
});
