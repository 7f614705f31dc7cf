import type { Attributes, Meter } from '@opentelemetry/api';
import type { Work } from '../core/trace.ts';

/** Seconds; as the conventions for HTTP and MCP have them. */
const BOUNDS = {
  request: [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10],
  tool: [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30, 60, 120, 300],
};

/** What tells series apart; a path template has few values, an address or an id has many. */
const LABELS: Readonly<Record<Work['kind'], readonly string[]>> = {
  tool: ['mcp.method.name', 'gen_ai.tool.name', 'mistmcp.outcome', 'mistmcp.error.kind', 'error.type'],
  request: [
    ...['http.request.method', 'url.template', 'server.address', 'server.port'],
    ...['http.response.status_code', 'error.type'],
  ],
};

/** Counts and durations of work, and what tokens have left. */
export class Instruments {
  readonly #tools;
  readonly #requests;
  /** The lowest that was said since the last look. */
  #left: number | undefined;

  constructor(meter: Meter) {
    const histogram = (name: string, kind: Work['kind'], description: string) =>
      meter.createHistogram(name, { description, unit: 's', advice: { explicitBucketBoundaries: BOUNDS[kind] } });
    this.#tools = {
      count: meter.createCounter('mistmcp.tool.calls', { description: 'Tool calls that have ended.', unit: '{call}' }),
      duration: histogram('mcp.server.operation.duration', 'tool', 'How long tool calls took.'),
    };
    this.#requests = {
      count: meter.createCounter('mistmcp.upstream.requests', {
        description: 'Requests to Mist that have ended, with their repetitions.',
        unit: '{request}',
      }),
      duration: histogram('http.client.request.duration', 'request', 'How long requests to Mist took.'),
    };
    const left = meter.createObservableGauge('mistmcp.calls.left', {
      description: 'API calls left this hour, of the token that has the fewest of those used lately.',
      unit: '{call}',
    });
    left.addCallback((result) => {
      if (this.#left !== undefined) result.observe(this.#left);
      this.#left = undefined;
    });
  }

  /** @param seconds how long the work took */
  record(kind: Work['kind'], all: Attributes, seconds: number): void {
    const labels = Object.fromEntries(LABELS[kind].flatMap((name) => (name in all ? [[name, all[name]]] : [])));
    const { count, duration } = kind === 'tool' ? this.#tools : this.#requests;
    count.add(1, labels);
    duration.record(seconds, labels);
  }

  callsLeft(left: number): void {
    this.#left = Math.min(left, this.#left ?? left);
  }
}
