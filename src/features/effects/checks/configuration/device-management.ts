import { MANAGEMENT_ROOTS } from '../../../configuration/index.ts';
import type { Check, Finding } from '../../finding.ts';
import type { SiteEffect } from '../../model.ts';
import { type AnyDevice, devicesOf } from '../../topology/states.ts';

/** Devices of which it changes who configures them. */
const moved = ({ before, after }: SiteEffect): readonly AnyDevice[] =>
  devicesOf(after).filter((now) => {
    const was = devicesOf(before).find(({ id }) => id === now.id);
    return was !== undefined && was.management !== now.management;
  });

const SAYS = {
  others: 'Mist no longer configures it: no later change reaches it, and nobody here sees what it runs then.',
  unknown: 'Mist may no longer configure it: then no later change reaches it.',
  mist: 'Mist configures it from now on: what is decided here replaces what it runs.',
} as const;

/** Mist begins or ends to configure a device. */
export const deviceManagement: Check = {
  name: 'device.management',
  needs: [],
  reads: ['switch', 'gateway'].flatMap((type) => MANAGEMENT_ROOTS.map((root) => `${type}:${root}`)),
  applies: (effect) => moved(effect).length > 0,
  run: (effect) =>
    moved(effect).map(({ name, management }): Finding => {
      const certainty = management === 'unknown' ? 'likely' : 'certain';
      return { check: 'device.management', level: 'risk', certainty, where: name, says: SAYS[management] };
    }),
};
