import type { JsonObject } from '../../../core/json.ts';
import { isDeviceLabel } from '../coverage.ts';
import type { AccessPointState, SiteState, WlanState } from '../model.ts';
import { keyOfValue } from '../state/port-tuple.ts';
import { type AnyDevice, devicesOf } from '../topology/states.ts';
import { gatewayDifferences } from './gateway-differences.ts';
import type { Difference } from './group-builder.ts';
import { hasOtherLabels, networkDifferences, switchDifferences } from './switch-differences.ts';
import { shortValue } from './value-words.ts';

/** What differs at one site. */
export interface SiteDifferences {
  readonly differences: readonly Difference[];
  /** Whether something that only people read differs. */
  readonly hasLabels: boolean;
}

type Part = Omit<Difference, 'site'>;

/** Roots that are told in other words: ports and networks by what becomes of them, variables by who uses them. */
const TOLD_OTHERWISE: Readonly<Record<AnyDevice['type'], readonly string[]>> = {
  switch: [
    ...['port_config', 'port_config_overwrite', 'local_port_config', 'port_usages', 'networks', 'default_port_usage'],
    ...['disabled_system_defined_port_usages', 'vars'],
  ],
  ap: ['vars'],
  gateway: ['vars', 'service_policies'],
};

/** Roots of the effective configuration that differ, of one device. */
function rootDifferences(before: AnyDevice, after: AnyDevice): Part[] {
  const roots = new Set([...Object.keys(before.config), ...Object.keys(after.config)]);
  return [...roots]
    .filter(
      (root) => !isDeviceLabel(root) && !TOLD_OTHERWISE[before.type].includes(root) && root !== 'deviceprofile_id',
    )
    .filter((root) => keyOfValue(before.config[root]) !== keyOfValue(after.config[root]))
    .flatMap((root) => namedDifferences(root, before.config[root], after.config[root]));
}

const isMap = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const wordsOf = (name: string, value: unknown): string | undefined =>
  value === undefined ? undefined : shortValue(name, value);

/** A map is told by the members that differ, anything else whole. */
function namedDifferences(root: string, before: unknown, after: unknown): Part[] {
  if (!isMap(before) || !isMap(after))
    return [{ subject: root, was: wordsOf(root, before), becomes: wordsOf(root, after) }];
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...names]
    .filter((name) => keyOfValue(before[name]) !== keyOfValue(after[name]))
    .map((name) => ({
      subject: `${root}.${name}`,
      was: wordsOf(name, before[name]),
      becomes: wordsOf(name, after[name]),
    }));
}

function wlanNames(ids: ReadonlySet<string>, wlans: readonly WlanState[]): string[] {
  return wlans.filter(({ id }) => ids.has(id)).map(({ ssid }) => JSON.stringify(ssid));
}

/** WLANs that an access point gains or loses while the site keeps them: a filter by profile, a list of access points. */
function servedDifferences(before: AccessPointState, after: AccessPointState, sites: Sides): Part[] {
  const isOn = (wlans: readonly WlanState[], id: string): boolean =>
    wlans.some((one) => one.id === id && one.isEnabled);
  const ids = sites.before.wlans.map(({ id }) => id);
  const alike = new Set(ids.filter((id) => isOn(sites.before.wlans, id) && isOn(sites.after.wlans, id)));
  const only = (one: AccessPointState, other: AccessPointState): ReadonlySet<string> =>
    new Set([...one.wlans].filter((id) => alike.has(id) && !other.wlans.has(id)));
  const lost = wlanNames(only(before, after), sites.before.wlans);
  const gained = wlanNames(only(after, before), sites.after.wlans);
  return [
    ...lost.map((ssid) => ({ subject: `WLAN ${ssid}`, was: 'served', becomes: undefined })),
    ...gained.map((ssid) => ({ subject: `WLAN ${ssid}`, was: undefined, becomes: 'served' })),
  ];
}

interface Sides {
  readonly before: SiteState;
  readonly after: SiteState;
}

function deviceDifferences(before: AnyDevice, after: AnyDevice, sites: Sides): Part[] {
  const roots = rootDifferences(before, after);
  if (before.type === 'switch' && after.type === 'switch') return [...switchDifferences(before, after), ...roots];
  if (before.type === 'gateway' && after.type === 'gateway')
    return [...networkDifferences(before.networks, after.networks), ...gatewayDifferences(before, after), ...roots];
  if (before.type === 'ap' && after.type === 'ap') return [...servedDifferences(before, after, sites), ...roots];
  return roots;
}

/** Attributes of a WLAN that say nothing about what it serves. */
const WLAN_LABELS = new Set([
  'created_time',
  'modified_time',
  'sle_excluded',
  'portal_image',
  'thumbnail',
  'portal_template_url',
]);

const wlanWords = (wlan: WlanState | undefined): string | undefined => {
  if (!wlan) return undefined;
  const vlans = wlan.vlans.size === 0 ? 'untagged' : `VLAN ${[...wlan.vlans].join(',')}`;
  return wlan.isEnabled ? vlans : `off, ${vlans}`;
};

function changedWlan(was: WlanState, becomes: WlanState): Part[] {
  const subject = `WLAN ${JSON.stringify(becomes.ssid)}`;
  const [before, after] = [wlanWords(was), wlanWords(becomes)];
  const told = before === after ? [] : [{ subject, was: before, becomes: after }];
  const roots = new Set([...Object.keys(was.config), ...Object.keys(becomes.config)]);
  const others = [...roots]
    .filter((root) => !WLAN_LABELS.has(root) && !['enabled', 'vlan_id', 'vlan_ids'].includes(root))
    .filter((root) => keyOfValue(was.config[root]) !== keyOfValue(becomes.config[root]))
    .flatMap((root) => namedDifferences(root, was.config[root], becomes.config[root]));
  return [...told, ...others.map((one) => ({ ...one, subject: `${subject} ${one.subject}` }))];
}

function wlanDifferences({ before, after }: Sides): Part[] {
  const ids = new Set([...before.wlans, ...after.wlans].map(({ id }) => id));
  return [...ids].flatMap((id): Part[] => {
    const [was, becomes] = [before, after].map(({ wlans }) => wlans.find((one) => one.id === id));
    if (was && becomes) return changedWlan(was, becomes);
    const subject = `WLAN ${JSON.stringify((was ?? becomes)?.ssid ?? '')}`;
    return [{ subject, was: wlanWords(was), becomes: wlanWords(becomes) }];
  });
}

/** What people read of a device: its name, notes, place on a map. */
const labelsOf = ({ name, config }: AnyDevice): string =>
  keyOfValue([name, Object.entries(config).filter(([root]) => isDeviceLabel(root) && root !== 'modified_time')]);

/** What differs between the two sides of a site, and whether labels do. */
export function siteDifferences(sites: Sides): SiteDifferences {
  const { before, after } = sites;
  const site = before.name;
  const now = new Map(devicesOf(after).map((device) => [device.id, device]));
  const clock =
    before.timezone === after.timezone ? [] : [{ subject: 'time zone', was: before.timezone, becomes: after.timezone }];
  const differences: Difference[] = [...clock, ...wlanDifferences(sites)].map((one) => ({ ...one, site }));
  let hasLabels = false;
  for (const was of devicesOf(before)) {
    const becomes = now.get(was.id);
    if (!becomes) {
      differences.push({ site, device: was.name, subject: 'the device', was: was.model, becomes: undefined });
      continue;
    }
    for (const one of deviceDifferences(was, becomes, sites)) differences.push({ ...one, site, device: becomes.name });
    hasLabels ||= labelsOf(was) !== labelsOf(becomes);
    if (was.type === 'switch' && becomes.type === 'switch') hasLabels ||= hasOtherLabels(was, becomes);
  }
  return { differences, hasLabels };
}
