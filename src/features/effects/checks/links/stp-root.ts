import { asText } from '../../../../core/json.ts';
import type { Check, Finding } from '../../finding.ts';
import type { SiteEffect, SiteState, SwitchState } from '../../model.ts';
import { objectIn } from '../../topology/states.ts';
import { quotedName } from '../../wording.ts';
import { switchPairs } from '../changed-ports.ts';

/** Priority of a switch that is told none. */
const DEFAULT_PRIORITY = 32_768;
const KILO = 1024;

/** `4096`, `4k` or a number; undefined for what reads as none. */
function parsePriority(value: unknown): number | undefined {
  if (value === undefined || value === null || value === '') return DEFAULT_PRIORITY;
  const [, digits, kilo] = /^(\d{1,5})(k?)$/i.exec(asText(value).trim()) ?? [];
  return digits === undefined ? undefined : Number(digits) * (kilo ? KILO : 1);
}

const stpOf = ({ config }: SwitchState) => objectIn(config, 'stp_config');

/** The switch that the tree grows from: the lowest priority, then the lowest MAC. */
function rootOf({ switches }: SiteState): SwitchState | undefined {
  const known = switches.flatMap((device) => {
    const priority = parsePriority(stpOf(device).bridge_priority);
    return priority === undefined ? [] : [{ device, priority }];
  });
  if (known.length < switches.length) return undefined;
  return known.toSorted((a, b) => a.priority - b.priority || (a.device.mac < b.device.mac ? -1 : 1))[0]?.device;
}

const textOf = (device: SwitchState): string => JSON.stringify(stpOf(device));

const changed = (effect: SiteEffect) =>
  switchPairs(effect).filter(({ before, after }) => textOf(before) !== textOf(after));

const othersOf = (device: SwitchState): string => {
  const { bridge_priority: _, ...others } = stpOf(device);
  return JSON.stringify(others);
};

/** Another switch becomes the root of spanning tree, or spanning tree is set otherwise. */
export const stpRoot: Check = {
  name: 'stp.root',
  needs: [],
  reads: ['switch:stp_config'],
  applies: (effect) => changed(effect).length > 0,
  lacks: (effect) =>
    rootOf(effect.after)
      ? undefined
      : 'Which switch becomes the root of spanning tree is not known: a priority does not read',
  run(effect) {
    const [was, now] = [rootOf(effect.before), rootOf(effect.after)];
    const base = { check: 'stp.root', level: 'risk', certainty: 'likely' } as const;
    const others = changed(effect)
      .filter(({ before, after }) => othersOf(before) !== othersOf(after))
      .map(
        ({ after }): Finding => ({ ...base, where: after.name, says: 'Spanning tree is set otherwise (stp_config).' }),
      );
    const isMoved = was !== undefined && now !== undefined && was.mac !== now.mac;
    if (isMoved) {
      const says = `The root of spanning tree moves from ${quotedName(was.name)} to ${quotedName(now.name)}: traffic stops while the tree is built anew.`;
      return [...others, { ...base, where: now.name, says }];
    }
    const [first] = changed(effect);
    if (!first || others.length > 0 || !now) return others;
    const says = `The priority of spanning tree changes; ${quotedName(now.name)} stays its root.`;
    return [{ ...base, level: 'note', where: first.after.name, says }];
  },
};
