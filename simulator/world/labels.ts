import { deviceId } from './seed.ts';
import { MAIN_ORG, type World } from './world.ts';

/** Adds labels and rules of wireless access control, the tunnels of access points, and webhooks. */
export function addLabels(world: World): void {
  const org = { org: MAIN_ORG };
  const site = { org: MAIN_ORG, site: 'Zurich HQ' };
  const tag = (name: string) => world.id('wxtags', name);
  world.add('wxtags', 'Contractors', org, {
    name: 'Contractors',
    type: 'match',
    match: 'psk_role',
    op: 'in',
    values: ['contractor'],
  });
  world.add('wxtags', 'Corp WLAN', org, {
    name: 'Corp WLAN',
    type: 'match',
    match: 'wlan_id',
    op: 'in',
    values: [world.id('wlans', 'Lakeside-Corp')],
  });
  world.add('wxtags', 'Private ranges', org, {
    name: 'Private ranges',
    type: 'match',
    match: 'ip_range_subnet',
    op: 'in',
    values: ['10.0.0.0/8', '172.16.0.0/12'],
  });
  world.add('wxtags', 'File servers', org, {
    name: 'File servers',
    type: 'spec',
    specs: [{ protocol: 'tcp', port_range: '445', subnets: ['10.0.250.0/24'] }],
  });
  world.add('wxrules', 'contractors', org, {
    order: 1,
    enabled: true,
    action: 'block',
    src_wxtags: [tag('Contractors')],
    dst_deny_wxtags: [tag('Private ranges')],
    template_id: world.id('templates', 'Corporate Wi-Fi'),
  });
  world.add('wxrules', 'staff', org, {
    order: 2,
    enabled: true,
    action: 'allow',
    src_wxtags: [tag('Corp WLAN')],
    dst_allow_wxtags: [tag('File servers')],
    template_id: world.id('templates', 'Corporate Wi-Fi'),
  });
  world.add('wxtags', 'Visitors', site, {
    name: 'Visitors',
    type: 'match',
    match: 'hostname',
    op: 'in',
    values: ['visitor-*'],
  });
  world.add('wxtags', 'Reception AP', site, {
    name: 'Reception AP',
    type: 'match',
    match: 'ap_id',
    op: 'in',
    values: [deviceId(world.seed.mac('5c5b35', 'ZUR-H-AP-Reception'))],
  });
  world.add('wxrules', 'visitors', site, {
    order: 1,
    enabled: true,
    action: 'block',
    src_wxtags: [tag('Visitors')],
    blocked_apps: ['netflix'],
  });
  world.add('wxtunnels', 'Head office L2TP', org, {
    name: 'Head office L2TP',
    mtu: 1300,
    peers: ['198.51.100.7'],
    is_static: false,
    use_udp: true,
    udp_port: 1701,
    secret: 'demo-l2tp-secret',
    hello_interval: 60,
    hello_retries: 7,
    sessions: [{ comment: 'corp', remote_id: 'vlan10', use_ap_as_session_ids: false }],
  });
  world.add('wxtunnels', 'Zurich to Berlin', site, {
    name: 'Zurich to Berlin',
    mtu: 1400,
    peers: ['198.51.100.20'],
    ipsec: { enabled: true, psk: 'demo-ipsec-psk' },
  });
  addWebhooks(world);
}

function addWebhooks(world: World): void {
  const org = { org: MAIN_ORG };
  world.add('webhooks', 'Service desk', org, {
    name: 'Service desk',
    type: 'http-post',
    enabled: true,
    url: 'https://hooks.lakeside.example/mist',
    secret: 'demo-webhook-secret',
    verify_cert: true,
    topics: ['alarms', 'audits', 'device-updowns'],
    headers: { 'x-route': 'network' },
  });
  world.add('webhooks', 'Log archive', org, {
    name: 'Log archive',
    type: 'splunk',
    enabled: false,
    url: 'https://splunk.lakeside.example:8088',
    splunk_token: 'demo-splunk-token',
    topics: ['device-events'],
  });
  world.add(
    'webhooks',
    'Asset feed',
    { org: MAIN_ORG, site: 'Rotterdam Warehouse' },
    {
      name: 'Asset feed',
      type: 'oauth2',
      enabled: true,
      url: 'https://assets.lakeside.example/in',
      oauth2_grant_type: 'client_credentials',
      oauth2_client_id: 'mist',
      oauth2_client_secret: 'demo-oauth-secret',
      oauth2_token_url: 'https://login.lakeside.example/token',
      topics: ['location'],
    },
  );
}
