import * as z from 'zod';
import { GUEST_COLUMNS } from '../mist/default-columns.ts';
import { defineTool } from '../tool/define.ts';
import { end, fields, idOrName, limit, macAddress, org_id, site_id, start } from '../tool/inputs.ts';

/** Left to itself, the spec says, the cloud begins with the oldest. */
const NEWEST = { sort: '=-timestamp' } as const;

export default defineTool({
  name: 'mist_search_guest_authorization',
  title: 'Guest authorizations',
  description: 'Guests of captive portals: who was authorized, on which SSID, by which method, until when.',
  select: { name: 'scope' },
  input: {
    org_id,
    site_id,
    guest_mac: macAddress().optional(),
    wlan_id: idOrName().optional(),
    auth_method: z.string().optional(),
    ssid: z.string().optional(),
    ...{ start, end, limit, fields },
  },
  operations: (op) => ({
    org: [op('GET /api/v1/orgs/{org_id}/guests/{guest_mac}'), op('GET /api/v1/orgs/{org_id}/guests/search', NEWEST)],
    site: [
      op('GET /api/v1/sites/{site_id}/guests/{guest_mac}'),
      op('GET /api/v1/sites/{site_id}/guests/search', NEWEST),
    ],
  }),
  columns: { org: GUEST_COLUMNS, site: GUEST_COLUMNS },
  empty: 'Authorizations are searched in the window shown; widen start, or check that a guest portal is in use.',
});
