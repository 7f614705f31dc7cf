import { MistError } from '../../core/errors/mist-error.ts';
import { TurnQueue } from '../../core/turn-queue.ts';
import { AddressFailures, FAILURE_BOUNDS, type FailureBounds } from './address-failures.ts';
import { HttpRefusal } from './refusal.ts';

/** Bounds of what tokens may cost that Mist has not accepted yet. */
export interface ProofBounds extends FailureBounds {
  /** Checks under way at once, over everybody, and for one address. */
  readonly checks: number;
  readonly checksPerAddress: number;
  /** Requests that wait for a check, over everybody, and of one address. */
  readonly waiting: number;
  readonly waitingPerAddress: number;
  /** How long a refused token is answered without another check, in milliseconds. */
  readonly refusedMs: number;
}

export const PROOF_BOUNDS: ProofBounds = {
  ...FAILURE_BOUNDS,
  checks: 32,
  checksPerAddress: 24,
  waiting: 512,
  waitingPerAddress: 256,
  refusedMs: 60_000,
};

/** Refused tokens that are remembered; beyond that the oldest are forgotten. */
const REMEMBERED = 10_000;

/** Seconds after which a client may ask again whose token could not be checked. */
const RETRY_SECONDS = 5;

/** The longest wait that a client is told, in seconds. */
const MAX_RETRY_SECONDS = 3600;

interface RefusedToken {
  readonly until: number;
  readonly refusal: HttpRefusal;
}

/**
 * Finds out whether a token is one of Mist's before anything is kept for it. Until then it is one of many in a small pool:
 * few checks at a time that addresses take turns at, few requests that wait, and an address whose tokens are refused over
 * and over is not listened to for a while. Whoever has been let in is not touched by any of this.
 */
export class TokenProofs<Proof> {
  readonly #bounds: ProofBounds;
  readonly #now: () => number;
  readonly #queue: TurnQueue;
  readonly #running = new Map<string, Promise<Proof>>();
  readonly #refused = new Map<string, RefusedToken>();
  readonly #failures: AddressFailures;
  readonly #waiting = new Map<string, number>();
  #waitingInAll = 0;

  /** @param now epoch milliseconds */
  constructor(bounds: ProofBounds = PROOF_BOUNDS, now: () => number = Date.now) {
    this.#bounds = bounds;
    this.#now = now;
    this.#failures = new AddressFailures(bounds, now);
    this.#queue = new TurnQueue(bounds.checksPerAddress, bounds.checks);
  }

  /** Requests that wait for a check. */
  get waiting(): number {
    return this.#waitingInAll;
  }

  /**
   * Checks a token, once for all requests that bring it at the same time.
   *
   * @param principal stands for token and cloud
   * @param address of the client
   * @param check asks Mist; its MistError tells a refused token from a cloud that did not answer
   * @throws HttpRefusal 401 for a refused token, 429 for an address with too many of them, 503 where it cannot be found
   *   out now
   */
  async prove(principal: string, address: string, check: () => Promise<Proof>): Promise<Proof> {
    const refused = this.#refused.get(principal);
    if (refused && refused.until > this.#now()) throw refused.refusal;
    this.#failures.check(address);
    const waiting = this.#waiting.get(address) ?? 0;
    if (waiting >= this.#bounds.waitingPerAddress || this.#waitingInAll >= this.#bounds.waiting) throw crowded();
    this.#waiting.set(address, waiting + 1);
    this.#waitingInAll += 1;
    try {
      return await (this.#running.get(principal) ?? this.#start(principal, address, check));
    } finally {
      this.#leave(address);
    }
  }

  /** Notes that Mist refused a token. @returns what its holder is told */
  refuse(principal: string, error: MistError): HttpRefusal {
    const refusal = refusedToken(error);
    remember(this.#refused, principal, { until: this.#now() + this.#bounds.refusedMs, refusal });
    return refusal;
  }

  #start(principal: string, address: string, check: () => Promise<Proof>): Promise<Proof> {
    const proof = this.#queue
      .run(address, undefined, () => this.#ask(principal, address, check))
      .finally(() => this.#running.delete(principal));
    this.#running.set(principal, proof);
    return proof;
  }

  /** Asks Mist; a refusal counts before the next in the queue begins. */
  async #ask(principal: string, address: string, check: () => Promise<Proof>): Promise<Proof> {
    // Those before it in the queue may have been refused meanwhile.
    this.#failures.check(address);
    try {
      return await check();
    } catch (error) {
      if (!(error instanceof MistError)) throw error;
      if (!isRefusal(error)) throw unchecked(error);
      this.#failures.count(address);
      throw this.refuse(principal, error);
    }
  }

  #leave(address: string): void {
    this.#waitingInAll -= 1;
    const left = (this.#waiting.get(address) ?? 1) - 1;
    if (left > 0) this.#waiting.set(address, left);
    else this.#waiting.delete(address);
  }
}

/** Whether Mist knows the token to be none of its own, or none that may be used from here. */
export const isRefusal = ({ kind }: MistError): boolean => kind === 'unauthorized' || kind === 'forbidden';

function remember<T>(map: Map<string, T>, key: string, value: T): void {
  map.delete(key);
  map.set(key, value);
  const [oldest] = map.keys();
  if (map.size > REMEMBERED && oldest !== undefined) map.delete(oldest);
}

function refusedToken({ what, more: { status } }: MistError): HttpRefusal {
  const where = 'check the token, and that X-Mist-Cloud names the cloud that it belongs to';
  const advice = status === 403 ? 'check from which addresses the token may be used' : where;
  return new HttpRefusal(401, `${what} Nothing was opened for it: ${advice}.`, {
    reason: 'token',
    data: { header: 'Authorization' },
    headers: { 'WWW-Authenticate': 'Bearer realm="mistmcp", error="invalid_token"' },
  });
}

function unchecked({ what, more: { retryAfter = RETRY_SECONDS } }: MistError): HttpRefusal {
  const seconds = Math.min(Math.max(1, retryAfter), MAX_RETRY_SECONDS);
  return new HttpRefusal(
    503,
    `The token could not be checked: ${what} Try again in ${seconds} s; whoever was let in before goes on.`,
    { reason: 'cloud', headers: { 'Retry-After': String(seconds) } },
  );
}

const crowded = (): HttpRefusal =>
  new HttpRefusal(503, 'Many new tokens wait to be checked; try again in a moment.', {
    reason: 'crowd',
    headers: { 'Retry-After': '1' },
  });
