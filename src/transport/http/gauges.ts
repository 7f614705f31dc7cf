import type { TurnQueue } from '../../core/turn-queue.ts';
import type { HandleStore } from '../../tool/result-store/store.ts';
import type { Connections } from './connections.ts';
import type { LoopDelay } from './loop-delay.ts';
import type { Metrics } from './metrics.ts';
import type { Engine } from './replicas/engine.ts';
import type { Router } from './router.ts';
import type { Sessions } from './sessions.ts';
import type { TenantPool } from './tenant-pool.ts';
import type { Tenants } from './tenants.ts';

/** What all tenants have in common. */
export interface SharedState {
  readonly metrics: Metrics;
  readonly queue: TurnQueue;
  readonly handles: HandleStore;
}

/** What is counted. */
interface Parts {
  readonly tenants: Tenants;
  /** People who signed in. */
  readonly people: TenantPool;
  readonly sessions: Sessions;
  readonly router: Router;
  readonly connections: Connections;
  readonly delay: LoopDelay;
  /** In which replicas note what they must know together, where there is one. */
  readonly engine: Engine | undefined;
}

/** Puts the numbers of the moment on the metrics page. */
export function addGauges(
  { metrics, queue, handles }: SharedState,
  { tenants, people, sessions, router, connections, delay, engine }: Parts,
): void {
  const rows: [string, string, () => number][] = [
    ['mistmcp_requests_in_flight', 'HTTP requests under way.', () => router.inFlight],
    ['mistmcp_sessions', 'Sessions of 2025-era applications.', () => sessions.size],
    ['mistmcp_tenants', 'Tokens seen lately.', () => tenants.size],
    ['mistmcp_people', 'People who signed in and were here lately, by profile.', () => people.size],
    ['mistmcp_connections', 'Connections of clients.', () => connections.size],
    ['mistmcp_unproven_connections', 'Connections without a proven token so far.', () => connections.unproven],
    ['mistmcp_unproven_requests', 'Requests whose token is being checked with Mist.', () => tenants.waiting],
    ['mistmcp_kept_results', 'Results that are kept under a handle.', () => handles.size],
    ['mistmcp_upstream_running', 'Requests to Mist under way.', () => queue.running],
    ['mistmcp_upstream_waiting', 'Requests to Mist waiting for their turn.', () => queue.waiting],
    [
      'mistmcp_overloaded',
      'Whether requests are refused because the event loop is late.',
      () => Number(delay.isOverloaded),
    ],
    ['process_resident_memory_bytes', 'Resident memory.', () => process.memoryUsage.rss()],
    ['process_uptime_seconds', 'Seconds since the start.', () => Math.round(process.uptime())],
  ];
  if (engine) {
    rows.push(['mistmcp_engine_up', 'Whether the engine of the replicas answers.', () => Number(engine.isThere)]);
  }
  for (const [name, help, read] of rows) metrics.gauge({ name, help, read });
}
