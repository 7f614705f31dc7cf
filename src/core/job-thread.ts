import type { Worker } from 'node:worker_threads';
import { InputError } from './errors/input-error.ts';
import { OverBudget, tooMuchComputing } from './errors/over-budget.ts';
import { isRecord } from './json.ts';

/** Heap of a job, in megabytes; the process that all callers share keeps the rest. */
const HEAP_MB = 256;

/** What may pass until a job has begun: the thread starts, and loads the job's code. In milliseconds. */
const START_MS = 15_000;

/** A job may take longer by the clock than what it computes: the machine has others to serve. */
const PATIENCE = 2;

/** What a thread is asked. */
export interface JobRequest {
  readonly name: string;
  readonly input: unknown;
}

/** What a thread says: that it begins, then what came of it. */
export type JobReply =
  | { readonly begun: true }
  | { readonly output: unknown; readonly ms: number }
  | { readonly input_error: { readonly what: string; readonly advice: string } }
  | { readonly failed: string };

/** What came of a job. */
export interface JobResult {
  readonly output: unknown;
  /** What it computed, in milliseconds. */
  readonly ms: number;
}

/** A thread that does one job after the other. It ends with a job that takes too long, fails or is not wanted anymore. */
export class JobThread {
  readonly #worker: Worker;
  #timer: NodeJS.Timeout | undefined;
  #exitCode: number | undefined;

  private constructor(worker: Worker) {
    this.#worker = worker;
    // The process may end whatever a thread does; who waits for a job keeps it by the job's timer.
    worker.unref();
    worker.on('error', () => {});
    worker.on('exit', (code) => {
      this.#exitCode = code;
    });
  }

  /** @param program file that the thread begins with */
  static async open(program: URL): Promise<JobThread> {
    const { Worker: Thread } = await import('node:worker_threads');
    // It needs no secret of the environment, and its output would be taken for the protocol's.
    const apart = { env: {}, argv: [], execArgv: [], stdin: false, stdout: true, stderr: true };
    return new JobThread(new Thread(program, { ...apart, resourceLimits: { maxOldGenerationSizeMb: HEAP_MB } }));
  }

  /**
   * @param limitMs what a call may compute, for the words of the error
   * @param leftMs how much the job may compute; the thread is ended when twice that has passed since it began
   */
  async run(request: JobRequest, limitMs: number, leftMs: number, signal: AbortSignal): Promise<JobResult> {
    clearTimeout(this.#timer);
    signal.throwIfAborted();
    // One that has ended would say nothing more, not even that.
    if (this.#exitCode !== undefined) throw ended(this.#exitCode);
    try {
      return await this.#reply(request, limitMs, leftMs, signal);
    } catch (error) {
      void this.#worker.terminate();
      throw error;
    }
  }

  /** Ends the thread after a while without a job, if whoever keeps it lets it go. */
  endAfter(ms: number, release: () => boolean): void {
    this.#timer = setTimeout(() => {
      if (release()) void this.#worker.terminate();
    }, ms);
    this.#timer.unref();
  }

  #reply(request: JobRequest, limitMs: number, leftMs: number, signal: AbortSignal): Promise<JobResult> {
    const worker = this.#worker;
    return new Promise<JobResult>((resolve, reject) => {
      let timer = setTimeout(() => finish(() => reject(new Error('a job did not begin'))), START_MS);
      const onMessage = (reply: JobReply): void => {
        if ('begun' in reply) {
          clearTimeout(timer);
          timer = setTimeout(() => finish(() => reject(tooMuchComputing(limitMs))), PATIENCE * leftMs);
        } else if ('output' in reply) finish(() => resolve(reply));
        else finish(() => reject(errorOf(reply)));
      };
      const onError = (error: unknown): void => finish(() => reject(fromThread(error)));
      const onExit = (code: number): void => finish(() => reject(ended(code)));
      const onAbort = (): void => finish(() => reject(signal.reason));
      const finish = (settle: () => void): void => {
        clearTimeout(timer);
        worker.off('message', onMessage).off('error', onError).off('exit', onExit);
        signal.removeEventListener('abort', onAbort);
        settle();
      };
      worker.on('message', onMessage).on('error', onError).on('exit', onExit);
      signal.addEventListener('abort', onAbort, { once: true });
      worker.postMessage(request);
    });
  }
}

const ended = (code: number): Error => new Error(`a thread ended with ${code}`);

const errorOf = (reply: Exclude<JobReply, { begun: true } | { output: unknown }>): Error =>
  'failed' in reply ? new Error(reply.failed) : new InputError(reply.input_error.what, reply.input_error.advice);

const fromThread = (error: unknown): Error =>
  isRecord(error) && error.code === 'ERR_WORKER_OUT_OF_MEMORY'
    ? new OverBudget(`This call needs more than ${HEAP_MB} MB of memory, which is what one call may have here.`)
    : new Error(`a job failed: ${error instanceof Error ? error.message : String(error)}`);
