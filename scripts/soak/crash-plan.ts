import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { isRecord } from '../../src/core/json.ts';
import { readAudit } from './audit-record.ts';
import type { Dice } from './dice.ts';
import type { Link } from './link.ts';
import { changesOf, stateAfter, stateOf } from './plan.ts';
import { lives } from './probe.ts';
import { type Ground, type Stdio, type StdioServer, startStdio } from './servers.ts';

/** The site that plans are killed at. */
export const CRASH_SITE = 'Soak crash';

/** What came of killing the server in the middle of plans. */
export interface PlanCrashes {
  kills: number;
  /** Writes of the plans before the kill, and after it by going on. */
  before: number;
  after: number;
  /** Runs that were gone on with, and that were taken back at once. */
  continued: number;
  undone: number;
}

const STDIO: Stdio = { name: 'crash plan', era: '2025-11-25', tenant: 'write', audit: 'crash-plan.jsonl' };
const CHANGES = 8;

/** Longest time from the first write to the kill, in milliseconds. */
const LONGEST = 1500;

/** Longest wait for the first write, in milliseconds. */
const FIRST = 15_000;

const ask = (link: Link, args: Readonly<Record<string, unknown>>) =>
  link.ask({ kind: 'tool', name: 'mist_apply_plan', args });

/** Begins a plan and kills the server with no warning once it writes. */
async function killIn({ link, pid }: StdioServer, ground: Ground, dice: Dice, markers: readonly string[]) {
  const { cloud, writesAt } = ground.upstream;
  const from = writesAt(CRASH_SITE).length;
  // A slow cloud makes the time between a request and its answer long enough to be met.
  const clear = cloud.fault({ kind: 'slow', delayMs: 100 });
  const changes = changesOf(cloud.world.id('sites', CRASH_SITE), markers);
  const work = ask(link, { action: 'apply', changes }).catch(() => undefined);
  for (const begin = Date.now(); writesAt(CRASH_SITE).length === from && Date.now() - begin < FIRST; ) await wait(5);
  await wait(dice.below(LONGEST));
  process.kill(pid, 'SIGKILL');
  await work;
  while (lives(pid)) await wait(5);
  clear();
  await link.client.close();
}

/** The latest run, as a new process lists it. */
async function latestRun(link: Link): Promise<{ readonly run: string; readonly isCutOff: boolean }> {
  const { data, text } = await ask(link, { action: 'runs' });
  const [last]: unknown[] = Array.isArray(data.runs) ? data.runs : [];
  if (!isRecord(last)) throw new Error(`there is no run: ${text}`);
  return { run: String(last.run), isCutOff: last.state === 'interrupted' };
}

/** Kills a server in the middle of a plan, starts it again, and has it go on or take back what was done. */
export async function crashPlan(ground: Ground, dice: Dice, crashes: PlanCrashes): Promise<void> {
  const { upstream, tally } = ground;
  const round = crashes.kills + 1;
  const markers = Array.from({ length: CHANGES }, (_, at) => `soak-${round}-crashplan-${at + 1}`);
  const before = stateOf(upstream, CRASH_SITE);
  const from = upstream.writesAt(CRASH_SITE).length;
  const sentSince = (): readonly string[] => upstream.writesAt(CRASH_SITE).slice(from);
  await killIn(await startStdio(ground, STDIO), ground, dice, markers);
  const sent = sentSince();
  crashes.kills += 1;
  crashes.before += sent.length;
  const { link, close } = await startStdio(ground, STDIO);
  const { run, isCutOff } = await latestRun(link);
  const isUndone = isCutOff && dice.chance(0.3);
  if (isCutOff) {
    const { data, text } = await ask(link, { action: isUndone ? 'undo' : 'continue', run });
    if (data.outcome !== 'applied') tally.fail('plan not gone on with', text);
  }
  const all = sentSince();
  const wanted = isUndone ? before : stateAfter(before, markers);
  const found = stateOf(upstream, CRASH_SITE);
  if (found !== wanted) tally.fail('plan not as it should be after a kill', `${found} for ${wanted}`);
  if (new Set(all).size < all.length) tally.fail('written twice', all.join('; '));
  if (!isUndone && all.length !== CHANGES) tally.fail('not the planned writes', `${all.length}: ${all.join('; ')}`);
  crashes.after += all.length - sent.length;
  crashes[isUndone ? 'undone' : 'continued'] += 1;
  checkRecord(ground, run, sent.length);
  if (!isUndone) await ask(link, { action: 'undo', run });
  if (stateOf(upstream, CRASH_SITE) !== before) tally.fail('not as it was', stateOf(upstream, CRASH_SITE));
  await close();
}

/** As many changes of a run are on record as the cloud got, or more. */
function checkRecord({ tally, bundle }: Ground, run: string, sent: number): void {
  const { attempts } = readAudit(join(bundle.folder, STDIO.audit));
  const own = attempts.filter(({ text }) => text.includes(`"run":"${run}"`));
  const changes = new Set(own.flatMap(({ text }) => /"change":(\d+)/.exec(text)?.[1] ?? []));
  if (changes.size < sent) tally.fail('changed without a record', `${run}: ${changes.size} of ${sent}`);
}
