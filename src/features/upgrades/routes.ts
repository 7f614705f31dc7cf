/** Upgrade jobs, and the inventory that knows whose they are. */
export const JOBS = 'GET /api/v1/orgs/{org_id}/devices/upgrade';
export const JOB = 'GET /api/v1/orgs/{org_id}/devices/upgrade/{upgrade_id}';
export const INVENTORY = 'GET /api/v1/orgs/{org_id}/inventory';

/** Routes that the list of jobs may ask. */
export const SITE_JOB_ROUTES = [
  ...[JOBS, JOB, INVENTORY],
  'GET /api/v1/orgs/{org_id}/devices',
  'GET /api/v1/orgs/{org_id}/sites/search',
  'GET /api/v1/sites/{site_id}',
] as const;
