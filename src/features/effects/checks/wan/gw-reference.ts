import type { Check, Finding } from '../../finding.ts';
import type { SiteEffect } from '../../model.ts';
import { listed } from '../../wording.ts';
import { gatewayPairs } from './gateways.ts';

const textOf = (references: readonly object[]): string => JSON.stringify(references);

const changed = (effect: SiteEffect) =>
  gatewayPairs(effect).filter(({ was, now }) => textOf(was.references) !== textOf(now.references));

/** A gateway names a network, a service, a tenant, a path or a VPN that is not there. */
export const gatewayReference: Check = {
  name: 'gw.reference',
  needs: [],
  reads: ['gateway:service_policies', 'gateway:port_config', 'gateway:networks'],
  applies: (effect) => changed(effect).length > 0,
  run: (effect) =>
    gatewayPairs(effect).flatMap(({ was, now }): Finding[] => {
      const had = new Set(was.references.filter(({ isThere }) => isThere).map(({ name }) => name));
      const places = new Map<string, string[]>();
      for (const { name, where, isThere } of now.references)
        if (isThere === false) places.set(name, [...(places.get(name) ?? []), where]);
      return [...places].map(([name, where]) => {
        const what = had.has(name) ? 'is not there any more' : 'is not there';
        return {
          ...{ check: 'gw.reference', level: had.has(name) ? 'break' : 'risk', certainty: 'certain', where: now.name },
          says: `The ${name}, which ${listed(where)} ${where.length === 1 ? 'names' : 'name'}, ${what}.`,
        };
      });
    }),
};
