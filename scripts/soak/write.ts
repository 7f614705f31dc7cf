import { textOf } from '../../simulator/json.ts';
import { asked, judgeError, sinceOf, type Worker } from './activity.ts';
import type { Decision } from './elicitation-handler.ts';
import type { Question, Reply } from './link.ts';
import { CHANGED } from './questions.ts';

/** One thing that a worker changes over and over; nobody else touches it. */
export interface Plot {
  /** Beginning of the markers of this worker. */
  readonly prefix: string;
  /** Id and marker of the object, as long as there is one. */
  object?: { readonly id: string; readonly marker: string } | undefined;
  next: number;
}

const TOOL = 'mist_change_configuration_objects';
const TARGET = { object_type: 'org_assetfilters', org_id: 'Lakeside Retail Group' };

/** How long a silent person is waited for, in milliseconds. */
const SILENCE = 1500;

interface Change {
  readonly action: 'create' | 'update' | 'delete';
  /** What stands in the request and in the object. */
  readonly marker: string;
  readonly args: Readonly<Record<string, unknown>>;
}

function changeOf(plot: Plot, worker: Worker): Change {
  plot.next += 1;
  const marker = `${plot.prefix}-${plot.next}`;
  const { object } = plot;
  if (!object) {
    return { action: 'create', marker, args: { action_type: 'create', ...TARGET, payload: { name: marker } } };
  }
  const args = { ...TARGET, object_id: object.id };
  if (worker.dice.chance(0.15))
    return { action: 'delete', marker: object.marker, args: { action_type: 'delete', ...args } };
  return { action: 'update', marker, args: { action_type: 'update', ...args, payload: { name: marker } } };
}

const objectWith = ({ upstream }: Worker, marker: string) =>
  upstream.cloud.world.table(CHANGED).find((row) => row.name === marker);

/** Whether the cloud is as it should be after the change. */
const isDone = (worker: Worker, { action, marker }: Change): boolean =>
  (objectWith(worker, marker) !== undefined) === (action !== 'delete');

/** How often the cloud got the change. */
const sentTimes = ({ upstream }: Worker, { action, marker }: Change, plot: Plot): number => {
  const { writes } = upstream;
  if (action !== 'delete') return writes.get(marker)?.length ?? 0;
  return [...writes]
    .filter(([path]) => plot.object && path.endsWith(plot.object.id))
    .reduce((sum, [, all]) => sum + all.length, 0);
};

/** Changes something with a person's yes, no or silence, and looks in the cloud what came of it. */
export async function write(worker: Worker, plot: Plot): Promise<void> {
  const { dice, link, tally } = worker;
  const change = changeOf(plot, worker);
  const share = dice.next();
  const decision: Decision = share < 0.75 ? 'yes' : share < 0.85 ? 'no' : share < 0.92 ? 'close' : 'silent';
  link.person.decide(change.marker, decision);
  const question: Question = { kind: 'tool', name: TOOL, args: change.args };
  const began = Date.now();
  const before = sentTimes(worker, change, plot);
  const reply = decision === 'silent' ? await silently(worker, question, change.marker) : await asked(worker, question);
  link.person.forget(change.marker);
  tally.count(`writes: ${change.action} ${decision}`);
  const times = sentTimes(worker, change, plot) - before;
  if (times > 1) tally.fail('written twice', `${change.action} ${change.marker}`);
  if (decision !== 'yes' && times > 0) tally.fail('written without a yes', `${decision} ${change.marker}`);
  if (reply) judge(worker, { change, decision, times, question, began }, reply);
  settle(worker, plot, change);
}

/** A call whose question stays open until the application gives up. */
async function silently({ link, tally }: Worker, question: Question, marker: string): Promise<Reply | undefined> {
  const controller = new AbortController();
  const timer = setTimeout(() => {
    controller.abort();
    // The application closes its form with the call; in the stateless revision the call is the form.
    link.person.forget(marker);
  }, SILENCE);
  try {
    return await link.ask(question, controller.signal);
  } catch {
    tally.count('questions never answered');
    return undefined;
  } finally {
    clearTimeout(timer);
  }
}

interface SentWrite {
  readonly change: Change;
  readonly decision: Decision;
  readonly times: number;
  readonly question: Question;
  readonly began: number;
}

/** Holds what the server says of a change against what the cloud has. */
function judge(worker: Worker, made: SentWrite, reply: Reply): void {
  const { tally, faults } = worker;
  const { change, decision, times, question, began } = made;
  const done = isDone(worker, change);
  const wrong = (what: string): void =>
    tally.fail(what, `${change.action} ${change.marker} (${decision}): ${reply.text}`);
  if (reply.isError) {
    judgeError(worker, question, reply, began);
    if (times > 0 && done && /[Nn]othing (was|has) (sent|changed)/.test(reply.text)) wrong('changed, and denied');
    return;
  }
  const { outcome } = reply.data;
  tally.count(`outcomes: ${String(outcome)}`);
  // A cloud that answers a deletion with an empty success and then cannot be read has been believed.
  const believed = change.action === 'delete' && /could not be read back/.test(reply.text);
  if (outcome === 'applied' && !done && believed && faults.wasOn('empty', sinceOf(began))) tally.count('believed');
  else if (outcome === 'applied' && !done) wrong('not changed, and claimed');
  // The server says itself that a cloud which gave no answer may still be at it.
  else if (outcome === 'not_applied' && done && faults.wasBusy(sinceOf(began)))
    tally.count('made late by a busy machine');
  else if (outcome === 'not_applied' && done) wrong('changed, and denied');
  else if (outcome === 'not_sent' && decision === 'yes') wrong('not sent after a yes');
  else if (outcome === 'unknown' && !faults.wasBad(sinceOf(began))) wrong('unclear in calm phases');
  else if (!['applied', 'not_applied', 'not_sent', 'unknown'].includes(String(outcome))) wrong('no outcome');
}

/** Takes over what the cloud has now. */
function settle(worker: Worker, plot: Plot, { action, marker }: Change): void {
  const row = objectWith(worker, marker);
  if (action === 'delete') plot.object = row ? plot.object : undefined;
  else if (row) plot.object = { id: textOf(row, 'id'), marker };
}
