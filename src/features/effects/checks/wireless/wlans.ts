import { asText, isRecord } from '../../../../core/json.ts';
import type { AccessPointState, SiteEffect, SiteState, Vlan, WlanState } from '../../model.ts';

/** Whether WLANs of the site, or who serves them, differ. */
export function isWlanChange({ before, after }: SiteEffect): boolean {
  const text = (site: SiteState): string =>
    JSON.stringify([
      site.wlans.map(({ id, config, isEnabled }) => [id, isEnabled, config]).sort(byFirst),
      site.accessPoints.map(({ mac, wlans, perhaps }) => [mac, [...wlans].sort(), [...perhaps].sort()]).sort(byFirst),
    ]);
  return text(before) !== text(after);
}

const byFirst = (a: readonly unknown[], b: readonly unknown[]): number => (asText(a[0]) < asText(b[0]) ? -1 : 1);

/** A WLAN on some access points. */
export interface ServedWlan {
  readonly wlan: WlanState;
  readonly aps: ReadonlySet<string>;
  /** Whether only labels tell which access points have it. */
  readonly isPerhaps: boolean;
}

/** The enabled WLANs of a site with the access points that serve them. */
export const servedWlans = (site: SiteState): readonly ServedWlan[] =>
  site.wlans
    .filter(({ isEnabled }) => isEnabled)
    .map((wlan) => {
      const sure = site.accessPoints.filter(({ wlans }) => wlans.has(wlan.id));
      const perhaps = site.accessPoints.filter(({ perhaps: some }) => some.has(wlan.id));
      return { wlan, aps: new Set([...sure, ...perhaps].map(({ mac }) => mac)), isPerhaps: perhaps.length > 0 };
    });

/** WLANs that are in force before and after. */
export const wlanPairs = ({ before, after }: SiteEffect) =>
  after.wlans.flatMap((now) => {
    const was = before.wlans.find(({ id }) => id === now.id);
    return was?.isEnabled && now.isEnabled ? [{ was, now }] : [];
  });

/** A VLAN that an access point needs, with the WLANs that need it. */
export interface NeededVlan {
  readonly vlan: Vlan;
  readonly ssids: readonly string[];
  /** Ids of these WLANs. */
  readonly ids: readonly string[];
  readonly isSure: boolean;
}

/** VLANs that an access point needs. */
export function neededVlans(site: SiteState, ap: AccessPointState): readonly NeededVlan[] {
  const needed = new Map<string, NeededVlan>();
  for (const wlan of site.wlans) {
    const isSure = ap.wlans.has(wlan.id);
    if (!wlan.isEnabled || (!isSure && !ap.perhaps.has(wlan.id))) continue;
    for (const vlan of wlan.vlans) {
      const known = needed.get(String(vlan));
      const ssids = [...(known?.ssids ?? []), wlan.ssid];
      const ids = [...(known?.ids ?? []), wlan.id];
      needed.set(String(vlan), { vlan, ssids, ids, isSure: isSure || known?.isSure === true });
    }
  }
  return [...needed.values()];
}

/** The `auth` of a WLAN. */
export const authOf = ({ config }: WlanState): Readonly<Record<string, unknown>> =>
  isRecord(config.auth) ? config.auth : {};

/** How clients sign on, in words. */
export const authType = (wlan: WlanState): string => asText(authOf(wlan).type ?? 'open');

/** Root attributes in which two WLANs differ. */
export function changedRoots(was: WlanState, now: WlanState): readonly string[] {
  const names = new Set([...Object.keys(was.config), ...Object.keys(now.config)]);
  return [...names].filter((name) => JSON.stringify(was.config[name]) !== JSON.stringify(now.config[name])).sort();
}
