/** One configuration family: the path of one object, from which the collection and the table follow. */
export interface Family {
  /** Path template of one object. */
  readonly item: string;
  /** Path template of the collection. */
  readonly collection: string;
  /** Name of the world's table: objects of an organization and of its sites share one. */
  readonly table: string;
  /** Path parameter that holds the id. */
  readonly key: string;
  /** Whether the organization's list also shows what belongs to its sites. */
  readonly everything: boolean;
  /** Attributes that the list leaves out and only the object itself shows. */
  readonly brief: readonly string[];
}

interface Options {
  /** Path template of the collection, where it is not the item's without its last segment. */
  collection?: string;
  everything?: true;
  brief?: readonly string[];
}

function family(item: string, options: Options = {}): Family {
  const cut = item.lastIndexOf('/');
  const collection = options.collection ?? item.slice(0, cut);
  const table = item.slice(0, cut).split('/').at(-1) ?? '';
  return {
    item,
    collection,
    table,
    key: item.slice(cut + 2, -1),
    everything: options.everything ?? false,
    brief: options.brief ?? [],
  };
}

const org = (rest: string, options?: Options): Family => family(`/api/v1/orgs/{org_id}/${rest}`, options);
const site = (rest: string, options?: Options): Family => family(`/api/v1/sites/{site_id}/${rest}`, options);

/** Every configuration family with a list of objects; one row each, and the verbs are those of the operation table. */
export const FAMILIES: readonly Family[] = [
  org('aamwprofiles/{aamwprofile_id}'),
  org('alarmtemplates/{alarmtemplate_id}'),
  org('aptemplates/{aptemplate_id}'),
  org('assetfilters/{assetfilter_id}'),
  org('assets/{asset_id}'),
  org('avprofiles/{avprofile_id}'),
  org('deviceprofiles/{deviceprofile_id}'),
  org('evpn_topologies/{evpn_topology_id}', { everything: true, brief: ['switches', 'switch_configs'] }),
  org('gatewaytemplates/{gatewaytemplate_id}'),
  org('idpprofiles/{idpprofile_id}'),
  org('mxclusters/{mxcluster_id}'),
  org('mxedges/{mxedge_id}', { everything: true }),
  org('mxtunnels/{mxtunnel_id}'),
  org('nacportals/{nacportal_id}'),
  org('nacrules/{nacrule_id}'),
  org('nactags/{nactag_id}'),
  org('networks/{network_id}'),
  org('networktemplates/{networktemplate_id}'),
  org('pskportals/{pskportal_id}'),
  org('psks/{psk_id}'),
  org('rftemplates/{rftemplate_id}'),
  org('sdktemplates/{sdktemplate_id}'),
  org('secintelprofiles/{secintelprofile_id}'),
  org('securityzones/{securityzone_id}'),
  org('secpolicies/{secpolicy_id}'),
  org('servicepolicies/{servicepolicy_id}'),
  org('services/{service_id}'),
  org('sitegroups/{sitegroup_id}'),
  org('sitetemplates/{sitetemplate_id}'),
  org('templates/{template_id}'),
  org('uisettings/{uisetting_id}'),
  org('usermacs/{usermac_id}'),
  org('usermacs/{usermac_id}', { collection: '/api/v1/orgs/{org_id}/usermacs/search' }),
  org('vpns/{vpn_id}'),
  org('webhooks/{webhook_id}'),
  org('wlans/{wlan_id}'),
  org('wxrules/{wxrule_id}'),
  org('wxtags/{wxtag_id}'),
  org('wxtunnels/{wxtunnel_id}'),
  site('assetfilters/{assetfilter_id}'),
  site('assets/{asset_id}'),
  site('beacons/{beacon_id}'),
  site('devices/{device_id}'),
  site('evpn_topologies/{evpn_topology_id}', { brief: ['switches', 'switch_configs'] }),
  site('maps/{map_id}'),
  site('mapstacks/{mapstack_id}'),
  site('mxedges/{mxedge_id}'),
  site('psks/{psk_id}'),
  site('rssizones/{rssizone_id}'),
  site('uisettings/{uisetting_id}'),
  site('vbeacons/{vbeacon_id}'),
  site('webhooks/{webhook_id}'),
  site('wlans/{wlan_id}'),
  site('wxrules/{wxrule_id}'),
  site('wxtags/{wxtag_id}'),
  site('wxtunnels/{wxtunnel_id}'),
  site('zones/{zone_id}'),
];
