import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { type McpServerFactory, SUPPORTED_PROTOCOL_VERSIONS } from '@modelcontextprotocol/server';
import type { Frames } from '../frame.ts';
import type { Acceptable } from './accept.ts';
import { oneHeader } from './headers.ts';
import { HttpRefusal } from './refusal.ts';
import { SessionTransport, sessionNotFound } from './session-transport.ts';
import { type Tenant, type TenantContext, tenantFactory } from './tenant.ts';

/** Bounds of what is kept. */
export interface SessionBounds {
  readonly max: number;
  readonly idleMs: number;
  /** Ids begin with it and a dot, so that a proxy can tell where a session lives. */
  readonly replica?: string;
}

type Server = Awaited<ReturnType<McpServerFactory>>;

interface OpenedSession {
  readonly id: string;
  readonly tenantContext: TenantContext;
  readonly transport: SessionTransport;
  readonly server: Server;
  /** Requests under way, and whether the client listens. */
  busy: number;
  streams: number;
  lastUsed: number;
}

/**
 * Sessions of the 2025-era protocol. An id is no proof of identity: a session answers only to the token and cloud that
 * opened it. It ends by DELETE, after an idle time without a listening client, or when there are too many.
 */
export class Sessions {
  readonly #bounds: SessionBounds;
  readonly #kept = new Map<string, OpenedSession>();

  constructor(bounds: SessionBounds) {
    this.#bounds = bounds;
  }

  get size(): number {
    return this.#kept.size;
  }

  /** The revision that a session speaks, for its own tenant. */
  revisionOf(id: string | undefined, tenant: Tenant): string | undefined {
    const kept = id === undefined ? undefined : this.#kept.get(id);
    return kept?.tenantContext.tenant === tenant ? kept.transport.revision : undefined;
  }

  /**
   * Serves a request of the 2025 era.
   *
   * @param frames what a POST brought, at least one message; undefined where there is no body
   * @throws HttpRefusal 404 for a session that is none of this tenant's, 400 where one is needed, 406 and 409 for a
   *   listener that cannot be served
   */
  async handle(
    request: IncomingMessage,
    response: ServerResponse,
    frames: Frames | undefined,
    accept: Acceptable,
    tenantContext: TenantContext,
  ): Promise<void> {
    const kept =
      frames && isInitialize(frames)
        ? await this.#open(tenantContext)
        : this.#find(oneHeader(request, 'mcp-session-id'), tenantContext);
    if (!frames || !isInitialize(frames)) checkRevision(oneHeader(request, 'mcp-protocol-version'));
    if (request.method === 'DELETE') {
      response.writeHead(200).end();
      this.#end(kept);
      return;
    }
    const field = request.method === 'GET' ? 'streams' : 'busy';
    kept[field] += 1;
    // A client that has left already closes nothing any more.
    const done = response.destroyed ? undefined : new Promise((resolve) => response.once('close', resolve));
    try {
      if (frames) kept.transport.receive(frames, response, accept, kept.tenantContext.authInfo(tenantContext.asking));
      else listen(kept.transport, response, accept);
      await done;
    } finally {
      kept[field] -= 1;
      kept.lastUsed = Date.now();
      // An opening that the protocol refused leaves nothing behind.
      if (kept.transport.revision === undefined) this.#end(kept);
    }
  }

  /** Ends sessions that have been idle for too long. */
  sweep(now: number = Date.now()): void {
    for (const kept of this.#kept.values()) {
      kept.transport.keepAlive(now);
      const idle = kept.busy === 0 && kept.streams === 0;
      if (idle && now - kept.lastUsed >= this.#bounds.idleMs) this.#end(kept);
    }
  }

  /** Ends the sessions of a tenant with their streams. */
  endOf(tenant: Tenant): void {
    for (const kept of this.#kept.values()) if (kept.tenantContext.tenant === tenant) this.#end(kept);
  }

  /** Ends all sessions with their streams. */
  close(): void {
    for (const kept of this.#kept.values()) this.#end(kept);
  }

  #find(id: string | undefined, tenantContext: TenantContext): OpenedSession {
    if (id === undefined) {
      throw new HttpRefusal(400, 'The header Mcp-Session-Id is missing; a session begins with initialize.', {
        data: { header: 'Mcp-Session-Id' },
      });
    }
    const kept = this.#kept.get(id);
    if (!kept || kept.tenantContext.tenant.session.principal !== tenantContext.tenant.session.principal)
      throw sessionNotFound();
    if (tenantContext.view.readonly && !kept.tenantContext.view.readonly) {
      throw new HttpRefusal(400, 'This session was opened without readonly; open a new one to be served read-only.', {
        data: { header: 'X-Mist-Readonly' },
      });
    }
    return kept;
  }

  async #open(tenantContext: TenantContext): Promise<OpenedSession> {
    this.#makeRoom();
    const { replica } = this.#bounds;
    const id = replica === undefined ? randomUUID() : `${replica}.${randomUUID()}`;
    const { tenant } = tenantContext;
    const server = await tenantFactory({ era: 'legacy', authInfo: tenantContext.authInfo() });
    const transport = new SessionTransport(id);
    const kept: OpenedSession = { id, tenantContext, transport, server, busy: 0, streams: 0, lastUsed: Date.now() };
    await server.connect(transport);
    const closed = transport.onclose;
    transport.onclose = () => {
      if (this.#kept.delete(id)) tenant.holds -= 1;
      closed?.();
    };
    this.#kept.set(id, kept);
    tenant.holds += 1;
    return kept;
  }

  /**
   * At the cap one idle session ends: the longest idle of those who hold the most, first of those nobody listens to. So
   * clients that never say goodbye cost the others nothing.
   */
  #makeRoom(): void {
    if (this.#kept.size < this.#bounds.max) return;
    const held = new Map<string, number>();
    const owner = ({ tenantContext }: OpenedSession): string => tenantContext.tenant.session.principal;
    for (const kept of this.#kept.values()) held.set(owner(kept), (held.get(owner(kept)) ?? 0) + 1);
    const rank = (kept: OpenedSession): number[] => [-(held.get(owner(kept)) ?? 0), kept.streams, kept.lastUsed];
    const [first] = [...this.#kept.values()].filter(({ busy }) => busy === 0).sort((a, b) => compare(rank(a), rank(b)));
    if (!first) {
      throw new HttpRefusal(503, 'This server has as many sessions at work as it may; try again in a minute.', {
        reason: 'sessions',
        headers: { 'Retry-After': '60' },
      });
    }
    this.#end(first);
  }

  #end(kept: OpenedSession): void {
    void kept.server.close();
  }
}

const isInitialize = ({ frames: [frame, ...more] }: Frames): boolean =>
  frame !== undefined && more.length === 0 && 'message' in frame && 'method' in frame.message
    ? frame.message.method === 'initialize'
    : false;

/** @throws HttpRefusal 400 for a revision that this server does not speak */
function checkRevision(revision: string | undefined): void {
  if (revision === undefined || SUPPORTED_PROTOCOL_VERSIONS.includes(revision)) return;
  throw new HttpRefusal(400, `MCP-Protocol-Version must be one of ${SUPPORTED_PROTOCOL_VERSIONS.join(', ')}.`, {
    data: { header: 'MCP-Protocol-Version' },
  });
}

/** @throws HttpRefusal 406 for a client that takes no stream, 409 for a second one */
function listen(transport: SessionTransport, response: ServerResponse, accept: Acceptable): void {
  if (!accept.stream) {
    throw new HttpRefusal(406, 'A listening client must accept text/event-stream.', { data: { header: 'Accept' } });
  }
  if (transport.isListenedTo) throw new HttpRefusal(409, 'A client of this session listens already.');
  transport.listen(response);
}

function compare(a: readonly number[], b: readonly number[]): number {
  const at = a.findIndex((value, index) => value !== b[index]);
  return at < 0 ? 0 : (a[at] ?? 0) - (b[at] ?? 0);
}
