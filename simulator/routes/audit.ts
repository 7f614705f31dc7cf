import type { Handlers } from '../call.ts';
import { partOf, search } from '../search.ts';
import { auditRows } from '../world/audit.ts';

/** The audit log of an organization; that of the own account is told with the account. */
export const audit: Handlers = {
  'GET /api/v1/orgs/{org_id}/logs/search': (call) =>
    search(call, auditRows(call.world), { own: { admin_name: partOf('admin_name'), message: partOf('message') } }),
};
