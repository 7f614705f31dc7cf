import type { Row } from '../../json.ts';

type Line = readonly [key: string, display: string, group?: string];

const events = (lines: readonly Line[]): Row[] =>
  lines.map(([key, display, group]) => ({ key, display, ...(group ? { group } : {}) }));

/** What can be told of access points, switches and gateways. */
export const deviceEvents = events([
  ['AP_CONNECTED', 'AP connected', 'connectivity'],
  ['AP_DISCONNECTED', 'AP disconnected', 'connectivity'],
  ['AP_CONFIGURED', 'AP configured', 'config'],
  ['AP_CONFIG_FAILED', 'AP configuration failed', 'config'],
  ['AP_UPGRADED', 'AP upgraded', 'firmware'],
  ['AP_RESTARTED', 'AP restarted', 'lifecycle'],
  ['AP_DFS_DETECTED', 'Radar seen by AP', 'radio'],
  ['SW_CONNECTED', 'Switch connected', 'connectivity'],
  ['SW_DISCONNECTED', 'Switch disconnected', 'connectivity'],
  ['SW_PORT_UP', 'Switch port up', 'port'],
  ['SW_PORT_DOWN', 'Switch port down', 'port'],
  ['SW_CONFIGURED', 'Switch configured', 'config'],
  ['SW_CONFIG_ERROR', 'Switch configuration error', 'config'],
  ['SW_STP_TOPO_CHANGED', 'Spanning tree changed', 'port'],
  ['GW_CONNECTED', 'Gateway connected', 'connectivity'],
  ['GW_DISCONNECTED', 'Gateway disconnected', 'connectivity'],
  ['GW_CONFIGURED', 'Gateway configured', 'config'],
  ['GW_VPN_PEER_DOWN', 'VPN peer down', 'overlay'],
  ['GW_BGP_NEIGHBOR_DOWN', 'BGP neighbor down', 'routing'],
]);

/** What can be told of wireless clients. */
export const clientEvents = events([
  ['CLIENT_AUTHENTICATED', 'Authenticated', 'good'],
  ['CLIENT_ASSOCIATION', 'Associated', 'good'],
  ['CLIENT_IP_ASSIGNED', 'Address assigned', 'good'],
  ['MARVIS_EVENT_CLIENT_DHCP_STUCK', 'No address from DHCP', 'bad'],
  ['MARVIS_EVENT_CLIENT_AUTH_FAILURE', 'Authentication failed', 'bad'],
  ['MARVIS_EVENT_CLIENT_DNS_FAILURE', 'Name look-up failed', 'bad'],
  ['CLIENT_ROAMED', 'Roamed', 'neutral'],
]);

/** What can be told of edge appliances. */
export const mxedgeEvents = events([
  ['ME_CONNECTED', 'Edge connected'],
  ['ME_DISCONNECTED', 'Edge disconnected'],
  ['ME_CONFIGURED', 'Edge configured'],
  ['TT_START', 'Tunnel service started'],
]);

/** What can be told of third-party devices. */
export const otherDeviceEvents = events([
  ['CRADLEPOINT_CONNECTED', 'Cellular router connected'],
  ['CRADLEPOINT_DISCONNECTED', 'Cellular router lost'],
]);

/** What can be told of the cloud's own work on a site. */
export const systemEvents = events([
  ['SITE_RRM_STARTED', 'Radio planning started', 'rrm'],
  ['SITE_RRM_DONE', 'Radio planning finished', 'rrm'],
]);

/** Marvis client events. */
export const marvisClientEvents = events([
  ['ROAM', 'Roamed'],
  ['CELLULAR_SWITCH', 'Moved to cellular'],
]);

/** Network access events; this list has a shape of its own. */
export const nacEvents: readonly Row[] = [
  {
    type: 'NAC_CLIENT_PERMIT',
    eap_type: 'EAP-TLS',
    ssid: 'Lakeside-Corp',
    username: 'anna@lakeside.example',
    random_mac: false,
  },
  {
    type: 'NAC_CLIENT_DENY',
    eap_type: 'EAP-PEAP',
    ssid: 'Lakeside-Corp',
    username: 'guest@lakeside.example',
    random_mac: true,
  },
  { type: 'NAC_SERVER_CERT_VALIDATION_FAILURE', cert_cn: 'radius.lakeside.example', nas_vendor: 'juniper-mist' },
];

type Alarm = readonly [key: string, display: string, group: string, severity: string, fields: string];

const ALARMS: readonly Alarm[] = [
  ['device_down', 'AP offline', 'infrastructure', 'critical', 'aps,hostnames'],
  ['device_reconnected', 'AP back', 'infrastructure', 'info', 'aps,hostnames'],
  ['switch_down', 'Switch offline', 'infrastructure', 'critical', 'switches,hostnames'],
  ['gateway_down', 'Gateway offline', 'infrastructure', 'critical', 'gateways,hostnames'],
  ['vpn_peer_down', 'VPN peer down', 'infrastructure', 'warn', 'gateways,peers'],
  ['rogue_ap', 'Rogue AP on the wire', 'security', 'warn', 'bssids,aps'],
  ['honeypot_ssid', 'Foreign AP with our SSID', 'security', 'warn', 'bssids,ssids'],
  ['missing_vlan', 'VLAN missing on a port', 'marvis', 'warn', 'vlans,switches'],
  ['bad_cable', 'Bad cable', 'marvis', 'warn', 'ports,switches'],
  ['dhcp_failure', 'DHCP failures', 'marvis', 'critical', 'servers,impacted_client_count'],
];

/** Every kind of alarm. */
export const alarmDefinitions: readonly Row[] = ALARMS.map(([key, display, group, severity, fields]) => ({
  key,
  display,
  group,
  severity,
  fields: fields.split(','),
}));
