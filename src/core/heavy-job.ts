import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { JobThread } from './job-thread.ts';
import { TurnQueue } from './turn-queue.ts';
import { stopwatch, type Work } from './work.ts';

/** Work that would hold the thread of all callers for too long, as one function of one plain value. */
export interface HeavyJob<I, O> {
  /** By which the other thread finds it, see `src/worker.ts`. */
  readonly name: string;
  /** Loads the function; where no job is asked for, none is loaded. */
  load(): Promise<(input: I) => O | Promise<O>>;
  /** Whether what came back over the border of threads is what the function gives. */
  isOutput(value: unknown): value is O;
}

/** The call that a job is done for. */
export interface JobCall {
  readonly work: Work;
  readonly signal: AbortSignal;
  /** Who asks. Each principal has one job at a time, so that none waits for all those of another. */
  readonly principal: string;
}

/** Jobs at once: each takes a core and its own heap. */
const MOST_THREADS = 2;

/** A thread without work costs memory, one that is begun anew a tenth of a second. */
const IDLE_MS = 30_000;

const queue = new TurnQueue(1, MOST_THREADS);
const idle: JobThread[] = [];

/** Where the build puts the program of the threads. */
const PROGRAM = new URL('./worker.js', import.meta.url);

/**
 * Does a job in another thread, within what the call has left of its computing: a job that takes longer is ended.
 *
 * @throws OverBudget when it took too long or too much memory, the signal's reason, or what the job threw for people
 */
export async function runHeavyJob<I, O>(job: HeavyJob<I, O>, input: I, call: JobCall): Promise<O> {
  const output = await queue.run(call.principal, call.signal, () => doJob(job, input, call));
  if (job.isOutput(output)) return output;
  throw new Error(`the job ${job.name} gave something else than it should`);
}

async function doJob<I, O>(job: HeavyJob<I, O>, input: I, { work, signal }: JobCall): Promise<unknown> {
  signal.throwIfAborted();
  // Run from its source, the program has no other file that a thread could begin with.
  if (!existsSync(fileURLToPath(PROGRAM))) {
    const run = await job.load();
    const spent = stopwatch();
    const output = await run(input);
    work.spend(spent());
    return output;
  }
  const thread = idle.pop() ?? (await JobThread.open(PROGRAM));
  const { output, ms } = await thread.run({ name: job.name, input }, work.limitMs, work.leftMs, signal);
  keep(thread);
  work.spend(ms);
  return output;
}

/** A thread that failed has ended and is not kept. */
function keep(thread: JobThread): void {
  idle.push(thread);
  thread.endAfter(IDLE_MS, () => {
    const at = idle.indexOf(thread);
    if (at >= 0) idle.splice(at, 1);
    return at >= 0;
  });
}
