import type { Check, Finding } from '../../finding.ts';
import type { WlanState } from '../../model.ts';
import { clientsOfWlan } from '../../topology/people.ts';
import { countOf, quotedName } from '../../wording.ts';
import { authType, isWlanChange, type ServedWlan, servedWlans } from './wlans.ts';

const sameVlans = (one: WlanState, other: WlanState): boolean =>
  [...one.vlans].map(String).sort().join() === [...other.vlans].map(String).sort().join();

/** Whether another WLAN of the name gives the same on an access point. */
const replaces = (one: ServedWlan, lost: WlanState, ap: string): boolean =>
  one.aps.has(ap) &&
  one.wlan.ssid === lost.ssid &&
  authType(one.wlan) === authType(lost) &&
  sameVlans(one.wlan, lost) &&
  [...lost.bands].every((band) => one.wlan.bands.has(band));

/** Access points lose a WLAN: it goes, is renamed, disabled or scoped away, or loses a band. */
export const wlanLost: Check = {
  name: 'wlan.lost',
  needs: ['wirelessClients'],
  reads: [
    'wlan:ssid',
    'wlan:enabled',
    'wlan:apply_to',
    'wlan:ap_ids',
    'wlan:wxtag_ids',
    'wlan:bands',
    'wlan:band',
    'wlan:template_id',
  ],
  applies: isWlanChange,
  run(effect, facts) {
    const after = servedWlans(effect.after);
    return servedWlans(effect.before).flatMap(({ wlan, aps, isPerhaps }): Finding[] => {
      const now = after.find((one) => one.wlan.id === wlan.id && one.wlan.ssid === wlan.ssid);
      const bands = [...wlan.bands].filter((band) => now && !now.wlan.bands.has(band));
      const lost = [...aps].filter((ap) => !now?.aps.has(ap));
      const touched = bands.length > 0 ? [...aps] : lost;
      if (touched.length === 0 && !(now === undefined && aps.size === 0)) return [];
      const name = `WLAN ${quotedName(wlan.ssid)}`;
      const base = {
        check: 'wlan.lost',
        where: name,
        certainty: isPerhaps || now?.isPerhaps ? 'likely' : 'certain',
      } as const;
      if (aps.size === 0) return [{ ...base, level: 'note', says: 'It goes; no access point serves it.' }];
      const clients = clientsOfWlan(facts, wlan).filter(
        ({ ap, band }) => touched.includes(ap) && (lost.includes(ap) || bands.includes(band ?? '')),
      );
      const isReplaced = touched.every((ap) => after.some((one) => one.wlan.id !== wlan.id && replaces(one, wlan, ap)));
      const what = bands.length > 0 && lost.length === 0 ? `loses the band ${bands.sort().join(', ')}` : 'goes';
      const says = isReplaced
        ? `It ${what} at ${countOf(touched.length, 'access point')}; another WLAN of the name gives the same there.`
        : `It ${what} at ${countOf(touched.length, 'access point')}; ${countOf(clients.length, 'client')} on it now.`;
      return [{ ...base, level: clients.length > 0 && !isReplaced ? 'break' : 'risk', says }];
    });
  },
};
