import type { Check, Finding } from '../../finding.ts';
import type { PolicyState } from '../../model.ts';
import { quotedName } from '../../wording.ts';
import { gatewayPairs } from './gateways.ts';

/** Whether names take in all of others: each of them, or everything. */
const takesIn = (names: readonly string[], others: readonly string[]): boolean =>
  names.includes('any') || (others.length > 0 && others.every((one) => names.includes(one)));

/** Whether a rule decides on everything that another would, by the names of both. */
const covers = (above: PolicyState, below: PolicyState): boolean =>
  takesIn(above.tenants, below.tenants) && takesIn(above.services, below.services);

/** A rule that refuses stands above one that allows the same. */
export const policyOrder: Check = {
  name: 'policy.order',
  needs: [],
  reads: ['gateway:service_policies'],
  applies: (effect) =>
    gatewayPairs(effect).some(({ was, now }) => JSON.stringify(was.policies) !== JSON.stringify(now.policies)),
  run: (effect) =>
    gatewayPairs(effect).flatMap(({ now }) =>
      now.policies.flatMap((below, index): Finding[] => {
        if (below.action !== 'allow') return [];
        const above = now.policies.slice(0, index).find((one) => one.action === 'deny' && covers(one, below));
        if (!above) return [];
        const says = `Policy ${quotedName(above.name)} refuses all that ${quotedName(below.name)} below it allows.`;
        return [{ check: 'policy.order', level: 'risk', certainty: 'certain', where: now.name, says }];
      }),
    ),
};
