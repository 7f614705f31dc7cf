import { setTimeout as sleep } from 'node:timers/promises';
import { type AnswerHeaders, ConnectionFailure, type Exchange } from './exchange.ts';

/** When and how long to wait before another attempt. */
export interface RetryPolicy {
  /** Longest wait that `Retry-After` may ask for; above it the caller is told instead, in seconds. */
  readonly capSeconds: number;
  /** Wait before the second and the third attempt, in milliseconds. */
  readonly backoffMs: readonly number[];
}

const PASSING = new Set([502, 503, 504]);

/** Seconds that `Retry-After` asks for, given as seconds or as a date; undefined when it is absent or no such thing. */
export function retryAfterOf(headers: AnswerHeaders, now: number = Date.now()): number | undefined {
  const text = headers.get('retry-after')?.trim() ?? '';
  if (/^\d{1,7}$/.test(text)) return Number(text);
  const date = /[a-z]/i.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(date) ? undefined : Math.max(0, Math.ceil((date - now) / 1000));
}

/** Milliseconds to wait before asking again, or undefined when the answer is to be taken as it is. */
function waitAfter({ status, headers }: Exchange, backoff: number, { capSeconds }: RetryPolicy): number | undefined {
  if (status !== 429 && !PASSING.has(status)) return undefined;
  const asked = retryAfterOf(headers);
  // Without a time a 429 stands until the full hour: asking again would only be counted too.
  if (asked === undefined) return status === 429 ? undefined : backoff;
  return asked <= capSeconds ? Math.max(asked * 1000, backoff) : undefined;
}

/**
 * Runs attempts of a request that only reads: again after a failed connection, 502, 503, 504, and after a 429 that says
 * when. Nothing that may change something goes through here.
 *
 * @param signal ends the waiting too
 * @returns the first answer that is not worth another attempt, or the last one
 */
export async function retrying(
  attempt: () => Promise<Exchange>,
  policy: RetryPolicy,
  signal: AbortSignal,
): Promise<Exchange> {
  for (const backoff of policy.backoffMs) {
    let wait: number | undefined = backoff;
    try {
      const answer = await attempt();
      wait = waitAfter(answer, backoff, policy);
      if (wait === undefined) return answer;
    } catch (thrown) {
      if (!(thrown instanceof ConnectionFailure)) throw thrown;
    }
    await sleep(wait, undefined, { signal });
  }
  return attempt();
}
