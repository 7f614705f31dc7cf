import { isRecord } from '../../../../core/json.ts';
import type { Check, Finding } from '../../finding.ts';
import type { WlanState } from '../../model.ts';
import { clientsOfWlan } from '../../topology/people.ts';
import { countOf, quotedName } from '../../wording.ts';
import { authOf, authType, isWlanChange, servedWlans, wlanPairs } from './wlans.ts';

/** What clients have to be set up for. */
const SIGN_ON = ['type', 'psk', 'pairwise', 'owe', 'multi_psk_only', 'wep_as_secondary_auth', 'keys'] as const;

/** Where clients are looked up. */
const SERVERS = ['auth_servers', 'auth_server_selection', 'radsec', 'mist_nac'] as const;

/** A comparison in which the order of ciphers says nothing. */
const textOf = (value: unknown): string =>
  JSON.stringify(Array.isArray(value) ? [...value].map(String).sort() : (value ?? null));

const isOn = (value: unknown): boolean => isRecord(value) && value.enabled === true;

/** Whether a WLAN asks servers that it does not have. */
function lacksServers(wlan: WlanState): boolean {
  if (!/^eap/.test(authType(wlan))) return false;
  const { auth_servers, radsec, mist_nac } = wlan.config;
  return !(Array.isArray(auth_servers) && auth_servers.length > 0) && !isOn(radsec) && !isOn(mist_nac);
}

/** How clients sign on changes, or nobody is left to ask. */
export const wlanAuth: Check = {
  name: 'wlan.auth',
  needs: ['wirelessClients'],
  reads: ['wlan:auth', ...SERVERS.map((name) => `wlan:${name}`)],
  applies: isWlanChange,
  run(effect, facts) {
    const unasked = servedWlans(effect.after).flatMap(({ wlan }): Finding[] => {
      if (!lacksServers(wlan)) return [];
      const says = 'It signs clients on by 802.1X and has no authentication server, RadSec or Mist access assurance.';
      return [
        { check: 'wlan.auth', level: 'break', certainty: 'certain', where: `WLAN ${quotedName(wlan.ssid)}`, says },
      ];
    });
    const changed = wlanPairs(effect).flatMap(({ was, now }): Finding[] => {
      const names = SIGN_ON.filter((name) => textOf(authOf(was)[name]) !== textOf(authOf(now)[name]));
      const servers = SERVERS.filter((name) => textOf(was.config[name]) !== textOf(now.config[name]));
      const base = { check: 'wlan.auth', certainty: 'certain', where: `WLAN ${quotedName(now.ssid)}` } as const;
      const clients = clientsOfWlan(facts, was).length;
      if (names.length > 0) {
        const how = names.includes('type')
          ? `${authType(was)} → ${authType(now)}`
          : `auth.${names.join(', auth.')} changes`;
        const says = `How clients sign on changes (${how}): ${countOf(clients, 'client')} on it now must be set up anew.`;
        return [{ ...base, level: clients > 0 ? 'break' : 'risk', says }];
      }
      if (servers.length === 0 || lacksServers(now)) return [];
      const says = `${servers.join(', ')} changes: whether the servers answer is not known; ${countOf(clients, 'client')} on it now.`;
      return [{ ...base, level: 'risk', says }];
    });
    return [...unasked, ...changed];
  },
};
