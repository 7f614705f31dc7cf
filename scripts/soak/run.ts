import { setTimeout as wait } from 'node:timers/promises';
import type { Scene } from './activity.ts';
import { learnAll, openServers, SITES, TENANTS, workersOf } from './applications.ts';
import { Baseline } from './baseline.ts';
import { packBundle } from './bundle.ts';
import { type Crashes, crash } from './crash.ts';
import { Dice } from './dice.ts';
import { checkLeft, leaveRows } from './expiry.ts';
import { FaultSchedule } from './fault-schedule.ts';
import { finish } from './finish.ts';
import { growth, type Trend, trendOf } from './memory.ts';
import { phasesOf } from './phases.ts';
import { type Holding, holdingOf } from './probe.ts';
import { checkQuiet, type Watched } from './quiet.ts';
import type { Ground } from './servers.ts';
import { Tally } from './tally.ts';
import { openUpstream } from './upstream.ts';

/** How a run goes. */
export interface Plan {
  /** Of traffic; learning, kills and the end come on top. */
  readonly seconds: number;
  readonly seed: number;
  /** Of killing the server in the middle of writes. */
  readonly crashSeconds: number;
  /** A run of seconds: fewer questions, and applications that say goodbye, so that no session has to be waited for. */
  readonly brief?: boolean;
  /** Told how far the run is. */
  readonly say?: (line: string) => void;
}

/** What a run has seen. */
export interface RunRecord {
  readonly plan: Plan;
  readonly tally: Tally;
  readonly seconds: number;
  readonly upstreamRequests: number;
  readonly busy: FaultSchedule['busy'];
  readonly raised: number;
  readonly phases: number;
  readonly questions: number;
  readonly samples: Readonly<Record<string, readonly Holding[]>>;
  readonly trends: Readonly<Record<string, Trend>>;
  readonly crashes: Crashes;
}

/** Of a brief run only every so many-th question. */
const FEW = 12;

/** What every run must have met at least once: one that tried nothing has shown nothing. */
const EXERCISED = [
  'answers held against the state of the cloud',
  'answers right',
  'connections',
  'outcomes: applied',
  'plans: applied',
  'snapshots',
] as const;

/** Between two looks at memory, in milliseconds. */
const LOOK = 5000;

/** Looks at the servers' memory until told to stop. */
function watch(servers: readonly Watched[], folder: string, samples: Map<string, Holding[]>): () => Promise<void> {
  const began = Date.now();
  const stopping = new AbortController();
  const looking = (async () => {
    while (!stopping.signal.aborted) {
      for (const { name, pid } of servers) {
        const holding = await holdingOf(pid, folder, (Date.now() - began) / 1000);
        if (holding) samples.set(name, [...(samples.get(name) ?? []), holding]);
      }
      await wait(LOOK, undefined, { signal: stopping.signal }).catch(() => {});
    }
  })();
  return async () => {
    stopping.abort();
    await looking;
  };
}

/** Counts as failures what a run has not come to. */
function checkExercised(tally: Tally, crashes: Crashes): void {
  for (const what of EXERCISED) if (tally.of(what) === 0) tally.fail('not exercised', what);
  if (Object.keys(tally.group('errors explained: ')).length === 0) tally.fail('not exercised', 'errors explained');
  if (crashes.kills === 0 || crashes.sent === 0) tally.fail('not exercised', 'kills in the middle of writes');
  if (crashes.plans.kills === 0 || crashes.plans.after === 0)
    tally.fail('not exercised', 'kills in the middle of plans');
}

/** Runs it all. What is wrong is in the tally. */
export async function soak(plan: Plan): Promise<RunRecord> {
  const { seconds, seed, brief = false, say = () => {} } = plan;
  const dice = new Dice(seed);
  const tally = new Tally();
  const bundle = packBundle();
  const upstream = await openUpstream(SITES);
  const ground: Ground = { bundle, upstream, tally };
  const faults = new FaultSchedule(upstream.cloud, dice.fork());
  const scene: Scene = { upstream, faults, baseline: new Baseline(), tally };
  const samples = new Map<string, Holding[]>();
  const began = Date.now();
  try {
    const servers = await openServers(ground);
    const { http, stdio, team } = servers;
    const replicas = team?.replicas ?? [];
    if (!team)
      say('SKIPPED: replicas that people sign in to: neither redis-server nor valkey-server is installed here');
    const { steady, all } = await learnAll(scene, servers, brief ? FEW : 1);
    say(`${all.length} questions learned for ${steady.size} views in ${Math.round((Date.now() - began) / 1000)} s`);
    const workers = workersOf(servers, () => ({ ...scene, dice: dice.fork(), steady, polite: brief }));
    const watched: Watched[] = [
      ...[http, ...replicas].map(({ name, pid }) => ({ name, pid })),
      ...stdio.map(({ link, pid }) => ({ name: link.name, pid })),
    ];
    const local = await http.connect({ name: 'expiry', tenant: 'site', era: '2025-11-25' });
    const left = await leaveRows(local);
    await local.leave(true);
    const phases = phasesOf(seconds, dice.fork());
    let said = 0;
    const stop = watch(watched, bundle.folder, samples);
    for (const [index, phase] of phases.entries()) {
      faults.begin(phase.troubles);
      const until = Date.now() + phase.seconds * 1000;
      await Promise.all(workers.map((work) => work(until)));
      faults.end();
      const last = index === phases.length - 1;
      if (!brief || index === 0 || last) await checkQuiet(watched, [http, ...replicas], bundle.folder, tally);
      for (const failure of tally.failures.slice(said)) say(`  ${failure}`);
      said = tally.failures.length;
      say(`phase ${index + 1} of ${phases.length}: ${phase.troubles.join(', ') || 'fair'}; ${tally.failed} failures`);
    }
    await stop();
    const crashes = await crash(ground, dice.fork(), Date.now() + plan.crashSeconds * 1000);
    say(`${crashes.kills} kills`);
    await checkLeft(http, left, tally);
    await finish(ground, servers, TENANTS);
    await team?.close();
    for (const violation of upstream.cloud.violations) {
      // Whoever gave up has left before a busy machine comes to the command.
      const isLate = faults.busy.times > 0 && violation.startsWith('a command was sent before');
      if (isLate) tally.count('commands that came late on a busy machine');
      else tally.fail('against the specification', violation);
    }
    checkExercised(tally, crashes);
    const trends = Object.fromEntries(
      [...samples].map(([name, all]) => [name, trendOf(all, Math.min(180, seconds / 4))]),
    );
    for (const [name, trend] of Object.entries(trends)) {
      const wrong = growth(trend);
      if (wrong) tally.fail('memory', `${name}: ${wrong}`);
    }
    return {
      ...{
        plan,
        tally,
        trends,
        crashes,
        phases: phases.length,
        questions: all.length,
        raised: faults.raised,
        busy: faults.busy,
      },
      seconds: Math.round((Date.now() - began) / 1000),
      upstreamRequests: upstream.requests(),
      samples: Object.fromEntries(samples),
    };
  } finally {
    faults.close();
    await upstream.close();
    bundle.remove();
  }
}
