import type { ToolContext } from '../../tool/context.ts';
import { QuestionMemory } from '../../tool/question-memory.ts';
import { planRows } from './plan-text.ts';
import type { PreparedPlan } from './prepared-plan.ts';

/** Plans that are kept at a time: each holds all of its changes. */
const MOST_KEPT = 20;

/** A plan that a question is open about. */
interface OpenPlan {
  readonly prepared: PreparedPlan;
  /** Where its rows are kept for the assistant. */
  readonly handle: string | undefined;
}

/**
 * Plans by who asked and what for: the call that comes back with the answer would else read everything once more. Each
 * object is read again before it is written in any case.
 */
const plans = new QuestionMemory<OpenPlan>(MOST_KEPT);

/** What was prepared for the same call a short while ago, if anything was. @param key who asked, and what for */
export const keptFor = (context: ToolContext, key: string): OpenPlan | undefined => plans.get(context, key);

/** Keeps a plan until the answer to its question comes. @param key who asked, and what for */
export async function keep(context: ToolContext, key: string, prepared: PreparedPlan): Promise<OpenPlan> {
  const kept: OpenPlan = { prepared, handle: await heldRows(context, prepared) };
  plans.keep(context, key, kept);
  return kept;
}

/** Forgets a plan that was answered. */
export const forget = (context: ToolContext, key: string): void => plans.forget(context, key);

/** Keeps the whole plan for the assistant. @returns its handle; undefined where not all of it could be kept */
export async function heldRows({ results }: ToolContext, prepared: PreparedPlan): Promise<string | undefined> {
  if (!results.offered) return undefined;
  const rows = planRows(prepared);
  const held = await results.keep({ rows, shown: ['number', 'change', 'difference'] });
  return held.rows.length === rows.length ? held.id : undefined;
}
