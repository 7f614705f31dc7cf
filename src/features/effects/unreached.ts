import { MANAGEMENT_ROOTS } from '../configuration/index.ts';
import { isDeviceLabel } from './coverage.ts';
import type { SiteEffect } from './model.ts';
import { keyOfValue } from './state/port-tuple.ts';
import type { AnyDevice } from './topology/states.ts';
import { listed, quotedName } from './wording.ts';

/** What a change of a device alters although nothing of it is sent there: labels, and who configures it. */
const isKept = (root: string): boolean => isDeviceLabel(root) || MANAGEMENT_ROOTS.includes(root);

const kept = ({ config }: AnyDevice, isWanted: boolean) =>
  Object.fromEntries(Object.entries(config).filter(([root]) => isKept(root) === isWanted));

/**
 * A site effect in which devices that others configure after the change stay what they were: what is decided here does
 * not reach them. Of such a device, only its labels and who configures it change.
 *
 * @returns besides, the names of devices that would have changed otherwise
 */
export function withoutOthers({ before, after }: SiteEffect): {
  readonly effect: SiteEffect;
  readonly unreached: readonly string[];
} {
  const unreached: string[] = [];
  const left = <T extends AnyDevice>(now: T, all: readonly T[]): T => {
    const was = now.management === 'others' ? all.find(({ id }) => id === now.id) : undefined;
    if (!was) return now;
    if (keyOfValue(kept(was, false)) !== keyOfValue(kept(now, false))) unreached.push(now.name);
    const { name, management, doubts } = now;
    return { ...was, name, management, doubts, config: { ...kept(was, false), ...kept(now, true) } };
  };
  const switches = after.switches.map((now) => left(now, before.switches));
  const gateways = after.gateways.map((now) => left(now, before.gateways));
  return { effect: { before, after: { ...after, switches, gateways } }, unreached };
}

/** A sentence on devices that others configure, so that a change does not reach them. */
export const unreachedText = (names: readonly string[]): readonly string[] =>
  names.length === 0
    ? []
    : [
        `${listed(
          names.map((name) => quotedName(name)),
          3,
        )}: not configured by Mist, so nothing of this reaches ${names.length === 1 ? 'it' : 'them'}.`,
      ];

/** Whole sentences on devices that Mist begins to configure: what they run until then is in no object of it. */
export function takenOverText({ before, after }: SiteEffect): readonly string[] {
  const names = [...after.switches, ...after.gateways].flatMap(({ id, name, management }) => {
    const was = [...before.switches, ...before.gateways].find((one) => one.id === id);
    return was && was.management !== management && management === 'mist' ? [quotedName(name)] : [];
  });
  return names.length === 0
    ? []
    : [`${listed(names, 3)}: Mist begins to configure it; what it runs until then, and so what changes, is not known.`];
}
