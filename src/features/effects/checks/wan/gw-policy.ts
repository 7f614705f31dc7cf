import { gatewayDifferences } from '../../compare/gateway-differences.ts';
import type { Check, Finding } from '../../finding.ts';
import { listed } from '../../wording.ts';
import { gatewayPairs } from './gateways.ts';

/** Rules of a gateway, or the objects of the organization that it uses, decide otherwise. */
export const gatewayPolicy: Check = {
  name: 'gw.policy',
  needs: [],
  reads: ['gateway:service_policies'],
  applies: (effect) => gatewayPairs(effect).some(({ was, now }) => gatewayDifferences(was, now).length > 0),
  run: (effect) =>
    gatewayPairs(effect).flatMap(({ was, now }): Finding[] => {
      const subjects = gatewayDifferences(was, now).map(({ subject }) => subject);
      if (subjects.length === 0) return [];
      const says = `${listed(subjects)} ${subjects.length === 1 ? 'changes' : 'change'}: which traffic passes then is not computed.`;
      return [{ check: 'gw.policy', level: 'risk', certainty: 'certain', where: now.name, says }];
    }),
};
