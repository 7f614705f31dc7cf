import type { DemoCloud } from '../../simulator/cloud.ts';
import type { Fault, FaultKind } from '../../simulator/fault.ts';
import type { StreamFaultKind } from '../../simulator/stream-fault.ts';
import type { Dice } from './dice.ts';

/** A failure of the cloud that a phase has: of its requests, or of its stream. */
export type Trouble = FaultKind | `stream ${StreamFaultKind}`;

/** How often another failure is switched on, in milliseconds; each meets a request or a few. */
const EVERY = 60;

/** A machine that has no time for this process for so many milliseconds makes a slow cloud. */
const LATE = 500;

/** How many wait for a request at most, so that most requests still get through. */
const MOST = 3;

/** What a lost write may have done. A cloud that says no has not done it. */
const MAY_APPLY: ReadonlySet<Trouble> = new Set([
  '500',
  '502',
  '503',
  '504',
  'hang',
  'cut',
  'html',
  'redirect',
  'empty',
]);

const STREAM = 'stream ';
const isStream = (trouble: Trouble): trouble is `stream ${StreamFaultKind}` => trouble.startsWith(STREAM);

const STREAM_KINDS: readonly StreamFaultKind[] = [
  ...(['refused', 'ack_late', 'ack_missing', 'ack_refused', 'ack_cut', 'foreign', 'split', 'plain', 'binary'] as const),
  ...([
    'garbage',
    'huge',
    'flood',
    'no_marker',
    'silent',
    'cut',
    'failure',
    'early',
    'no_session',
    'elsewhere',
  ] as const),
];

/** Every failure there is. */
export const TROUBLES: readonly Trouble[] = [
  ...(['rate_limit', 'rate_limit_bare', '500', '502', '503', '504', 'hang', 'cut', 'html', 'truncated'] as const),
  ...(['redirect', 'slow', 'empty'] as const),
  ...STREAM_KINDS.map((kind): Trouble => `stream ${kind}`),
];

/** Switches failures on and off, and remembers which were on. */
export class FaultSchedule {
  readonly #cloud: DemoCloud;
  readonly #dice: Dice;
  readonly #off: (() => void)[] = [];
  /** When a failure was on last, in epoch milliseconds. */
  readonly #last = new Map<Trouble, number>();
  #timer: NodeJS.Timeout | undefined;
  #now: readonly Trouble[] = [];
  readonly #clock: NodeJS.Timeout;
  /** How many were switched on. */
  raised = 0;
  /** How often the machine was too busy, and for how long at most, in milliseconds. */
  readonly busy = { times: 0, longest: 0 };
  #lastBusy = 0;

  /** @param late from how many milliseconds on a late timer of this process counts as a slow cloud */
  constructor(cloud: DemoCloud, dice: Dice, late: number = LATE) {
    this.#cloud = cloud;
    this.#dice = dice;
    let due = Date.now() + EVERY;
    this.#clock = setInterval(() => {
      const by = Date.now() - due;
      due = Date.now() + EVERY;
      if (by < late) return;
      this.#lastBusy = Date.now();
      this.#last.set('slow', this.#lastBusy);
      this.busy.times += 1;
      this.busy.longest = Math.max(this.busy.longest, by);
    }, EVERY);
    this.#clock.unref();
  }

  /** From now on these failures come and go. */
  begin(troubles: readonly Trouble[]): void {
    this.#now = troubles;
    if (troubles.length > 0) this.#timer = setInterval(() => this.#raise(), EVERY);
  }

  /** From now on all is well. */
  end(): void {
    clearInterval(this.#timer);
    for (const off of this.#off.splice(0)) off();
    for (const trouble of this.#now) this.#last.set(trouble, Date.now());
    this.#now = [];
  }

  /** Whether a failure was on at some time since. */
  wasOn(trouble: Trouble, since: number): boolean {
    return this.#now.includes(trouble) || (this.#last.get(trouble) ?? 0) >= since;
  }

  /** Whether the machine was too busy since. */
  wasBusy(since: number): boolean {
    return this.#lastBusy >= since;
  }

  /** Whether any failure of requests was on since. */
  wasBad(since: number): boolean {
    return TROUBLES.some((trouble) => this.wasOn(trouble, since));
  }

  /** The end of it all. */
  close(): void {
    this.end();
    clearInterval(this.#clock);
  }

  #raise(): void {
    const trouble = this.#dice.pick(this.#now);
    this.raised += 1;
    if (this.#off.length >= MOST) this.#off.shift()?.();
    this.#off.push(isStream(trouble) ? this.#onStream(trouble) : this.#onRequests(trouble));
  }

  #onStream(trouble: `stream ${StreamFaultKind}`): () => void {
    const kind = STREAM_KINDS.find((one) => trouble === `${STREAM}${one}`) ?? 'cut';
    return this.#cloud.stream.fault({ kind, times: 1 });
  }

  #onRequests(kind: Exclude<Trouble, `stream ${string}`>): () => void {
    const fault: Fault = { kind, times: 1 + this.#dice.below(4), delayMs: 100 + this.#dice.below(1500), retryAfter: 1 };
    if (!MAY_APPLY.has(kind) || this.#dice.chance(0.6)) return this.#cloud.fault(fault);
    return this.#cloud.fault({
      ...fault,
      method: this.#dice.pick(['PUT', 'POST', 'DELETE']),
      applied: this.#dice.chance(0.5),
    });
  }
}
