/** Questions as engineers put them, and the operations that answer them; one of these must be among the first three. */
export const questions: readonly (readonly [question: string, ...answers: readonly string[]])[] = [
  [
    'failed webhook deliveries',
    'GET /api/v1/orgs/{org_id}/webhooks/{webhook_id}/events/search',
    'GET /api/v1/sites/{site_id}/webhooks/{webhook_id}/events/search',
  ],
  ['site rssi zones', 'GET /api/v1/sites/{site_id}/rssizones'],
  ['claim devices', 'POST /api/v1/orgs/{org_id}/inventory'],
  [
    'synthetic tests of a site',
    'GET /api/v1/sites/{site_id}/synthetic_test/search',
    'POST /api/v1/sites/{site_id}/synthetic_test',
  ],
  ['blink the LEDs of an access point', 'POST /api/v1/sites/{site_id}/devices/{device_id}/locate'],
  [
    'reboot an AP',
    'POST /api/v1/sites/{site_id}/devices/{device_id}/restart',
    'POST /api/v1/sites/{site_id}/devices/restart',
  ],
  ['start a packet capture on a site', 'POST /api/v1/sites/{site_id}/pcaps/capture'],
  [
    'disconnect a wireless client',
    'POST /api/v1/sites/{site_id}/clients/{client_mac}/disconnect',
    'POST /api/v1/sites/{site_id}/clients/disconnect',
  ],
  ['upgrade firmware of all devices in a site', 'POST /api/v1/sites/{site_id}/devices/upgrade'],
  ['import pre-shared keys', 'POST /api/v1/sites/{site_id}/psks/import', 'POST /api/v1/orgs/{org_id}/psks/import'],
  ['list vpn peers stats of an organisation', 'GET /api/v1/orgs/{org_id}/stats/vpn_peers/search'],
  ['bounce a switch port', 'POST /api/v1/sites/{site_id}/devices/{device_id}/bounce_port'],
  [
    'which BGP neighbors are down',
    'GET /api/v1/orgs/{org_id}/stats/bgp_peers/search',
    'GET /api/v1/sites/{site_id}/stats/bgp_peers/search',
  ],
  ['guest authorization of a site', 'GET /api/v1/sites/{site_id}/guests', 'GET /api/v1/sites/{site_id}/guests/search'],
  ['license usage by site', 'GET /api/v1/orgs/{org_id}/licenses/usages'],
  ['auto placement of APs on a map', 'POST /api/v1/sites/{site_id}/maps/{map_id}/auto_placement'],
  ['add an asset for BLE tracking', 'POST /api/v1/sites/{site_id}/assets', 'POST /api/v1/orgs/{org_id}/assets'],
  ['move access points to another site', 'PUT /api/v1/orgs/{org_id}/inventory'],
  [
    'occupancy of a zone',
    'GET /api/v1/sites/{site_id}/stats/zones',
    'GET /api/v1/sites/{site_id}/{zone_type}/visits/search',
  ],
  ['support tickets of the organization', 'GET /api/v1/orgs/{org_id}/tickets'],
  [
    'subscribe to alarms by mail',
    'POST /api/v1/orgs/{org_id}/subscriptions',
    'POST /api/v1/sites/{site_id}/subscriptions',
  ],
  [
    'available firmware versions',
    'GET /api/v1/orgs/{org_id}/devices/versions',
    'GET /api/v1/sites/{site_id}/devices/versions',
  ],
  [
    'convert switches to a virtual chassis',
    'POST /api/v1/sites/{site_id}/devices/{device_id}/vc',
    'POST /api/v1/sites/{site_id}/devices/{device_id}/vc/convert_to_virtualmac',
  ],
  ['country codes', 'GET /api/v1/const/countries'],
];
