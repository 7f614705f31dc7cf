import { MistError } from '../../core/errors/mist-error.ts';
import { asText } from '../../core/json.ts';
import type { ToolContext } from '../../tool/context.ts';
import { alikeTo, type ChangeStep, isIdle, prepareStep, undoFor } from '../changes/index.ts';
import type { Plan, PlannedChange } from './model.ts';
import { argumentsOf, boundOf, leftDigest, title } from './plan-step.ts';
import type { OutcomeLine, RunRecord, SendingLine } from './runs/run-record.ts';

/** A change that was sent and of which no end is known. */
interface OpenChange {
  readonly line: SendingLine;
  readonly change: PlannedChange;
  readonly ids: ReadonlyMap<string, string>;
  readonly record: RunRecord;
}

/**
 * Finds out, by reading alone, what became of changes that were sent and whose answer never came.
 *
 * @returns what is known now; a change that was clearly not made has no line, and is sent in its turn
 * @throws MistError where nothing can be read
 */
export async function settleOpen(
  context: ToolContext,
  record: RunRecord,
  plan: Plan,
  ids: ReadonlyMap<string, string>,
): Promise<readonly OutcomeLine[]> {
  const lines: OutcomeLine[] = [];
  for (const line of record.open) {
    const change = plan.changes[line.sending - 1];
    const found = change && (await settle(context, { line, change, ids, record }));
    if (found) lines.push(found);
  }
  return lines;
}

async function settle(context: ToolContext, open: OpenChange): Promise<OutcomeLine | undefined> {
  const { line, change, ids } = open;
  const head = { change: line.sending, title: `${change.action_type} ${change.object_type}`, as: change.as };
  let step: ChangeStep;
  try {
    step = await prepareStep(context, { ...argumentsOf(change, ids), force: true });
  } catch (error) {
    const isGone = change.action_type === 'delete' && error instanceof MistError && error.kind === 'not_found';
    if (!isGone) throw error;
    return {
      ...head,
      outcome: 'applied',
      object: ids.get(change.object_id ?? '') ?? change.object_id,
      undo: line.undo,
      left: leftDigest(undefined, undefined),
      reason: FOUND,
    };
  }
  const named = { ...head, title: `${change.action_type} ${title(step)}` };
  if (change.action_type === 'create') return settleCreation(open, step, named);
  if (isIdle(step)) {
    const roots = Object.keys(change.payload ?? {}).map((key) => key.replace(/^-(?=.)/, ''));
    return {
      ...named,
      outcome: 'applied',
      object: step.target.id,
      undo: line.undo,
      left: leftDigest(roots, step.target.current),
      reason: FOUND,
    };
  }
  const approved = open.record.head.approved?.find(({ number }) => number === line.sending);
  if (approved && !approved.follows && approved.bound === boundOf(context, change, step, false, ids)) return undefined;
  return { ...named, outcome: 'unknown', reason: UNLIKE };
}

const FOUND = 'It was sent before, and reads back as it was sent.';
const UNLIKE =
  'It was sent before, and the object is neither as before nor as it was sent: somebody else may have changed it.';

/** A new object is known by being one more of those that are like it. */
function settleCreation(
  { line, ids }: OpenChange,
  step: ChangeStep,
  head: Pick<OutcomeLine, 'change' | 'title' | 'as'>,
): OutcomeLine | undefined {
  const { known } = step.prepared;
  const own = new Set(ids.values());
  const alike =
    known &&
    alikeTo(
      step,
      known.filter(({ id }) => !own.has(asText(id))),
    );
  if (!alike || line.alike === undefined) return { ...head, outcome: 'unknown', reason: UNLISTED };
  if (alike.length === line.alike) return undefined;
  const [only] = alike;
  if (!only || alike.length !== 1 || line.alike !== 0) return { ...head, outcome: 'unknown', reason: UNLISTED };
  const id = asText(only.id);
  return {
    ...head,
    outcome: 'applied',
    id,
    undo: undoFor(step, id)?.arguments,
    left: leftDigest(undefined, only),
    reason: FOUND,
  };
}

const UNLISTED = 'It was sent before, and which of the objects like it is the new one cannot be told.';
