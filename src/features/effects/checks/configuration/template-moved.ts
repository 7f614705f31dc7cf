import type { Check, Finding } from '../../finding.ts';
import type { SiteEffect, SwitchState } from '../../model.ts';
import { listed } from '../../wording.ts';
import { changedNames, type SwitchPair, switchPairs } from '../changed-ports.ts';

/** Layers that name the ports and networks of a switch, without what it says itself. */
const layersOf = ({ ports, networks }: SwitchState): readonly string[] => [
  ...new Set(
    [...[...ports.values()].map(({ source }) => source), ...[...networks.values()].map(({ source }) => source)].flatMap(
      (source) => (source === undefined || source === 'device' ? [] : [source]),
    ),
  ),
];

interface LayerMove {
  readonly lost: readonly string[];
  readonly gained: readonly string[];
}

function moveOf({ before, after }: SwitchPair): LayerMove | undefined {
  const [was, now] = [layersOf(before), layersOf(after)];
  const move = { lost: was.filter((one) => !now.includes(one)), gained: now.filter((one) => !was.includes(one)) };
  return move.lost.length + move.gained.length > 0 ? move : undefined;
}

const isMove = (effect: SiteEffect): boolean => switchPairs(effect).some((pair) => moveOf(pair) !== undefined);

/** A switch gains or loses a template, a rule or a profile. */
export const templateMoved: Check = {
  name: 'template.moved',
  needs: [],
  reads: [
    'site:networktemplate_id',
    'site:sitetemplate_id',
    'site:sitegroup_ids',
    'switch:deviceprofile_id',
    'switch:role',
    'switch:name',
  ],
  applies: isMove,
  run: (effect) =>
    switchPairs(effect).flatMap((pair): Finding[] => {
      const move = moveOf(pair);
      if (!move) return [];
      const parts = [
        ...(move.lost.length > 0 ? [`no longer gets ${listed(move.lost)}`] : []),
        ...(move.gained.length > 0 ? [`gets ${listed(move.gained)}`] : []),
      ];
      const says = `It ${parts.join(' and ')}; ${changedNames(pair).length} configured ports change.`;
      return [{ check: 'template.moved', level: 'risk', certainty: 'certain', where: pair.after.name, says }];
    }),
};
