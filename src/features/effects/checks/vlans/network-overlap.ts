import type { Check, Finding } from '../../finding.ts';
import type { NetworkState, SiteEffect } from '../../model.ts';

const networksText = (networks: ReadonlyMap<string, NetworkState>): string =>
  JSON.stringify([...networks].map(([name, { vlan, subnet }]) => [name, vlan, subnet]).sort());

/** Whether VLANs or subnets of networks differ. */
export const isNetworkChange = ({ before, after }: SiteEffect): boolean =>
  [...after.switches, ...after.gateways].some((now) => {
    const was = [...before.switches, ...before.gateways].find(({ mac }) => mac === now.mac);
    return was !== undefined && networksText(was.networks) !== networksText(now.networks);
  });

/** Two networks of one device share a VLAN or a subnet. */
export const networkOverlap: Check = {
  name: 'network.overlap',
  needs: [],
  reads: ['switch:networks', 'gateway:networks'],
  applies: isNetworkChange,
  run: ({ after }) => {
    const found = new Set<string>();
    for (const { networks } of [...after.switches, ...after.gateways])
      for (const one of networks.values())
        for (const other of networks.values()) {
          if (one.name >= other.name) continue;
          const pair = `${one.name} and ${other.name}`;
          if (one.vlan !== undefined && one.vlan === other.vlan)
            found.add(`Networks ${pair} are both VLAN ${one.vlan}.`);
          if (one.subnet && one.subnet === other.subnet) found.add(`Networks ${pair} share the subnet ${one.subnet}.`);
        }
    return [...found]
      .sort()
      .map(
        (says): Finding => ({ check: 'network.overlap', level: 'risk', certainty: 'certain', where: 'networks', says }),
      );
  },
};
