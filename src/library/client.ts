import { MistError, refused } from '../core/errors/mist-error.ts';
import { TurnQueue } from '../core/turn-queue.ts';
import { parseCloud } from '../mist/clouds.ts';
import type { MistRequest, QueryValue } from '../mist/http/client.ts';
import { proxyOf } from '../mist/http/proxy/environment.ts';
import { proxiedFetch } from '../mist/http/proxy/fetch.ts';
import { WebProxy } from '../mist/http/proxy/proxy.ts';
import { CallBudget } from '../mist/http/rate-limit/call-budget.ts';
import { AT_ONCE, governedClient } from '../mist/http/rate-limit/governed-client.ts';
import { isRoute, operation } from '../mist/spec/operations.ts';
import { parseToken, principalOf } from '../mist/token.ts';
import { checkKind } from './answer-kind.ts';
import { listPages, listRows, type PageSource } from './pages.ts';
import type {
  CallOptions,
  Data,
  ListRoute,
  MistFailure,
  MistPage,
  MistResult,
  PageArguments,
  RequestArguments,
  Route,
  Row,
  RowArguments,
} from './request.ts';
import { checkNoMask, maskSecrets, printable } from './secrets.ts';

export { MistError, type MistErrorKind, type MistErrorMore } from '../core/errors/mist-error.ts';
export type * from './request.ts';
export { maskSecrets } from './secrets.ts';

/** Whom a client asks, with which token, and what it may do. */
export interface MistClientOptions {
  /** API host or region of a public Mist cloud: `api.eu.mist.com`, `EMEA 01`. */
  readonly host: string;
  /** The API token; it goes to that host alone. */
  readonly token: string;
  /** Lets requests through that change something; without it they are refused before anything is sent. */
  readonly allowWrites?: boolean;
  /**
   * Lets `host` be one that is in no public list: a government cloud, written out with https://, or a server on this
   * machine. Say so only where `host` is your own text, never an input.
   */
  readonly allowOtherHost?: boolean;
  /** Whether secrets in answers are replaced by masks; they come as they are unless told. */
  readonly maskSecrets?: boolean;
  /** Requests at once; 8 unless told. */
  readonly concurrency?: number;
  /** For one attempt, in milliseconds; 30,000 unless told. */
  readonly timeoutMs?: number;
  /** Longest `Retry-After` that a read waits for, in seconds; 60 unless told. */
  readonly maxRetryAfterSeconds?: number;
  readonly userAgent?: string;
  /**
   * Web proxy on the way to the cloud, such as `http://proxy.example.com:3128`, or false for none. Unless given, the one
   * of `HTTPS_PROXY` or `ALL_PROXY`, for hosts that `NO_PROXY` does not name.
   */
  readonly proxy?: string | false;
}

/** A typed way to one Mist cloud. A route, parameter or member that the specification lacks does not compile. */
export interface MistClient {
  /** Sends one request. Failures are values; reads are tried again where that may help, changes never. */
  request<R extends Route>(route: R, ...options: RequestArguments<R>): Promise<MistResult<Data<R>>>;
  /** The pages of a list, each fetched when it is asked for. A failure is the last item. */
  pages<R extends ListRoute>(route: R, ...options: PageArguments<R>): AsyncIterable<MistPage<Row<R>> | MistFailure>;
  /** The rows of a list, over all pages. Iterating throws MistError where a page fails or rows may be missing. */
  rows<R extends ListRoute>(route: R, ...options: RowArguments<R>): AsyncIterable<Row<R>>;
  /** Requests that were sent, attempts included; the cloud allows a token 5,000 in a clock hour. */
  readonly calls: { readonly this_hour: number; readonly since_start: number };
  /** Ends whatever is under way; every later request is refused. */
  close(): Promise<void>;
}

/** Programs wait longer for their turn than an assistant does. */
const MAX_RETRY_AFTER_SECONDS = 60;

/** The options of a request as they come in: their types were checked where they were written. */
interface AnyOptions extends CallOptions {
  readonly path?: Readonly<Record<string, string | number>> | undefined;
  readonly query?: Readonly<Record<string, QueryValue>> | undefined;
  readonly body?: unknown;
  readonly maxPages?: number;
  readonly allowIncomplete?: boolean;
}

/** @throws Error for what is no proxy's address; the text, which may hold a password, is not in it */
function proxyFor(given: MistClientOptions['proxy']): WebProxy | undefined {
  if (given === undefined) return proxyOf(process.env);
  if (given === false) return undefined;
  try {
    return new WebProxy(given);
  } catch (error) {
    throw new Error(`\`proxy\` ${error instanceof Error ? error.message : 'is not the address of a proxy'}.`);
  }
}

/**
 * Makes a client. Nothing is sent yet. Requests go the server's own way: paths are checked, redirects refused, and
 * the token reaches no host but the one that was named.
 *
 * @throws Error when host, token or proxy cannot be one; the message does not hold the token or a password
 */
export function createMistClient(options: MistClientOptions): MistClient {
  const { allowWrites = false, concurrency = AT_ONCE, timeoutMs, userAgent } = options;
  const cloud = parseCloud(options.host, { operator: options.allowOtherHost === true });
  const token = parseToken(options.token);
  const proxy = proxyFor(options.proxy);
  const budget = new CallBudget();
  const client = governedClient(
    {
      cloud,
      token,
      retryAfterCapSeconds: options.maxRetryAfterSeconds ?? MAX_RETRY_AFTER_SECONDS,
      ...(timeoutMs === undefined ? {} : { timeoutMs }),
      ...(userAgent === undefined ? {} : { userAgent }),
      ...(proxy?.leadsTo(cloud.api) ? { fetch: proxiedFetch(proxy) } : {}),
    },
    { principal: principalOf(token, cloud), queue: new TurnQueue(concurrency), budget },
  );

  /** What is sent for a request. @throws MistError of kind `refused` */
  function prepare(route: Route, { path = {}, query = {}, body, signal }: AnyOptions): MistRequest {
    if (!isRoute(route)) throw refused('The specification has no such route.', 'mistmcp/layer lists the routes.');
    if (!allowWrites && ['write', 'disruptive'].includes(operation(route).effect)) {
      throw refused(
        `${route} changes something, and this client only reads.`,
        'Make it with `allowWrites: true` if it shall change things; nothing was sent.',
      );
    }
    checkNoMask(body);
    const filled = Object.fromEntries(Object.entries(path).map(([name, value]) => [name, String(value)]));
    return { route, path: filled, query, ...(body === undefined ? {} : { body }), ...(signal ? { signal } : {}) };
  }

  const failure = (thrown: unknown): MistError => {
    if (thrown instanceof MistError) return printable(thrown, token);
    throw thrown;
  };

  const shownBy = ({ maskSecrets: mask = options.maskSecrets ?? false }: CallOptions) =>
    mask ? maskSecrets : (value: unknown) => value;

  function sourceOf(route: Route, given: AnyOptions): PageSource {
    return {
      first: async () => client.send(prepare(route, given)),
      further: (url) => client.get(url, given.signal),
      maxPages: given.maxPages,
      shown: shownBy(given),
      failure,
    };
  }

  function request<R extends Route>(route: R, ...given: RequestArguments<R>): Promise<MistResult<Data<R>>>;
  async function request(route: Route, given: AnyOptions = {}): Promise<MistResult<unknown>> {
    try {
      const { body, status } = await client.send(prepare(route, given));
      checkKind(route, body);
      return { ok: true, data: shownBy(given)(body), status };
    } catch (thrown) {
      return { ok: false, error: failure(thrown) };
    }
  }

  function pages<R extends ListRoute>(
    route: R,
    ...given: PageArguments<R>
  ): AsyncIterable<MistPage<Row<R>> | MistFailure>;
  function pages(route: Route, given: AnyOptions = {}): AsyncIterable<MistPage<unknown> | MistFailure> {
    return listPages(sourceOf(route, given));
  }

  function rows<R extends ListRoute>(route: R, ...given: RowArguments<R>): AsyncIterable<Row<R>>;
  function rows(route: Route, given: AnyOptions = {}): AsyncIterable<unknown> {
    return listRows(sourceOf(route, given), given.allowIncomplete === true);
  }

  return {
    request,
    pages,
    rows,
    get calls() {
      return budget.used;
    },
    close: () => client.close(),
  };
}
