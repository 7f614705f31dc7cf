import type { FamilyName } from '../../mist/families.ts';
import type { JsonObject } from './types.ts';

/** Where objects of a family are referred to from. */
export interface Source {
  readonly from: FamilyName;
  /** Attributes that name the object by its name instead of its id, as values or as keys of a map. */
  readonly byName?: { readonly values?: readonly string[]; readonly keys?: readonly string[] };
  /** Filter of the list. */
  readonly filter?: Readonly<Record<string, string>>;
  /** Parameter of the list that takes the name. */
  readonly filterBy?: string;
  /** It matters only where the object gets another name or goes. */
  readonly renamed?: true;
}

const byId = (...from: readonly FamilyName[]): readonly Source[] => from.map((name) => ({ from: name }));

const GATEWAYS = { type: 'gateway' };
const NETWORK = {
  values: [
    'networks',
    'network',
    'port_network',
    'wan_networks',
    'routed_for_networks',
    'tenants',
    'import_org_networks',
  ],
  keys: ['ip_configs', 'dhcpd_config', 'networks', 'internet_access'],
};
const SERVICE = { values: ['services', 'allowed_services'] };
const VPN = { values: ['vpn_name'], keys: ['vpn_access', 'vpn_paths'] };

const WAN_PROFILE: readonly Source[] = [
  ...byId('org_servicepolicies', 'org_gatewaytemplates'),
  { from: 'org_deviceprofiles', filter: GATEWAYS },
];
const SSID = { byName: { values: ['ssid'] }, renamed: true } as const;
const OF_SITES = byId('org_sites');

/**
 * Who refers to objects of a family: only lists that can hold a reference are asked for. What single devices say in
 * their own configuration is not looked through, since that would take a request for each device.
 */
export const SOURCES: { readonly [F in FamilyName]?: readonly Source[] } = {
  org_wlantemplates: byId('org_wlans', 'org_wxrules'),
  org_wlans: [
    { from: 'org_psks', filterBy: 'ssid', ...SSID },
    { from: 'org_pskportals', ...SSID },
  ],
  site_wlans: [{ from: 'site_psks', filterBy: 'ssid', ...SSID }],
  org_rftemplates: OF_SITES,
  org_aptemplates: OF_SITES,
  org_networktemplates: OF_SITES,
  org_gatewaytemplates: byId('org_sites', 'org_settings'),
  org_sitetemplates: OF_SITES,
  org_secpolicies: OF_SITES,
  org_alarmtemplates: byId('org_sites', 'org_info'),
  org_sitegroups: byId('org_sites', 'org_wlantemplates', 'org_nacrules'),
  org_deviceprofiles: byId('org_wlantemplates'),
  org_networks: [
    { from: 'org_gatewaytemplates', byName: NETWORK },
    { from: 'org_deviceprofiles', byName: NETWORK, filter: GATEWAYS },
    { from: 'org_servicepolicies', byName: NETWORK },
    { from: 'org_networktemplates', byName: { values: ['import_org_networks'] } },
  ],
  org_services: [
    { from: 'org_servicepolicies', byName: SERVICE },
    { from: 'org_gatewaytemplates', byName: SERVICE },
    { from: 'org_deviceprofiles', byName: SERVICE, filter: GATEWAYS },
  ],
  org_servicepolicies: WAN_PROFILE.slice(1),
  org_vpns: [
    { from: 'org_networks', byName: VPN },
    { from: 'org_gatewaytemplates', byName: VPN },
    { from: 'org_deviceprofiles', byName: VPN, filter: GATEWAYS },
  ],
  org_avprofiles: WAN_PROFILE,
  org_idpprofiles: WAN_PROFILE,
  org_aamwprofiles: WAN_PROFILE,
  org_secintelprofiles: WAN_PROFILE,
  org_nactags: byId('org_nacrules'),
  org_nacportals: byId('org_nactags'),
  org_wxtags: byId('org_wxrules', 'org_wlans'),
  site_wxtags: byId('site_wxrules', 'site_wlans'),
  org_wxtunnels: byId('org_wlans'),
  site_wxtunnels: byId('site_wlans'),
  org_mxclusters: byId('org_mxedges', 'org_mxtunnels', 'org_wlans'),
  org_mxtunnels: byId('org_wlans', 'org_mxtunnels', 'org_settings'),
  org_assetfilters: byId('org_webhooks'),
  site_assetfilters: byId('site_webhooks'),
  org_securityzones: byId('org_networks'),
  site_mapstacks: byId('site_maps'),
  site_maps: byId('site_devices', 'site_zones', 'site_vbeacons'),
};

/** Attributes of an object that say what it is, not what it refers to. */
const OWN = new Set(['id', 'org_id', 'site_id', 'msp_id']);

/** Whether an object holds an id anywhere: as a value, in a list, or as a key of a map. */
export function mentionsId(row: JsonObject, id: string): boolean {
  const inside = (value: unknown): boolean => {
    if (typeof value === 'string') return value === id;
    if (Array.isArray(value)) return value.some(inside);
    if (typeof value !== 'object' || value === null) return false;
    return Object.entries(value).some(([key, member]) => key === id || inside(member));
  };
  return Object.entries(row).some(([key, member]) => !OWN.has(key) && inside(member));
}

/** Names are sometimes written with a part before or after a dot: `corp.printers`, `hub.overlay`. */
const isNamed = (text: unknown, name: string): boolean =>
  typeof text === 'string' && (text === name || text.startsWith(`${name}.`) || text.endsWith(`.${name}`));

/** Whether an object names another by its name, in one of the attributes that do so. */
export function mentionsName(
  row: JsonObject,
  name: string,
  { values = [], keys = [] }: NonNullable<Source['byName']>,
): boolean {
  const inside = (value: unknown): boolean => {
    if (Array.isArray(value)) return value.some(inside);
    if (typeof value !== 'object' || value === null) return false;
    return Object.entries(value).some(([key, member]) => {
      if (values.includes(key) && [member].flat().some((text) => isNamed(text, name))) return true;
      const isMap = keys.includes(key) && typeof member === 'object' && member !== null && !Array.isArray(member);
      return (isMap && Object.keys(member).some((text) => isNamed(text, name))) || inside(member);
    });
  };
  return inside(row);
}
