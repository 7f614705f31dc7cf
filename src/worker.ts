import { parentPort } from 'node:worker_threads';
import { InputError } from './core/errors/input-error.ts';
import type { HeavyJob } from './core/heavy-job.ts';
import type { JobReply, JobRequest } from './core/job-thread.ts';
import { stopwatch } from './core/work.ts';
import { pictureJob } from './features/charts/picture-job.ts';
import { maskJob } from './tool/mask-job.ts';

/** The program of a thread for heavy jobs: it does them one after the other and knows nothing between them. */

type AnyJob = Pick<HeavyJob<never, unknown>, 'load'>;

const jobs: ReadonlyMap<string, AnyJob> = new Map([maskJob, pictureJob].map((job) => [job.name, job]));

const say = (reply: JobReply): void => parentPort?.postMessage(reply);

async function answer({ name, input }: JobRequest): Promise<void> {
  try {
    const job = jobs.get(name);
    if (!job) throw new Error(`no job is called ${name}`);
    const run: (input: never) => unknown = await job.load();
    say({ begun: true });
    const spent = stopwatch();
    const output = await Reflect.apply(run, undefined, [input]);
    say({ output, ms: spent() });
  } catch (error) {
    if (error instanceof InputError) say({ input_error: { what: error.what, advice: error.advice } });
    else say({ failed: error instanceof Error ? error.message : String(error) });
  }
}

parentPort?.on('message', (request: JobRequest) => void answer(request));
