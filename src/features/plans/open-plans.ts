import type { ToolContext } from '../../tool/context.ts';
import { planRows } from './plan-text.ts';
import type { PreparedPlan } from './prepared-plan.ts';

/** How long what was prepared for a question is kept for the answer to it, in milliseconds, and how many of it. */
const KEEP_MS = 10 * 60_000;
const MOST_KEPT = 20;

/** A plan that a question is open about. */
interface OpenPlan {
  readonly until: number;
  readonly prepared: PreparedPlan;
  /** Where its rows are kept for the assistant. */
  readonly handle: string | undefined;
}

/**
 * Plans by who asked and what for: the call that comes back with the answer would else read everything once more. Each
 * object is read again before it is written in any case.
 */
const open = new Map<string, OpenPlan>();

/** What was prepared for the same call a short while ago, if anything was. @param key who asked, and what for */
export function keptFor(key: string): OpenPlan | undefined {
  const known = open.get(key);
  return known && known.until > Date.now() ? known : undefined;
}

/** Keeps a plan until the answer to its question comes. @param key who asked, and what for */
export async function keep(context: ToolContext, key: string, prepared: PreparedPlan): Promise<OpenPlan> {
  const kept: OpenPlan = { until: Date.now() + KEEP_MS, prepared, handle: await heldRows(context, prepared) };
  for (const [old, { until }] of open) if (until < Date.now() || open.size >= MOST_KEPT) open.delete(old);
  open.set(key, kept);
  return kept;
}

/** Forgets a plan that was answered. */
export const forget = (key: string): boolean => open.delete(key);

/** Keeps the whole plan for the assistant. @returns its handle; undefined where not all of it could be kept */
export async function heldRows({ results }: ToolContext, prepared: PreparedPlan): Promise<string | undefined> {
  if (!results.offered) return undefined;
  const rows = planRows(prepared);
  const held = await results.keep({ rows, shown: ['number', 'change', 'difference'] });
  return held.rows.length === rows.length ? held.id : undefined;
}
