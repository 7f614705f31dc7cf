import { verdictData } from '../effects/index.ts';
import { callsOf, planRows, questionAbout, shortDigest } from './plan-text.ts';
import type { PreparedPlan } from './prepared-plan.ts';
import { appliedOf, type RunRecord, type RunStore, type Stop } from './runs/run-record.ts';

/** What every answer about a plan begins with. */
export const summary = (plan: PreparedPlan): object => ({
  plan: shortDigest(plan),
  org: plan.org.name,
  changes: plan.changes.length,
  ...(plan.idle > 0 ? { already_so: plan.idle } : {}),
});

/** Sentences on what the plan leaves out, where there are such. */
export const leftOutData = ({ leftOut }: PreparedPlan): object => (leftOut.length > 0 ? { left_out: leftOut } : {});

/** Rows that an answer shows where no handle keeps them. */
const whole = (plan: PreparedPlan, handle: string | undefined): object =>
  handle === undefined ? { whole_plan: planRows(plan) } : { whole_plan: handle };

/** Notes under what is only shown: a plan, and the rest of a run. */
export const NOTE_OF_ALL =
  'Nothing was sent. The same call without dry_run asks the person once and then does all of it.';
export const NOTE_OF_REST =
  'Nothing was sent. The same call without dry_run goes on, and asks the person where this is not what the run was agreed to.';

/** A plan as it would be asked about; nothing is sent. @param handle under which its rows are kept */
export function dryRun(plan: PreparedPlan, handle: string | undefined, note: string): object {
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

/** Where a person finds all of a plan that a question tells in short. */
export const wholeText = (handle: string | undefined): string =>
  handle === undefined ? 'dry_run shows it' : `handle ${handle}, which the assistant shows page by page`;

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

/** How far a run came, why it stopped, and what can be done then. */
export function answerOf(record: RunRecord, stop: Stop, store: RunStore): object {
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
