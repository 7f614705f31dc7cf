import { MistError } from '../../core/errors/mist-error.ts';
import { cancelled, type FailureContext, fromConnection, timedOut, tooLarge } from './failure.ts';

/** A request as it goes on the wire. */
export interface OutgoingRequest {
  /** Of the cloud that the client was made for, such as `https://api.mist.com`. */
  readonly origin: string;
  /** Path and query, from the first slash. */
  readonly path: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  /** JSON. */
  readonly body?: string | undefined;
  /** Whether it only reads, so that a kept connection will do: where that ends meanwhile, another attempt is made. */
  readonly repeatable: boolean;
}

/** Header fields of an answer; names in any case, a field that came more than once is joined with commas. */
export type AnswerHeaders = Pick<Headers, 'get'>;

/** What came back for one attempt, read to its end. */
export interface Exchange {
  readonly status: number;
  readonly headers: AnswerHeaders;
  readonly body: Uint8Array;
}

/** Bounds of one attempt. */
export interface ExchangeLimits {
  /** From the first byte sent to the last one read, in milliseconds. */
  readonly timeoutMs: number;
  /** Of the body, after decompression. */
  readonly maxBytes: number;
}

/** No whole answer came within the time allowed. */
export class LateAnswer extends Error {}

/** The body of an answer is larger than allowed. */
export class LargeAnswer extends Error {}

/**
 * Sends a request once and reads the answer whole. Redirects are given back as they are. When the signal aborts, the
 * time is up or the body is too large, the connection is cut.
 *
 * @throws LateAnswer, LargeAnswer, or whatever the connection failed with
 */
export type Send = (request: OutgoingRequest, limits: ExchangeLimits, signal: AbortSignal) => Promise<Exchange>;

/** Thrown for a failed connection that a later attempt may not meet again. */
export class ConnectionFailure extends Error {
  readonly error: MistError;
  constructor(error: MistError) {
    super(error.message);
    this.error = error;
  }
}

/**
 * One attempt, with its failure in words.
 *
 * @throws ConnectionFailure when the connection failed, MistError for everything else
 */
export async function exchange(
  send: Send,
  request: OutgoingRequest,
  limits: ExchangeLimits,
  signal: AbortSignal,
  context: FailureContext,
): Promise<Exchange> {
  if (signal.aborted) throw cancelled(context);
  try {
    return await send(request, limits, signal);
  } catch (thrown) {
    if (thrown instanceof MistError) throw thrown;
    if (thrown instanceof LargeAnswer) throw tooLarge(limits.maxBytes, context);
    if (thrown instanceof LateAnswer) throw timedOut(limits.timeoutMs / 1000, context);
    if (signal.aborted) throw cancelled(context);
    const { error, again } = fromConnection(thrown, context);
    throw again ? new ConnectionFailure(error) : error;
  }
}
