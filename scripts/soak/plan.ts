import { textOf } from '../../simulator/json.ts';
import { isRecord } from '../../src/core/json.ts';
import { asked, judgeError, sinceOf, type Worker } from './activity.ts';
import { HANDLE_GONE, type Question, type Reply } from './link.ts';
import { CHANGED } from './questions.ts';
import type { Upstream } from './upstream.ts';

/** A site that one worker alone changes, by plans. */
export interface Patch {
  readonly site: string;
  /** Beginning of the markers of this worker. */
  readonly prefix: string;
  next: number;
  /** Kept by the server before the changes, and what the site was then. */
  snapshot?: { readonly handle: string; readonly state: string; readonly isWhole: boolean } | undefined;
  /** What was agreed to, as far as it is not taken back. */
  run?: PlannedRun | undefined;
}

interface PlannedRun {
  readonly run: string;
  /** What the site is when all of it is done. */
  readonly wanted: string;
  /** Changes that may still be sent. */
  left: number;
  /** How often it was gone on with. */
  tries: number;
  isDone: boolean;
}

const MAIN = 'Lakeside Retail Group';

/** Plans are gone on with so often, where something fails. */
const TRIES = 3;

const plan = (args: Readonly<Record<string, unknown>>): Question => ({ kind: 'tool', name: 'mist_apply_plan', args });

/** A variable and the filters of a site, as text. */
export function stateOf({ cloud }: Upstream, site: string): string {
  const id = cloud.world.id('sites', site);
  const vars = cloud.world.table('site_settings').find(({ site_id }) => site_id === id)?.vars;
  const filters = cloud.world.table(CHANGED).filter(({ site_id }) => site_id === id);
  return stateText(
    isRecord(vars) ? vars.soak : undefined,
    filters.map((row) => textOf(row, 'name')),
  );
}

const stateText = (variable: unknown, names: readonly string[]): string =>
  JSON.stringify([variable ?? null, ...[...names].sort()]);

/** What one state has beside another, for a failure. */
function unlike(state: string, wanted: string): string {
  const [made, meant]: unknown[][] = [JSON.parse(state), JSON.parse(wanted)];
  const beyond = (all: unknown[] = [], others: unknown[] = []): string => {
    const left = [...others];
    return JSON.stringify(all.filter((one) => !left.includes(one) || left.splice(left.indexOf(one), 1).length === 0));
  };
  return `there beside it ${beyond(made, meant)}, missing ${beyond(meant, made)}`;
}

/** Changes that set the variable of a site and create filters there, each with a marker of its own. */
export function changesOf(site_id: string, markers: readonly string[]): readonly object[] {
  const [first, ...others] = markers;
  const setting = { action_type: 'update', object_type: 'site_settings', site_id, payload: { vars: { soak: first } } };
  const filter = { action_type: 'create', object_type: 'site_assetfilters', site_id };
  return [setting, ...others.map((name) => ({ ...filter, payload: { name } }))];
}

/** What the site is once these changes are made. */
export function stateAfter(state: string, [variable, ...names]: readonly string[]): string {
  const [, ...before]: unknown[] = JSON.parse(state);
  return stateText(variable, [...before.map(String), ...names]);
}

/** The next step at a site: a snapshot, a plan, the rest of one that stopped, a comparison, and back. */
export async function planAhead(worker: Worker, patch: Patch): Promise<void> {
  const { dice } = worker;
  const { run, snapshot } = patch;
  if (run && !run.isDone) return run.tries < TRIES ? goOn(worker, patch, run) : takeBack(worker, patch, run);
  if (snapshot && dice.chance(0.4)) return compare(worker, patch, snapshot);
  if (run) return takeBack(worker, patch, run);
  return snapshot ? apply(worker, patch) : take(worker, patch);
}

async function take(worker: Worker, patch: Patch): Promise<void> {
  const { upstream, tally, faults, link } = worker;
  const began = Date.now();
  const question: Question = {
    ...{ kind: 'tool', name: 'mist_snapshot' },
    args: { action: 'take', org_id: MAIN, site_id: patch.site, confirm_cost: true },
  };
  const reply = await asked(worker, question);
  if (!reply) return;
  if (reply.isError) return judgeError(worker, question, reply, began);
  const isWhole = !('unread' in reply.data);
  if (!isWhole && !faults.wasBad(sinceOf(began))) tally.fail('snapshot not whole', `${link.name}: ${reply.text}`);
  tally.count(isWhole ? 'snapshots' : 'snapshots that are not whole, and say so');
  patch.snapshot = { handle: String(reply.data.handle), state: stateOf(upstream, patch.site), isWhole };
}

/** Holds what the server says of a site since the snapshot against the cloud. */
async function compare(worker: Worker, patch: Patch, snapshot: NonNullable<Patch['snapshot']>): Promise<void> {
  const { upstream, tally, faults, link } = worker;
  const began = Date.now();
  const named = link.profile === undefined ? {} : { mist_profile: link.profile };
  const question: Question = {
    ...{ kind: 'tool', name: 'mist_snapshot' },
    args: { action: 'compare', left: snapshot.handle, confirm_cost: true, ...named },
  };
  const reply = await asked(worker, question);
  if (!reply) return;
  if (isForgotten(worker, patch, reply)) return;
  if (reply.isError) return judgeError(worker, question, reply, began);
  const wanted = stateOf(upstream, patch.site) === snapshot.state ? 'yes' : 'no';
  const said = String(reply.data.equal);
  const isExcused = !snapshot.isWhole || faults.wasBad(sinceOf(began));
  if (said === wanted) tally.count('comparisons right');
  else if (said === 'unknown' && isExcused) tally.count('comparisons inconclusive, and said so');
  // A list that could not be read hides a change, and is named.
  else if (said !== 'yes' || wanted !== 'no' || !isExcused || !/could not|not read|unread/i.test(reply.text))
    tally.fail('wrong comparison', `${link.name}: ${wanted} would be right: ${reply.text}`);
  await drop(worker, reply.data.handle, reply.data.live_handle);
}

/** Of twenty handles the oldest goes when another comes, and each replica keeps its own. */
function isForgotten({ tally }: Worker, patch: Patch, { isError, data }: Reply): boolean {
  if (!isError || !HANDLE_GONE.test(String(data.error))) return false;
  tally.count('snapshots gone');
  patch.snapshot = undefined;
  return true;
}

async function drop(worker: Worker, ...handles: readonly unknown[]): Promise<void> {
  const named = worker.link.profile === undefined ? {} : { profile: worker.link.profile };
  for (const handle of handles) {
    if (typeof handle !== 'string') continue;
    await asked(worker, { kind: 'tool', name: 'mist_query_result', args: { handle, drop: true, ...named } });
  }
}

/** Agrees to a plan, or not. */
async function apply(worker: Worker, patch: Patch): Promise<void> {
  const { dice, link, tally, upstream } = worker;
  const markers = Array.from({ length: 2 + dice.below(4) }, () => {
    patch.next += 1;
    return `${patch.prefix}-${patch.next}`;
  });
  const share = dice.next();
  const decision = share < 0.8 ? 'yes' : share < 0.9 ? 'no' : 'close';
  const before = stateOf(upstream, patch.site);
  const changes = changesOf(upstream.cloud.world.id('sites', patch.site), markers);
  for (const marker of markers) link.person.decide(marker, decision);
  const reply = await send(worker, patch, plan({ action: 'apply', changes, org_id: MAIN }), {
    most: decision === 'yes' ? changes.length : 0,
  });
  for (const marker of markers) link.person.forget(marker);
  tally.count(`plans: ${decision}`);
  if (!reply || reply.isError) return;
  if (reply.data.outcome === 'not_sent') {
    if (decision === 'yes') tally.fail('not sent after a yes', reply.text);
    return;
  }
  const wanted = stateAfter(before, markers);
  patch.run = { run: String(reply.data.run), wanted, left: changes.length, tries: 0, isDone: false };
  settle(worker, patch, patch.run, reply);
}

async function goOn(worker: Worker, patch: Patch, run: PlannedRun): Promise<void> {
  run.tries += 1;
  const question = plan({ action: 'continue', run: run.run, org_id: MAIN });
  const reply = await send(worker, patch, question, { most: run.left });
  worker.tally.count('plans gone on with');
  if (reply?.isError && isElsewhere(worker, reply)) patch.run = undefined;
  else if (reply?.data.outcome === 'not_sent') {
    worker.tally.count('plans not gone on with, since something may be there already');
    run.tries = TRIES;
  } else if (reply && !reply.isError) settle(worker, patch, run, reply);
}

/** Over http the run is in the memory of the replica that began it. */
function isElsewhere({ link, tally }: Worker, { data }: Reply): boolean {
  if (!link.name.startsWith('team') || !/There is no run/.test(String(data.error))) return false;
  tally.count('runs of the other replica');
  return true;
}

/** Takes over how far a run came, and holds it against the cloud. */
function settle({ tally, upstream, faults, link }: Worker, patch: Patch, run: PlannedRun, { data, text }: Reply): void {
  const { outcome, done, of } = data;
  tally.count(`plans: ${String(outcome)}`);
  run.left = Number(of) - Number(done);
  run.isDone = outcome === 'applied';
  if (run.isDone && stateOf(upstream, patch.site) !== run.wanted)
    tally.fail(
      'plan not made, and claimed',
      `${link.name}: ${text}: ${unlike(stateOf(upstream, patch.site), run.wanted)}`,
    );
  if (outcome === 'stopped' && !faults.wasBad(Date.now() - 60_000))
    tally.fail('plan stopped in calm phases', `${link.name}: ${text}`);
}

/** Takes back what was done, by the run or by the snapshot from before. */
async function takeBack(worker: Worker, patch: Patch, { run }: PlannedRun): Promise<void> {
  const { dice, tally, upstream, faults } = worker;
  const { snapshot } = patch;
  const named = worker.link.profile === undefined ? {} : { profile: worker.link.profile };
  const isRestore = snapshot !== undefined && dice.chance(0.5);
  const back = isRestore
    ? { action: 'apply', snapshot: snapshot.handle, exact: true, ...named }
    : { action: 'undo', run, org_id: MAIN };
  const began = Date.now();
  const most = [stateOf(upstream, patch.site), snapshot?.state ?? ''].join().split(',').length;
  const reply = await send(worker, patch, plan(back), { most, isBack: true });
  patch.run = undefined;
  if (!reply) return;
  if (reply.isError) {
    if (isForgotten(worker, patch, reply)) return;
    patch.snapshot = undefined;
    return;
  }
  tally.count(`${isRestore ? 'restores' : 'undone'}: ${String(reply.data.outcome)}`);
  const isLike = snapshot === undefined || stateOf(upstream, patch.site) === snapshot.state;
  if (reply.data.outcome === 'applied' && !isLike && !faults.wasBad(sinceOf(began)) && snapshot.isWhole)
    tally.fail('not as it was', `${worker.link.name}: ${reply.text}: ${stateOf(upstream, patch.site)}`);
  if (!isLike || dice.chance(0.3)) {
    await drop(worker, snapshot?.handle);
    patch.snapshot = undefined;
  }
}

/** Asks for something that writes: no request twice, none without a yes, none beyond the plan, none with an error. */
async function send(
  worker: Worker,
  patch: Patch,
  question: Question,
  { most, isBack = false }: { most: number; isBack?: boolean },
): Promise<Reply | undefined> {
  const { upstream, tally, link, faults } = worker;
  const began = Date.now();
  const from = upstream.writesAt(patch.site).length;
  const reply = await asked(worker, question);
  const sent = upstream.writesAt(patch.site).slice(from);
  tally.count('writes of plans', sent.length);
  const wrong = (what: string): void =>
    tally.fail(what, `${link.name}: ${JSON.stringify(question)}: ${sent.join('; ')}: ${reply?.text}`);
  // What an earlier call sent and gave up on may come in this one.
  const isLate = most > 0 && faults.wasBusy(sinceOf(began));
  if (isLate && sent.length > most) tally.count('writes that came late on a busy machine');
  else if (new Set(sent).size < sent.length) wrong('written twice');
  if (!isLate && sent.length > most) wrong(most === 0 ? 'written without a yes' : 'more written than planned');
  if (!reply?.isError) return reply;
  if (sent.length > 0) wrong('changed, and denied');
  if (/Another plan is being carried out/.test(reply.text)) tally.count('plans that had to wait for another');
  else if (
    isBack &&
    (/nothing to change|changed nothing|can be taken back|There is no run/.test(reply.text) ||
      HANDLE_GONE.test(reply.text))
  )
    tally.count('nothing to take back');
  else if (!/There is no run/.test(reply.text)) judgeError(worker, question, reply, began);
  return reply;
}
