import type { Route } from '../../mist/spec/routes.ts';

/** What people call operations whose names say something else. */
export const nicknames: Readonly<Partial<Record<Route, string>>> = {
  'POST /api/v1/orgs/{org_id}/inventory': 'claim devices with claim codes, add to inventory',
  'PUT /api/v1/orgs/{org_id}/inventory':
    'assign, unassign, move or release devices, access points, switches between sites',
  'GET /api/v1/orgs/{org_id}/inventory': 'all devices owned, serial numbers, unassigned devices',
  'POST /api/v1/orgs/{org_id}/claim': 'activate a license or order with an activation code',
  'GET /api/v1/sites/{site_id}/stats/devices': 'device health, uptime, status of access points, switches, gateways',
  'GET /api/v1/sites/{site_id}/setting/derived': 'effective site settings after templates',
  'POST /api/v1/sites/{site_id}/devices/{device_id}/locate': 'blink or flash the LEDs of an access point to find it',
  'GET /api/v1/orgs/{org_id}/tickets': 'support tickets, cases',
  'GET /api/v1/self': 'who am I, privileges, role of the token',
  'GET /api/v1/self/usage': 'API rate limit, calls left',
};
