import { MistError, noToken } from '../../core/errors/mist-error.ts';
import { type Span, span, type Work } from '../../core/trace.ts';
import { version } from '../../core/version.ts';
import type { Cloud } from '../clouds.ts';
import { parseNext } from '../paging/next-link.ts';
import { effectOf, operation } from '../spec/operations.ts';
import { type Route, splitRoute } from '../spec/routes.ts';
import { checkPieces, parseBody } from './answer-body.ts';
import { type AnswerHeaders, ConnectionFailure, type Exchange, exchange, type OutgoingRequest } from './exchange.ts';
import { cancelled, type FailureContext, fromResponse, redirected } from './failure.ts';
import { serializePath } from './path.ts';
import { checkQuery, type QueryValue, serializeQuery } from './query.ts';
import type { CallScope } from './rate-limit/call-scope.ts';
import { retryAfterOf, retrying } from './retry.ts';
import { sendDirectly } from './send.ts';
import { type Fetch, sendByFetch } from './send-by-fetch.ts';

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
  /** The tool call that it is made for, if any. */
  readonly call?: CallScope | undefined;
}

/** A successful answer. */
export interface MistAnswer {
  readonly route: Route;
  readonly status: number;
  readonly headers: AnswerHeaders;
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
  get(relativeUrl: string, signal?: AbortSignal, call?: CallScope): Promise<MistAnswer>;
  /** Ends whatever is under way; every later request is refused. */
  close(): Promise<void>;
}

/** Where the client notes what it asks: method and route, never ids in a query, never the token. */
export interface ClientLog {
  debug(message: string, fields: Readonly<Record<string, unknown>>): void;
}

/** Who counts what goes on the wire. */
export interface AttemptObserver {
  /**
   * @param call that the attempt is for
   * @returns what is told of its answer
   */
  sent(call: CallScope | undefined): (answer: Exchange) => void;
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
  /** Where requests do not go straight to the cloud. */
  readonly fetch?: Fetch;
  /** Told of every attempt. */
  readonly attempts?: AttemptObserver;
  readonly log?: ClientLog | undefined;
}

/** Some GETs change something; when it is unclear what became of one, another would be a second change. */
const isRepeatable = (route: Route): boolean =>
  route.startsWith('GET ') && ['read', 'diagnostic'].includes(effectOf(route));

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

/** Counts an attempt, and what came of it. */
async function counted(
  send: () => Promise<Exchange>,
  observer: AttemptObserver,
  call: CallScope | undefined,
): Promise<Exchange> {
  const answered = observer.sent(call);
  const answer = await send();
  answered(answer);
  return answer;
}

/**
 * Opens the way to a cloud. Connections are kept alive in one pool for all clients.
 *
 * Only GETs that change nothing are ever sent twice. Redirects are errors: following one would hand the token to another host.
 */
export function createMistClient(options: ClientOptions): MistClient {
  const { cloud, token, log } = options;
  const { timeoutMs = 30_000, maxBytes = 50 * 1024 * 1024, attempts: observer } = options;
  const policy = { capSeconds: options.retryAfterCapSeconds ?? 10, backoffMs: options.backoffMs ?? [300, 1200] };
  const closing = new AbortController();
  const send = options.fetch ? sendByFetch(options.fetch) : sendDirectly;
  const { origin } = new URL(cloud.api);
  const headers = {
    Accept: 'application/json',
    'User-Agent': options.userAgent ?? `mistmcp/${version}`,
    ...(token === undefined ? {} : { Authorization: `Token ${token}` }),
  };

  /** Attempts, limits, and an error for every status that is no success. */
  async function transport(
    request: OutgoingRequest,
    { signal, call }: { readonly signal: AbortSignal; readonly call: CallScope | undefined },
    context: FailureContext,
    noted: Span,
  ): Promise<Exchange> {
    const started = Date.now();
    let attempts = 0;
    const attempt = () => {
      attempts += 1;
      const once = () => exchange(send, request, { timeoutMs, maxBytes }, signal, context);
      return observer && !signal.aborted ? counted(once, observer, call) : once();
    };
    let status = 0;
    try {
      const answer = await (request.repeatable ? retrying(attempt, policy, signal) : attempt());
      ({ status } = answer);
      if (status >= 300 && status < 400) throw redirected(status, answer.headers.get('location'), context);
      if (status >= 400) {
        throw fromResponse(status, decodeText(answer.body), context, retryAfterOf(answer.headers));
      }
      checkPieces(context.route, answer.body);
      return answer;
    } finally {
      if (status > 0) noted.set({ 'http.response.status_code': status });
      if (attempts > 1) noted.set({ 'http.request.resend_count': attempts - 1 });
      const told = { route: context.route, status, attempts, ms: Date.now() - started };
      log?.debug('Mist API', call?.requestId === undefined ? told : { request_id: call.requestId, ...told });
    }
  }

  /** @param target path and query, checked and encoded */
  async function ask({ route, body, signal, call }: MistRequest, target: string): Promise<MistAnswer> {
    const context: FailureContext = { route, cloud, token };
    const path = pathOn(origin, target);
    const json = body === undefined ? undefined : JSON.stringify(body);
    const request: OutgoingRequest = {
      origin,
      path,
      method: splitRoute(route).method,
      headers: json === undefined ? headers : { ...headers, 'Content-Type': 'application/json' },
      body: json,
      repeatable: isRepeatable(route),
    };
    const controller = new AbortController();
    const abort = (): void => controller.abort();
    const ends = [closing.signal, ...(signal ? [signal] : [])];
    for (const end of ends) end.addEventListener('abort', abort);
    try {
      if (ends.some(({ aborted }) => aborted)) throw cancelled(context);
      const answer = await span(
        () => workOf(context),
        (noted) => transport(request, { signal: controller.signal, call }, context, noted),
      );
      const parsed = parseBody(route, decodeText(answer.body));
      return { route, status: answer.status, headers: answer.headers, body: parsed, url: path };
    } catch (thrown) {
      if (thrown instanceof ConnectionFailure) throw thrown.error;
      if (!(thrown instanceof MistError) && controller.signal.aborted) throw cancelled(context);
      throw thrown;
    } finally {
      for (const end of ends) end.removeEventListener('abort', abort);
    }
  }

  function checkToken(route: Route): void {
    if (token === undefined && !operation(route).public) throw noToken();
  }

  return {
    async send(request) {
      const { route, path = {}, query = {} } = request;
      checkQuery(route, query);
      checkToken(route);
      const asked = serializeQuery(query);
      const filled = pathOf(route, path);
      return ask(request, asked === '' ? filled : `${filled}?${asked}`);
    },
    async get(relativeUrl, signal, call) {
      const { route, url } = parseNext(relativeUrl, cloud, () => true);
      checkToken(route);
      return ask({ route, signal, call }, url);
    },
    async close() {
      closing.abort();
    },
  };
}

/** A path without parameters is its own template, and the first request of a start is one: it needs no operation table. */
function pathOf(route: Route, values: Readonly<Record<string, string>>): string {
  const { path } = splitRoute(route);
  const isPlain = !path.includes('{') && Object.keys(values).length === 0;
  return isPlain ? path : serializePath(path, values, operation(route).path);
}

const decodeText = (body: Uint8Array): string => new TextDecoder().decode(body);

/** Path and query as they go on the wire. What names another host is a fault of this program. */
function pathOn(origin: string, target: string): string {
  const url = new URL(origin + target);
  if (url.origin !== origin) throw new Error('a request left its cloud');
  return url.pathname + url.search;
}
