import { createServer } from 'node:http';
import type { LoopDelay } from './loop-delay.ts';
import type { Metrics } from './metrics.ts';
import { HttpRefusal, sendRefusal, sendText } from './refusal.ts';

/** Where metrics are served. */
export interface MetricsListener {
  readonly port: number;
  close(): Promise<void>;
}

/**
 * Serves the metrics on a listener of their own: whoever reaches the clients' port does not reach it. Its gauges of the
 * event loop's delay, which is what all clients wait, begin anew with every look.
 *
 * @throws Error when the address cannot be listened on
 */
export async function listenForMetrics(
  metrics: Metrics,
  delay: LoopDelay,
  host: string,
  port: number,
): Promise<MetricsListener> {
  const gauges: ['p99' | 'max', string][] = [
    ['p99', '99th percentile of the delay of the event loop since the last look.'],
    ['max', 'Longest delay of the event loop since the last look.'],
  ];
  for (const [name, help] of gauges) {
    const read = (): number => Number(delay.seconds[name].toFixed(4));
    metrics.gauge({ name: `mistmcp_event_loop_delay_${name}_seconds`, help, read });
  }
  const server = createServer((request, response) => {
    const isLook = request.method === 'GET' && request.url?.split('?')[0] === '/metrics';
    if (!isLook) return sendRefusal(response, new HttpRefusal(404, 'There is nothing here but GET /metrics.'));
    sendText(response, 200, 'text/plain; version=0.0.4; charset=utf-8', metrics.text());
    delay.reset();
  });
  server.maxConnections = 20;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ port, host }, resolve);
  });
  const address = server.address();
  return {
    port: typeof address === 'object' && address ? address.port : port,
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}
