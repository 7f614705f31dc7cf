import type { Facts } from '../../facts.ts';
import type { Check, Finding } from '../../finding.ts';
import type { PortState, SiteEffect, SwitchState } from '../../model.ts';
import { forwardingOf } from '../../state/port-tuple.ts';
import { graphOf } from '../../topology/graph.ts';
import { portKey } from '../../topology/links.ts';
import { portOf } from '../../topology/states.ts';
import { countOf, placeText } from '../../wording.ts';
import { isPortChange, type SwitchPair, switchPairs } from '../changed-ports.ts';
import { bundleOf, bundlesBetween } from './bundles.ts';

/** Ports of a switch by the bundle that they are on. */
function membersOf(device: SwitchState): ReadonlyMap<string, readonly string[]> {
  const members = new Map<string, string[]>();
  for (const [port, state] of device.ports) {
    const bundle = bundleOf(state);
    if (bundle !== undefined && !state.isDisabled) members.set(bundle, [...(members.get(bundle) ?? []), port]);
  }
  return members;
}

/** The same without what tells one member from another. */
function likeMember(port: PortState): string {
  const { description: _, ...settings } = port.settings;
  return forwardingOf({ ...port, settings });
}

const isWithoutLacp = (port: PortState): boolean => port.settings.ae_disable_lacp === true;

/** Members that leave a bundle, and members of one that differ. */
function ofSwitch({ before, after }: SwitchPair, isUp: (port: string) => boolean): readonly Finding[] {
  const now = membersOf(after);
  const base = { check: 'lag.broken', certainty: 'certain' } as const;
  const left = [...membersOf(before)].flatMap(([bundle, ports]): Finding[] => {
    const members = now.get(bundle) ?? [];
    const gone = ports.filter((port) => !members.includes(port) && isUp(port));
    if (gone.length === 0) return [];
    const isLast = !members.some(isUp) && !ports.some((port) => members.includes(port));
    const rest = isLast ? 'none is left' : `${countOf(members.length, 'port')} left`;
    const leaves = gone.length === 1 ? 'that is up leaves' : 'that are up leave';
    const says = `${countOf(gone.length, 'port')} ${leaves} bundle ae${bundle}; ${rest}.`;
    return [{ ...base, level: isLast ? 'break' : 'risk', where: placeText(after.name, gone), says }];
  });
  const mixed = [...now].flatMap(([bundle, ports]): Finding[] => {
    if (new Set(ports.map((port) => likeMember(portOf(after, port)))).size < 2) return [];
    const says = `The ports of bundle ae${bundle} are not alike.`;
    return [{ ...base, level: 'risk', where: placeText(after.name, ports), says }];
  });
  return [...left, ...mixed];
}

/** Cables of a bundle that only one end runs LACP on, or that only one end takes for a bundle. */
function acrossCables(effect: SiteEffect, facts: Facts): readonly Finding[] {
  return bundlesBetween(effect, facts).flatMap(({ cables }) =>
    cables.flatMap(({ near, far, certainty }): Finding[] => {
      const ends = [near.after, far.after];
      if (ends.some((port) => port.isDisabled)) return [];
      const bundled = ends.filter((port) => bundleOf(port) !== undefined);
      const isHalf = bundled.length === 1;
      const isMixed = bundled.length === 2 && isWithoutLacp(near.after) !== isWithoutLacp(far.after);
      if (!isHalf && !isMixed) return [];
      const says = isHalf ? 'Only one end of the cable is in a bundle.' : 'LACP runs at one end of the cable only.';
      return [{ check: 'lag.broken', level: 'risk', certainty, where: placeText(near.device.name, [near.port]), says }];
    }),
  );
}

/** A bundle of ports loses members, or its two ends no longer agree. */
export const lagBroken: Check = {
  name: 'lag.broken',
  needs: ['ports', 'devices'],
  reads: ['switch:port_config', 'switch:port_usages'],
  applies: isPortChange,
  run(effect, facts) {
    const { rows } = graphOf(effect.before, effect.before, facts).cabling;
    const own = switchPairs(effect).flatMap((pair) =>
      ofSwitch(pair, (port) => rows.get(portKey(pair.after.mac, port))?.isUp === true),
    );
    return [...own, ...acrossCables(effect, facts)];
  },
};
