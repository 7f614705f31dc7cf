import { digestOf } from '../../../core/digest.ts';
import { MistError } from '../../../core/errors/mist-error.ts';
import type { LookupContext } from '../../../tool/context.ts';
import type { LiveSite } from '../after/live-state.ts';
import { EFFECT_BOUNDS } from '../bounds.ts';
import type { Verdict } from '../finding.ts';
import { RequestBudget, requestsFor } from '../live/budget.ts';
import { failureText } from '../live/read-facts.ts';
import type { Effect, ObjectChange } from '../model.ts';
import type { Assessment } from './assessment.ts';
import { verdictOf } from './decide.ts';
import { judgeAccess } from './judge-access.ts';
import { LiveSites } from './live-sites.ts';

/** Computes what a change does to the network. */
export type EffectReader = (context: LookupContext, change: ObjectChange) => Promise<Effect>;

const NOT_LOOKED: Verdict['looked'] = {
  ...{ sites: 0, devices: 0, ports: 0, clients: 0 },
  ageSeconds: undefined,
  requests: 0,
};

/**
 * A digest of what a change does, without what is measured, and of when each layer was last changed: a layer that moves
 * in between makes it another one even where the effect is in the same words.
 */
export const effectDigest = ({ groups, unchanged, notComputed, unmodeled, layers }: Effect): string =>
  digestOf({ groups, unchanged, notComputed, unmodeled, layers });

const whole = (verdict: Verdict, effect: Effect | undefined, live: readonly LiveSite[] = []): Assessment => ({
  ...{ verdict, effect, live },
  bound: { decision: verdict.decision, effect: effect ? effectDigest(effect) : '' },
});

/** What may be asked of what is live. @param spent requests that the effect took already */
export const liveBudget = (
  context: LookupContext,
  sites: number,
  spent: number,
  bounds = EFFECT_BOUNDS,
): RequestBudget => new RequestBudget(requestsFor(sites, spent, context.session.budget.left, bounds));

/**
 * Judges what a change does by what is live.
 *
 * @param org_id of the change, for what is counted for the whole organization
 * @throws MistError when the call was cancelled
 */
export async function judgeEffect(
  context: LookupContext,
  effect: Effect,
  org_id: string | undefined,
  live: LiveSites = new LiveSites(context, liveBudget(context, effect.looked.sites, effect.looked.requests)),
): Promise<Assessment> {
  const { sites, devices, requests } = effect.looked;
  const judgments = effect.isLabelOnly ? [] : await live.judge(effect.sites);
  const { general, blind } = await judgeAccess(context, effect.access, org_id, live);
  const looked = { ...live.looked, sites, devices, requests: requests + live.budget.made };
  return whole(verdictOf(effect, { judgments, general, blind, looked }), effect, live.toWatch(effect.sites));
}

/**
 * What is said of changes that could not be judged: UNKNOWN with the reason.
 *
 * @throws MistError when the call was cancelled
 */
export function unjudged(error: unknown): Assessment {
  if (error instanceof MistError && error.kind === 'cancelled') throw error;
  const notLooked = [`What the change does could not be judged: ${failureText(error)}.`];
  return whole({ decision: 'UNKNOWN', because: [], notLooked, wasSo: [], looked: NOT_LOOKED }, undefined);
}

/**
 * Judges a change before anybody is asked. Labels, and objects that nobody uses, are safe without a request.
 *
 * @param effectOf computes what the change does
 * @returns a verdict in every case: where judging fails, it is UNKNOWN with the reason
 * @throws MistError when the call was cancelled
 */
export async function assess(
  context: LookupContext,
  change: ObjectChange,
  effectOf: EffectReader,
): Promise<Assessment> {
  try {
    return await judgeEffect(context, await effectOf(context, change), change.org_id);
  } catch (error) {
    return unjudged(error);
  }
}
