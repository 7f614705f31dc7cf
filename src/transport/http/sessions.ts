import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { type McpServerFactory, SUPPORTED_PROTOCOL_VERSIONS } from '@modelcontextprotocol/server';
import { isRecord, type JsonObject } from '../../core/json.ts';
import type { Frames } from '../frame.ts';
import type { Acceptable } from './accept.ts';
import { oneHeader } from './headers.ts';
import { HttpRefusal } from './refusal.ts';
import { passOn } from './replicas/pass-on.ts';
import type { SessionOpening } from './replicas/sealed-session.ts';
import { digestOfSession, type SharedSessions } from './replicas/shared-sessions.ts';
import { firstToEnd } from './session-room.ts';
import { SessionTransport, sessionNotFound } from './session-transport.ts';
import { type Tenant, TenantContext, tenantFactory } from './tenant.ts';

/** Bounds of what is kept. */
export interface SessionBounds {
  readonly max: number;
  readonly idleMs: number;
  /** Ids begin with it and a dot, so that a proxy can tell where a session lives. */
  readonly replica?: string;
  /** There where replicas share a key: each goes on with the sessions of the others. */
  readonly shared?: SharedSessions;
}

type Server = Awaited<ReturnType<McpServerFactory>>;

interface OpenedSession {
  readonly id: string;
  /** Stands for the id among replicas. */
  readonly digest: string | undefined;
  readonly tenantContext: TenantContext;
  readonly transport: SessionTransport;
  readonly server: Server;
  /** Requests under way, and whether the client listens. */
  busy: number;
  streams: number;
  lastUsed: number;
  /** Whether another tenant has taken the place of its own. */
  retired: boolean;
}

/**
 * Sessions of the 2025-era protocol. An id is no proof of identity: a session answers only to the token and cloud that
 * opened it. It ends by DELETE, after an idle time without a listening client, or when there are too many.
 */
export class Sessions {
  readonly #bounds: SessionBounds;
  readonly #kept = new Map<string, OpenedSession>();
  /** Sessions of other replicas, or of former times, that are being gone on with. */
  readonly #resuming = new Map<string, Promise<OpenedSession>>();

  constructor(bounds: SessionBounds) {
    this.#bounds = bounds;
    bounds.shared?.listen({
      ended: (digest) => {
        for (const kept of this.#byDigest(digest)) this.#end(kept);
      },
      message: (digest, message) => {
        for (const { transport, tenantContext } of this.#byDigest(digest))
          transport.take(message, tenantContext.authInfo());
      },
    });
  }

  get size(): number {
    return this.#kept.size;
  }

  /** The revision that a session speaks, for its own tenant. */
  revisionOf(id: string | undefined, tenant: Tenant): string | undefined {
    const kept = id === undefined ? undefined : this.#kept.get(id);
    if (id === undefined || (kept && !isOf(kept, tenant))) return undefined;
    return kept ? kept.transport.revision : this.#bounds.shared?.revisionOf(id, boundTo(tenant));
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
        ? await this.#open(tenantContext, openingOf(frames))
        : await this.#find(oneHeader(request, 'mcp-session-id'), tenantContext);
    if (!frames || !isInitialize(frames)) checkRevision(oneHeader(request, 'mcp-protocol-version'));
    if (request.method === 'DELETE') {
      this.#end(kept);
      await this.#bounds.shared?.end(kept.id);
      response.writeHead(200).end();
      return;
    }
    const field = request.method === 'GET' ? 'streams' : 'busy';
    kept[field] += 1;
    // A client that has left already closes nothing any more.
    const done = response.destroyed ? undefined : new Promise((resolve) => response.once('close', resolve));
    try {
      const { shared } = this.#bounds;
      const own = frames && shared ? await passOn(shared, kept, frames) : frames;
      if (own) kept.transport.receive(own, response, accept, kept.tenantContext.authInfo(tenantContext.asking));
      else listen(kept.transport, response, accept);
      await done;
    } finally {
      kept[field] -= 1;
      kept.lastUsed = Date.now();
      // An opening that the protocol refused leaves nothing behind.
      if (kept.transport.revision === undefined || (kept.retired && kept.busy === 0)) this.#end(kept);
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

  /** Ends the sessions of a tenant that has been replaced, each as soon as nothing is under way in it. */
  retire(tenant: Tenant): void {
    for (const kept of this.#kept.values()) {
      if (kept.tenantContext.tenant !== tenant) continue;
      kept.retired = true;
      if (kept.busy === 0) this.#end(kept);
    }
  }

  /** Ends all sessions with their streams. */
  close(): void {
    for (const kept of this.#kept.values()) {
      // Another replica goes on with it; only what was under way is lost.
      if (this.#bounds.shared) kept.transport.farewell = stopped;
      this.#end(kept);
    }
  }

  async #find(id: string | undefined, tenantContext: TenantContext): Promise<OpenedSession> {
    if (id === undefined) {
      throw new HttpRefusal(400, 'The header Mcp-Session-Id is missing; a session begins with initialize.', {
        data: { header: 'Mcp-Session-Id' },
      });
    }
    const kept = this.#kept.get(id) ?? (await this.#resume(id, tenantContext));
    if (!kept || !isOf(kept, tenantContext.tenant)) throw sessionNotFound();
    if (tenantContext.view.readonly && !kept.tenantContext.view.readonly) {
      throw new HttpRefusal(400, 'This session was opened without readonly; open a new one to be served read-only.', {
        data: { header: 'X-Mist-Readonly' },
      });
    }
    return kept;
  }

  /** Goes on with a session that this process does not know, where its id says how. */
  async #resume(id: string, { tenant, asking }: TenantContext): Promise<OpenedSession | undefined> {
    const opening = this.#bounds.shared?.open(id, boundTo(tenant));
    if (!opening) return undefined;
    const resuming =
      this.#resuming.get(id) ??
      this.#openAs(id, new TenantContext(tenant, opening.view, asking), opening).finally(() => {
        this.#resuming.delete(id);
      });
    this.#resuming.set(id, resuming);
    return resuming;
  }

  async #open(tenantContext: TenantContext, params: JsonObject): Promise<OpenedSession> {
    const { replica, shared } = this.#bounds;
    const { tenant, view } = tenantContext;
    const own = (): string => (replica === undefined ? randomUUID() : `${replica}.${randomUUID()}`);
    return this.#openAs(shared?.seal({ params, view }, boundTo(tenant), replica) ?? own(), tenantContext);
  }

  /** @param opening of a session that was opened before */
  async #openAs(id: string, tenantContext: TenantContext, opening?: SessionOpening): Promise<OpenedSession> {
    if (opening && (await this.#bounds.shared?.isEnded(id))) throw sessionNotFound();
    this.#makeRoom();
    const { tenant } = tenantContext;
    const server = await tenantFactory({ era: 'legacy', authInfo: tenantContext.authInfo() });
    const transport = new SessionTransport(id);
    const digest = this.#bounds.shared && digestOfSession(id);
    const kept: OpenedSession = {
      id,
      digest,
      tenantContext,
      transport,
      server,
      busy: 0,
      streams: 0,
      lastUsed: Date.now(),
      retired: false,
    };
    await server.connect(transport);
    if (opening) await transport.resume(opening.params, tenantContext.authInfo());
    const closed = transport.onclose;
    transport.onclose = () => {
      if (this.#kept.delete(id)) tenant.release();
      closed?.();
    };
    this.#kept.set(id, kept);
    tenant.hold();
    return kept;
  }

  /** At the cap one idle session ends, so that clients that never say goodbye cost the others nothing. */
  #makeRoom(): void {
    if (this.#kept.size < this.#bounds.max) return;
    const first = firstToEnd([...this.#kept.values()]);
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

  #byDigest(digest: string): OpenedSession[] {
    return [...this.#kept.values()].filter((kept) => kept.digest === digest);
  }
}

const isOf = ({ tenantContext }: OpenedSession, { session }: Tenant): boolean =>
  tenantContext.tenant.session.principal === session.principal;

/** Who a session is for, with what rights. */
const boundTo = ({ session, rights }: Tenant): string => `${session.principal} ${rights}`;

const stopped = (): HttpRefusal =>
  new HttpRefusal(503, 'The server stopped before this was answered; whether it was done is not known.', {
    headers: { 'Retry-After': '1' },
  });

/** Parameters of the message that opens a session. */
function openingOf({ frames: [frame] }: Frames): JsonObject {
  const message = frame && 'message' in frame ? frame.message : undefined;
  return message && 'method' in message && isRecord(message.params) ? message.params : {};
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
