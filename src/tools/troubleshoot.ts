import * as z from 'zod';
import { InputError } from '../core/errors/input-error.ts';
import { defineTool } from '../tool/define.ts';
import { deviceMac, end, fields, limit, org_id, site_id, start } from '../tool/inputs.ts';

export default defineTool({
  name: 'mist_troubleshoot',
  title: 'Marvis troubleshooting',
  description:
    'Marvis findings for a site, client or device: what is wrong, why and what Mist recommends; the last 7 days.',
  input: {
    org_id,
    troubleshoot_type: z.enum(['wan', 'wired', 'wireless']),
    site_id,
    mac: deviceMac().describe('Client or device').optional(),
    ...{ start, end, limit, fields },
  },
  async prepare(_call, input) {
    if (input.mac !== undefined || input.site_id !== undefined) return input;
    throw new InputError(
      'mist_troubleshoot needs `mac` or `site_id`.',
      'Give the client or device by mac, or the site; or both.',
    );
  },
  operations: (op) => ({ only: op('GET /api/v1/orgs/{org_id}/troubleshoot', { type: 'troubleshoot_type' }) }),
  empty: 'Marvis found nothing, or has no subscription here; check mist_get_org_licenses and the SLEs.',
});
