import type { IncomingMessage, ServerResponse } from 'node:http';
import { toNodeHandler } from '@modelcontextprotocol/node';
import { classifyInboundRequest, createMcpHandler, type McpHttpHandler } from '@modelcontextprotocol/server';
import type { ResponseFormat } from '../../tool/result.ts';
import { BodyRoom, MAX_BODY, readBody } from './body.ts';
import type { CloudList } from './cloud-list.ts';
import { type Credentials, readCredentials } from './credentials.ts';
import { HttpRefusal } from './refusal.ts';
import type { Sessions } from './sessions.ts';
import { Seat, seatedFactory } from './tenant.ts';
import type { Tenants } from './tenants.ts';

/** What the route is made from. */
export interface McpRouteOptions {
  readonly clouds: CloudList;
  /** Form of answers where a client asks for none. */
  readonly format: ResponseFormat;
  readonly tenants: Tenants<Credentials>;
  readonly sessions: Sessions;
  /** Told of requests that the protocol refused. */
  readonly report: (error: Error) => void;
}

/** What a request needs to know of the server around it. */
export interface Around {
  /** Whether the server takes no new requests. */
  stopping(): boolean;
  /** Says that the answer is a stream that goes on until somebody ends it. */
  listens(): void;
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

/** A message that wants something new; answers and notifications belong to what is under way. */
const isRequest = (body: unknown): boolean =>
  Array.isArray(body) ? body.some(isRequest) : isRecord(body) && 'method' in body && 'id' in body;

const header = (request: IncomingMessage, name: string): string | undefined => {
  const value = request.headers[name];
  return typeof value === 'string' ? value : value?.join(',');
};

/** `/mcp`: credentials first, then the protocol of the era that the request is written in. */
export class McpRoute {
  readonly #options: McpRouteOptions;
  readonly #room = new BodyRoom();
  readonly #modern: McpHttpHandler;
  readonly #serveModern: ReturnType<typeof toNodeHandler>;

  constructor(options: McpRouteOptions) {
    this.#options = options;
    const { report: onerror } = options;
    this.#modern = createMcpHandler(seatedFactory, { legacy: 'reject', maxRequestBodySize: MAX_BODY, onerror });
    this.#serveModern = toNodeHandler(this.#modern, { maxRequestBodySize: MAX_BODY, onerror });
  }

  /** Serves one request until its answer is complete. @throws HttpRefusal */
  async serve(
    request: IncomingMessage,
    response: ServerResponse,
    query: URLSearchParams,
    around: Around,
  ): Promise<void> {
    const { clouds, tenants, format } = this.#options;
    const { method = '' } = request;
    if (!['GET', 'POST', 'DELETE'].includes(method)) {
      throw new HttpRefusal(405, 'MCP takes POST, GET and DELETE.', { headers: { Allow: 'GET, POST, DELETE' } });
    }
    const credentials = readCredentials(request.headersDistinct, query, clouds);
    // A listening stream is bounded by its session.
    await tenants.with(credentials, method !== 'GET', async (tenant) => {
      const body = method === 'POST' ? await readBody(request, this.#room) : undefined;
      if (around.stopping() && (method === 'GET' || isRequest(body))) {
        throw new HttpRefusal(503, 'The server is stopping; connect again.', { headers: { 'Retry-After': '1' } });
      }
      if (method === 'GET' || (isRecord(body) && body.method === 'subscriptions/listen')) around.listens();
      const seat = new Seat(tenant, { readonly: credentials.readonly, format: credentials.format ?? format });
      await this.#dispatch(request, response, body, seat);
    });
  }

  /** Ends the streams and calls of the stateless protocol. */
  close(): Promise<void> {
    return this.#modern.close();
  }

  async #dispatch(request: IncomingMessage, response: ServerResponse, body: unknown, seat: Seat): Promise<void> {
    const protocolVersionHeader = header(request, 'mcp-protocol-version');
    const { kind } = classifyInboundRequest({
      httpMethod: request.method ?? '',
      ...(protocolVersionHeader === undefined ? {} : { protocolVersionHeader }),
      ...(body === undefined ? {} : { body }),
    });
    if (kind === 'legacy') return this.#options.sessions.handle(request, response, body, seat);
    const { method = '', url = '', headers } = request;
    const authorized = {
      method,
      url,
      headers,
      auth: seat.authInfo(),
      [Symbol.asyncIterator]: () => request[Symbol.asyncIterator](),
    };
    await this.#serveModern(authorized, response, body);
  }
}
