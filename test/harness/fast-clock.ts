import type { WallClock } from '../../src/core/clock.ts';

/** A clock on which waiting takes no time: it goes on by as much as was waited for, and the real time besides. */
export function fastClock(): WallClock {
  let ahead = 0;
  return {
    now: () => Date.now() + ahead,
    async sleep(ms) {
      ahead += ms;
    },
  };
}
