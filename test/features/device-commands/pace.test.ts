import { afterEach, describe, expect, it, vi } from 'vitest';
import { pulse } from '../../../src/features/device-commands/progress.ts';
import { findUtility, type Platform } from '../../../src/features/device-commands/table.ts';
import { limitsOf } from '../../../src/features/device-commands/timeouts.ts';

function limits(platform: Platform, name: string, body: Readonly<Record<string, unknown>>, seconds?: number) {
  const utility = findUtility(platform, name);
  if (!utility) throw new Error(`no ${name}`);
  const { firstMs, idleMs, overallMs } = limitsOf(utility, body, seconds);
  return [firstMs, idleMs, overallMs].map((ms) => ms / 1000);
}

describe('limits: to the first output, of silence, over all', () => {
  it.each<[Platform, string, Record<string, unknown>, number | undefined, number[]]>([
    ['ex', 'retrieveMacTable', {}, undefined, [15, 3, 45]],
    ['ex', 'retrieveMacTable', {}, 1, [1, 3, 1]],
    ['ex', 'retrieveArpTable', { duration: 1, interval: 1 }, undefined, [15, 3, 45]],
    // Output that comes every ten seconds is not over after three.
    ['ex', 'retrieveArpTable', { duration: 40, interval: 10 }, undefined, [15, 13, 53]],
    ['srx', 'retrieveRoutes', { duration: 300, interval: 5 }, undefined, [15, 8, 55]],
    ['srx', 'retrieveRoutes', { duration: 100, interval: 5 }, 120, [15, 8, 120]],
    ['ex', 'ping', { host: 'a' }, undefined, [15, 15, 50]],
    ['ex', 'ping', { host: 'a', count: 30 }, undefined, [15, 35, 50]],
    ['ex', 'traceroute', { host: 'a' }, undefined, [15, 16, 50]],
    ['ex', 'traceroute', { host: 'a', timeout: 20 }, undefined, [15, 21, 50]],
  ])('%s %s %j, timeout %s', (platform, name, body, seconds, expected) => {
    expect(limits(platform, name, body, seconds)).toEqual(expected);
  });
});

describe('while nothing comes', () => {
  afterEach(() => {
    vi.useRealTimers();
  });

  it('the application is told that the command still runs, and nothing after its end', () => {
    vi.useFakeTimers();
    const told: string[] = [];
    const alive = pulse((line) => told.push(line));
    vi.advanceTimersByTime(4000);
    alive.felt();
    vi.advanceTimersByTime(4000);
    expect(told).toEqual([]);
    vi.advanceTimersByTime(6000);
    expect(told).toEqual(['waiting, 9 s so far', 'waiting, 14 s so far']);
    alive.stop();
    vi.advanceTimersByTime(20_000);
    expect(told.length).toBe(2);
    expect(vi.getTimerCount()).toBe(0);
  });
});
