import { InputError } from '../../core/errors/input-error.ts';
import { MistError } from '../../core/errors/mist-error.ts';
import type { ToolContext } from '../../tool/context.ts';
import {
  alikeTo,
  type ChangeStep,
  isIdle,
  renewStep,
  type StepResult,
  sendStep,
  withAuditEntry,
} from '../changes/index.ts';
import { CallPace } from '../snapshot/index.ts';
import { isPlaceholder } from './new-objects.ts';
import { argumentsOf, leftDigest, title } from './plan-step.ts';
import type { PreparedChange } from './prepared-plan.ts';
import type { OutcomeLine, RunRecord, RunStore, Stop } from './runs/run-record.ts';
import { ALREADY } from './undo-plan.ts';

/** Requests of one change: reading it again, writing, reading back; and what is looked up for a new one. */
const CALLS_OF_ONE = 4;

/** What carrying out a plan needs beside its changes. */
export interface Carrying {
  readonly store: RunStore;
  readonly record: RunRecord;
  readonly changes: readonly PreparedChange[];
  /** Ids of what was created, by its name in the plan; grows as the run goes on. */
  readonly ids: Map<string, string>;
  /** Epoch milliseconds after which no further change is begun. */
  readonly until: number;
}

/**
 * Carries out changes in their order, each with a line of the journal before and after it. It stops at the first that
 * is not applied, between two changes when the call is cancelled or its time is up, and when the requests of the hour
 * are used up but for the fifth that is left to others.
 *
 * @returns why it stopped
 */
export async function carryOut(context: ToolContext, carrying: Carrying): Promise<Stop> {
  const { store, record, changes, until } = carrying;
  const { run } = record.head;
  const pace = new CallPace(context, { wait: false, sleep: async () => {} });
  await pace.learn();
  const before = record.outcomes.length;
  let stop: Stop = 'done';
  for (const [at, prepared] of changes.entries()) {
    const early = stopBefore(context, pace, until);
    if (early) {
      stop = early;
      break;
    }
    context.progress(`Change ${prepared.number} of ${record.head.total}: ${title(prepared.step)}`);
    const line = await carryOutOne(context, carrying, prepared);
    if (line === 'cancelled') {
      stop = line;
      break;
    }
    store.note(run, line);
    if (line.as !== undefined && line.id !== undefined) carrying.ids.set(line.as, line.id);
    if (line.outcome !== 'applied') {
      stop = 'failed';
      break;
    }
    if (at + 1 === PILOT && before === 0 && changes.length > FEW_CHANGES)
      context.progress(`The first ${PILOT} changes are made and read back as they were sent`);
  }
  store.note(run, { stopped: stop });
  return stop;
}

/** Changes after which it is said that a long run works as it should. */
const PILOT = 3;
const FEW_CHANGES = 20;

function stopBefore(context: ToolContext, { free }: CallPace, until: number): Stop | undefined {
  if (context.signal.aborted) return 'cancelled';
  if (free !== undefined && free < CALLS_OF_ONE) return 'no_requests';
  return Date.now() > until ? 'slice' : undefined;
}

async function carryOutOne(
  context: ToolContext,
  { store, record, ids }: Carrying,
  prepared: PreparedChange,
): Promise<OutcomeLine | 'cancelled'> {
  const { number, change } = prepared;
  const head = { change: number, title: `${change.action_type} ${title(prepared.step)}`, as: change.as };
  try {
    const step = await stepNow(context, prepared, ids);
    if (isIdle(step)) return { ...head, outcome: 'applied', reason: ALREADY };
    const facts = {
      ...{ action: change.action_type, object_type: change.object_type, run: record.head.run, change: number },
      ...step.target.scope,
      ...{ org: step.target.org, site: step.target.site, plan: record.head.digest.slice(0, 16) },
      decision: 'accepted with the plan',
    };
    const result = await withAuditEntry(context, facts, (entry) => {
      entry.note({ object: { id: step.target.id, name: step.name } });
      return sendStep(context, entry, step, (undo) =>
        store.note(record.head.run, {
          sending: number,
          undo: undo?.arguments,
          ...(change.action_type === 'create' ? { alike: alikeCount(step) } : {}),
        }),
      );
    });
    return { ...head, ...outcomeOf(result, step) };
  } catch (error) {
    if (!(error instanceof InputError) && !(error instanceof MistError)) throw error;
    // Nothing was sent of it: a write that is on its way is waited for.
    if (error instanceof MistError && error.kind === 'cancelled') return 'cancelled';
    return { ...head, outcome: 'refused', reason: `${error.what} ${error.advice}` };
  }
}

/**
 * The change with the ids that the run was given; on what the run itself has written it is worked out anew. What the run
 * created is no object that a lost answer could have left.
 */
async function stepNow(
  context: ToolContext,
  { step, change, follows }: PreparedChange,
  ids: ReadonlyMap<string, string>,
): Promise<ChangeStep> {
  const now = follows ? await renewStep(context, step, argumentsOf(change, ids)) : step;
  const { prepared } = now;
  const known = prepared.known && [...prepared.known, ...[...ids.values()].map((id) => ({ id }))];
  return { ...now, prepared: { ...prepared, known } };
}

const alikeCount = (step: ChangeStep): number | undefined =>
  step.prepared.known &&
  alikeTo(
    step,
    step.prepared.known.filter(({ id }) => !isPlaceholder(String(id))),
  ).length;

function outcomeOf(
  result: StepResult,
  { prepared, request, target }: ChangeStep,
): Omit<OutcomeLine, 'change' | 'title'> {
  const { outcome, id, object, notes, undo } = result;
  const known = outcome === 'sent' ? 'unknown' : outcome;
  const roots = request.action === 'update' ? prepared.plan?.roots : undefined;
  return {
    outcome: known,
    ...(request.action === 'create' ? { id } : { object: target.id }),
    ...(known === 'applied' ? { undo: undo?.arguments, left: leftDigest(roots, object) } : {}),
    ...(notes.length > 0 ? { reason: notes.join(' ') } : {}),
  };
}
