import { isId } from '../../core/ids.ts';
import type { FamilyName } from '../../mist/families.ts';
import type { JsonObject } from './types.ts';

const WXTAGS: readonly FamilyName[] = ['org_wxtags', 'site_wxtags'];
const SITES: readonly FamilyName[] = ['org_sites'];
const CLUSTERS: readonly FamilyName[] = ['org_mxclusters'];
const TUNNELS: readonly FamilyName[] = ['org_mxtunnels'];
const PROFILES: readonly FamilyName[] = ['org_deviceprofiles'];
const GROUPS: readonly FamilyName[] = ['org_sitegroups'];

/** Attributes that hold ids of other objects, wherever in an object they stand, and where those objects live. */
const FAMILIES: Readonly<Record<string, readonly FamilyName[]>> = {
  template_id: ['org_wlantemplates'],
  rftemplate_id: ['org_rftemplates'],
  aptemplate_id: ['org_aptemplates'],
  networktemplate_id: ['org_networktemplates'],
  gatewaytemplate_id: ['org_gatewaytemplates'],
  sitetemplate_id: ['org_sitetemplates'],
  alarmtemplate_id: ['org_alarmtemplates'],
  secpolicy_id: ['org_secpolicies'],
  deviceprofile_id: PROFILES,
  deviceprofile_ids: PROFILES,
  sitegroup_ids: GROUPS,
  site_ids: SITES,
  extra_site_ids: SITES,
  caching_site_ids: SITES,
  mxcluster_id: CLUSTERS,
  mxcluster_ids: CLUSTERS,
  mxtunnel_id: TUNNELS,
  mxtunnel_ids: TUNNELS,
  mx_tunnel_id: TUNNELS,
  anchor_mxtunnel_ids: TUNNELS,
  wxtunnel_id: ['org_wxtunnels', 'site_wxtunnels'],
  servicepolicy_id: ['org_servicepolicies'],
  avprofile_id: ['org_avprofiles'],
  idpprofile_id: ['org_idpprofiles'],
  aamwprofile_id: ['org_aamwprofiles'],
  secintelprofile_id: ['org_secintelprofiles'],
  nacportal_id: ['org_nacportals'],
  nactags: ['org_nactags'],
  wxtag_ids: WXTAGS,
  src_wxtags: WXTAGS,
  dst_wxtags: WXTAGS,
  dst_allow_wxtags: WXTAGS,
  dst_deny_wxtags: WXTAGS,
  assetfilter_ids: ['org_assetfilters', 'site_assetfilters'],
  map_id: ['site_maps'],
  zone_id: ['org_securityzones'],
  mapstack_id: ['site_mapstacks'],
};

/** What stands for no object at all. */
const NOBODY = /^[0-]+$/;

/** An id that an object holds, and where objects with such ids live. */
export interface HeldId {
  readonly attribute: string;
  readonly id: string;
  readonly families: readonly FamilyName[];
}

/** `apply_tags` of a NAC rule and of a WxLAN rule name different things. */
function familiesOf(attribute: string, owner: FamilyName): readonly FamilyName[] | undefined {
  if (attribute === 'apply_tags') return owner === 'org_nacrules' ? ['org_nactags'] : WXTAGS;
  return Object.hasOwn(FAMILIES, attribute) ? FAMILIES[attribute] : undefined;
}

/** The ids of other objects in an object of a family; ids that are written as variables cannot be looked up. */
export function heldIds(owner: FamilyName, object: JsonObject): readonly HeldId[] {
  const found: HeldId[] = [];
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) value.forEach(visit);
    else if (typeof value === 'object' && value !== null) {
      for (const [attribute, member] of Object.entries(value)) {
        const families = familiesOf(attribute, owner);
        if (families) for (const id of idsIn(member)) found.push({ attribute, id, families });
        visit(member);
      }
    }
  };
  visit(object);
  return found;
}

/** An id, a list of ids, or a map whose keys are ids. */
function idsIn(value: unknown): readonly string[] {
  const texts = typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.keys(value) : [value];
  return texts.flat().filter((text): text is string => typeof text === 'string' && isId(text) && !NOBODY.test(text));
}
