import { MistError } from '../../core/errors/mist-error.ts';
import { cancelled, type FailureContext, fromConnection, timedOut, tooLarge } from './failure.ts';

/** What came back for one attempt, read to its end. */
export interface Exchange {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Uint8Array<ArrayBuffer>;
}

/** Bounds of one attempt. */
export interface ExchangeLimits {
  /** From the first byte sent to the last one read, in milliseconds. */
  readonly timeoutMs: number;
  /** Of the body, after decompression. */
  readonly maxBytes: number;
}

/** Thrown for a failed connection that a later attempt may not meet again. */
export class ConnectionFailure extends Error {
  readonly error: MistError;
  constructor(error: MistError) {
    super(error.message);
    this.error = error;
  }
}

/**
 * Sends a request once and reads the answer whole. When the request's signal aborts, the time is up or the body is too
 * large, the connection is cut.
 *
 * @throws Unreached when the connection failed, MistError for everything else
 */
export async function exchange(
  fetch: (request: Request) => Promise<Response>,
  request: Request,
  limits: ExchangeLimits,
  context: FailureContext,
): Promise<Exchange> {
  // One controller instead of AbortSignal.any: nothing stays registered on a signal that outlives the request.
  const controller = new AbortController();
  const abort = (): void => controller.abort();
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    abort();
  }, limits.timeoutMs);
  request.signal.addEventListener('abort', abort);
  try {
    if (request.signal.aborted) abort();
    const response = await fetch(new Request(request, { signal: controller.signal }));
    const body = await readBody(response, limits.maxBytes);
    if (body === undefined) throw tooLarge(limits.maxBytes, context);
    return { status: response.status, headers: response.headers, body };
  } catch (thrown) {
    if (thrown instanceof MistError) throw thrown;
    if (late) throw timedOut(limits.timeoutMs / 1000, context);
    if (request.signal.aborted) throw cancelled(context);
    const { error, again } = fromConnection(thrown, context);
    throw again ? new ConnectionFailure(error) : error;
  } finally {
    clearTimeout(timer);
    request.signal.removeEventListener('abort', abort);
  }
}

/** Reads a body to its end, or gives up (undefined) and drops the connection once it is larger than allowed. */
async function readBody(response: Response, maxBytes: number): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const reader = response.body?.getReader();
  const chunks: Uint8Array[] = [];
  let size = 0;
  while (reader) {
    const { done, value } = await reader.read();
    if (done) break;
    size += value.byteLength;
    if (size > maxBytes) {
      await reader.cancel();
      return undefined;
    }
    chunks.push(value);
  }
  const whole = new Uint8Array(size);
  let offset = 0;
  for (const chunk of chunks) {
    whole.set(chunk, offset);
    offset += chunk.byteLength;
  }
  return whole;
}
