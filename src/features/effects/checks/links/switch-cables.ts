import type { Facts } from '../../facts.ts';
import type { Certainty, PortState, SiteEffect, SwitchState } from '../../model.ts';
import { graphOf } from '../../topology/graph.ts';
import { deviceOf, portOf } from '../../topology/states.ts';
import { quotedName } from '../../wording.ts';
import { weakest } from '../changed-ports.ts';

/** One end of a cable between two switches, as it is after the change. */
interface CableEnd {
  readonly device: SwitchState;
  readonly port: PortState;
}

/** A cable between two switches whose ports are known and both on. */
export interface SwitchCable {
  readonly here: CableEnd;
  readonly there: CableEnd;
  /** `SW-1 ge-0/0/1`, the end that a finding is told at. */
  readonly where: string;
  /** The other end, its name quoted. */
  readonly farText: string;
  /** Of the cable and of both ports together. */
  readonly certainty: Certainty;
}

/** Every cable between two switches of a site. */
export function switchCables(effect: SiteEffect, facts: Facts): readonly SwitchCable[] {
  const { cabling } = graphOf(effect.after, effect.before, facts);
  return cabling.links.flatMap(({ ends: [near, far], certainty }): SwitchCable[] => {
    const [one, other] = [deviceOf(effect.after, near.device), deviceOf(effect.after, far.device)];
    if (one?.type !== 'switch' || other?.type !== 'switch' || near.port === undefined || far.port === undefined)
      return [];
    const [mine, theirs] = [portOf(one, near.port), portOf(other, far.port)];
    if (mine.isDisabled || theirs.isDisabled) return [];
    return [
      {
        here: { device: one, port: mine },
        there: { device: other, port: theirs },
        where: `${one.name} ${near.port}`,
        farText: `${quotedName(other.name)} ${far.port}`,
        certainty: weakest(certainty, mine.certainty, theirs.certainty),
      },
    ];
  });
}
