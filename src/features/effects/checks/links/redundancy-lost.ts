import type { Check } from '../../finding.ts';
import { countOf, listed } from '../../wording.ts';
import { isPortChange } from '../changed-ports.ts';
import { cutLinks, cutOff, isGatewayPortChange, placeOf } from './link-lost.ts';

/** A cable is cut whose ends stay connected another way. */
export const redundancyLost: Check = {
  name: 'redundancy.lost',
  needs: ['ports', 'devices'],
  reads: ['switch:port_config', 'switch:port_usages', 'gateway:port_config'],
  applies: (effect) => isPortChange(effect) || isGatewayPortChange(effect),
  run(effect, facts) {
    const lost = cutOff(effect, facts);
    const spare = cutLinks(effect, facts).filter(({ ends }) => ends.every(({ device }) => !lost.has(device)));
    if (spare.length === 0) return [];
    const where = listed(spare.map((link) => placeOf(effect, link)));
    const says = `${countOf(spare.length, 'cable')} less between switches; another way remains.`;
    return [{ check: 'redundancy.lost', level: 'risk', certainty: 'certain', where, says }];
  },
};
