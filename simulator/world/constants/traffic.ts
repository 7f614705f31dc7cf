import type { Row } from '../../json.ts';

const APPS: readonly (readonly [key: string, name: string, category: string])[] = [
  ['netflix', 'Netflix', 'Streaming'],
  ['teams', 'Microsoft Teams', 'Collaboration'],
  ['zoom', 'Zoom', 'Collaboration'],
  ['dropbox', 'Dropbox', 'FileSharing'],
  ['salesforce', 'Salesforce', 'Business'],
];

/** Applications that can be recognized. */
export const applications: readonly Row[] = APPS.map(([key, name, category]) => ({
  key,
  name,
  category,
  group: category,
  app_id: true,
  ssr_app_id: true,
  signature_based: key !== 'dropbox',
}));

/** Applications that gateways recognize. */
export const gatewayApplications: readonly Row[] = APPS.map(([key, name]) => ({
  key,
  name,
  app_id: true,
  ssr_app_id: key !== 'zoom',
}));

/** Groups of applications. */
export const appCategories: readonly Row[] = [
  { key: 'Streaming', display: 'Streaming', includes: ['Video'], filters: { srx: ['Multimedia'], ssr: ['Streaming'] } },
  { key: 'Collaboration', display: 'Collaboration' },
  { key: 'FileSharing', display: 'File sharing' },
];

/** Finer groups of applications. */
export const appSubcategories: readonly Row[] = [
  { key: 'Video', display: 'Video', traffic_type: 'video_streaming' },
  { key: 'Conferencing', display: 'Conferencing', traffic_type: 'video' },
];

/** Kinds of traffic and what each can bear. */
export const trafficTypes: readonly Row[] = [
  { name: 'default', display: 'Default', traffic_class: 'best_effort', failover_policy: 'revertible', dscp: 0 },
  {
    name: 'voip_audio',
    display: 'Voice',
    traffic_class: 'high',
    failover_policy: 'revertible',
    dscp: 46,
    max_latency: 150,
    max_jitter: 30,
    max_loss: 1,
  },
  {
    name: 'data_mission_critical',
    display: 'Critical data',
    traffic_class: 'medium',
    dscp: 18,
    max_latency: 300,
    max_jitter: 100,
    max_loss: 3,
  },
];

/** Topics that a webhook can carry. */
export const webhookTopics: readonly Row[] = [
  { key: 'alarms', for_org: true, has_delivery_results: true, allows_single_event_per_message: true, internal: false },
  { key: 'audits', for_org: true, has_delivery_results: true, allows_single_event_per_message: true, internal: false },
  { key: 'device-events', for_org: true, has_delivery_results: false, internal: false },
  { key: 'device-updowns', for_org: true, has_delivery_results: true, internal: false },
  { key: 'location', for_org: false, has_delivery_results: false, internal: false },
  { key: 'client-sessions', for_org: true, has_delivery_results: false, internal: false },
];

/** Subscriptions. */
export const licenseTypes: readonly Row[] = [
  { key: 'SUB-MAN', name: 'Wireless assurance', type: 'ap', group: 'wireless', enforcement_level: 'org' },
  {
    key: 'SUB-VNA',
    name: 'Virtual network assistant',
    type: 'ap',
    group: 'wireless',
    enforcement_level: 'org',
    includes: ['SUB-MAN'],
  },
  { key: 'SUB-EX48', name: 'Wired assurance 48 ports', type: 'switch', group: 'wired', enforcement_level: 'org' },
  { key: 'SUB-WAN1', name: 'WAN assurance 1', type: 'gateway', group: 'wan', enforcement_level: 'site' },
];

const INTERVALS: Row = { '10m': { interval: 600, max_age: 86_400 }, '1h': { interval: 3600, max_age: 1_209_600 } };

const metric = (type: string, unit: string, scopes: string, more: Row = {}): Row => ({
  type,
  unit,
  scopes: scopes.split(','),
  intervals: INTERVALS,
  ...more,
});

/** Time series that the insight routes can give. */
export const insightMetrics: Row = {
  bytes: metric('timeseries', 'byte', 'site,device,ap,client,wlan'),
  num_clients: metric('timeseries', 'count', 'site,device,ap,wlan'),
  rssi: metric('timeseries', 'dBm', 'client'),
  'switch-cpu': metric('timeseries', '%', 'switch'),
  'gateway-memory': metric('timeseries', '%', 'gateway'),
  'top-app-by-bytes': metric('top', 'byte', 'site,org', { keys: { app: 'string', bytes: 'integer' } }),
};

/** Ports and addresses of a gateway as it leaves the factory. */
export function defaultGatewayConfig(model: string, pair: boolean): Row {
  const wan: Row = { usage: 'wan', name: 'wan', ip_config: { type: 'dhcp' } };
  const lan: Row = { usage: 'lan', networks: ['default-lan'] };
  return {
    model,
    networks: [{ name: 'default-lan', vlan_id: 1 }],
    port_config: { 'ge-0/0/0': wan, 'ge-0/0/3': lan, ...(pair ? { 'ge-0/0/1': { usage: 'ha_control' } } : {}) },
    ip_configs: { 'default-lan': { type: 'static', ip: '192.168.1.1', netmask: '/24' } },
  };
}
