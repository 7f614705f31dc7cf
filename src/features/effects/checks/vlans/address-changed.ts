import type { Check, Finding } from '../../finding.ts';
import { listed } from '../../wording.ts';
import { isNetworkChange } from './network-overlap.ts';
import { isRootChange, type Router } from './services.ts';

const ROOTS = ['other_ip_configs', 'ip_config', 'ip_configs', 'dhcpd_config'] as const;

/** Networks that stay and have another subnet. */
const movedSubnets = (was: Router, now: Router): readonly string[] =>
  [...now.networks.values()].flatMap(({ name, subnet }) => {
    const known = was.networks.get(name);
    return known?.subnet === undefined || known.subnet === subnet ? [] : [name];
  });

const subnetWords = (names: readonly string[]): readonly string[] =>
  names.length === 0 ? [] : [`the subnet of ${names.length === 1 ? 'network' : 'networks'} ${listed(names, 4)}`];

/** Addresses or leases of a device change in any other way than by going. */
export const addressChanged: Check = {
  name: 'address.changed',
  needs: [],
  reads: ROOTS.flatMap((root) => [`switch:${root}`, `gateway:${root}`]),
  applies: (effect) => isRootChange(effect, ...ROOTS) || isNetworkChange(effect),
  run: ({ before, after }) =>
    [...after.switches, ...after.gateways].flatMap((now): Finding[] => {
      const was = [...before.switches, ...before.gateways].find(({ mac }) => mac === now.mac);
      if (was === undefined) return [];
      const roots: readonly string[] = [
        ...ROOTS.filter((root) => JSON.stringify(was.config[root]) !== JSON.stringify(now.config[root])),
        ...subnetWords(movedSubnets(was, now)),
      ];
      if (roots.length === 0) return [];
      const says = `${roots.join(', ')} changes: who uses these addresses is not computed.`;
      return [{ check: 'address.changed', level: 'risk', certainty: 'certain', where: now.name, says }];
    }),
};
