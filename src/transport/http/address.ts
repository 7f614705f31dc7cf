import { readFileSync } from 'node:fs';
import type { Config } from '../../config/config.ts';
import { ConfigError } from '../../config/error.ts';
import type { HttpConfig } from '../../config/http.ts';
import { isWildcard } from './guard.ts';
import type { Tls } from './listener.ts';
import type { LoopDelay } from './loop-delay.ts';
import type { Metrics } from './metrics.ts';
import { listenForMetrics, type MetricsListener } from './metrics-listener.ts';

/** The certificate and key that TLS is served with. @throws ConfigError naming the file that cannot be read */
export function readTls({ cert, key }: { cert: string; key: string }): Tls {
  const read = (flag: string, path: string): Buffer => {
    try {
      return readFileSync(path);
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? String(error.code) : 'unreadable';
      throw new ConfigError(`--${flag}: the file cannot be read (${code}): name one that this user may read.`);
    }
  };
  return { cert: read('tls-cert', cert), key: read('tls-key', key) };
}

/** Why the server cannot listen, and what to do. */
export function unusable(error: Error & { code?: string }, { host, port }: Config): ConfigError {
  const why = error.code === 'EADDRINUSE' ? 'something else listens there' : (error.code ?? 'it failed');
  return new ConfigError(`Cannot listen on ${shownHost(host)}:${port}: ${why}. Choose another with --host and --port.`);
}

/** Serves the metrics on their own port, where one is set. @throws ConfigError where it cannot be had */
export async function metricsListener(
  metrics: Metrics,
  delay: LoopDelay,
  { host, http }: Config & { readonly http: HttpConfig },
): Promise<MetricsListener | undefined> {
  const { metricsPort: port } = http;
  if (port === undefined) return undefined;
  try {
    return await listenForMetrics(metrics, delay, bare(host), port);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'it failed';
    throw new ConfigError(
      `The metrics cannot listen on ${shownHost(host)}:${port} (${code}). Choose another --metrics-port.`,
    );
  }
}

/** An address as sockets want it. */
export const bare = (host: string): string => host.replace(/^\[|\]$/g, '');

/** A wildcard is no name to connect to. */
export const reachable = (host: string): string => (isWildcard(host) ? '127.0.0.1' : shownHost(host));

const shownHost = (host: string): string => (host.includes(':') && !host.startsWith('[') ? `[${host}]` : host);
