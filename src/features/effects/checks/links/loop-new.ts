import type { Facts } from '../../facts.ts';
import type { Check, Finding } from '../../finding.ts';
import type { SiteEffect } from '../../model.ts';
import { graphOf } from '../../topology/graph.ts';
import { portKey } from '../../topology/links.ts';
import { placeText } from '../../wording.ts';
import { changedPorts, isPortChange } from '../changed-ports.ts';
import { bundleOf, bundlesBetween } from './bundles.ts';

/** Cables of a bundle that become a second way of their own, with spanning tree off at one end. */
function loosened(effect: SiteEffect, facts: Facts): readonly Finding[] {
  return bundlesBetween(effect, facts).flatMap(({ cables }) => {
    const loose = cables.filter(({ near, far }) => !bundleOf(near.after) || !bundleOf(far.after));
    if (cables.length < 2 || loose.length === 0) return [];
    return loose.flatMap(({ near, far, certainty }): Finding[] => {
      const isOff = near.after.stp.isDisabled || far.after.stp.isDisabled;
      if (!isOff || near.after.isDisabled || far.after.isDisabled) return [];
      const says = 'The cable leaves its bundle and becomes a second way, and spanning tree is off at one end.';
      return [{ check: 'loop.new', level: 'break', certainty, where: placeText(near.device.name, [near.port]), says }];
    });
  });
}

/** A port that is switched on without spanning tree, and of which nothing tells what hangs there. */
function opened(effect: SiteEffect, facts: Facts): readonly Finding[] {
  const { rows } = graphOf(effect.before, effect.before, facts).cabling;
  return changedPorts(effect, facts).flatMap(({ device, port, before, after }): Finding[] => {
    if (!before.isDisabled || after.isDisabled || !after.stp.isDisabled) return [];
    if (!device.ports.has(port) || !rows.has(portKey(device.mac, port))) return [];
    const says = 'The port is switched on without spanning tree: whether it closes a loop is not known.';
    return [{ check: 'loop.new', level: 'risk', certainty: 'likely', where: placeText(device.name, [port]), says }];
  });
}

/** A second way between switches is opened that spanning tree does not watch. */
export const loopNew: Check = {
  name: 'loop.new',
  needs: ['ports', 'devices'],
  reads: ['switch:port_config', 'switch:port_usages'],
  applies: isPortChange,
  run: (effect, facts) => [...loosened(effect, facts), ...opened(effect, facts)],
};
