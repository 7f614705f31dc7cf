/**
 * The columns that lists show where nobody names any, each with the question that it answers; see `parseColumn` for how a
 * column is written. Chosen on objects of real networks. What a row does not have costs nothing, so one table serves
 * all types of a list; a column that only some types are asked for says which.
 */
const columnsWhy = <const C extends Readonly<Record<string, string>>>(why: C): readonly string[] => Object.keys(why);

export const ALARM_COLUMNS = columnsWhy({
  timestamp: 'since when',
  severity: 'how bad',
  type: 'what',
  status: 'open or over',
  'count unless count=1': 'how often',
  site_id: 'where',
  hostnames: 'which device',
  model: 'of which kind',
  port_ids: 'which port',
  'switches unless same as hostnames': 'behind which switch',
  'impacted_entities.*.entity_name': 'who is affected',
  'impacted_entities.*.entity_type': 'as what',
  entity_macs: 'the same by MAC, which other tools take',
  impacted_client_count: 'how many are affected',
  reasons: 'why, as the device says',
  root_cause: 'why, as Marvis says',
  suggestion: 'what to do',
  'last_seen unless status=resolved': 'whether it goes on',
  'resolved_time unless same as timestamp': 'when it was over',
  acked: 'whether somebody knows',
  ack_admin_name: 'who',
  acked_time: 'since when',
  note: 'what that person says of it',
  'id unless status=resolved': 'to acknowledge it by',
});

export const DEVICE_EVENT_COLUMNS = columnsWhy({
  timestamp: 'when',
  type: 'what',
  device_type: 'to which kind of device',
  'mac as device': 'to which device',
  model: 'of which kind',
  port_id: 'at which port',
  reason: 'why',
  text: 'in the words of the device',
  count: 'how often',
  version: 'with which firmware',
  'from_version if type=*UPGRADE*': 'upgraded from',
  'to_version if type=*UPGRADE*': 'to',
  'band if type=AP_*': 'RRM: on which band',
  'pre_channel if type=AP_*': 'changed from channel',
  'channel if type=AP_*': 'to',
  'pre_bandwidth if type=AP_*': 'from width',
  'bandwidth if type=AP_*': 'to',
  'pre_power if type=AP_*': 'from power',
  'power if type=AP_*': 'to',
  'tunnel_name if type=*TUNNEL*': 'which tunnel',
  'ext_tunnel_name if type=*TUNNEL*': 'as the other end calls it',
  'ext_tunnel_site if type=*TUNNEL*': 'and where that is',
  site_id: 'where',
  audit_id: 'the change behind it, in the audit log',
});

export const MXEDGE_EVENT_COLUMNS = columnsWhy({
  timestamp: 'when',
  type: 'what',
  'mxedge_name|mxedge_id': 'to which edge',
  severity: 'how bad',
  component: 'which part',
  service: 'which service',
  package: 'which software',
  from_version: 'upgraded from',
  to_version: 'to',
  text: 'in its words',
  audit_id: 'the change behind it',
});

export const NAC_EVENT_COLUMNS = columnsWhy({
  timestamp: 'when',
  type: 'allowed or denied',
  mac: 'whose',
  username: 'who',
  auth_type: 'how they proved it',
  'nacrule_name|nacrule_id': 'by which rule',
  nacrule_matched: 'whether one matched',
  text: 'why',
  ssid: 'on which network',
  ap: 'at which access point',
  'device_mac unless ap': 'or switch',
  port_id: 'and port',
  vlan: 'into which VLAN',
  vlan_source: 'which said so',
  idp_role: 'role by the identity provider',
  usermac_label: 'label of the endpoint',
  resp_attrs: 'what was answered to the device',
  cert_expiry: 'how long the certificate lasts',
  site_id: 'where',
});

export const WAN_EVENT_COLUMNS = columnsWhy({
  'When|timestamp': 'when',
  'ev_type|type': 'what',
  text: 'in words',
  metadata: 'address and lease',
  wcid: 'whose',
  site_id: 'where',
});

const DEVICE_COLUMNS = columnsWhy({
  name: 'what people call it',
  type: 'access point, switch or gateway',
  model: 'which hardware',
  mac: 'what other tools take',
  status: 'whether it is up',
  version: 'which firmware',
  ip: 'where it is reached',
  uptime: 'since when it runs',
  'last_seen unless status=connected': 'when it was there last',
  num_clients: 'how many use it',
  'cpu_util if type=ap': 'access points: how busy',
  'cpu_stat.idle if type=switch|gateway': 'switches and gateways: the same',
  'mem_util|mem_used_kb if type=ap': 'access points: memory in percent, as far as it can be told',
  'memory_stat.usage if type=switch|gateway': 'switches and gateways: the same',
  'radio_stat.*.channel if type=ap': 'on which channel each band is',
  'radio_stat.*.util_all if type=ap': 'how busy the air is',
  'radio_stat.*.num_clients if type=ap': 'clients of the band',
  'lldp_stat.system_name if type=ap': 'which switch it hangs on',
  'lldp_stat.port_id if type=ap': 'at which port',
  'power_src unless power_constrained=false if type=ap': 'what feeds it, where that may be too little',
  'power_constrained?': 'whether it is',
  'clients_stats.total.num_wired_clients if type=switch': 'switches: wired clients',
  'module_stat.*.vc_role if type=switch': 'members of a chassis',
  'module_stat.*.poe.power_draw if type=switch': 'power given',
  'module_stat.*.poe.max_power if type=switch': 'and to give',
  'ha_state if type=gateway': 'gateways: whether a pair is whole',
  'is_ha? if type=gateway': 'whether there is a pair',
});

export const SITE_DEVICE_COLUMNS: readonly string[] = DEVICE_COLUMNS;
export const ORG_DEVICE_COLUMNS: readonly string[] = [...DEVICE_COLUMNS, 'site_id'];

export const PORT_COLUMNS = columnsWhy({
  'mac as device': 'of which switch or gateway',
  port_id: 'which port',
  up: 'whether there is a link',
  speed: 'how fast',
  full_duplex: 'and both ways at once',
  port_usage: 'by which profile',
  neighbor_system_name: 'who is at the other end',
  neighbor_mac: 'by MAC',
  neighbor_port_desc: 'at which of its ports',
  poe_on: 'whether it gives power',
  power_draw: 'how much',
  rx_errors: 'whether the cable is bad',
  tx_errors: 'the other way',
  rx_bps: 'how much comes in',
  tx_bps: 'how much goes out',
  last_flapped: 'when the link went last',
  stp_state: 'whether it forwards',
  auth_state: 'whether the client was let in',
  xcvr_model: 'which optics',
});

const PEER = {
  up: 'whether it stands',
  uptime: 'since when',
  last_seen: 'when it was heard',
  vrf_name: 'of which VRF',
};

export const BGP_COLUMNS = columnsWhy({
  'mac as device': 'whose session',
  neighbor: 'with whom',
  neighbor_as: 'of which AS',
  local_as: 'from which AS',
  state: 'how far it is',
  ...PEER,
  rx_routes: 'routes learned',
  tx_routes: 'routes told',
});

export const OSPF_COLUMNS = columnsWhy({
  'mac as device': 'whose session',
  peer_ip: 'with whom',
  port_id: 'at which port',
  state: 'how far it is',
  ...PEER,
  timestamp: 'when it was so',
});

export const PEER_PATH_COLUMNS = columnsWhy({
  'mac as device': 'whose path',
  router_name: 'by its own name',
  port_id: 'from which port',
  peer_router_name: 'to whom',
  'peer_mac as peer': 'by name or MAC',
  peer_port_id: 'at which port',
  up: 'whether it stands',
  uptime: 'since when',
  last_seen: 'when it was measured',
  latency: 'how slow',
  loss: 'how much is lost',
  jitter: 'how uneven',
  mos: 'how good a call would be',
  type: 'of which kind',
  site_id: 'where',
});

export const WIRELESS_STATS_COLUMNS = columnsWhy({
  mac: 'whose, and what other tools take',
  hostname: 'its name',
  username: 'its user',
  ip: 'its address',
  ssid: 'on which network',
  ap_mac: 'at which access point',
  band: 'on which band',
  channel: 'and channel',
  rssi: 'how loud it is heard',
  snr: 'how clear',
  vlan_id: 'in which VLAN',
  proto: 'with which standard',
  key_mgmt: 'how it is secured',
  os: 'what it runs',
  tx_rate: 'how fast to it',
  rx_rate: 'how fast from it',
  uptime: 'since when',
  last_seen: 'until when',
});

export const WIRELESS_CLIENT_COLUMNS = columnsWhy({
  mac: 'whose, and what other tools take',
  'last_hostname|hostname': 'its name',
  'last_username|username': 'its user',
  'last_ip|ip': 'its address',
  'last_ssid|ssid': 'on which network',
  'last_ap|ap': 'at which access point',
  band: 'on which band',
  'last_vlan|vlan': 'in which VLAN',
  protocol: 'with which standard',
  'last_os|os': 'what it runs',
  site_id: 'where',
  timestamp: 'when it was seen',
});

export const WIRED_CLIENT_COLUMNS = columnsWhy({
  mac: 'whose, and what other tools take',
  'dhcp_hostname|last_hostname|hostname': 'its name',
  'username|last_username': 'its user',
  'ip|last_ip': 'its address',
  'device_mac as switch': 'at which switch',
  port_id: 'and port',
  vlan: 'in which VLAN',
  auth_state: 'whether it was let in',
  site_id: 'where',
  timestamp: 'when it was seen',
});

export const WAN_CLIENT_COLUMNS = columnsWhy({
  wcid: 'whose',
  'last_hostname|hostname': 'its name',
  'last_ip|ip': 'its address',
  network: 'in which network',
  mfg: 'who made it',
  dhcp_expire_time: 'how long it has its address',
  site_id: 'where',
  timestamp: 'when it was seen',
});

export const NAC_CLIENT_COLUMNS = columnsWhy({
  mac: 'whose, and what other tools take',
  'last_username|username': 'its user',
  'last_hostname|hostname': 'its name',
  'last_ip|ip': 'its address',
  'last_status|status': 'let in or not',
  auth_type: 'how it proved who it is',
  'last_nacrule_name|nacrule_name|last_nacrule_id': 'by which rule',
  'last_ssid|ssid': 'on which network',
  'last_ap|ap': 'at which access point',
  'last_device_mac|device_mac unless last_ap': 'or switch',
  'last_port_id|port_id': 'and port',
  'last_vlan|vlan': 'in which VLAN',
  'last_cert_expiry|cert_expiry': 'how long its certificate lasts',
  site_id: 'where',
  timestamp: 'when',
});

export const INVENTORY_COLUMNS = columnsWhy({
  device_id: 'what other tools take, of a chassis too',
  name: 'what people call it',
  type: 'access point, switch or gateway',
  model: 'which hardware',
  mac: 'its address',
  serial: 'which piece',
  status: 'whether it is up',
  version: 'which firmware',
  vc_mac: 'members of one chassis have the same',
  'members.*.mac': 'which they are',
  site_id: 'where',
});

export const GUEST_COLUMNS = columnsWhy({
  mac: 'whose device',
  name: 'who',
  email: 'by mail',
  company: 'from where',
  ssid: 'on which network',
  ap: 'at which access point',
  auth_method: 'how they signed in',
  authorized: 'whether they may',
  authorized_time: 'since when',
  authorized_expiring_time: 'until when',
});

export const USERMAC_COLUMNS = columnsWhy({
  id: 'what other tools take',
  mac: 'whose',
  name: 'what people call it',
  labels: 'what rules look at',
  vlan: 'into which VLAN',
  radius_group: 'into which group',
  notes: 'what somebody wrote of it',
});
