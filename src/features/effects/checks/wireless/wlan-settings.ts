import type { Check, Finding } from '../../finding.ts';
import { clientsOfWlan } from '../../topology/people.ts';
import { countOf, quotedName } from '../../wording.ts';
import { changedRoots, isWlanChange, wlanPairs } from './wlans.ts';

/** VLANs of a WLAN in words. */
const vlansText = (vlans: ReadonlySet<unknown>): string => [...vlans].map(String).sort().join(', ') || 'untagged';

/** What only people read, and what the cloud keeps of the object. */
const LABELS: ReadonlySet<string> = new Set([
  'id',
  'org_id',
  'site_id',
  'created_time',
  'modified_time',
  'sle_excluded',
  'portal_image',
  'thumbnail',
]);

/** Roots that checks of their own judge. */
const JUDGED: ReadonlySet<string> = new Set([
  ...['ssid', 'enabled', 'bands', 'band', 'apply_to', 'ap_ids', 'wxtag_ids', 'template_id', 'auth', 'auth_servers'],
  ...['auth_server_selection', 'radsec', 'mist_nac', 'vlan_id', 'vlan_ids', 'vlan_enabled', 'vlan_pooling'],
]);

/** A WLAN changes in anything else: its VLAN, rates, roaming, limits, portal. */
export const wlanSettings: Check = {
  name: 'wlan.settings',
  needs: ['wirelessClients'],
  reads: ['wlan:*'],
  applies: isWlanChange,
  run: (effect, facts) =>
    wlanPairs(effect).flatMap(({ was, now }): Finding[] => {
      const clients = clientsOfWlan(facts, was).length;
      const base = {
        check: 'wlan.settings',
        level: 'risk',
        certainty: 'certain',
        where: `WLAN ${quotedName(now.ssid)}`,
      } as const;
      const [from, to] = [vlansText(was.vlans), vlansText(now.vlans)];
      const moved =
        from === to
          ? []
          : [
              `VLAN ${from} → ${to}: ${clients === 1 ? '1 client moves and needs' : `${clients} clients move and need`} a new address.`,
            ];
      const roots = changedRoots(was, now).filter((root) => !LABELS.has(root) && !JUDGED.has(root));
      const others =
        roots.length === 0 ? [] : [`${roots.join(', ')} changes; ${countOf(clients, 'client')} on it now.`];
      return [...moved, ...others].map((says) => ({ ...base, says }));
    }),
};
