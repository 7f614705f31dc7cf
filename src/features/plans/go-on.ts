import { InputError } from '../../core/errors/input-error.ts';
import type { ToolContext } from '../../tool/context.ts';
import { approvedOf, ask } from './ask-plan.ts';
import { carry } from './carry-run.ts';
import { idsOf, settledRun } from './known-runs.ts';
import type { Plan } from './model.ts';
import { heldRows } from './open-plans.ts';
import { answerOf, dryRun, leftOutData, NOTE_OF_REST, summary } from './plan-answers.ts';
import { boundOf } from './plan-step.ts';
import { preparePlan } from './prepare-plan.ts';
import type { PreparedPlan, Progress } from './prepared-plan.ts';
import { appliedOf, type RunRecord, type RunStore } from './runs/run-record.ts';
import { settleOpen } from './unclear.ts';

/** The plan of a run that has not ended. @throws InputError for one that has */
export function planToGoOn({ head, stopped }: RunRecord): Plan {
  if (head.plan && stopped !== 'done' && stopped !== 'undone') return head.plan;
  throw new InputError(
    `The run ${head.run} has ended.`,
    'Use action=undo to take it back, or action=apply for another.',
  );
}

/** What a run has done, for preparing the rest of its plan. */
const progressOf = (record: RunRecord): Progress => ({
  done: new Set(appliedOf(record).map(({ change }) => change)),
  ids: idsOf(record),
  unclear: new Set(record.outcomes.flatMap(({ outcome, change }) => (outcome === 'unknown' ? [change] : []))),
});

/** Shows what is left of a run: nothing is sent, and nothing is written to its journal. */
export async function showRest(context: ToolContext, record: RunRecord, plan: Plan): Promise<object> {
  const prepared = await preparePlan(context, plan, progressOf(await settledRun(context, record)));
  if (prepared.changes.length === 0) return { outcome: 'unchanged', ...summary(prepared), ...leftOutData(prepared) };
  return dryRun(prepared, await heldRows(context, prepared), NOTE_OF_REST);
}

/**
 * Goes on with a run: what became of the change under way is found out, the rest is prepared anew, and the person is asked
 * where the yes of the run does not cover it.
 */
export async function goOn(context: ToolContext, store: RunStore, record: RunRecord, plan: Plan): Promise<object> {
  const { head } = record;
  store.resume(head);
  let isReleased = false;
  try {
    for (const line of await settleOpen(context, record, plan, idsOf(record))) store.note(head.run, line);
    const settled = store.read(head.run) ?? record;
    const ids = idsOf(settled);
    const prepared = await preparePlan(context, plan, progressOf(settled));
    if (prepared.changes.length === 0) {
      store.note(head.run, { stopped: 'done' });
      const ended: RunRecord = { ...settled, stopped: 'done' };
      store.forgetPlan(ended);
      return { ...answerOf(ended, 'done', store), ...leftOutData(prepared) };
    }
    if (!isAgreed(context, settled, prepared, ids)) {
      const { notSent } = await ask(context, prepared, undefined);
      if (notSent) return notSent;
      store.note(head.run, { approved: approvedOf(prepared) ?? [], principal: context.session.principal });
    }
    isReleased = true;
    return await carry(context, store, settled, prepared, ids);
  } finally {
    if (!isReleased) store.release(head);
  }
}

/** Whether the yes of the run covers what is left: the same caller, nothing failed, and every change still the same. */
function isAgreed(
  context: ToolContext,
  { head, outcomes }: RunRecord,
  prepared: PreparedPlan,
  ids: ReadonlyMap<string, string>,
): boolean {
  if (head.principal !== context.session.principal || outcomes.some(({ outcome }) => outcome !== 'applied'))
    return false;
  const approved = new Map((head.approved ?? []).map((one) => [one.number, one]));
  return prepared.changes.every(({ number, change, step }) => {
    const one = approved.get(number);
    return one !== undefined && one.bound === boundOf(context, change, step, one.follows, ids);
  });
}
