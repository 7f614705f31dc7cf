import { describe, expect, it } from 'vitest';
import { KeyedSemaphore } from '../../src/core/keyed-semaphore.ts';

const never = new AbortController().signal;

describe('a keyed semaphore', () => {
  it('lets those of one key in by their order, and forgets whoever gives up', async () => {
    const semaphore = new KeyedSemaphore(1);
    const release = await semaphore.acquire('a', never);
    const order: string[] = [];
    const impatient = new AbortController();
    const second = semaphore.acquire('a', impatient.signal).then(() => order.push('second'));
    const third = semaphore.acquire('a', never).then((free) => {
      order.push('third');
      free();
    });
    impatient.abort(new Error('gone'));
    await expect(second).rejects.toThrow('gone');
    release();
    await third;
    expect(order).toEqual(['third']);
  });

  it('does not make one key wait for another', async () => {
    const semaphore = new KeyedSemaphore(1);
    await semaphore.acquire('a', never);
    (await semaphore.acquire('b', never))();
  });

  it('frees a key once only, however often it is told to', async () => {
    const semaphore = new KeyedSemaphore(2);
    const [first] = [await semaphore.acquire('a', never), await semaphore.acquire('a', never)];
    let entered = 0;
    for (const _ of [1, 2]) void semaphore.acquire('a', never).then(() => (entered += 1));
    first();
    first();
    await new Promise(setImmediate);
    expect(entered).toBe(1);
  });

  it('lets nobody in whose signal was aborted before', async () => {
    const semaphore = new KeyedSemaphore(1);
    await expect(semaphore.acquire('a', AbortSignal.abort(new Error('gone')))).rejects.toThrow('gone');
    (await semaphore.acquire('a', never))();
  });
});
