import type { Check, Finding } from '../../finding.ts';
import { sameVlan } from '../../topology/states.ts';
import { isPortChange } from '../changed-ports.ts';
import { switchCables } from './switch-cables.ts';

/** Both ends of a cable between switches send different VLANs untagged. */
export const nativeMismatch: Check = {
  name: 'native.mismatch',
  needs: ['ports', 'devices'],
  reads: ['switch:port_config', 'switch:port_usages', 'switch:networks'],
  applies: isPortChange,
  run: (effect, facts) =>
    switchCables(effect, facts).flatMap(({ here, there, where, farText, certainty }): Finding[] => {
      const [mine, theirs] = [here.port.untagged, there.port.untagged];
      if (mine === undefined || theirs === undefined || sameVlan(mine, theirs)) return [];
      const says = `Untagged VLAN ${mine} here, ${theirs} at the other end (${farText}).`;
      return [{ check: 'native.mismatch', level: 'break', certainty, where, says }];
    }),
};
