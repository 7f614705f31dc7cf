import type { Check, Finding } from '../../finding.ts';
import { isRootChange } from './services.ts';

const ROOTS = ['other_ip_configs', 'ip_config', 'ip_configs', 'dhcpd_config'] as const;

/** Addresses or leases of a device change in any other way than by going. */
export const addressChanged: Check = {
  name: 'address.changed',
  needs: [],
  reads: ROOTS.flatMap((root) => [`switch:${root}`, `gateway:${root}`]),
  applies: (effect) => isRootChange(effect, ...ROOTS),
  run: ({ before, after }) =>
    [...after.switches, ...after.gateways].flatMap((now): Finding[] => {
      const was = [...before.switches, ...before.gateways].find(({ mac }) => mac === now.mac);
      const roots = ROOTS.filter((root) => JSON.stringify(was?.config[root]) !== JSON.stringify(now.config[root]));
      if (was === undefined || roots.length === 0) return [];
      const says = `${roots.join(', ')} changes: who uses these addresses is not computed.`;
      return [{ check: 'address.changed', level: 'risk', certainty: 'certain', where: now.name, says }];
    }),
};
