import { z } from 'zod';
import { defineTool } from '../tool/define.ts';
import { deviceMac, fields, id, limit, org_id, site_id } from '../tool/inputs.ts';

export default defineTool({
  name: 'mist_list_upgrades',
  title: 'Firmware upgrades and versions',
  description:
    'Firmware upgrade jobs of access points, switches, gateways and mist edges, and the versions that can be installed.',
  select: { name: 'device_type', description: 'Whose upgrades, or available_*: versions to choose from' },
  input: {
    org_id,
    site_id,
    upgrade_id: id().describe('One job, in detail').optional(),
    firmware_type: z.enum(['ap', 'switch', 'gateway']).describe('available_device_versions').optional(),
    model: z.string().describe('available_device_versions').optional(),
    channel: z.enum(['alpha', 'beta', 'stable']).describe('available_ssr_versions').optional(),
    mac: deviceMac().optional(),
    ...{ limit, fields },
  },
  operations: (op) => {
    const devices = [
      op('GET /api/v1/orgs/{org_id}/devices/upgrade/{upgrade_id}'),
      op('GET /api/v1/orgs/{org_id}/devices/upgrade'),
    ];
    return {
      ap: devices,
      switch: devices,
      srx: devices,
      org_mxedge: [
        op('GET /api/v1/orgs/{org_id}/mxedges/upgrade/{upgrade_id}'),
        op('GET /api/v1/orgs/{org_id}/mxedges/upgrade'),
      ],
      site_mxedge: [
        op('GET /api/v1/sites/{site_id}/mxedges/upgrade/{upgrade_id}'),
        op('GET /api/v1/sites/{site_id}/mxedges/upgrade'),
      ],
      ssr: [
        // The spec has the job's status at this path, and the cancelling as a POST to the same.
        op('GET /api/v1/orgs/{org_id}/ssr/upgrade/{upgrade_id}/cancel'),
        op('GET /api/v1/orgs/{org_id}/ssr/upgrade'),
      ],
      available_device_versions: op('GET /api/v1/orgs/{org_id}/devices/versions', {
        type: ['firmware_type', 'each()'],
      }),
      available_ssr_versions: op('GET /api/v1/orgs/{org_id}/ssr/versions'),
    };
  },
  empty: 'No upgrade job was started here; available_device_versions shows what could be installed.',
});
