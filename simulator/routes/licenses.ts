import { type Handlers, object } from '../call.ts';
import { claimOf, licensesOf, usagesOf } from '../world/licenses.ts';

/** Subscriptions and what uses them. */
export const licenses: Handlers = {
  'GET /api/v1/orgs/{org_id}/licenses': (call) => object(licensesOf(call.world, call.path.org_id ?? '')),
  'GET /api/v1/orgs/{org_id}/licenses/usages': (call) => usagesOf(call.world, call.path.org_id ?? ''),
  'GET /api/v1/orgs/{org_id}/claim/status': (call) => {
    const claim = claimOf(call.world, call.path.org_id ?? '', call.query.detail === 'true');
    return claim && object(claim);
  },
};
