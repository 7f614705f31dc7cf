import type { RunRecord } from './run.ts';

const LINE = '\n  ';

const list = (counts: Readonly<Record<string, number>>): string =>
  Object.entries(counts)
    .map(([name, count]) => `${name} ${count}`)
    .join(', ');

/** What a run has seen, for a person. */
export function reportText(seen: RunRecord): string {
  const { tally, trends, crashes, samples, plan } = seen;
  const calls = tally.group('calls: ');
  const sum = (counts: Readonly<Record<string, number>>): number =>
    Object.values(counts).reduce((all, one) => all + one, 0);
  const memory = Object.entries(trends).map(
    ([name, trend]) =>
      `${name}: heap ${trend.heap.join(' → ')} MB (${trend.heapSlope} MB/min), resident ${trend.rss.join(' → ')} MB (${trend.rssSlope} MB/min) over ${trend.minutes} min, ${trend.samples} samples`,
  );
  const files = Object.entries(samples).map(([name, all]) => {
    const last = all.at(-1);
    return `${name}: open files ${all[0]?.descriptors ?? 0} at first, ${Math.max(...all.map((one) => one.descriptors))} at most, ${last?.descriptors ?? 0} at last`;
  });
  return [
    `Soak of ${plan.seconds} s of traffic, seed ${plan.seed}: ${seen.seconds} s in all, ${seen.phases} phases`,
    `Calls: ${sum(calls)} (${list(calls)})`,
    `Requests to the cloud: ${seen.upstreamRequests}; failures switched on: ${seen.raised}; too busy a machine: ${seen.busy.times} times, ${seen.busy.longest} ms at most`,
    `Questions: ${seen.questions}; ${tally.of('answers held against the state of the cloud')} answers held against the state of the cloud, ${tally.of('answers right')} the same as in calm phases, ${tally.of('answers partial, and said so')} partial and said so`,
    `Errors explained: ${sum(tally.group('errors explained: '))} (${list(tally.group('errors explained: '))})`,
    `Changes: ${list(tally.group('writes: '))}`,
    `Outcomes: ${list(tally.group('outcomes: '))}`,
    `Walks: ${tally.of('walks')}; commands: ${tally.of('commands complete')} complete, ${tally.of('commands incomplete, and said so')} cut short; cancelled: ${tally.of('cancelled')}; connections: ${tally.of('connections')}, ${tally.of('left in the middle of a call')} left in the middle of a call`,
    `Slowest answer: ${tally.slowest.ms} ms (${tally.slowest.what})`,
    `Memory:${LINE}${memory.join(LINE)}`,
    `Handles:${LINE}${files.join(LINE)}`,
    `Kills in the middle of writes: ${crashes.kills}; ${crashes.sent} writes, all on record; ${crashes.unclear.made + crashes.unclear.notMade} without an end in the record (${crashes.unclear.made} made, ${crashes.unclear.notMade} not); ${crashes.torn} torn lines passed over`,
    `Plans: ${list(tally.group('plans: '))}; ${tally.of('writes of plans')} writes; restored: ${list(tally.group('restores: '))}; taken back: ${list(tally.group('undone: '))}`,
    `Snapshots: ${tally.of('snapshots')}; ${tally.of('comparisons right')} comparisons as the cloud is, ${tally.of('comparisons inconclusive, and said so')} inconclusive and said so`,
    `Kills in the middle of plans: ${crashes.plans.kills}; ${crashes.plans.before} writes before and ${crashes.plans.after} after; ${crashes.plans.continued} gone on with, ${crashes.plans.undone} taken back`,
    tally.failed === 0 ? 'CLEAN' : `FAILURES: ${tally.failed} (${list(tally.group('failure: '))})`,
    ...tally.failures.map((failure) => `- ${failure}`),
  ].join('\n');
}

/** The same as data. */
export function reportData(seen: RunRecord): object {
  const { tally, samples, ...rest } = seen;
  return {
    ...rest,
    plan: { seconds: seen.plan.seconds, seed: seen.plan.seed },
    counts: Object.fromEntries(tally.counts),
    slowest: tally.slowest,
    failed: tally.failed,
    failures: tally.failures,
    samples,
  };
}
