import { setTimeout as wait } from 'node:timers/promises';

/** Time as a call sees it; a test brings one that does not wait. */
export interface WallClock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Ends after so many milliseconds, or as soon as the signal is aborted; it never throws. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/** The clock of this machine. */
export const systemClock: WallClock = {
  now: Date.now,
  sleep: (ms, signal) => wait(ms, undefined, signal ? { signal } : {}).catch(() => {}),
};
