import type { Config } from '../../config/config.ts';
import { MistError } from '../../core/errors/mist-error.ts';
import type { TurnQueue } from '../../core/turn-queue.ts';
import { createSession, type Session, type SessionOptions } from '../../mist/session.ts';
import { principalOf } from '../../mist/token.ts';
import type { Log } from '../../telemetry/log.ts';
import type { Metrics } from './metrics.ts';
import type { Replicas } from './replicas/open.ts';

/** What the ways to Mist of all callers have in common. */
export interface UpstreamSetup {
  readonly config: Config;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly queue: TurnQueue;
  readonly replicas: Replicas;
}

/** What is different about a caller. */
export type CallerOptions = Omit<SessionOptions, 'proxy' | 'log' | 'timeoutMs'>;

/** Opens the way to Mist for a caller. Nothing is sent. */
export function openUpstream(
  { config, log, metrics, queue, replicas }: UpstreamSetup,
  options: CallerOptions,
): Session {
  return createSession({
    queue,
    ...options,
    budget: options.budget ?? replicas.budget(principalOf(options.token, options.cloud)),
    timeoutMs: config.timeoutSeconds * 1000,
    proxy: config.proxy,
    log: {
      debug(message, fields) {
        const status = String(fields.status ?? 0);
        metrics.count('mistmcp_upstream_requests_total', 'Requests to Mist, by status; 0 is no answer.', { status });
        log.debug(message, fields);
      },
    },
  });
}

/** Asks Mist who holds a token, all attempts within one time. @throws MistError */
export async function askSelf({ client, cloud }: Session, seconds: number): Promise<unknown> {
  const signal = AbortSignal.timeout(seconds * 1000);
  try {
    const { body } = await client.send({ route: 'GET /api/v1/self', signal });
    return body;
  } catch (error) {
    if (!signal.aborted) throw error;
    throw new MistError('timeout', `${cloud.name} did not answer within ${seconds} s.`, 'Try again in a moment.');
  }
}
