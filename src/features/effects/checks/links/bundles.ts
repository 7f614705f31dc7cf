import { asText } from '../../../../core/json.ts';
import type { Facts } from '../../facts.ts';
import type { Certainty, PortState, SiteEffect, SwitchState } from '../../model.ts';
import { graphOf } from '../../topology/graph.ts';
import type { LinkEnd } from '../../topology/links.ts';
import { deviceOf, portOf } from '../../topology/states.ts';
import { weakest } from '../changed-ports.ts';

/** One end of a cable of a bundle, before and after. */
export interface BundleEnd {
  readonly device: SwitchState;
  readonly port: string;
  readonly before: PortState;
  readonly after: PortState;
}

/** A cable that belongs to a bundle before the change. */
export interface BundleCable {
  readonly near: BundleEnd;
  readonly far: BundleEnd;
  readonly certainty: Certainty;
}

/** Cables between two switches that are one link. */
export interface Bundle {
  readonly cables: readonly BundleCable[];
}

/** The bundle that a port belongs to, by its number; undefined for a port of its own. */
export const bundleOf = ({ settings }: PortState): string | undefined =>
  settings.aggregated === true ? asText(settings.ae_idx ?? 'auto') : undefined;

function endOf({ before, after }: SiteEffect, { device, port }: LinkEnd): BundleEnd | undefined {
  const [was, now] = [deviceOf(before, device), deviceOf(after, device)];
  if (was?.type !== 'switch' || now?.type !== 'switch' || port === undefined) return undefined;
  return { device: now, port, before: portOf(was, port), after: portOf(now, port) };
}

/** Bundles between two switches of the site, as they are before the change and by the cables that are up. */
export function bundlesBetween(effect: SiteEffect, facts: Facts): readonly Bundle[] {
  const { links } = graphOf(effect.before, effect.before, facts).cabling;
  const bundles = new Map<string, BundleCable[]>();
  for (const { ends, certainty } of links) {
    const [near, far] = [endOf(effect, ends[0]), endOf(effect, ends[1])];
    const [mine, theirs] = [near && bundleOf(near.before), far && bundleOf(far.before)];
    if (!near || !far || mine === undefined || theirs === undefined) continue;
    const key = [`${near.device.mac} ${mine}`, `${far.device.mac} ${theirs}`].sort().join('\n');
    const cable = { near, far, certainty: weakest(certainty, near.after.certainty, far.after.certainty) };
    bundles.set(key, [...(bundles.get(key) ?? []), cable]);
  }
  return [...bundles.values()].map((cables) => ({ cables }));
}
