import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** Ended sessions that are worth a collection once it is quiet; each leaves some 50 KB. */
const WORTH = 25;

/** Ended sessions that are worth one even when more are ending. */
const PRESSING = 1000;

const ROUNDS = 3;
const APART = 200;

let collect: (() => void) | undefined;

function collector(): () => void {
  if (!collect) {
    setFlagsFromString('--expose-gc');
    const found: unknown = runInNewContext('gc');
    collect = typeof found === 'function' ? () => void found() : () => {};
  }
  return collect;
}

/**
 * Gives memory back when a crowd has left. V8 collects under pressure alone, so without this the process would stay as
 * large as its busiest hour had made it. A collection takes some 50 ms, so it is made for many sessions at once.
 */
export class Reclaim {
  #ended = 0;
  #seen = 0;

  /** Notes that a session has ended. */
  note(): void {
    this.#ended += 1;
  }

  /** Called now and then: collects, where enough has ended. */
  run(): void {
    const quiet = this.#ended === this.#seen;
    this.#seen = this.#ended;
    if (this.#ended < (quiet ? WORTH : PRESSING)) return;
    this.#ended = 0;
    this.#seen = 0;
    // What has a finaliser goes with the collection after the one that found it.
    for (let round = 0; round < ROUNDS; round += 1) setTimeout(collector(), round * APART).unref();
  }
}
