import { randomUUID } from 'node:crypto';
import { digestOf } from '../../core/digest.ts';
import { InputError } from '../../core/errors/input-error.ts';
import type { ToolContext } from '../../tool/context.ts';
import { readOnlyError } from '../../tool/read-only.ts';
import { approvedOf, ask } from './ask-plan.ts';
import { carry } from './carry-run.ts';
import { goOn, planToGoOn, showRest } from './go-on.ts';
import { listRuns, runNamed, settledRun } from './known-runs.ts';
import type { Plan } from './model.ts';
import { forget, keep, keptFor } from './open-plans.ts';
import { dryRun, leftOutData, NOTE_OF_ALL, summary } from './plan-answers.ts';
import { type PlanRequest, planOf } from './plan-request.ts';
import { preparePlan } from './prepare-plan.ts';
import type { RunHead, RunRecord, RunStore } from './runs/run-record.ts';
import { storeOf } from './runs/store-of.ts';
import { undoPlanOf } from './undo-plan.ts';

/**
 * Makes, checks and carries out a plan after one yes, goes on with a run, takes one back, or lists them.
 *
 * @throws InputError or MistError where nothing was changed by this call
 */
export async function answerPlan(context: ToolContext, request: PlanRequest): Promise<object> {
  const store = storeOf(context);
  const { action, run } = request;
  if (action === 'runs') return listRuns(context, store);
  if (!request.dry_run && !context.policy.writeTools)
    throw readOnlyError(`action=${action} changes something`, context.policy);
  if (action === 'apply') return apply(context, store, request, () => planOf(context, request));
  const record = await runNamed(context, store, run);
  if (action === 'continue') {
    const plan = planToGoOn(record);
    return request.dry_run ? showRest(context, record, plan) : goOn(context, store, record, plan);
  }
  if (record.stopped === 'undone')
    throw new InputError(
      `The run ${record.head.run} was taken back already.`,
      'Call with action=runs: the run that did it can be gone on with, or taken back.',
    );
  const settled = await settledRun(context, record);
  return apply(context, store, request, async () => undoPlanOf(settled), settled);
}

async function apply(
  context: ToolContext,
  store: RunStore,
  request: PlanRequest,
  make: () => Promise<Plan>,
  undone?: RunRecord,
): Promise<object> {
  const { dry_run: _dry, ...asked } = request;
  const key = `${context.session.principal} ${digestOf(asked)}`;
  const { prepared, handle } =
    keptFor(context, key) ?? (await keep(context, key, await preparePlan(context, await make())));
  if (prepared.changes.length === 0) return { outcome: 'unchanged', ...summary(prepared), ...leftOutData(prepared) };
  if (request.dry_run) return dryRun(prepared, handle, NOTE_OF_ALL);
  const decision = await ask(context, prepared, handle);
  forget(context, key);
  if (decision.notSent) return decision.notSent;
  const head: RunHead = {
    ...{ run: randomUUID(), started: Math.floor(Date.now() / 1000), cloud: context.session.cloud.name },
    ...{ org: prepared.org, principal: context.session.principal, digest: prepared.digest },
    ...{ total: prepared.plan.changes.length, plan: prepared.plan, approved: approvedOf(prepared) },
  };
  store.begin(head);
  try {
    // Before the first change is sent: whatever becomes of this process, it is not taken back a second time.
    if (undone) store.forgetPlan({ ...undone, stopped: 'undone' });
  } catch (error) {
    store.release(head);
    throw error;
  }
  return carry(context, store, { head, outcomes: [], open: [], stopped: undefined }, prepared, new Map());
}
