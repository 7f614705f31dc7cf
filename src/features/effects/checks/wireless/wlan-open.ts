import { isRecord } from '../../../../core/json.ts';
import type { Check, Finding } from '../../finding.ts';
import type { WlanState } from '../../model.ts';
import { quotedName } from '../../wording.ts';
import { authOf, authType, isWlanChange, servedWlans } from './wlans.ts';

const hasPortal = ({ config }: WlanState): boolean => isRecord(config.portal) && config.portal.enabled === true;

/** Anyone may join, and clients see each other. */
export const wlanOpen: Check = {
  name: 'wlan.open',
  needs: [],
  reads: ['wlan:auth', 'wlan:isolation', 'wlan:l2_isolation', 'wlan:portal'],
  applies: isWlanChange,
  run: ({ after }) =>
    servedWlans(after).flatMap(({ wlan }): Finding[] => {
      if (authType(wlan) !== 'open' || authOf(wlan).owe === 'required' || wlan.config.isolation === true) return [];
      const says = `It is open to anyone and clients are not isolated from each other${hasPortal(wlan) ? '' : '; there is no portal'}.`;
      return [
        { check: 'wlan.open', level: 'risk', certainty: 'certain', where: `WLAN ${quotedName(wlan.ssid)}`, says },
      ];
    }),
};
