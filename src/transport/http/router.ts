import type { IncomingMessage, ServerResponse } from 'node:http';
import type { HttpConfig } from '../../config/http.ts';
import { newRequest, type RequestContext } from '../../core/request-context.ts';
import type { Log } from '../../telemetry/log.ts';
import { ClientGone } from './body.ts';
import type { Entry } from './entry.ts';
import { allowReading, answerPreflight, Guard } from './guard.ts';
import type { McpRoute } from './mcp-route.ts';
import type { Metrics } from './metrics.ts';
import { HttpRefusal, sendRefusal, sendText } from './refusal.ts';

/** What the router is made from. */
export interface RouterOptions {
  readonly http: HttpConfig;
  /** Address that is listened on. */
  readonly host: string;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly mcp: McpRoute;
  readonly paths: ServedPaths;
}

/** What is served besides the probes. */
export interface ServedPaths {
  /** How requests come in, by the path of MCP. */
  readonly entries: ReadonlyMap<string, Entry>;
  /** Documents for everybody, by path. */
  readonly documents: ReadonlyMap<string, object>;
}

/** What a request asks for. */
interface Target {
  /** The path as it is served; undefined for one that is not. */
  readonly route: string | undefined;
  readonly query: string;
  readonly known: RequestContext;
}

const PROBES = ['/healthz', '/readyz'];

/**
 * Where every request comes in: Host and Origin are checked, the route is found, and whatever goes wrong is answered in
 * JSON. Paths are compared as they were sent; nothing is decoded or shortened before.
 */
export class Router {
  readonly #options: RouterOptions;
  readonly #guard: Guard;
  /** Answers under way; listening streams, which have no end, are none. */
  readonly #open = new Set<ServerResponse>();
  #draining = false;
  #emptied: (() => void) | undefined;

  constructor(options: RouterOptions) {
    this.#options = options;
    this.#guard = new Guard(options.http, options.host);
  }

  get inFlight(): number {
    return this.#open.size;
  }

  /** Serves one request; never rejects. */
  open(request: IncomingMessage, response: ServerResponse): void {
    const { 'x-request-id': requestId, traceparent } = request.headersDistinct;
    const known = newRequest({ requestId: requestId?.join(), traceparent: traceparent?.join() });
    response.setHeader('X-Request-Id', known.id);
    this.#take(request, response, known);
  }

  #take(request: IncomingMessage, response: ServerResponse, known: RequestContext): void {
    const { log, metrics } = this.#options;
    const { route, query } = this.#readTarget(request.url ?? '');
    this.#open.add(response);
    response.once('close', () => {
      this.#left(response);
      const labels = { route: route ?? 'other', status: String(response.statusCode) };
      metrics.count('mistmcp_http_requests_total', 'HTTP requests, by route and status.', labels);
    });
    // A client that goes away in the middle is no error of ours.
    response.on('error', () => {});
    this.#serve(request, response, { route, query, known }).catch((error: unknown) => {
      if (error instanceof HttpRefusal) {
        const { reason } = error.more;
        if (reason) metrics.count('mistmcp_refusals_total', 'Requests refused to protect the server.', { reason });
        return sendRefusal(response, error);
      }
      if (error instanceof ClientGone || (!request.complete && request.destroyed)) return response.destroy();
      log.error('A request failed', { request_id: known.id, error });
      sendRefusal(response, new HttpRefusal(500, 'The server failed on its own account.', { code: -32_603 }));
    });
  }

  /** Takes no more requests and waits until those under way have been answered, at most so long. */
  async drain(graceMs: number): Promise<void> {
    this.#draining = true;
    if (this.#open.size === 0) return;
    await new Promise<void>((resolve) => {
      this.#emptied = resolve;
      setTimeout(resolve, graceMs);
    });
  }

  async #serve(request: IncomingMessage, response: ServerResponse, { route, query, known }: Target): Promise<void> {
    response.setHeader('X-Content-Type-Options', 'nosniff');
    response.setHeader('Cache-Control', 'no-store');
    this.#guard.check(request);
    allowReading(request, response);
    if (request.method === 'OPTIONS' && request.headers.origin !== undefined && route !== undefined) {
      return answerPreflight(request, response);
    }
    const { mcp, paths } = this.#options;
    const entry = paths.entries.get(route ?? '');
    if (entry) {
      if (this.#draining) response.setHeader('Connection', 'close');
      return mcp.serve(request, response, new URLSearchParams(query), entry, {
        stopping: () => this.#draining,
        listens: () => this.#left(response),
        known,
      });
    }
    if (route === undefined) {
      throw new HttpRefusal(404, `There is nothing here; MCP is at ${[...paths.entries.keys()].join(' and ')}.`);
    }
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      throw new HttpRefusal(405, 'Only GET is answered here.', { headers: { Allow: 'GET, HEAD' } });
    }
    const document = paths.documents.get(route);
    if (document) sendText(response, 200, 'application/json', JSON.stringify(document));
    else if (route === '/healthz') sendText(response, 200, 'application/json', '{"status":"ok"}');
    else if (this.#draining) throw new HttpRefusal(503, 'The server is stopping.');
    else sendText(response, 200, 'application/json', '{"status":"ready"}');
  }

  /** The path as it is served, without a slash at its end; undefined for any other. */
  #readTarget(target: string): { route: string | undefined; query: string } {
    const [path = '', ...rest] = target.split('?');
    const { entries, documents } = this.#options.paths;
    const route = path.replace(/(?<=.)\/$/, '');
    const isServed = entries.has(route) || documents.has(path) || PROBES.includes(path);
    return { route: isServed ? (entries.has(route) ? route : path) : undefined, query: rest.join('?') };
  }

  #left(response: ServerResponse): void {
    this.#open.delete(response);
    if (this.#open.size === 0) this.#emptied?.();
  }
}
