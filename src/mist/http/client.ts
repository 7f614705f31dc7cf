import createClient, { type Client } from 'openapi-fetch';
import { MistError, noToken } from '../../core/errors/mist-error.ts';
import { type Span, span, type Work } from '../../core/trace.ts';
import { version } from '../../core/version.ts';
import type { Cloud } from '../clouds.ts';
import { parseNext } from '../paging/next-link.ts';
import { operation } from '../spec/operations.ts';
import { type Route, splitRoute } from '../spec/routes.ts';
import { checkPieces, parseBody } from './answer-body.ts';
import { ConnectionFailure, exchange } from './exchange.ts';
import { cancelled, type FailureContext, fromResponse, redirected } from './failure.ts';
import { serializePath } from './path.ts';
import { checkQuery, type QueryValue, serializeQuery } from './query.ts';
import { retryAfterOf, retrying } from './retry.ts';

export type { QueryValue } from './query.ts';

/** One request, by its route. */
export interface MistRequest {
  readonly route: Route;
  /** A text for each path parameter. */
  readonly path?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, QueryValue>>;
  /** Sent as JSON. */
  readonly body?: unknown;
  /** Ends the request, its waiting and its connection. */
  readonly signal?: AbortSignal | undefined;
}

/** A successful answer. */
export interface MistAnswer {
  readonly route: Route;
  readonly status: number;
  readonly headers: Headers;
  /** Parsed JSON; undefined when a change was answered with nothing. */
  readonly body: unknown;
  /** Path and query as sent, relative to the cloud's origin. */
  readonly url: string;
}

/** The way to one Mist cloud with one token. */
export interface MistClient {
  /** @throws MistError, of kind `refused` or `no_token` when nothing was sent */
  send(request: MistRequest): Promise<MistAnswer>;
  /** Asks for a `next` that the cloud or this server gave, exactly as written. @throws MistError as `send` */
  get(relativeUrl: string, signal?: AbortSignal): Promise<MistAnswer>;
  /** Ends whatever is under way; every later request is refused. */
  close(): Promise<void>;
}

/** Where the client notes what it asks: method and route, never ids in a query, never the token. */
export interface ClientLog {
  debug(message: string, fields: Readonly<Record<string, unknown>>): void;
}

export interface ClientOptions {
  readonly cloud: Cloud;
  readonly token: string | undefined;
  readonly userAgent?: string;
  /** For one attempt, in milliseconds; 30,000 unless told. */
  readonly timeoutMs?: number;
  /** Largest answer, in bytes after decompression; 50 MiB unless told. */
  readonly maxBytes?: number;
  /** Longest `Retry-After` that is waited for, in seconds; applications give up on a call after a minute. */
  readonly retryAfterCapSeconds?: number;
  /** Waits before the second and third attempt of a GET, in milliseconds. */
  readonly backoffMs?: readonly number[];
  readonly fetch?: (request: Request) => Promise<Response>;
  readonly log?: ClientLog | undefined;
}

type AnyOperation = {
  parameters: { path?: Record<string, unknown>; query?: Record<string, unknown> };
  requestBody?: { content: { 'application/json': unknown } };
  responses: { 200: { content: { 'application/json': unknown } } };
};
/** Routes are checked where tools name them; here a path is any text. */
type AnyPaths = Record<string, Record<'get' | 'post' | 'put' | 'delete', AnyOperation>>;

const VERBS = { GET: 'get', POST: 'post', PUT: 'put', DELETE: 'delete' } as const;
const isVerb = (method: string): method is keyof typeof VERBS => Object.hasOwn(VERBS, method);

/** Some GETs change something; when it is unclear what became of one, another would be a second change. */
const isRepeatable = (route: Route): boolean =>
  route.startsWith('GET ') && ['read', 'diagnostic'].includes(operation(route).effect);

/** A request as the telemetry sees it: its route, never what was filled in. */
function workOf({ route, cloud }: FailureContext): Work {
  const { method, path } = splitRoute(route);
  const { hostname, port, protocol } = new URL(cloud.api);
  const attributes = {
    'http.request.method': method,
    'url.template': path,
    'server.address': hostname,
    'server.port': Number(port) || (protocol === 'https:' ? 443 : 80),
  };
  return { kind: 'request', name: `${method} ${path}`, attributes };
}

/**
 * Opens the way to a cloud. Connections are kept alive in the pool of Node's own fetch.
 *
 * Only GETs that change nothing are ever sent twice. Redirects are errors: following one would hand the token to another host.
 */
export function createMistClient(options: ClientOptions): MistClient {
  const { cloud, token, log } = options;
  const { timeoutMs = 30_000, maxBytes = 50 * 1024 * 1024 } = options;
  const policy = { capSeconds: options.retryAfterCapSeconds ?? 10, backoffMs: options.backoffMs ?? [300, 1200] };
  const closing = new AbortController();
  // Node loads its fetch when it is first looked at, which the start should not wait for.
  const fetch = (request: Request): Promise<Response> => (options.fetch ?? globalThis.fetch)(request);
  const openApi = (): Client<AnyPaths> =>
    createClient<AnyPaths>({
      baseUrl: cloud.api,
      redirect: 'manual',
      headers: {
        Accept: 'application/json',
        'User-Agent': options.userAgent ?? `mistmcp/${version}`,
        ...(token === undefined ? {} : { Authorization: `Token ${token}` }),
      },
      querySerializer: serializeQuery,
    });
  let api: Client<AnyPaths> | undefined;

  /** The `fetch` under openapi-fetch: attempts, limits, and an error for every status that is no success. */
  async function transport(request: Request, context: FailureContext, noted: Span): Promise<Response> {
    const started = Date.now();
    let attempts = 0;
    const attempt = () => {
      attempts += 1;
      return exchange(fetch, request, { timeoutMs, maxBytes }, context);
    };
    let status = 0;
    try {
      const answer = await (isRepeatable(context.route) ? retrying(attempt, policy, request.signal) : attempt());
      ({ status } = answer);
      const { headers, body } = answer;
      if (status >= 300 && status < 400) throw redirected(status, headers.get('location'), context);
      if (status >= 400) throw fromResponse(status, new TextDecoder().decode(body), context, retryAfterOf(headers));
      checkPieces(context.route, body);
      return new Response(body.byteLength > 0 ? body : null, { status, headers });
    } finally {
      if (status > 0) noted.set({ 'http.response.status_code': status });
      if (attempts > 1) noted.set({ 'http.request.resend_count': attempts - 1 });
      log?.debug('Mist API', { route: context.route, status, attempts, ms: Date.now() - started });
    }
  }

  async function ask(request: MistRequest, path: string, params?: object): Promise<MistAnswer> {
    const { route, body, signal } = request;
    const context: FailureContext = { route, cloud, token };
    if (token === undefined && !operation(route).public) throw noToken();
    const { method } = splitRoute(route);
    if (!isVerb(method)) throw new Error(`${method} is no method of the Mist API`);
    const controller = new AbortController();
    const abort = (): void => controller.abort();
    const ends = [closing.signal, ...(signal ? [signal] : [])];
    for (const end of ends) end.addEventListener('abort', abort);
    let url = '';
    try {
      if (ends.some(({ aborted }) => aborted)) throw cancelled(context);
      api ??= openApi();
      const { data, response } = await api.request(VERBS[method], path, {
        ...(params ? { params } : {}),
        pathSerializer: (template, values) => serializePath(template, values, operation(route).path),
        ...(body === undefined ? {} : { body }),
        signal: controller.signal,
        parseAs: 'text',
        fetch: (sent: Request) => {
          url = sent.url.slice(new URL(sent.url).origin.length);
          return span(workOf(context), (noted) => transport(sent, context, noted));
        },
      });
      const parsed = parseBody(route, data ?? '');
      return { route, status: response.status, headers: response.headers, body: parsed, url };
    } catch (thrown) {
      if (thrown instanceof ConnectionFailure) throw thrown.error;
      if (!(thrown instanceof MistError) && controller.signal.aborted) throw cancelled(context);
      throw thrown;
    } finally {
      for (const end of ends) end.removeEventListener('abort', abort);
    }
  }

  return {
    async send(request) {
      const { route, path = {}, query = {} } = request;
      checkQuery(route, query);
      return ask(request, splitRoute(route).path, { path, query });
    },
    async get(relativeUrl, signal) {
      const { route, url } = parseNext(relativeUrl, cloud, () => true);
      return ask({ route, ...(signal ? { signal } : {}) }, url);
    },
    async close() {
      closing.abort();
    },
  };
}
