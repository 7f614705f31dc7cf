import { digestOf } from '../../../core/digest.ts';
import type { LookupContext } from '../../../tool/context.ts';
import { planBounds } from '../bounds.ts';
import { effectOf, effectReader } from '../effect.ts';
import type { Decision, Reason, Verdict } from '../finding.ts';
import type { Effect, ObjectChange } from '../model.ts';
import { rebased } from '../reading/rebase.ts';
import { judgeEffect, liveBudget, unjudged } from './assess.ts';
import type { Assessment } from './assessment.ts';
import { LiveSites } from './live-sites.ts';

/** What is known of a plan once one more of its steps is made. */
export interface StepAssessment {
  readonly change: ObjectChange;
  /** The verdict on everything up to and with this step, against what is live now. */
  readonly assessment: Assessment;
  /** Reasons that come with this step: what the steps before it do not bring about. */
  readonly added: Verdict['because'];
}

/** A plan of several changes that was judged. */
export interface PlanAssessment extends Assessment {
  readonly steps: readonly StepAssessment[];
}

const WORST_LAST: readonly Decision[] = ['SAFE', 'REVIEW', 'UNKNOWN', 'UNSAFE'];

const keyOf = ({ check, level, sites, where, says }: Reason): string =>
  JSON.stringify([check, level, sites, where, says]);

const without = (reasons: readonly Reason[], others: readonly Reason[]): readonly Reason[] => {
  const known = new Set(others.map(keyOf));
  return reasons.filter((one) => !known.has(keyOf(one)));
};

/** Reasons of the way that the end does not have: what the network goes through until a later step mends it. */
function passing(steps: readonly StepAssessment[], end: Verdict): readonly Reason[] {
  return steps.flatMap(({ added }, index) =>
    without(added, end.because)
      .filter(({ level }) => level !== 'note')
      .map((one) => ({ ...one, says: `After step ${index + 1}, until a later step: ${one.says}` })),
  );
}

function planVerdict(steps: readonly StepAssessment[], end: Verdict): Verdict {
  const decisions = steps.map(({ assessment }) => assessment.verdict.decision);
  const decision = WORST_LAST.filter((one) => decisions.includes(one)).at(-1) ?? end.decision;
  const notLooked = steps.flatMap(({ assessment }) => assessment.verdict.notLooked);
  return {
    ...end,
    decision,
    because: [...passing(steps, end), ...end.because],
    notLooked: [...new Set([...end.notLooked, ...notLooked])],
  };
}

/**
 * Judges several changes that are to be made one after another, as one plan. A step is seen by those after it: the
 * network is computed once as it is, and again after the first step, after the first two, and so on to the end. Each of
 * these states is held against what is live now, since each step is written alone and may be the last one that arrives.
 * The verdict is the worst of them. What is read is read once for all steps, within the bounds of one change.
 *
 * @param steps in the order in which they will be made, one object each. `before` is the object as it is now or as the
 *   steps before leave it, `after` what the step makes of it; of a second step on the same object only the attributes
 *   that differ between the two are taken. An object that the plan itself creates has no id yet: give its step any
 *   `id` of your own, and use the same text where later steps name the object
 * @returns `verdict` and `effect` of the whole plan, to be shown as those of one change (`verdictLine`, `verdictLines`,
 *   `verdictData`); `bound`, which a yes to the plan is bound to; and `steps`, each with the reasons that it adds. Where
 *   judging fails, the verdict is UNKNOWN with the reason
 * @throws MistError when the call was cancelled
 */
export async function assessPlan(context: LookupContext, steps: readonly ObjectChange[]): Promise<PlanAssessment> {
  try {
    const bounds = planBounds(steps.length);
    const reader = effectReader(context, bounds);
    const changes = rebased(steps);
    const effects: Effect[] = [];
    for (const index of changes.keys())
      effects.push(await effectOf(context, changes.slice(0, index + 1), bounds, reader));
    const most = Math.max(0, ...effects.map(({ looked }) => looked.sites));
    const live = new LiveSites(context, liveBudget(context, most, reader.made, bounds));
    const judged: StepAssessment[] = [];
    for (const [index, effect] of effects.entries()) {
      const [change, before] = [changes[index], judged.at(-1)?.assessment.verdict.because ?? []];
      if (!change) continue;
      const assessment = await judgeEffect(context, effect, change.org_id, live);
      judged.push({ change, assessment, added: without(assessment.verdict.because, before) });
    }
    const end = judged.at(-1)?.assessment ?? unjudged(undefined);
    const verdict = planVerdict(judged, end.verdict);
    const effect = digestOf(judged.map(({ assessment }) => assessment.bound.effect));
    return {
      verdict,
      effect: end.effect,
      live: end.live,
      bound: { decision: verdict.decision, effect },
      steps: judged,
    };
  } catch (error) {
    return { ...unjudged(error), steps: [] };
  }
}
