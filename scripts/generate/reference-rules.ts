import type { FamilyName } from '../../src/mist/families.ts';

/** Where the objects live that an attribute names. */
export type Families = readonly FamilyName[];

const WXTAGS: Families = ['org_wxtags', 'site_wxtags'];

/**
 * Attributes that hold ids, or lists or maps by id, under a name that is no path parameter: reviewed by a person. With
 * an owner (`org_nacrules.apply_tags`) a row counts for that family alone, and before one without.
 */
export const IDS: Readonly<Record<string, Families>> = {
  ap_ids: ['site_devices'],
  apply_tags: WXTAGS,
  'org_nacrules.apply_tags': ['org_nactags'],
  dst_allow_wxtags: WXTAGS,
  dst_deny_wxtags: WXTAGS,
  dst_wxtags: WXTAGS,
  src_wxtags: WXTAGS,
  mx_tunnel_id: ['org_mxtunnels'],
  nactags: ['org_nactags'],
  // The organization's lists show these also where they belong to a site.
  'org_evpn_topologies.site_id': ['org_sites'],
  'org_mxedges.site_id': ['org_sites'],
  // A network's zone is a security zone, not one on a map.
  zone_id: ['org_securityzones'],
};

/** Attributes that hold ids of these families among other texts, as another attribute says. */
export const MIXED: Readonly<Record<string, Families>> = {
  'org_wxtags.values': ['org_wlans', 'site_devices'],
  'site_wxtags.values': ['org_wlans', 'site_wlans', 'site_devices'],
};

/** What an attribute that looks like an id stands for instead, by the reason why it names no object of a family. */
export const NO_REFERENCES: Readonly<Record<string, readonly string[]>> = {
  'the object itself and its owner': ['id', 'org_id', 'msp_id', 'orggroup_ids'],
  VLANs: [
    ...['additional_vlan_ids', 'allowed_vlan_ids', 'community_vlan_id', 'default_vlan_id', 'default_vlan_ids'],
    ...['isolation_vlan_id', 'local_vlan_ids', 'outer_vlan_id', 'port_vlan_id', 'sbd_vlan_id', 'src_vlan_id'],
    ...['upstream_port_vlan_id', 'vlan_id', 'vlan_ids'],
  ],
  'ports, members and numbers of protocols': [
    ...[
      'circuit_id',
      'egress_port_ids',
      'engine_id',
      'evpn_id',
      'extended_pan_id',
      'ingress_port_ids',
      'local_id',
      'member_id',
    ],
    ...['mfg_company_id', 'output_port_id', 'pan_id', 'remote_engine_id', 'remote_id', 'remote_ids', 'router_id'],
    ...['wxtunnel_remote_id', 'ap_as_session_id', 'local_session_id', 'remote_session_id', 'use_ap_as_session_ids'],
    ...['auth_servers_nas_id'],
  ],
  'accounts at somebody else’s': [
    ...[
      'access_id',
      'amazon_client_id',
      'azure_client_id',
      'azure_tenant_id',
      'broadnet_user_id',
      'default_level_id',
      'site_maps.map_id',
    ],
    ...['facebook_client_id', 'google_client_id', 'microsoft_client_id', 'oauth2_client_id', 'puzzel_service_id'],
    ...['telstra_client_id'],
  ],
  'beacons and Bluetooth services': ['ibeacon_uuid', 'service_uuid', 'tag_id', 'uuid'],
  'objects without a family here': ['admin_sso_id', 'default_idp_id', 'routertemplate_id', 'ui_evpntopo_id'],
  'words and labels': ['acl_tags', 'dst_tags', 'dwell_tags', 'radius_vlan_tags', 'src_tags', 'tags'],
};

/** How an attribute names an object by something else than its id. */
export interface NameRule {
  /** `definition.property` of the specification. */
  at: string;
  families: Families;
  /** The names are the keys of a map. */
  keys?: true;
  /** Attribute of the named object that holds the name, where it is not what people call it by. */
  by?: string;
}

const NETWORKS: Families = ['org_networks'];
const SERVICES: Families = ['org_services'];
const VPNS: Families = ['org_vpns'];
const WLANS: Families = ['org_wlans', 'site_wlans'];

const naming = (families: Families, ...all: readonly string[]): NameRule[] => all.map((at) => ({ at, families }));
const keying = (families: Families, ...all: readonly string[]): NameRule[] =>
  naming(families, ...all).map((rule) => ({ ...rule, keys: true }));

/**
 * Attributes that hold names of what is defined in the same object or in a layer around it (template, site, profile,
 * device), never of an object of its own: nothing can be deleted from under them but by a change of that very object. By
 * what they name; `definition.property` of the specification, or `*.property` where every such property is meant.
 */
export const LOCAL_NAMES: Readonly<Record<string, readonly string[]>> = {
  'port usages': [
    ...['*.usage', '*.dynamic_usage', '*.port_usage', '*.port_usages', '*.default_port_usage'],
    ...['*.disabled_system_defined_port_usages'],
  ],
  'routing policies': ['*.import_policy', '*.export_policy', '*.import', '*.export', '*.routing_policies'],
  'ACL policies and tags': ['*.acl_policies', 'acl_tag.network'],
  'path preferences, tunnels and BGP sessions': [
    ...['*.path_preference', '*.path_preferences', '*.tunnel_configs', '*.bgp_config'],
  ],
  'routing instances': ['*.vrf_name'],
  'variables, as {{name}} in any text or key': ['*.vars'],
  'networks of switches, which templates, sites and devices define': [
    ...['*.other_ip_configs', '*.guest_network', '*.server_fail_network', '*.voip_network', 'vrrp_group.networks'],
    ...[
      'deviceprofile_switch.networks',
      'device_switch.networks',
      'network_template.networks',
      'site_setting.networks',
    ],
    ...['deviceprofile_gateway.networks', 'device_gateway.networks', 'gateway_template.networks'],
    ...['dhcp_snooping.networks', 'evpn_options_vs_instance.networks', 'evpn_topology_switch_config.networks'],
    ...['junos_ip_config.network', 'junos_local_port_config.networks', 'junos_local_port_config.port_network'],
    ...['junos_port_config.networks', 'junos_port_config.port_network', 'ospf_area.networks', 'radius_config.network'],
    ...['remote_syslog.network', 'snmp_config.network', 'switch_bgp_config.networks', 'switch_mist_nac.network'],
    ...['switch_matching_rule_ip_config.network', 'switch_oob_ip_config.network', 'switch_port_usage.networks'],
    ...['switch_port_config_overwrite.port_network', 'switch_port_usage.port_network', 'switch_radius.network'],
    ...['switch_radius_config.network', 'switch_vrf_instance.networks', 'tacacs.network', 'wlan_mist_nac.network'],
    ...['vs_instance_property.networks', '*.server_reject_network', '*.dynamic_vlan_networks', '*.output_network'],
    ...['device_switch.dhcpd_config', 'deviceprofile_switch.dhcpd_config', 'evpn_topology_switch_config.dhcpd_config'],
  ],
  'tenants that the network itself defines': ['network.tenants'],
  'ports, lists and services that are no objects': ['*.port_config', 'wlan_bonjour.services', 'mxedge.services'],
  'labels of WxLAN applications': ['wxlan_tag.services'],
  'the object’s own name, and those of other people’s networks': ['wlan.ssid', 'ap_client_bridge.ssid'],
  'settings, figures and accounts, no names at all': [
    ...['*.all_networks', '*.app_usage', '*.band_24_usage', '*.max_usage', '*.paloalto_networks', '*.lan_networks'],
    ...['*.uses_description_from_port_usage'],
  ],
};

/** Properties that hold names, going by what they are called: each is in `NAMES` or in `LOCAL_NAMES`. */
export const LOOKS_LIKE_NAMES =
  /^(?:(?:\w+_)?(?:networks?|usages?)|services?|tenants|(?:import|export)(?:_policy)?|(?:acl|routing)_policies|path_preferences?|tunnel_configs|bgp_config|vrf_name|vpn_name|vpn_paths?|vpn_access|vars|ip_configs|other_ip_configs|dhcpd_config|ssid|usermac_labels|port_config|reth_nodes)$/;

/**
 * Attributes that hold names of objects: reviewed by a person, since nothing but prose says so.
 */
export const NAMES: readonly NameRule[] = [
  ...naming(
    NETWORKS,
    ...['app_probing_custom_app.network', 'bgp_config.networks', 'gateway_path_preferences_path.networks'],
    ...['gateway_port_config.networks', 'gateway_port_config.port_network', 'gateway_port_config.wan_networks'],
    ...[
      'gateway_port_config_ip_config.network',
      'gateway_vrf_instance.networks',
      'gw_routing_policy_term_matching.network',
    ],
    ...['network.routed_for_networks', 'network_template.import_org_networks', 'org_service_policy.tenants'],
    ...['org_setting_gateway_mgmt_host_in_policy.tenants', 'service_policy.tenants', 'tunnel_config.networks'],
    ...['synthetictest_config_lan_network.networks'],
  ),
  ...keying(
    NETWORKS,
    ...['deviceprofile_gateway.dhcpd_config', 'deviceprofile_gateway.ip_configs', 'device_gateway.dhcpd_config'],
    ...['device_gateway.ip_configs', 'gateway_template.dhcpd_config', 'gateway_template.ip_configs'],
    ...['gateway_port_config.reth_nodes'],
  ),
  ...naming(SERVICES, 'org_service_policy.services', 'service_policy.services'),
  ...naming(
    VPNS,
    'bgp_config.vpn_name',
    'gateway_path_preferences_path.name',
    'gw_routing_policy_term_matching.vpn_path',
  ),
  ...keying(VPNS, 'gateway_port_config.vpn_paths', 'network.vpn_access'),
  ...naming(WLANS, 'nac_portal.ssid', 'psk.ssid', 'psk_portal.ssid'),
  { at: 'psk.usermac_labels', families: ['org_usermacs'], by: 'labels' },
];

/** Parts of objects that are copies of others, made by the cloud: what they name was named elsewhere. */
export const COPIES: Readonly<Record<string, readonly string[]>> = { org_secpolicies: ['wlans'] };
