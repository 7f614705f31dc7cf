import type { Handlers } from '../call.ts';

/** What a managed service provider sees of its organizations. */
export const msp: Handlers = {
  'GET /api/v1/msps/{msp_id}/orgs': (call) => call.world.table('orgs').filter((row) => row.msp_id === call.path.msp_id),
};
