import { type DeviceParts, isRow, type Layer, layerOf, pick, type Row, settingsOf, variablesOnly } from './layer.ts';
import { type Meeting, settle } from './resolve-conflicts.ts';

/** Roots of the site setting that configure switches: those of a network template, and a few of its own. */
const SITE_ROOTS = [
  ...['acl_policies', 'acl_tags', 'additional_config_cmds', 'bgp_config', 'dhcp_snooping', 'dns_servers'],
  ...['dns_suffix', 'extra_routes', 'extra_routes6', 'mist_nac', 'networks', 'ntp_servers', 'ospf_areas'],
  ...['port_mirroring', 'port_usages', 'radius_config', 'remote_syslog', 'remove_existing_configs'],
  ...['routing_policies', 'snmp_config', 'switch_matching', 'switch_mgmt', 'vars', 'vrf_config', 'vrf_instances'],
  ...['auto_upgrade_linecard', 'disabled_system_defined_port_usages', 'evpn_options', 'proxy', 'ssh_keys'],
  ...['uses_description_from_port_usage', 'vrrp_groups', 'vs_instance'],
];

/** Roots of the site setting that reach such a device. */
export const switchSiteRoots: readonly string[] = [...SITE_ROOTS, 'switch'];

/** A site's `switch` holds the same roots once more, for switches alone. */
function siteRoots(setting: Row): Row {
  return { ...pick(setting, SITE_ROOTS), ...(isRow(setting.switch) ? settingsOf(setting.switch) : {}) };
}

/** Where the site of a switch and its templates meet. */
export function switchMeetings({ templates, setting, effective, order }: DeviceParts): Meeting[] {
  return [
    {
      own: siteRoots(setting),
      templates: [
        ...layerOf('networktemplate', templates.networktemplate),
        ...layerOf('sitetemplate', templates.sitetemplate, variablesOnly),
      ],
      effective: effective && siteRoots(effective),
      vars: effective?.vars,
      order,
    },
  ];
}

/** Layers of a switch, most specific first. */
export function switchLayers(parts: DeviceParts): Layer[] {
  return [
    { source: 'device', roots: parts.device },
    ...layerOf('deviceprofile', parts.deviceprofile),
    ...switchMeetings(parts).flatMap(settle),
  ];
}
