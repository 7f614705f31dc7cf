import { InputError } from '../../../core/errors/input-error.ts';
import { isRecord } from '../../../core/json.ts';

const HOUR = 3_600_000;

/** The cloud's own count, and what this server, all its replicas together, had sent when it was read. */
interface Reading {
  readonly limit: number;
  readonly used: number;
  readonly ours: number;
  readonly hour: number;
}

/** What several processes send for one token within a clock hour, where they tell each other. */
export interface SharedCalls {
  add(count: number): void;
  /** What the other processes have sent, as far as they have told. */
  readonly others: number;
}

const isCount = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value) && value >= 0;

/**
 * The requests of one token on one cloud: what this server has sent, and, as far as the cloud has said it, what is left.
 * The cloud counts by the clock hour, over everything that uses the token.
 */
export class CallBudget {
  readonly #now: () => number;
  #hour: number;
  #thisHour = 0;
  #sinceStart = 0;
  #reading: Reading | undefined;
  #emptyUntil = 0;
  /** Requests sent when the cloud said, without an end, that nothing is left. */
  #emptyAfter: number | undefined;
  readonly #sharedOf: ((hour: number) => SharedCalls) | undefined;
  #shared: SharedCalls | undefined;

  /**
   * @param now epoch milliseconds
   * @param shared what replicas send for the same token in an hour, counted since 1970
   */
  constructor(now: () => number = Date.now, shared?: (hour: number) => SharedCalls) {
    this.#now = now;
    this.#hour = this.#clockHour();
    this.#sharedOf = shared;
    this.#shared = shared?.(this.#hour);
  }

  /** Notes one request on the wire; attempts count each, as they do in the cloud. @returns its number since the start */
  sent(): number {
    this.#turn();
    this.#thisHour += 1;
    this.#sinceStart += 1;
    this.#shared?.add(1);
    return this.#sinceStart;
  }

  /** Requests of this server for this token. */
  get used(): { readonly this_hour: number; readonly since_start: number } {
    this.#turn();
    return { this_hour: this.#thisHour, since_start: this.#sinceStart };
  }

  /** Learns from the cloud's answer about usage; anything else in its place is left alone. */
  learn(usage: unknown): void {
    if (!isRecord(usage) || !isCount(usage.requests) || !isCount(usage.request_limit)) return;
    this.#turn();
    this.#reading = { limit: usage.request_limit, used: usage.requests, ours: this.#sentByAll, hour: this.#hour };
    if (usage.requests < usage.request_limit) this.#emptyUntil = 0;
  }

  /** Learns from a 429. @param retryAfter seconds; without it nothing is left until the full hour */
  exhausted(retryAfter: number | undefined): void {
    const now = this.#now();
    this.#emptyAfter = retryAfter === undefined ? this.#sinceStart : undefined;
    this.#emptyUntil = retryAfter === undefined ? (this.#clockHour() + 1) * HOUR : now + retryAfter * 1000;
  }

  /**
   * Learns from a request that was answered: where it was sent after a 429 without an end, that was about something else
   * than the hour.
   *
   * @param attempt as `sent` numbered it
   */
  accepted(attempt: number): void {
    if (this.#emptyAfter === undefined || attempt <= this.#emptyAfter) return;
    this.#emptyAfter = undefined;
    this.#emptyUntil = 0;
  }

  /** Requests left this hour, or undefined while the cloud has not said. */
  get left(): number | undefined {
    this.#turn();
    if (this.#now() < this.#emptyUntil) return 0;
    if (!this.#reading) return undefined;
    const { limit, used, ours, hour } = this.#reading;
    const spent = hour === this.#hour ? used + Math.max(0, this.#sentByAll - ours) : this.#sentByAll;
    return Math.max(0, limit - spent);
  }

  /**
   * Lets an estimate pass that leaves at least half of what is left to others.
   *
   * @param confirmed whether the caller has said that the cost is meant
   * @throws InputError with both numbers
   */
  admit(estimate: number, confirmed: boolean): void {
    const { left } = this;
    if (confirmed || left === undefined || estimate <= left / 2) return;
    throw new InputError(
      `This would take about ${estimate} API calls, more than half of the ${left} left this hour.`,
      'Narrow the question, wait for the full hour, or call again with confirm_cost=true.',
    );
  }

  #clockHour(): number {
    return Math.floor(this.#now() / HOUR);
  }

  #turn(): void {
    const hour = this.#clockHour();
    if (hour === this.#hour) return;
    this.#hour = hour;
    this.#thisHour = 0;
    this.#shared = this.#sharedOf?.(hour);
  }

  get #sentByAll(): number {
    return this.#thisHour + (this.#shared?.others ?? 0);
  }
}
