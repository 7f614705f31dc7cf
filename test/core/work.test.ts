import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { OverBudget } from '../../src/core/errors/over-budget.ts';
import { Work } from '../../src/core/work.ts';

/** A call whose time passes only where the test lets it. */
function fakeWork(limitMs: number) {
  const time = { now: 0, cpu: 0, rests: 0 };
  const pass = (ms: number, cpu = ms): void => {
    time.now += ms;
    time.cpu += cpu;
  };
  const work = new Work({
    limitMs,
    clock: { now: () => time.now, cpu: () => time.cpu },
    rest: async () => {
      time.rests += 1;
      // What others do in their turn is none of this call's computing.
      pass(1000);
    },
  });
  return { work, time, pass };
}

const numbers = (count: number): number[] => Array.from({ length: count }, (_, index) => index);

describe('the computing of a call', () => {
  it('is done in slices of ten milliseconds, and others have their turn in between', async () => {
    const { work, time, pass } = fakeWork(1000);
    const seen: number[] = [];
    await work.each(numbers(100), (item) => {
      seen.push(item);
      pass(1);
      return true;
    });
    expect(seen).toEqual(numbers(100));
    expect(time.rests).toBe(10);
    expect(work.leftMs).toBe(900);
  });

  it('ends with an error that says what to do when the call has had its share', async () => {
    const { work, pass } = fakeWork(50);
    let visits = 0;
    const round = work.each(numbers(1000), () => {
      visits += 1;
      pass(1);
      return true;
    });
    await expect(round).rejects.toThrow(OverBudget);
    await expect(round).rejects.toMatchObject({
      what: 'This call needs more than 0.05 s of computing, which is what one call may have here.',
      advice: expect.stringContaining('Ask for less'),
    });
    expect(visits).toBe(50);
    await expect(work.each([1], () => true)).rejects.toThrow(OverBudget);
  });

  it('does not count what a busy machine gives to others, nor what a visit waits for', async () => {
    const { work, pass } = fakeWork(100);
    await work.each(numbers(30), () => {
      pass(500, 1);
      return true;
    });
    await work.each(numbers(3), async () => {
      await Promise.resolve();
      pass(5000);
      return true;
    });
    expect(work.leftMs).toBe(70);
  });

  it('ends where a visit says so', async () => {
    const { work } = fakeWork(100);
    const seen: number[] = [];
    await work.each(numbers(9), (item) => {
      seen.push(item);
      return item < 3;
    });
    await work.each(numbers(9), async (item) => {
      seen.push(item);
      return item < 1;
    });
    expect(seen).toEqual([0, 1, 2, 3, 0, 1]);
  });

  it('sorts as a stable sort does, whatever the length', async () => {
    const item = fc.record({ key: fc.nat(20), place: fc.nat() });
    await fc.assert(
      fc.asyncProperty(fc.array(item, { maxLength: 3500, size: 'max' }), async (items) => {
        const compare = (a: { key: number }, b: { key: number }): number => a.key - b.key;
        const work = new Work({ limitMs: Number.POSITIVE_INFINITY });
        expect(await work.sort(items, compare)).toEqual([...items].sort(compare));
      }),
      { numRuns: 20 },
    );
  });
});

describe('the slices of several calls', () => {
  it('take turns, so that a request waits for one of them and not for all', async () => {
    const turns: string[] = [];
    const busy = (name: string): Promise<void> => {
      const { clock } = { clock: { now: () => (time += 10), cpu: () => 0 } };
      let time = 0;
      return new Work({ clock }).each(numbers(4), () => {
        turns.push(name);
        return true;
      });
    };
    const immediate: string[] = [];
    const others = async (): Promise<void> => {
      for (let round = 0; round < 3; round += 1) {
        await new Promise((resolve) => setImmediate(resolve));
        immediate.push(turns.join(''));
      }
    };
    await Promise.all([busy('a'), busy('b'), others()]);
    expect([...turns].sort().join('')).toBe('aaaabbbb');
    expect(turns.join('')).toMatch(/^abab/);
    expect(immediate[0]?.length).toBeLessThan(5);
  });
});
