import { InputError } from '../../core/errors/input-error.ts';
import { isoTime } from '../../core/time.ts';
import { visibleOrgs } from '../../mist/names.ts';
import type { ToolContext } from '../../tool/context.ts';
import { appliedOf, type RunRecord, type RunStore } from './runs/run-record.ts';
import { settleOpen } from './unclear.ts';

/** The run of an id. @throws InputError for one that is not there or that this token has no business with */
export async function runNamed(context: ToolContext, store: RunStore, run: string | undefined): Promise<RunRecord> {
  const record = run === undefined ? undefined : store.read(run);
  const orgs = record ? await visibleOrgs(context) : [];
  const isOurs = record?.head.cloud === context.session.cloud.name && orgs.some(({ id }) => id === record.head.org.id);
  if (record && isOurs) return record;
  throw new InputError(
    run === undefined ? '`run` is needed.' : `There is no run ${JSON.stringify(run.slice(0, 60))} here.`,
    'Call with action=runs to see them.',
  );
}

/** The runs of this cloud and of organizations that the token sees, the newest first. */
export async function listRuns(context: ToolContext, store: RunStore): Promise<object> {
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

/** A run with what became of the change that was under way when its process ended; its journal stays as it is. */
export async function settledRun(context: ToolContext, record: RunRecord): Promise<RunRecord> {
  const { head, outcomes, open: sent } = record;
  if (!head.plan || sent.length === 0) return record;
  const found = await settleOpen(context, record, head.plan, idsOf(record));
  // One that was not made after all has no line.
  const certain = outcomes.filter(({ change }) => !sent.some(({ sending }) => sending === change));
  return { ...record, outcomes: [...certain, ...found], open: [] };
}

/** Ids that a run was given, by the names of its plan. */
export const idsOf = ({ outcomes }: RunRecord): Map<string, string> =>
  new Map(outcomes.flatMap(({ as, id }) => (as !== undefined && id !== undefined ? [[as, id]] : [])));
