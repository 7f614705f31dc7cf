import { InputError } from '../../core/errors/input-error.ts';
import type { ToolContext } from '../../tool/context.ts';
import { recordNote, withAuditEntry } from '../changes/index.ts';
import { verdictData } from '../effects/index.ts';
import { summary, wholeText } from './plan-answers.ts';
import { questionAbout } from './plan-text.ts';
import type { PreparedPlan } from './prepared-plan.ts';
import type { RunHead } from './runs/run-record.ts';

/** Asks the person about what is left of a plan. */
export async function ask(
  context: ToolContext,
  plan: PreparedPlan,
  handle: string | undefined,
): Promise<{ readonly notSent?: object }> {
  const { message, typed, personOnly } = questionAbout(plan, wholeText(handle));
  const facts = {
    ...{ action: 'plan', plan: plan.digest, org: plan.org.name, org_id: plan.org.id, changes: plan.changes.length },
    ...(plan.assessment ? { verdict: verdictData(plan.assessment.verdict, plan.assessment.effect) } : {}),
  };
  return withAuditEntry(context, facts, async (entry) => {
    const { answer } = await context.confirm({
      ...{ message, label: 'Yes, do exactly this plan', guarded: false },
      bound: { plan: plan.digest, changes: approvedOf(plan), verdict: plan.assessment?.bound ?? null },
      changed: 'What the plan does became another since you were asked: call again to see and confirm it as it is now.',
      ...(typed === undefined ? {} : { typed }),
      ...(personOnly === undefined ? {} : { personOnly }),
    });
    if (answer === 'accepted' || answer === 'bypassed') {
      entry.end({ decision: answer, outcome: 'begun' });
      return {};
    }
    if (answer === 'declined' || answer === 'cancelled') {
      const recorded = entry.end({ decision: answer, outcome: 'not sent' });
      const note = 'The person did not want it: nothing was sent. Do not try again unless the person asks for it.';
      return { notSent: { outcome: 'not_sent', decision: answer, ...summary(plan), note, ...recordNote(recorded) } };
    }
    throw new InputError(
      answer === 'mistyped'
        ? `The text typed is not ${JSON.stringify(typed)}, so nothing was sent.`
        : 'There was no answer to the question, so nothing was sent.',
      'Call again to be asked again.',
    );
  });
}

/** What a yes to a plan covers, change by change. */
export const approvedOf = ({ changes }: PreparedPlan): RunHead['approved'] =>
  changes.map(({ number, bound, follows }) => ({ number, bound, follows }));
