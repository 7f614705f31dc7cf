import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { NodeStreamableHTTPServerTransport } from '@modelcontextprotocol/node';
import { isInitializeRequest, type McpServerFactory } from '@modelcontextprotocol/server';
import { HttpRefusal } from './refusal.ts';
import { type Tenant, type TenantContext, tenantFactory } from './tenant.ts';

/** Bounds of what is kept. */
export interface SessionBounds {
  readonly max: number;
  readonly idleMs: number;
  /** Ids begin with it and a dot, so that a proxy can tell where a session lives. */
  readonly replica?: string;
}

type Server = Awaited<ReturnType<McpServerFactory>>;

interface Kept {
  readonly id: string;
  readonly tenantContext: TenantContext;
  readonly transport: NodeStreamableHTTPServerTransport;
  readonly server: Server;
  /** Requests under way, and whether the client listens. */
  busy: number;
  streams: number;
  lastUsed: number;
}

/** One sentence for ids that never were, are over, or belong to another token: nobody learns which. */
const notFound = (): HttpRefusal => new HttpRefusal(404, 'Session not found', { code: -32_001 });

/**
 * Sessions of the 2025-era protocol. An id is no proof of identity: a session answers only to the token and cloud that
 * opened it. It ends by DELETE, after an idle time without a listening client, or when there are too many.
 */
export class Sessions {
  readonly #bounds: SessionBounds;
  readonly #kept = new Map<string, Kept>();

  constructor(bounds: SessionBounds) {
    this.#bounds = bounds;
  }

  get size(): number {
    return this.#kept.size;
  }

  /**
   * Serves a request of the 2025 era.
   *
   * @param body parsed; undefined where there is none
   * @throws HttpRefusal 404 for a session that is none of this tenant's, 400 where one is needed
   */
  async handle(
    request: IncomingMessage,
    response: ServerResponse,
    body: unknown,
    tenantContext: TenantContext,
  ): Promise<void> {
    const id = request.headers['mcp-session-id'];
    const kept = id === undefined ? await this.#open(body, tenantContext) : this.#find(String(id), tenantContext);
    const field = request.method === 'GET' ? 'streams' : 'busy';
    kept[field] += 1;
    // A client that has left already closes nothing any more.
    const done = response.destroyed ? undefined : new Promise((resolve) => response.once('close', resolve));
    try {
      await kept.transport.handleRequest(
        Object.assign(request, { auth: kept.tenantContext.authInfo() }),
        response,
        body,
      );
      await done;
    } finally {
      kept[field] -= 1;
      kept.lastUsed = Date.now();
      // An opening that the protocol refused leaves nothing behind.
      if (!this.#kept.has(kept.id)) await kept.server.close();
    }
  }

  /** Ends sessions that have been idle for too long. */
  sweep(now: number = Date.now()): void {
    for (const kept of this.#kept.values()) {
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

  #find(id: string, tenantContext: TenantContext): Kept {
    const kept = this.#kept.get(id);
    if (!kept || kept.tenantContext.tenant.session.principal !== tenantContext.tenant.session.principal)
      throw notFound();
    if (tenantContext.view.readonly && !kept.tenantContext.view.readonly) {
      throw new HttpRefusal(400, 'This session was opened without readonly; open a new one to be served read-only.', {
        data: { header: 'X-Mist-Readonly' },
      });
    }
    return kept;
  }

  async #open(body: unknown, tenantContext: TenantContext): Promise<Kept> {
    if (!isInitializeRequest(body)) {
      throw new HttpRefusal(400, 'The header Mcp-Session-Id is missing; a session begins with initialize.', {
        data: { header: 'Mcp-Session-Id' },
      });
    }
    this.#makeRoom();
    const { replica } = this.#bounds;
    const id = replica === undefined ? randomUUID() : `${replica}.${randomUUID()}`;
    const server = await tenantFactory({ era: 'legacy', authInfo: tenantContext.authInfo() });
    const transport = new NodeStreamableHTTPServerTransport({
      sessionIdGenerator: () => id,
      onsessioninitialized: () => {
        this.#kept.set(id, kept);
        tenantContext.tenant.holds += 1;
      },
    });
    const kept: Kept = { id, tenantContext, transport, server, busy: 0, streams: 0, lastUsed: Date.now() };
    await server.connect(transport);
    const closed = transport.onclose;
    transport.onclose = () => {
      if (this.#kept.delete(id)) tenantContext.tenant.holds -= 1;
      closed?.();
    };
    return kept;
  }

  /**
   * At the cap one idle session ends: the longest idle of those who hold the most, first of those nobody listens to. So
   * clients that never say goodbye cost the others nothing.
   */
  #makeRoom(): void {
    if (this.#kept.size < this.#bounds.max) return;
    const held = new Map<string, number>();
    const owner = ({ tenantContext }: Kept): string => tenantContext.tenant.session.principal;
    for (const kept of this.#kept.values()) held.set(owner(kept), (held.get(owner(kept)) ?? 0) + 1);
    const rank = (kept: Kept): number[] => [-(held.get(owner(kept)) ?? 0), kept.streams, kept.lastUsed];
    const [first] = [...this.#kept.values()].filter(({ busy }) => busy === 0).sort((a, b) => compare(rank(a), rank(b)));
    if (!first) {
      throw new HttpRefusal(503, 'This server has as many sessions at work as it may; try again in a minute.', {
        reason: 'sessions',
        headers: { 'Retry-After': '60' },
      });
    }
    this.#end(first);
  }

  #end(kept: Kept): void {
    void kept.server.close();
  }
}

function compare(a: readonly number[], b: readonly number[]): number {
  const at = a.findIndex((value, index) => value !== b[index]);
  return at < 0 ? 0 : (a[at] ?? 0) - (b[at] ?? 0);
}
