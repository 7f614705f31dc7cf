import type { Check, Finding } from '../../finding.ts';
import { graphOf } from '../../topology/graph.ts';
import { deviceOf, portOf, sameVlan } from '../../topology/states.ts';
import { quotedName } from '../../wording.ts';
import { isPortChange, weakest } from '../changed-ports.ts';

/** Both ends of a cable between switches send different VLANs untagged. */
export const nativeMismatch: Check = {
  name: 'native.mismatch',
  needs: ['ports', 'devices'],
  reads: ['switch:port_config', 'switch:port_usages', 'switch:networks'],
  applies: isPortChange,
  run(effect, facts) {
    const { cabling } = graphOf(effect.after, effect.before, facts);
    return cabling.links.flatMap(({ ends: [near, far], certainty }): Finding[] => {
      const [one, other] = [deviceOf(effect.after, near.device), deviceOf(effect.after, far.device)];
      if (one?.type !== 'switch' || other?.type !== 'switch' || near.port === undefined || far.port === undefined)
        return [];
      const [here, there] = [portOf(one, near.port), portOf(other, far.port)];
      if (here.untagged === undefined || there.untagged === undefined || here.isDisabled || there.isDisabled) return [];
      if (sameVlan(here.untagged, there.untagged)) return [];
      return [
        {
          check: 'native.mismatch',
          level: 'break',
          certainty: weakest(certainty, here.certainty, there.certainty),
          where: `${one.name} ${near.port}`,
          says: `Untagged VLAN ${here.untagged} here, ${there.untagged} at the other end (${quotedName(other.name)} ${far.port}).`,
        },
      ];
    });
  },
};
