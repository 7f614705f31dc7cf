import * as z from 'zod';
import { USERMAC_COLUMNS } from '../mist/default-columns.ts';
import { defineTool } from '../tool/define.ts';
import { fields, idOrName, limit, mac, org_id } from '../tool/inputs.ts';

export default defineTool({
  name: 'mist_search_nac_user_macs',
  title: 'NAC user MACs',
  description: 'Endpoints registered for NAC (Access Assurance) by MAC, with labels, VLAN and notes.',
  input: {
    org_id,
    usermac_id: idOrName().optional(),
    mac,
    labels: z.array(z.string()).optional(),
    ...{ limit, fields },
  },
  operations: (op) => ({
    only: [op('GET /api/v1/orgs/{org_id}/usermacs/{usermac_id}'), op('GET /api/v1/orgs/{org_id}/usermacs/search')],
  }),
  columns: { only: USERMAC_COLUMNS },
  empty: 'No endpoint with that MAC or label is registered.',
});
