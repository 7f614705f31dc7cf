import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import {
  classifyInboundRequest,
  createMcpHandler,
  type JSONRPCMessage,
  type McpHttpHandler,
  PROTOCOL_VERSION_META_KEY,
  SUPPORTED_PROTOCOL_VERSIONS,
} from '@modelcontextprotocol/server';
import { isRecord } from '../../core/json.ts';
import type { RequestContext } from '../../core/request-context.ts';
import type { ResponseFormat } from '../../tool/result.ts';
import { type ErrorFrame, readFrames } from '../frame.ts';
import { INVALID_PARAMS } from '../frame-error.ts';
import { readAccept } from './accept.ts';
import { BodyRoom, MAX_BODY, readBody } from './body.ts';
import { type Admitted, countRequests, type Entry } from './entry.ts';
import { oneHeader } from './headers.ts';
import { overloaded } from './loop-delay.ts';
import { HttpRefusal } from './refusal.ts';
import type { Sessions } from './sessions.ts';
import { TenantContext, tenantFactory } from './tenant.ts';
import { serveWeb } from './web-handler.ts';

/** What the route is made from. */
export interface McpRouteOptions {
  /** Form of answers where a client asks for none. */
  readonly format: ResponseFormat;
  readonly sessions: Sessions;
  /** Told of connections over which a proven token has come. */
  readonly proven: (socket: Socket) => void;
  /** Whether requests have waited too long for some time. */
  readonly isOverloaded: () => boolean;
  /** Told of requests that the protocol refused. */
  readonly report: (error: Error) => void;
}

/** What a request needs to know of the server that it came to. */
export interface Lifecycle {
  /** Whether the server takes no new requests. */
  stopping(): boolean;
  /** Says that the answer is a stream that goes on until somebody ends it. */
  listens(): void;
  /** What the request is called in the log. */
  readonly known: RequestContext;
}

/** The revision without sessions: what asks for something by this header is written in it, or wrong. */
const STATELESS_REVISION = '2026-07-28';

/** Requests of one tenant at once while the server is overloaded: one more than a question that waits for a person. */
const CALLS_IN_OVERLOAD = 2;

const isRequest = (body: unknown): boolean => countRequests(body) > 0;

/** MCP: credentials first, then the protocol of the era that the request is written in. */
export class McpRoute {
  readonly #options: McpRouteOptions;
  readonly #room = new BodyRoom();
  readonly #modern: McpHttpHandler;
  readonly #streams: McpHttpHandler;

  constructor(options: McpRouteOptions) {
    this.#options = options;
    const { report: onerror } = options;
    const shared = { legacy: 'reject', maxRequestBodySize: MAX_BODY, onerror } as const;
    this.#modern = createMcpHandler(tenantFactory, shared);
    this.#streams = createMcpHandler(tenantFactory, { ...shared, responseMode: 'sse' });
  }

  /** Serves one request until its answer is complete. @throws HttpRefusal */
  async serve(
    request: IncomingMessage,
    response: ServerResponse,
    query: URLSearchParams,
    entry: Entry,
    lifecycle: Lifecycle,
  ): Promise<void> {
    const { method = '' } = request;
    if (!['GET', 'POST', 'DELETE'].includes(method)) {
      throw new HttpRefusal(405, 'MCP takes POST, GET and DELETE.', { headers: { Allow: 'GET, POST, DELETE' } });
    }
    await entry.with(request, query, (admitted) => this.#serveAdmitted(request, response, admitted, lifecycle));
  }

  async #serveAdmitted(
    request: IncomingMessage,
    response: ServerResponse,
    { tenant, readonly, format = this.#options.format, caller, mayChange, permit }: Admitted,
    lifecycle: Lifecycle,
  ): Promise<void> {
    const { method } = request;
    this.#options.proven(request.socket);
    const body = method === 'POST' ? await readBody(request, response, this.#room) : undefined;
    if (lifecycle.stopping() && (method === 'GET' || isRequest(body))) {
      throw new HttpRefusal(503, 'The server is stopping; connect again.', { headers: { 'Retry-After': '1' } });
    }
    // An answer to a question goes on with what is under way, so it is taken.
    if (tenant.calls > CALLS_IN_OVERLOAD && isRequest(body) && this.#options.isOverloaded()) throw overloaded();
    permit?.(body);
    if (method === 'GET' || (isRecord(body) && body.method === 'subscriptions/listen')) {
      lifecycle.listens();
      // On the connection of a stream that has ended already, the next request may be under way.
      const end = (): unknown => response.writableEnded || response.destroy();
      tenant.listeners.add(end);
      response.once('close', () => tenant.listeners.delete(end));
    }
    await this.#dispatch(
      request,
      response,
      body,
      new TenantContext(tenant, { readonly, format }, { caller, mayChange, request: lifecycle.known }),
    );
  }

  /** Ends the streams and calls of the stateless protocol. */
  async close(): Promise<void> {
    await Promise.all([this.#modern.close(), this.#streams.close()]);
  }

  /** Serves the protocol of the era that the request is written in. */
  async #dispatch(
    request: IncomingMessage,
    response: ServerResponse,
    body: unknown,
    tenantContext: TenantContext,
  ): Promise<void> {
    const { sessions } = this.#options;
    const accept = readAccept(oneHeader(request, 'accept'));
    if (request.method !== 'POST') return sessions.handle(request, response, undefined, accept, tenantContext);
    const revision = sessions.revisionOf(oneHeader(request, 'mcp-session-id'), tenantContext.tenant);
    const read = readFrames(body, revision);
    const [first, ...more] = read.frames;
    if (!first || (more.length === 0 && 'answer' in first)) return sendError(response, first?.answer);
    if (read.batch || !('message' in first) || isLegacy(first.message, oneHeader(request, 'mcp-protocol-version'))) {
      return sessions.handle(request, response, read, accept, tenantContext);
    }
    const message = accept.stream || !accept.json ? first.message : withoutProgress(first.message);
    const handler = accept.json ? this.#modern : this.#streams;
    await serveWeb(handler, request, response, { message, authInfo: tenantContext.authInfo() });
  }
}

/**
 * Whether a message is written in the protocol of 2025. Most are told by the header and by what they do not claim, which
 * costs nothing; the rest is for the SDK to tell.
 */
function isLegacy(message: JSONRPCMessage, version: string | undefined): boolean {
  if (!('method' in message)) return true;
  if (version === STATELESS_REVISION) return false;
  const meta = message.params?._meta;
  const claims = isRecord(meta) && PROTOCOL_VERSION_META_KEY in meta;
  if (!claims && (version === undefined || SUPPORTED_PROTOCOL_VERSIONS.includes(version))) return true;
  const header = version === undefined ? {} : { protocolVersionHeader: version };
  return classifyInboundRequest({ httpMethod: 'POST', ...header, body: message }).kind === 'legacy';
}

/** An answer that nothing precedes is no stream, so who takes no stream is told no progress. */
function withoutProgress(message: unknown): unknown {
  const params = isRecord(message) ? message.params : undefined;
  const meta = isRecord(params) ? params._meta : undefined;
  if (!isRecord(message) || !isRecord(params) || !isRecord(meta)) return message;
  const { progressToken: _, ...others } = meta;
  return { ...message, params: { ...params, _meta: others } };
}

/** A message that cannot be served: what is no request is 400, one with wrong parameters is answered as any other. */
function sendError(response: ServerResponse, answer: ErrorFrame | undefined): void {
  const status = answer?.error.code === INVALID_PARAMS ? 200 : 400;
  const body = JSON.stringify(answer);
  response
    .writeHead(status, { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body) })
    .end(body);
}
