import { randomUUID } from 'node:crypto';
import { digestOf } from '../../core/digest.ts';
import { InputError } from '../../core/errors/input-error.ts';
import { isoTime } from '../../core/time.ts';
import { visibleOrgs } from '../../mist/names.ts';
import type { ToolContext } from '../../tool/context.ts';
import { readOnlyError } from '../../tool/read-only.ts';
import { recordNote, withAuditEntry } from '../changes/index.ts';
import { verdictData } from '../effects/index.ts';
import { findKept, readSide, takeLike } from '../snapshot/index.ts';
import { carryOut } from './carry-out.ts';
import { csvPlan } from './make/csv-plan.ts';
import { restorePlan } from './make/restore-plan.ts';
import type { Plan } from './model.ts';
import { callsOf, planRows, questionAbout, shortDigest } from './plan-text.ts';
import { boundOf, type PreparedPlan, type Progress, preparePlan } from './prepare-plan.ts';
import { readPlan } from './read-plan.ts';
import { appliedOf, type RunHead, type RunRecord, type RunStore, type Stop } from './runs/run-record.ts';
import { storeOf } from './runs/store-of.ts';
import { settleOpen } from './unclear.ts';
import { undoPlanOf } from './undo-plan.ts';

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

/** How long one call carries out changes, in milliseconds: applications end a call after a minute or a few. */
const SLICE_MS = 40_000;

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

/** A run with what became of the change that was under way when its process ended; its journal stays as it is. */
async function settledRun(context: ToolContext, record: RunRecord): Promise<RunRecord> {
  const { head, outcomes, open: sent } = record;
  if (!head.plan || sent.length === 0) return record;
  const found = await settleOpen(context, record, head.plan, idsOf(record));
  return { ...record, outcomes: [...outcomes, ...found], open: [] };
}

/** Ids that a run was given, by the names of its plan. */
const idsOf = ({ outcomes }: RunRecord): Map<string, string> =>
  new Map(outcomes.flatMap(({ as, id }) => (as !== undefined && id !== undefined ? [[as, id]] : [])));

async function planOf(context: ToolContext, request: PlanRequest): Promise<Plan> {
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
  const live = await takeLike(context, { org_id }, wanted.manifest);
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

/** @throws InputError for a run that is not there or that this token has no business with */
async function runNamed(context: ToolContext, store: RunStore, run: string | undefined): Promise<RunRecord> {
  const record = run === undefined ? undefined : store.read(run);
  const orgs = record ? await visibleOrgs(context) : [];
  const isOurs = record?.head.cloud === context.session.cloud.name && orgs.some(({ id }) => id === record.head.org.id);
  if (record && isOurs) return record;
  throw new InputError(
    run === undefined ? '`run` is needed.' : `There is no run ${JSON.stringify(run.slice(0, 60))} here.`,
    'Call with action=runs to see them.',
  );
}

async function listRuns(context: ToolContext, store: RunStore): Promise<object> {
  const orgs = new Set((await visibleOrgs(context)).map(({ id }) => id));
  const runs = store
    .list()
    .filter(({ head }) => head.cloud === context.session.cloud.name && orgs.has(head.org.id))
    .sort((a, b) => b.head.started - a.head.started)
    .map((record) => ({
      ...{ run: record.head.run, started: isoTime(record.head.started), org: record.head.org.name },
      ...{ changes: record.head.total, done: appliedOf(record).length },
      state: record.stopped ?? 'interrupted',
      can_continue: record.head.plan !== undefined && record.stopped !== 'done',
    }));
  return { runs, kept_in: store.place };
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
  const { prepared, handle } = keptFor(key) ?? (await keep(context, key, await preparePlan(context, await make())));
  if (prepared.changes.length === 0) return { outcome: 'unchanged', ...summary(prepared), ...leftOutData(prepared) };
  if (request.dry_run) return dryRun(prepared, handle, NOTE_OF_ALL);
  const decision = await ask(context, prepared, handle);
  open.delete(key);
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

const approvedOf = ({ changes }: PreparedPlan): RunHead['approved'] =>
  changes.map(({ number, bound, follows }) => ({ number, bound, follows }));

function keptFor(key: string): OpenPlan | undefined {
  const known = open.get(key);
  return known && known.until > Date.now() ? known : undefined;
}

/** Keeps the whole plan for the assistant. @returns its handle; undefined where not all of it could be kept */
async function heldRows({ results }: ToolContext, prepared: PreparedPlan): Promise<string | undefined> {
  if (!results.offered) return undefined;
  const rows = planRows(prepared);
  const held = await results.keep({ rows, shown: ['number', 'change', 'difference'] });
  return held.rows.length === rows.length ? held.id : undefined;
}

async function keep(context: ToolContext, key: string, prepared: PreparedPlan): Promise<OpenPlan> {
  const kept: OpenPlan = { until: Date.now() + KEEP_MS, prepared, handle: await heldRows(context, prepared) };
  for (const [old, { until }] of open) if (until < Date.now() || open.size >= MOST_KEPT) open.delete(old);
  open.set(key, kept);
  return kept;
}

const summary = (plan: PreparedPlan): object => ({
  plan: shortDigest(plan),
  org: plan.org.name,
  changes: plan.changes.length,
  ...(plan.idle > 0 ? { already_so: plan.idle } : {}),
});

const leftOutData = ({ leftOut }: PreparedPlan): object => (leftOut.length > 0 ? { left_out: leftOut } : {});

/** Rows that an answer shows where no handle keeps them. */
const whole = (plan: PreparedPlan, handle: string | undefined): object =>
  handle === undefined ? { whole_plan: planRows(plan) } : { whole_plan: handle };

const NOTE_OF_ALL = 'Nothing was sent. The same call without dry_run asks the person once and then does all of it.';
const NOTE_OF_REST =
  'Nothing was sent. The same call without dry_run goes on, and asks the person where this is not what the run was agreed to.';

function dryRun(plan: PreparedPlan, handle: string | undefined, note: string): object {
  const { assessment } = plan;
  const { message, typed } = questionAbout(plan, wholeText(handle));
  return {
    ...{ outcome: 'dry_run', ...summary(plan), calls: callsOf(plan) },
    ...(assessment ? { verdict: verdictData(assessment.verdict, assessment.effect) } : {}),
    question: message.split('\n'),
    ...(typed === undefined ? {} : { typed }),
    ...leftOutData(plan),
    ...whole(plan, handle),
    note,
  };
}

const wholeText = (handle: string | undefined): string =>
  handle === undefined ? 'dry_run shows it' : `handle ${handle}, which the assistant shows page by page`;

/** Asks the person about what is left of a plan. */
async function ask(
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

/** Carries out what was agreed to, as far as one call goes, and says how far it came. */
async function carry(
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

const NEXT: Readonly<Record<Stop, string | undefined>> = {
  done: undefined,
  undone: undefined,
  failed: 'It stopped there. action=continue asks again about the rest, action=undo takes back what was done.',
  cancelled:
    'The call was cancelled between two changes. action=continue goes on, action=undo takes back what was done.',
  no_requests:
    'The requests of this hour are used up but for the fifth that is left to others: action=continue after the full hour.',
  slice:
    'This call ends here so that the application does not end it: action=continue goes on, without another question.',
};

function answerOf(record: RunRecord, stop: Stop, store: RunStore): object {
  const { head, outcomes } = record;
  const done = appliedOf(record).length;
  const bad = outcomes.filter(({ outcome }) => outcome !== 'applied');
  const next = NEXT[stop];
  return {
    outcome: stop === 'done' ? 'applied' : stop === 'failed' ? 'stopped' : 'paused',
    ...{ run: head.run, plan: head.digest.slice(0, 16), org: head.org.name, done, of: head.total },
    ...(bad.length > 0
      ? { failed: bad.map(({ change, title, outcome, reason }) => ({ change, what: title, outcome, reason })) }
      : {}),
    ...(next === undefined ? {} : { stopped_by: stop, next }),
    undo: done > 0 ? { action: 'undo', run: head.run } : null,
    ...(store.lasting ? {} : { kept: 'The journal of this run is in the memory of this server and ends with it.' }),
  };
}

/** The plan of a run that has not ended. @throws InputError for one that has */
function planToGoOn({ head, stopped }: RunRecord): Plan {
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
});

/** Shows what is left of a run: nothing is sent, and nothing is written to its journal. */
async function showRest(context: ToolContext, record: RunRecord, plan: Plan): Promise<object> {
  const prepared = await preparePlan(context, plan, progressOf(await settledRun(context, record)));
  if (prepared.changes.length === 0) return { outcome: 'unchanged', ...summary(prepared), ...leftOutData(prepared) };
  return dryRun(prepared, await heldRows(context, prepared), NOTE_OF_REST);
}

async function goOn(context: ToolContext, store: RunStore, record: RunRecord, plan: Plan): Promise<object> {
  const { head } = record;
  store.resume(head);
  let isReleased = false;
  try {
    for (const line of await settleOpen(context, record, plan, idsOf(record))) store.note(head.run, line);
    const settled = store.read(head.run) ?? record;
    const ids = idsOf(settled);
    const prepared = await preparePlan(context, plan, { ...progressOf(settled), ids });
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
