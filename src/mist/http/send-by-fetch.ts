import {
  type Exchange,
  type ExchangeLimits,
  LargeAnswer,
  LateAnswer,
  type OutgoingRequest,
  type Send,
} from './exchange.ts';

/** A way to send that has the shape of the web's `fetch`, such as one whose connections lead through a proxy. */
export type Fetch = (request: Request) => Promise<Response>;

/** Sends over a `fetch`. */
export function sendByFetch(fetch: Fetch): Send {
  return async (request, limits, signal) => {
    // One controller instead of AbortSignal.any: nothing stays registered on a signal that outlives the request.
    const controller = new AbortController();
    const abort = (): void => controller.abort();
    let late = false;
    const timer = setTimeout(() => {
      late = true;
      abort();
    }, limits.timeoutMs);
    signal.addEventListener('abort', abort);
    try {
      return await fetchOnce(fetch, request, limits, controller.signal);
    } catch (thrown) {
      throw late ? new LateAnswer() : thrown;
    } finally {
      clearTimeout(timer);
      signal.removeEventListener('abort', abort);
    }
  };
}

async function fetchOnce(
  fetch: Fetch,
  { origin, path, method, headers, body }: OutgoingRequest,
  { maxBytes }: ExchangeLimits,
  signal: AbortSignal,
): Promise<Exchange> {
  const response = await fetch(
    new Request(origin + path, { method, headers, body: body ?? null, redirect: 'manual', signal }),
  );
  return { status: response.status, headers: response.headers, body: await readBody(response, maxBytes) };
}

/** Reads a body to its end, or gives up and drops the connection once it is larger than allowed. */
async function readBody(response: Response, maxBytes: number): Promise<Uint8Array> {
  const reader = response.body?.getReader();
  const chunks: Uint8Array[] = [];
  let size = 0;
  while (reader) {
    const { done, value } = await reader.read();
    if (done) break;
    size += value.byteLength;
    if (size > maxBytes) {
      await reader.cancel();
      throw new LargeAnswer();
    }
    chunks.push(value);
  }
  return Buffer.concat(chunks, size);
}
