import { InputError } from '../../core/errors/input-error.ts';
import { isRecord } from '../../core/json.ts';
import type { LookupContext } from '../../tool/context.ts';

const HOUR_MS = 3_600_000;
/** The cloud's clock may be behind ours. */
const GRACE_MS = 5000;
/** Part of the hour's requests that is left to everything else that uses the token. */
const RESERVE = 0.2;

/** How requests are spread over hours. */
export interface PaceOptions {
  /** Waits for the full hour where the requests of this one are used up; else that is an error. */
  readonly wait: boolean;
  readonly now?: () => number;
  readonly sleep: (ms: number) => Promise<void>;
  readonly progress?: (message: string) => void;
}

/** Keeps a long reading within the hourly limit of its token, and leaves a fifth of it to others. */
export class CallPace {
  readonly #context: LookupContext;
  readonly #options: PaceOptions;
  #limit: number | undefined;

  constructor(context: LookupContext, options: PaceOptions) {
    this.#context = context;
    this.#options = options;
  }

  /** Requests that a reading may send in an hour; undefined where the cloud does not say. */
  get perHour(): number | undefined {
    return this.#limit === undefined ? undefined : Math.floor(this.#limit * (1 - RESERVE));
  }

  /** Asks the cloud how many requests are left; one that does not say sets no bound. */
  async learn(): Promise<void> {
    const answer = await this.#context.send('GET /api/v1/self/usage').catch((error: unknown) => {
      this.#context.signal.throwIfAborted();
      if (error instanceof Error) return undefined;
      throw error;
    });
    const limit = isRecord(answer?.body) ? answer.body.request_limit : undefined;
    if (typeof limit === 'number' && limit > 0) this.#limit = limit;
  }

  /** Requests that may be sent in this hour, beyond those that are left to others. */
  get free(): number | undefined {
    const { left } = this.#context.session.budget;
    return left === undefined || this.#limit === undefined ? undefined : left - Math.ceil(this.#limit * RESERVE);
  }

  /**
   * Waits until so many requests may be sent.
   *
   * @throws InputError where they may not and nobody wants to wait
   */
  async take(calls: number): Promise<void> {
    const { wait, now = Date.now, sleep, progress } = this.#options;
    for (;;) {
      const { free } = this;
      if (free === undefined || free >= calls) return;
      if (!wait) {
        throw new InputError(
          `The requests of this hour are used up but for the fifth that is left to others (${Math.max(0, free)} free).`,
          'Run the same command again after the full hour: it goes on where it stopped. With --wait it waits by itself.',
        );
      }
      const ms = HOUR_MS - (now() % HOUR_MS) + GRACE_MS;
      progress?.(`waiting ${Math.ceil(ms / 60_000)} minutes for the requests of the next hour`);
      await sleep(ms);
      this.#context.signal.throwIfAborted();
      await this.learn();
    }
  }
}

/** About how many hours a reading takes within the limit: 0 where it fits into what is left of this one. */
export function hoursFor(calls: number, { free, perHour }: Pick<CallPace, 'free' | 'perHour'>): number {
  if (free === undefined || perHour === undefined || calls <= free) return 0;
  return Math.ceil((calls - Math.max(0, free)) / perHour);
}
