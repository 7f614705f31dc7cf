import { InputError } from '../../core/errors/input-error.ts';
import type { ToolContext } from '../../tool/context.ts';
import { findKept, readSide, takeLike } from '../snapshot/index.ts';
import { csvPlan } from './make/csv-plan.ts';
import { restorePlan } from './make/restore-plan.ts';
import type { Plan } from './model.ts';
import { readPlan } from './read-plan.ts';

/** What is asked about plans. */
export interface PlanRequest {
  readonly action: 'apply' | 'continue' | 'undo' | 'runs';
  readonly changes?: readonly object[] | undefined;
  /** Text of a plan file, or a table of site variables. */
  readonly file?: string | undefined;
  /** Handle of a snapshot, with `#PART`, that is restored. */
  readonly snapshot?: string | undefined;
  /** Deletes what the snapshot lacks. */
  readonly exact?: boolean | undefined;
  readonly run?: string | undefined;
  readonly org_id?: string | undefined;
  readonly dry_run?: boolean | undefined;
}

/** The plan that a call gives: as changes, as the text of a file, or as a snapshot that is restored. */
export async function planOf(context: ToolContext, request: PlanRequest): Promise<Plan> {
  const { changes, file, snapshot, org_id } = request;
  if ([changes, file, snapshot].filter((one) => one !== undefined).length !== 1)
    throw new InputError(
      'One of `changes`, `file` and `snapshot` is needed, and only one.',
      'Give the changes of the plan.',
    );
  if (snapshot !== undefined) return restored(context, request, snapshot);
  if (file !== undefined && !/^\s*[[{]/.test(file)) return csvPlan(context, file, org_id);
  const plan = readPlan(file === undefined ? changes : jsonOf(file));
  if (org_id === undefined) return plan;
  return { ...plan, changes: plan.changes.map((one) => ({ ...one, org_id: one.org_id ?? org_id })) };
}

/** A plan that makes what is live like a snapshot of this server, whose secrets are masked. */
async function restored(context: ToolContext, { org_id, exact = false }: PlanRequest, text: string): Promise<Plan> {
  const { source, part } = readSide(text);
  const wanted = findKept(context, source);
  // As much as the snapshot cost, which was agreed to then; this tool has no input to say so again.
  const live = await takeLike(context, { org_id, confirm_cost: true }, wanted.manifest);
  const plan = await restorePlan({ wanted, live, part, exact });
  if (plan.changes.length > 0) return plan;
  throw new InputError(
    `There is nothing to change. ${plan.left_out.join(' ')}`.trim(),
    exact ? 'Do nothing: what is live is so already.' : 'Use exact=true to delete what the snapshot lacks.',
  );
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new InputError('The plan is no valid JSON.', 'Give the text of a plan file as it is.');
  }
}
