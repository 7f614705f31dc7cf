import { same, siteRootsOf, type TemplateKind } from '../../configuration/index.ts';
import type { ObjectChange } from '../model.ts';
import type { DeviceType, SiteParts } from '../state/site-parts.ts';

/** What of a site a change makes it necessary to read. */
export interface Needs {
  /** Types of devices whose configuration the change may reach. */
  readonly types: ReadonlySet<DeviceType>;
  /** Whether it may reach WLANs. */
  readonly wlans: boolean;
  /** Whether access points are reached by variables alone: their templates and profiles are read where there is room. */
  readonly apsBeside: boolean;
  /** Whether templates of WLANs must be known, since the change moves or filters them. */
  readonly wlanTemplates: boolean;
  /** Kinds of objects that gateways name and that decide on the change, beside networks. */
  readonly objects: ReadonlySet<GatewayObject>;
}

type GatewayObject = keyof SiteParts['gatewayObjects'];

/** Kinds that a change of a family, or of a root of a gateway's configuration, is about. */
const OBJECTS_OF: Readonly<Record<string, readonly GatewayObject[]>> = {
  org_networks: ['servicepolicies'],
  org_services: ['services', 'servicepolicies'],
  org_servicepolicies: ['services', 'servicepolicies'],
  org_vpns: ['vpns'],
};
const OBJECTS_OF_ROOT: Readonly<Record<string, readonly GatewayObject[]>> = {
  service_policies: ['services', 'servicepolicies'],
};

const ALL: readonly DeviceType[] = ['switch', 'ap', 'gateway'];

/** Types of devices that a family configures, where that does not depend on the object. */
const TYPES_OF: Readonly<Record<string, readonly DeviceType[]>> = {
  org_sitetemplates: ALL,
  org_networktemplates: ['switch'],
  org_gatewaytemplates: ['gateway'],
  org_rftemplates: ['ap'],
  org_aptemplates: ['ap'],
  org_networks: ['gateway'],
  org_services: ['gateway'],
  org_servicepolicies: ['gateway'],
  org_vpns: ['gateway'],
  // Which WLANs an access point serves does not rest on its radio settings: its templates are not read for that.
  org_wlans: [],
  site_wlans: [],
  org_wlantemplates: [],
};

/** Templates that configure a type of device. */
export const KINDS_OF: Readonly<Record<DeviceType, readonly TemplateKind[]>> = {
  switch: ['networktemplate'],
  ap: ['rftemplate', 'aptemplate'],
  gateway: ['gatewaytemplate'],
};

/** Root attributes that a change alters. */
export function changedRoots({ before, after }: ObjectChange): string[] {
  const roots = new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})]);
  return [...roots].filter((root) => !KEPT_BY_CLOUD.has(root) && !same(before?.[root], after?.[root]));
}

/** What the cloud itself keeps counting. */
const KEPT_BY_CLOUD = new Set(['id', 'org_id', 'site_id', 'for_site', 'created_time', 'modified_time']);

/** Attributes of a site that reach each type, beside the templates of the type. */
const SITE_ATTRIBUTES: Readonly<Record<DeviceType, readonly string[]>> = {
  switch: ['sitetemplate_id'],
  ap: ['sitetemplate_id', 'country_code', 'sitegroup_ids', 'timezone'],
  gateway: ['sitetemplate_id'],
};

const typesAt = (change: ObjectChange): readonly DeviceType[] => {
  const roots = changedRoots(change);
  return ALL.filter((type) => {
    const reaching =
      change.family === 'site_settings'
        ? siteRootsOf(type)
        : [...SITE_ATTRIBUTES[type], ...KINDS_OF[type].map((kind) => `${kind}_id`)];
    return roots.some((root) => reaching.includes(root));
  });
};

const typesOf = ({ before, after }: ObjectChange): readonly DeviceType[] =>
  ALL.filter((type) => (after?.type ?? before?.type ?? 'ap') === type);

/** Families whose effect is computed. */
export const isComputed = (family: string): boolean =>
  Object.hasOwn(TYPES_OF, family) || BY_OBJECT.includes(family) || BY_ROOT.includes(family);

/** Families of which the object says what it configures, and those of which its attributes do. */
const BY_OBJECT = ['site_devices', 'org_deviceprofiles'];
const BY_ROOT = ['site_settings', 'org_sites'];

const WLAN_FAMILIES = ['org_wlans', 'site_wlans', 'org_wlantemplates'];

/** What is live of each type of device takes so many requests: ports, devices and clients, or peers besides. */
const LIVE_REQUESTS: Readonly<Record<DeviceType, number>> = { switch: 3, gateway: 4, ap: 1 };

/** Requests that are left to what is live when more is read of a single site than the change itself needs. */
export function sparedFor({ types, wlans }: Needs): number {
  const ofTypes = types.has('switch')
    ? LIVE_REQUESTS.switch
    : Math.max(0, ...[...types].map((one) => LIVE_REQUESTS[one]));
  return ofTypes + (wlans ? 1 : 0);
}

/** Whether only variables change, of which few are named in what access points have from templates. */
const isOnlyVariables = (change: ObjectChange): boolean =>
  change.family === 'site_settings' && changedRoots(change).every((root) => root === 'vars');

const otherProfile = ({ before, after }: ObjectChange): boolean => before?.deviceprofile_id !== after?.deviceprofile_id;

/** What a change of this object may reach at a site. */
function needsOfOne(change: ObjectChange): Needs {
  const { family } = change;
  const byRoot = BY_ROOT.includes(family) ? typesAt(change) : [];
  const types = TYPES_OF[family] ?? (BY_OBJECT.includes(family) ? typesOf(change) : byRoot);
  const isWlan = WLAN_FAMILIES.includes(family);
  const isDevice = BY_OBJECT.includes(family);
  const movesGroups = family === 'org_sites' && changedRoots(change).includes('sitegroup_ids');
  return {
    types: new Set(isOnlyVariables(change) ? types.filter((type) => type !== 'ap') : types),
    wlans: isWlan || types.includes('ap'),
    apsBeside: isOnlyVariables(change),
    objects: new Set([
      ...(OBJECTS_OF[family] ?? []),
      ...(types.includes('gateway') ? changedRoots(change).flatMap((root) => OBJECTS_OF_ROOT[root] ?? []) : []),
    ]),
    wlanTemplates:
      (isWlan && family !== 'site_wlans') || movesGroups || (isDevice && types.includes('ap') && otherProfile(change)),
  };
}

/** What changes may reach at a site, all together. */
export function needsOf(changes: readonly ObjectChange[]): Needs {
  const all = changes.map(needsOfOne);
  return {
    types: new Set(all.flatMap(({ types }) => [...types])),
    wlans: all.some(({ wlans }) => wlans),
    apsBeside: all.some(({ apsBeside }) => apsBeside) && !all.some(({ types }) => types.has('ap')),
    wlanTemplates: all.some(({ wlanTemplates }) => wlanTemplates),
    objects: new Set(all.flatMap(({ objects }) => [...objects])),
  };
}
