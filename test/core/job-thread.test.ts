import { describe, expect, it } from 'vitest';
import { InputError } from '../../src/core/errors/input-error.ts';
import { OverBudget } from '../../src/core/errors/over-budget.ts';
import { JobThread } from '../../src/core/job-thread.ts';

/** Opens a thread whose program answers a message so: `say` sends a reply, `message` is the request. */
function openThread(body: string): Promise<JobThread> {
  const program = `import { parentPort } from 'node:worker_threads';
    const say = (reply) => parentPort.postMessage(reply);
    parentPort.on('message', (message) => { ${body} });`;
  return JobThread.open(new URL(`data:text/javascript,${encodeURIComponent(program)}`));
}

const FOREVER_MS = 60_000;
const request = { name: 'test', input: { n: 1 } };
const run = (thread: JobThread, leftMs = FOREVER_MS, signal = new AbortController().signal) =>
  thread.run(request, leftMs, leftMs, signal);

/** What a thread's program makes of one job. */
const errorOf = async (body: string, leftMs?: number): Promise<unknown> => {
  const thread = await openThread(body);
  return run(thread, leftMs).then(
    () => undefined,
    (error: unknown) => error,
  );
};

describe('a thread for heavy jobs', () => {
  it('gets the request whole, answers one job after the other, and ends when nobody needs it', async () => {
    const thread = await openThread('say({ begun: true }); say({ output: message, ms: 7 });');
    expect(await run(thread)).toEqual({ output: request, ms: 7 });
    expect(await run(thread)).toEqual({ output: request, ms: 7 });
    const released = new Promise<void>((resolve) => {
      thread.endAfter(1, () => {
        resolve();
        return true;
      });
    });
    await released;
    await expect(run(thread)).rejects.toThrow();
  });

  it('stays when whoever keeps it does not let it go', async () => {
    const thread = await openThread('say({ begun: true }); say({ output: 1, ms: 1 });');
    await new Promise<void>((resolve) => {
      thread.endAfter(1, () => {
        resolve();
        return false;
      });
    });
    expect(await run(thread)).toEqual({ output: 1, ms: 1 });
    thread.endAfter(0, () => true);
  });

  it('reads no variable of the environment, where secrets are', async () => {
    const thread = await openThread('say({ output: Object.keys(process.env), ms: 1 });');
    expect((await run(thread)).output).toEqual([]);
    thread.endAfter(0, () => true);
  });

  it('passes on what the caller did wrong with what to do', async () => {
    const error = await errorOf("say({ input_error: { what: 'It is odd.', advice: 'Make it even.' } });");
    expect(error).toBeInstanceOf(InputError);
    expect(error).toMatchObject({ what: 'It is odd.', advice: 'Make it even.' });
  });

  it('that computes longer than the call may is ended and told as that', async () => {
    expect(await errorOf('say({ begun: true }); for (;;);', 5)).toBeInstanceOf(OverBudget);
  });

  it('that needs more memory than one call may have is told as that', async () => {
    const error = await errorOf('say({ begun: true }); const all = []; for (;;) all.push(new Array(1e6).fill(0.5));');
    expect(error).toBeInstanceOf(OverBudget);
    expect(String(error)).toContain('MB of memory');
  });

  it.each([
    ['an error of the job', "say({ failed: 'no such picture' });", 'no such picture'],
    ['an error that the program does not catch', "throw new Error('broken');", 'a job failed: broken'],
    ['an exit in the middle of a job', 'process.exit(3);', 'a thread ended with 3'],
  ])('tells %s and does no other job', async (_, body, message) => {
    const thread = await openThread(body);
    await expect(run(thread)).rejects.toThrow(message);
    await expect(run(thread)).rejects.toThrow('a thread ended with');
  });

  it('ends a job that is not wanted anymore with the reason', async () => {
    const thread = await openThread('say({ begun: true });');
    const stop = new AbortController();
    const job = run(thread, FOREVER_MS, stop.signal);
    stop.abort(new Error('the client has gone'));
    await expect(job).rejects.toThrow('the client has gone');
  });

  it('begins no job whose caller has gone before', async () => {
    const thread = await openThread('say({ output: 1, ms: 1 });');
    await expect(run(thread, FOREVER_MS, AbortSignal.abort(new Error('gone')))).rejects.toThrow('gone');
    expect(await run(thread)).toEqual({ output: 1, ms: 1 });
    thread.endAfter(0, () => true);
  });
});
