import type { Check, Finding } from '../../finding.ts';
import { quotedName } from '../../wording.ts';
import { authType, isWlanChange, type ServedWlan, servedWlans } from './wlans.ts';

const meet = (one: ServedWlan, other: ServedWlan): boolean =>
  [...one.aps].some((ap) => other.aps.has(ap)) && [...one.wlan.bands].some((band) => other.wlan.bands.has(band));

const vlansText = ({ wlan }: ServedWlan): string => [...wlan.vlans].map(String).sort().join(', ') || 'untagged';

/** One name on one access point and band, twice. */
export const wlanTwice: Check = {
  name: 'wlan.twice',
  needs: [],
  reads: ['wlan:ssid', 'wlan:enabled', 'wlan:bands'],
  applies: isWlanChange,
  run({ after }) {
    const all = servedWlans(after);
    return all.flatMap((one) =>
      all.flatMap((other): Finding[] => {
        if (one.wlan.id >= other.wlan.id || one.wlan.ssid !== other.wlan.ssid || !meet(one, other)) return [];
        const isOther = authType(one.wlan) !== authType(other.wlan) || vlansText(one) !== vlansText(other);
        const how = (it: ServedWlan): string => `${authType(it.wlan)}, VLAN ${vlansText(it)}`;
        const [first = '', second = ''] = [how(one), how(other)].sort();
        const says = isOther
          ? `Two WLANs of this name on the same access points differ: ${first}; ${second}.`
          : 'Two WLANs of this name on the same access points.';
        const where = `WLAN ${quotedName(one.wlan.ssid)}`;
        return [{ check: 'wlan.twice', level: isOther ? 'break' : 'risk', certainty: 'likely', where, says }];
      }),
    );
  },
};
