import { siteRootsOf } from '../configuration/index.ts';
import { isComputed } from './reading/needs.ts';

/** What becomes of one root attribute: computed into a state, read by people only, or with an effect nobody computes. */
export type Coverage = 'computed' | 'label' | 'unmodeled';

/** What identifies an object, or what the cloud counts itself. */
const IDENTITY = [
  ...['id', 'org_id', 'site_id', 'msp_id', 'for_site', 'created_time', 'modified_time', 'created_by'],
  ...['name', 'mac', 'serial', 'model', 'hw_rev', 'sku', 'tag_uuid', 'tag_id', 'evpn_scope', 'evpntopo_id'],
];

/** Attributes of a device that only people read. A name may decide a rule, and so is computed besides. */
const DEVICE_LABELS = [
  ...['notes', 'x', 'y', 'height', 'orientation', 'map_id', 'locked', 'image1_url', 'image2_url', 'image3_url'],
  ...['x_m', 'y_m', 'critical', 'description', 'led'],
];

/** What identifies a device or a profile, and decides something in objects of other kinds: a WLAN, a service, a VPN. */
const DEVICE_IDENTITY = ['type', 'template_id'];

const FREE_TEXT = ['additional_config_cmds', 'gateway_additional_config_cmds', 'ssr_additional_config_cmds'];

/** Roots of the site setting that decide nothing that is forwarded: displays, thresholds of alarms, analytics, tests. */
const SETTING_LABELS = [
  ...['analytic', 'ap_synthetic_test', 'ap_updown_threshold', 'auto_placement', 'bgp_neighbor_updown_threshold'],
  ...['critical_url_monitoring', 'device_updown_threshold', 'engagement', 'flags', 'gateway_tunnel_updown_threshold'],
  ...['gateway_updown_threshold', 'marvis', 'occupancy', 'rtsa', 'simple_alert', 'sle_thresholds', 'status_portal'],
  ...['switch_updown_threshold', 'synthetic_test', 'track_anonymous_devices', 'tunterm_monitoring'],
  ...[
    'tunterm_monitoring_disabled',
    'vars_annotations',
    'vna',
    'vpn_path_updown_threshold',
    'vpn_peer_updown_threshold',
  ],
  ...['wan_vna', 'wired_vna', 'zone_occupancy_alert', 'uses_description_from_port_usage'],
];

interface Row {
  readonly labels?: readonly string[];
  /** What has an effect that is not computed; without it, all that is neither a label nor identity is computed. */
  readonly unmodeled?: readonly string[];
}

/** Families whose effect is computed, with what of them is not. */
const COMPUTED: Readonly<Record<string, Row>> = {
  site_devices: { labels: [...DEVICE_LABELS, ...DEVICE_IDENTITY], unmodeled: FREE_TEXT },
  org_deviceprofiles: { labels: [...DEVICE_LABELS, ...DEVICE_IDENTITY], unmodeled: FREE_TEXT },
  org_networktemplates: { unmodeled: [...FREE_TEXT, 'import_org_networks'] },
  org_gatewaytemplates: { labels: ['url_filtering_deny_msg'], unmodeled: [...FREE_TEXT, 'type'] },
  org_rftemplates: {},
  org_aptemplates: {},
  org_sitetemplates: { unmodeled: ['auto_upgrade'] },
  org_wlantemplates: {},
  org_wlans: { labels: ['sle_excluded', 'portal_image', 'thumbnail', 'portal_template_url'] },
  site_wlans: { labels: ['sle_excluded', 'portal_image', 'thumbnail', 'portal_template_url'] },
  org_sites: {
    labels: ['notes', 'address', 'latlng', 'tzoffset', 'alarmtemplate_id'],
    unmodeled: ['secpolicy_id', 'routertemplate_id'],
  },
  org_networks: { labels: ['description'] },
  org_services: { labels: ['description', 'sle_enabled'] },
  org_servicepolicies: {},
  org_vpns: {},
};

/** Roots of the site setting with an effect that no layer of a device shows. */
const SETTING_UNMODELED = [
  ...['allow_mist', 'auto_upgrade_esl', 'blacklist_url', 'config_push_policy', 'juniper_srx', 'mxedge', 'mxedge_mgmt'],
  ...['paloalto_networks', 'skyatp', 'srx_app', 'tunterm_multicast_config', 'watched_station_url', 'whitelist_url'],
];

/** Families whose objects decide nothing that is forwarded: alarms, addresses of webhooks, places, displays. */
const LABEL_FAMILIES: readonly string[] = [
  ...['org_alarmtemplates', 'org_webhooks', 'site_webhooks', 'org_assetfilters', 'org_assets'],
  ...['org_uisettings', 'site_uisettings', 'site_maps', 'site_zones', 'site_rssizones', 'site_assetfilters'],
  ...['site_assets', 'site_beacons', 'site_vbeacons', 'org_sdktemplates', 'org_info'],
];

/** Families whose objects are found by their names, so that another name is more than a label. */
const FOUND_BY_NAME = ['org_avprofiles', 'org_idpprofiles'];
/** The same where it is computed who finds them. */
const COMPUTED_BY_NAME = ['org_services', 'org_servicepolicies', 'org_vpns', 'org_networks'];

/** Attributes of any other object that only people read. */
const COMMON_LABELS = ['name', 'notes', 'description'];

const settingCoverage = (root: string): Coverage | undefined => {
  if (FREE_TEXT.includes(root) || SETTING_UNMODELED.includes(root)) return 'unmodeled';
  if (SETTING_LABELS.includes(root)) return 'label';
  return ['switch', 'ap', 'gateway'].some((type) => siteRootsOf(type).includes(root)) ? 'computed' : undefined;
};

/**
 * What becomes of a root attribute of a family. Objects whose effect nobody computes are named as such, root by root: a
 * change of them is never taken for one without effect.
 *
 * @returns undefined for a root of the site setting that is in no list
 */
export function coverageOf(family: string, root: string): Coverage | undefined {
  if (LABEL_FAMILIES.includes(family)) return 'label';
  const row = COMPUTED[family];
  if (row?.unmodeled?.includes(root) || (root === 'name' && FOUND_BY_NAME.includes(family))) return 'unmodeled';
  if (root === 'name' && COMPUTED_BY_NAME.includes(family)) return 'computed';
  if (IDENTITY.includes(root) && isComputed(family)) return 'label';
  if (family === 'site_settings') return settingCoverage(root);
  if (!row) return COMMON_LABELS.includes(root) && !isComputed(family) ? 'label' : 'unmodeled';
  return row.labels?.includes(root) ? 'label' : 'computed';
}

/** Whether a root of a device's configuration shows no effect of its own: labels, identity, and what stands elsewhere. */
export const isDeviceLabel = (root: string): boolean =>
  [IDENTITY, DEVICE_IDENTITY, DEVICE_LABELS].some((roots) => roots.includes(root));

/** Families in which a root is only a label, or in an effect that is not computed. */
export const isUnmodeled = (family: string, root: string): boolean => {
  const coverage = coverageOf(family, root);
  return coverage === 'unmodeled' || coverage === undefined;
};
