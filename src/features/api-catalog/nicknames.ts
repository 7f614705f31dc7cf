import type { Route } from '../../mist/spec/routes.ts';

/** What people call operations whose names say something else. */
export const nicknames: Readonly<Partial<Record<Route, string>>> = {
  'POST /api/v1/orgs/{org_id}/inventory': 'claim devices with claim codes, add to inventory',
  'PUT /api/v1/orgs/{org_id}/inventory':
    'assign, unassign, move or release, unclaim devices, access points, switches; to another site',
  'GET /api/v1/orgs/{org_id}/inventory': 'all devices owned, serial numbers, unassigned devices',
  'POST /api/v1/orgs/{org_id}/claim': 'activate a license or order with an activation code',
  'GET /api/v1/sites/{site_id}/stats/devices': 'device health, uptime, status of access points, switches, gateways',
  'GET /api/v1/sites/{site_id}/setting/derived': 'effective site settings after templates',
  'POST /api/v1/sites/{site_id}/devices/{device_id}/locate': 'blink or flash the LEDs of an access point to find it',
  'GET /api/v1/orgs/{org_id}/tickets': 'support tickets, cases',
  'GET /api/v1/self': 'who am I, privileges, role of the token',
  'POST /api/v1/orgs/{org_id}/webhooks/{webhook_id}/ping': 'send a test message, sample event to a webhook',
  'POST /api/v1/sites/{site_id}/webhooks/{webhook_id}/ping': 'send a test message, sample event to a webhook',
  'GET /api/v1/sites/{site_id}/pcaps/capture': 'is a packet capture running, status of the capture',
  'GET /api/v1/orgs/{org_id}/pcaps/capture': 'is a packet capture running, status of the capture',
  'GET /api/v1/sites/{site_id}/rrm/events': 'why a channel or power was changed, channel changes',
  'POST /api/v1/sites/{site_id}/rrm/optimize': 'optimize radio channels and power now',
  'GET /api/v1/orgs/{org_id}/logs/search': 'audit log, who changed what, changes by administrators',
  'GET /api/v1/orgs/{org_id}/ssos/{sso_id}/failures': 'SSO login failures, failed single sign-on',
  'GET /api/v1/orgs/{org_id}/networktemplates': 'switch templates, switch configuration templates',
  'GET /api/v1/orgs/{org_id}/gatewaytemplates': 'gateway templates, WAN edge templates',
  'GET /api/v1/orgs/{org_id}/templates': 'WLAN templates',
  'GET /api/v1/sites/{site_id}/wlans/derived': 'effective WLANs, SSIDs at a site',
  'GET /api/v1/sites/{site_id}/stats/devices/{device_id}': 'statistics, state of one access point, switch or gateway',
  'PUT /api/v1/sites/{site_id}/setting': 'change settings; ignore, approve or mark rogue access points',
  'POST /api/v1/sites/{site_id}/clients/{client_mac}/disconnect': 'kick a client off the network',
  'POST /api/v1/sites/{site_id}/devices/upgrade': 'upgrade the firmware version of all devices of a site',
  'POST /api/v1/sites/{site_id}/devices/upgrade/{upgrade_id}/cancel':
    'cancel or stop an upgrade of the firmware version',
  'POST /api/v1/sites/{site_id}/setting/blacklist': 'block or ban a client for good',
  'GET /api/v1/orgs/{org_id}/ssos': 'single sign-on providers, identity providers of administrators',
  'GET /api/v1/self/usage': 'API rate limit, calls left',
};
