import type { PathTemplate } from './spec/routes.ts';

export type Verb = 'list' | 'get' | 'create' | 'update' | 'delete';

/** What a row of the family table says beyond the path of its collection. */
interface More {
  /** Path of one object where it does not stand below the collection; equal to it where there is one object only. */
  readonly item?: PathTemplate;
  /** The list where the collection has none. */
  readonly list?: PathTemplate;
  /** Attribute that people call an object by. */
  readonly label?: string;
  /** Columns beside id and label that tell objects apart in a list. */
  readonly columns?: readonly string[];
  /** Verbs of the spec that are left to the portal. */
  readonly without?: readonly Verb[];
  /** What makes the list hold every kind of object: some show access points alone by default. */
  readonly query?: Readonly<Record<string, string>>;
  /** Parameter whose every value must be asked in turn for the same, where none means all. */
  readonly each?: string;
  /** Rows of the list lack attributes that only the object itself has. */
  readonly brief?: true;
}

/** One configuration family as it is written down. */
export interface Row extends More {
  readonly collection: PathTemplate;
}

const row = (collection: PathTemplate, more: More = {}): Row => ({ collection, ...more });

const TEMPLATE_IDS = ['rftemplate_id', 'networktemplate_id', 'gatewaytemplate_id', 'sitetemplate_id'];
const WLAN = ['enabled', 'auth.type', 'vlan_id', 'template_id'];

/**
 * Configuration objects, one row a family: the collection's path. Item path, verbs and schema follow from the operation
 * table, so a new family is a new row.
 */
export const rows = {
  org_info: row('/api/v1/orgs/{org_id}', { item: '/api/v1/orgs/{org_id}', without: ['delete'] }),
  org_settings: row('/api/v1/orgs/{org_id}/setting', { item: '/api/v1/orgs/{org_id}/setting' }),
  org_sites: row('/api/v1/orgs/{org_id}/sites', {
    item: '/api/v1/sites/{site_id}',
    columns: ['country_code', 'timezone', 'address', ...TEMPLATE_IDS],
  }),
  org_sitegroups: row('/api/v1/orgs/{org_id}/sitegroups', { columns: ['site_ids'] }),
  org_wlantemplates: row('/api/v1/orgs/{org_id}/templates', { columns: ['applies', 'exceptions'] }),
  org_wlans: row('/api/v1/orgs/{org_id}/wlans', { label: 'ssid', columns: WLAN }),
  org_rftemplates: row('/api/v1/orgs/{org_id}/rftemplates', { columns: ['country_code'] }),
  org_aptemplates: row('/api/v1/orgs/{org_id}/aptemplates'),
  org_networktemplates: row('/api/v1/orgs/{org_id}/networktemplates'),
  org_gatewaytemplates: row('/api/v1/orgs/{org_id}/gatewaytemplates', { columns: ['type'] }),
  org_sitetemplates: row('/api/v1/orgs/{org_id}/sitetemplates'),
  org_deviceprofiles: row('/api/v1/orgs/{org_id}/deviceprofiles', {
    columns: ['type'],
    each: 'type',
  }),
  org_networks: row('/api/v1/orgs/{org_id}/networks', { columns: ['vlan_id', 'subnet'] }),
  org_securityzones: row('/api/v1/orgs/{org_id}/securityzones'),
  org_services: row('/api/v1/orgs/{org_id}/services', { columns: ['type', 'addresses', 'apps'] }),
  org_servicepolicies: row('/api/v1/orgs/{org_id}/servicepolicies', { columns: ['action', 'services', 'tenants'] }),
  org_vpns: row('/api/v1/orgs/{org_id}/vpns', { columns: ['type'] }),
  org_evpn_topologies: row('/api/v1/orgs/{org_id}/evpn_topologies', { brief: true }),
  org_alarmtemplates: row('/api/v1/orgs/{org_id}/alarmtemplates'),
  org_webhooks: row('/api/v1/orgs/{org_id}/webhooks', { columns: ['type', 'enabled', 'topics', 'url'] }),
  org_psks: row('/api/v1/orgs/{org_id}/psks', { columns: ['ssid', 'usage', 'vlan_id', 'role', 'expire_time'] }),
  org_pskportals: row('/api/v1/orgs/{org_id}/pskportals', { columns: ['ssid', 'type'] }),
  org_nactags: row('/api/v1/orgs/{org_id}/nactags', { columns: ['type', 'match', 'values'] }),
  org_nacrules: row('/api/v1/orgs/{org_id}/nacrules', { columns: ['enabled', 'action', 'order'] }),
  org_nacportals: row('/api/v1/orgs/{org_id}/nacportals', { columns: ['type', 'access_type', 'ssid'] }),
  org_usermacs: row('/api/v1/orgs/{org_id}/usermacs', {
    list: '/api/v1/orgs/{org_id}/usermacs/search',
    label: 'mac',
    columns: ['labels', 'vlan', 'notes'],
  }),
  org_wxrules: row('/api/v1/orgs/{org_id}/wxrules', { columns: ['order', 'action', 'enabled', 'template_id'] }),
  org_wxtags: row('/api/v1/orgs/{org_id}/wxtags', { columns: ['type', 'match', 'op', 'values'] }),
  org_wxtunnels: row('/api/v1/orgs/{org_id}/wxtunnels', { columns: ['is_static', 'peers'] }),
  org_mxedges: row('/api/v1/orgs/{org_id}/mxedges', { columns: ['model', 'mac', 'mxcluster_id', 'site_id'] }),
  org_mxclusters: row('/api/v1/orgs/{org_id}/mxclusters'),
  org_mxtunnels: row('/api/v1/orgs/{org_id}/mxtunnels', { columns: ['vlan_ids', 'mxcluster_ids'] }),
  org_avprofiles: row('/api/v1/orgs/{org_id}/avprofiles'),
  org_idpprofiles: row('/api/v1/orgs/{org_id}/idpprofiles', { columns: ['base_profile'] }),
  org_aamwprofiles: row('/api/v1/orgs/{org_id}/aamwprofiles'),
  org_secintelprofiles: row('/api/v1/orgs/{org_id}/secintelprofiles'),
  org_secpolicies: row('/api/v1/orgs/{org_id}/secpolicies'),
  org_assetfilters: row('/api/v1/orgs/{org_id}/assetfilters', { columns: ['disabled'] }),
  org_assets: row('/api/v1/orgs/{org_id}/assets', { columns: ['mac', 'tag_id'] }),
  org_sdktemplates: row('/api/v1/orgs/{org_id}/sdktemplates', { columns: ['default'] }),
  org_uisettings: row('/api/v1/orgs/{org_id}/uisettings', { label: 'description', columns: ['purpose'] }),
  site_settings: row('/api/v1/sites/{site_id}/setting', { item: '/api/v1/sites/{site_id}/setting' }),
  site_devices: row('/api/v1/sites/{site_id}/devices', {
    columns: ['type', 'model', 'mac', 'serial', 'deviceprofile_id'],
    without: ['create', 'delete'],
    query: { type: 'all' },
  }),
  site_wlans: row('/api/v1/sites/{site_id}/wlans', { label: 'ssid', columns: WLAN }),
  site_psks: row('/api/v1/sites/{site_id}/psks', { columns: ['ssid', 'usage', 'vlan_id', 'role', 'expire_time'] }),
  site_webhooks: row('/api/v1/sites/{site_id}/webhooks', { columns: ['type', 'enabled', 'topics', 'url'] }),
  site_wxrules: row('/api/v1/sites/{site_id}/wxrules', { columns: ['order', 'action', 'enabled'] }),
  site_wxtags: row('/api/v1/sites/{site_id}/wxtags', { columns: ['type', 'match', 'op', 'values'] }),
  site_wxtunnels: row('/api/v1/sites/{site_id}/wxtunnels', { columns: ['is_static', 'peers'] }),
  site_maps: row('/api/v1/sites/{site_id}/maps', { columns: ['type', 'width_m', 'height_m', 'mapstack_id'] }),
  site_mapstacks: row('/api/v1/sites/{site_id}/mapstacks'),
  site_zones: row('/api/v1/sites/{site_id}/zones', { columns: ['map_id'] }),
  site_rssizones: row('/api/v1/sites/{site_id}/rssizones'),
  site_evpn_topologies: row('/api/v1/sites/{site_id}/evpn_topologies', { brief: true }),
  site_mxedges: row('/api/v1/sites/{site_id}/mxedges', { columns: ['model', 'mac', 'mxcluster_id'] }),
  site_assetfilters: row('/api/v1/sites/{site_id}/assetfilters', { columns: ['disabled'] }),
  site_assets: row('/api/v1/sites/{site_id}/assets', { columns: ['mac', 'tag_id'] }),
  site_beacons: row('/api/v1/sites/{site_id}/beacons', { columns: ['type', 'map_id', 'mac'] }),
  site_vbeacons: row('/api/v1/sites/{site_id}/vbeacons', { columns: ['map_id', 'major', 'minor'] }),
  site_uisettings: row('/api/v1/sites/{site_id}/uisettings', { label: 'description', columns: ['purpose'] }),
} satisfies Record<string, Row>;
