import type { ToolContext } from '../../tool/context.ts';
import { carryOut } from './carry-out.ts';
import { answerOf, leftOutData } from './plan-answers.ts';
import type { PreparedPlan } from './prepared-plan.ts';
import type { RunRecord, RunStore, Stop } from './runs/run-record.ts';

/** How long one call carries out changes, in milliseconds: applications end a call after a minute or a few. */
const SLICE_MS = 40_000;

/** Carries out what was agreed to, as far as one call goes, and says how far it came. */
export async function carry(
  context: ToolContext,
  store: RunStore,
  record: RunRecord,
  prepared: PreparedPlan,
  ids: Map<string, string>,
): Promise<object> {
  const { head } = record;
  let stop: Stop;
  try {
    stop = await carryOut(context, { store, record, changes: prepared.changes, ids, until: Date.now() + SLICE_MS });
  } finally {
    store.release(head);
  }
  const now = store.read(head.run) ?? record;
  if (stop === 'done') store.forgetPlan(now);
  return { ...answerOf(now, stop, store), ...leftOutData(prepared) };
}
