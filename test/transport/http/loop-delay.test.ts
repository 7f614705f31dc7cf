import { describe, expect, it } from 'vitest';
import { LoopDelay, OVERLOAD } from '../../../src/transport/http/loop-delay.ts';

/** The delay of a loop whose time passes only where the test lets it. */
function fakeLoop() {
  const time = { now: 0, cpu: 0 };
  const delay = new LoopDelay(OVERLOAD, () => ({ ...time }));
  return {
    delay,
    /** Looks again after so long, of which the process itself computed some. */
    look(ms: number, cpu = ms): void {
      time.now += ms;
      time.cpu += cpu;
      delay.look();
    },
  };
}

describe('the event loop', () => {
  it('is overloaded when requests have waited for half of the last five seconds', () => {
    const { delay, look } = fakeLoop();
    for (let turn = 0; turn < 7; turn += 1) look(370);
    expect(delay.isOverloaded).toBe(false);
    look(370);
    expect(delay.isOverloaded).toBe(true);
  });

  it('is not overloaded by one heavy call, nor by many short ones', () => {
    const { delay, look } = fakeLoop();
    look(2100);
    expect(delay.isOverloaded).toBe(false);
    for (let turn = 0; turn < 200; turn += 1) look(250);
    expect(delay.isOverloaded).toBe(false);
  });

  it('is not overloaded where other processes keep the machine busy, and says all the same how long requests wait', () => {
    const { delay, look } = fakeLoop();
    for (let turn = 0; turn < 10; turn += 1) look(1000, 50);
    expect(delay.isOverloaded).toBe(false);
    expect(delay.seconds.max).toBeCloseTo(0.95, 2);
  });

  it('takes requests again once the long waits are past', () => {
    const { delay, look } = fakeLoop();
    for (let turn = 0; turn < 10; turn += 1) look(600);
    expect(delay.isOverloaded).toBe(true);
    for (let turn = 0; turn < 60; turn += 1) look(50);
    expect(delay.isOverloaded).toBe(false);
  });

  it('tells delays since the last look alone, those of a wait that began before it too', () => {
    const { delay, look } = fakeLoop();
    look(550);
    expect(delay.seconds).toEqual({ p99: expect.closeTo(0.5, 2), max: expect.closeTo(0.5, 2) });
    delay.reset();
    expect(delay.seconds).toEqual({ p99: 0, max: 0 });
    look(350);
    expect(delay.seconds.max).toBeCloseTo(0.3, 2);
  });
});
