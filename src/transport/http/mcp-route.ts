import type { IncomingMessage, ServerResponse } from 'node:http';
import { toNodeHandler } from '@modelcontextprotocol/node';
import { classifyInboundRequest, createMcpHandler, type McpHttpHandler } from '@modelcontextprotocol/server';
import type { ResponseFormat } from '../../tool/result.ts';
import { BodyRoom, MAX_BODY, readBody } from './body.ts';
import { clientAddress } from './client-address.ts';
import type { CloudList } from './cloud-list.ts';
import { readCredentials } from './credentials.ts';
import { HttpRefusal } from './refusal.ts';
import type { Sessions } from './sessions.ts';
import { TenantContext, tenantFactory } from './tenant.ts';
import type { Tenants } from './tenants.ts';

/** What the route is made from. */
export interface McpRouteOptions {
  readonly clouds: CloudList;
  /** Form of answers where a client asks for none. */
  readonly format: ResponseFormat;
  /** Proxies in front, each of which adds an entry to X-Forwarded-For. */
  readonly proxyHops: number;
  readonly tenants: Tenants;
  readonly sessions: Sessions;
  /** Told of requests that the protocol refused. */
  readonly report: (error: Error) => void;
}

/** What a request needs to know of the server that it came to. */
export interface Lifecycle {
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
    this.#modern = createMcpHandler(tenantFactory, { legacy: 'reject', maxRequestBodySize: MAX_BODY, onerror });
    this.#serveModern = toNodeHandler(this.#modern, { maxRequestBodySize: MAX_BODY, onerror });
  }

  /** Serves one request until its answer is complete. @throws HttpRefusal */
  async serve(
    request: IncomingMessage,
    response: ServerResponse,
    query: URLSearchParams,
    lifecycle: Lifecycle,
  ): Promise<void> {
    const { clouds, tenants, format, proxyHops } = this.#options;
    const { method = '' } = request;
    if (!['GET', 'POST', 'DELETE'].includes(method)) {
      throw new HttpRefusal(405, 'MCP takes POST, GET and DELETE.', { headers: { Allow: 'GET, POST, DELETE' } });
    }
    const credentials = readCredentials(request.headersDistinct, query, clouds);
    // A listening stream is bounded by its session.
    const arrival = { address: clientAddress(request, proxyHops), counts: method !== 'GET' };
    await tenants.with(credentials, arrival, async (tenant) => {
      const body = method === 'POST' ? await readBody(request, this.#room) : undefined;
      if (lifecycle.stopping() && (method === 'GET' || isRequest(body))) {
        throw new HttpRefusal(503, 'The server is stopping; connect again.', { headers: { 'Retry-After': '1' } });
      }
      if (method === 'GET' || (isRecord(body) && body.method === 'subscriptions/listen')) {
        lifecycle.listens();
        const end = (): unknown => response.destroy();
        tenant.listeners.add(end);
        response.once('close', () => tenant.listeners.delete(end));
      }
      const tenantContext = new TenantContext(tenant, {
        readonly: credentials.readonly,
        format: credentials.format ?? format,
      });
      await this.#dispatch(request, response, body, tenantContext);
    });
  }

  /** Ends the streams and calls of the stateless protocol. */
  close(): Promise<void> {
    return this.#modern.close();
  }

  async #dispatch(
    request: IncomingMessage,
    response: ServerResponse,
    body: unknown,
    tenantContext: TenantContext,
  ): Promise<void> {
    const protocolVersionHeader = header(request, 'mcp-protocol-version');
    const { kind } = classifyInboundRequest({
      httpMethod: request.method ?? '',
      ...(protocolVersionHeader === undefined ? {} : { protocolVersionHeader }),
      ...(body === undefined ? {} : { body }),
    });
    if (kind === 'legacy') return this.#options.sessions.handle(request, response, body, tenantContext);
    const { method = '', url = '', headers } = request;
    const authorized = {
      method,
      url,
      headers,
      auth: tenantContext.authInfo(),
      [Symbol.asyncIterator]: () => request[Symbol.asyncIterator](),
    };
    await this.#serveModern(authorized, response, body);
  }
}
