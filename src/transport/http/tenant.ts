import type { McpRequestContext, McpServerFactory } from '@modelcontextprotocol/server';
import type { RequestContext } from '../../core/request-context.ts';
import type { Session } from '../../mist/session.ts';
import type { ResponseFormat } from '../../tool/result.ts';

/** How narrow a client wants what it is served. */
export interface View {
  readonly readonly: boolean;
  readonly format: ResponseFormat;
}

/** What records say of whoever signed in; there is none for a token of one's own. */
export type CallerRecord = Readonly<Record<string, string | undefined>>;

/** Whose request it is, as far as it may differ between requests of one session. */
export interface Asking {
  readonly caller?: CallerRecord | undefined;
  /** Whether the request may lead to a change; it may unless told. */
  readonly mayChange?: boolean | undefined;
  /** What it is called in the log. */
  readonly request?: RequestContext | undefined;
}

/** Makes the factory of servers for one principal and one view. */
export type Assemble = (session: Session, view: View) => McpServerFactory;

/** One token on one cloud, or one person: everything that is kept for them, apart from everyone else's. */
export class Tenant {
  readonly session: Session;
  /** Whether the operator and the token's role allow write tools. */
  readonly mayWrite: boolean;
  #holds = 0;
  #closesUnused = false;
  /** Requests under way. */
  calls = 0;
  /** Epoch milliseconds. */
  lastUsed: number;
  /** When Mist accepted the token, epoch milliseconds. */
  provenAt: number;
  /** Ends what would go on without another request, once the token is not accepted anymore. */
  readonly listeners = new Set<() => unknown>();
  /** Sessions by the profiles of somebody who has several. */
  readonly others: readonly Session[];
  /** Stands for what they may do, the same at every replica; a session that was opened with other rights ends. */
  readonly rights: string;
  readonly #assemble: Assemble;
  readonly #factories = new Map<string, McpServerFactory>();

  constructor(
    session: Session,
    mayWrite: boolean,
    assemble: Assemble,
    { others = [], rights = '' }: { readonly others?: readonly Session[] | undefined; readonly rights?: string } = {},
  ) {
    const now = Date.now();
    this.rights = `${rights} ${mayWrite ? 'write' : 'read'}`;
    this.session = session;
    this.others = others;
    this.mayWrite = mayWrite;
    this.#assemble = assemble;
    this.lastUsed = now;
    this.provenAt = now;
  }

  /** Requests under way and sessions open; a tenant in use is not forgotten. */
  get holds(): number {
    return this.#holds;
  }

  hold(): void {
    this.#holds += 1;
  }

  release(): void {
    this.#holds -= 1;
    if (this.#closesUnused && this.#holds === 0) void this.close();
  }

  /** Ends the ways to Mist once nothing is under way: a change that is being made must not be cut off. */
  closeUnused(): void {
    this.#closesUnused = true;
    if (this.#holds === 0) void this.close();
  }

  /** Ends the ways to Mist. */
  async close(): Promise<void> {
    await Promise.all([this.session, ...this.others].map(({ client }) => client.close()));
  }

  /** The factory for a view, made once. */
  factory(view: View): McpServerFactory {
    const key = `${view.readonly} ${view.format}`;
    const factory = this.#factories.get(key) ?? this.#assemble(this.session, view);
    this.#factories.set(key, factory);
    return factory;
  }
}

interface TenantAuthInfo {
  token: string;
  clientId: string;
  scopes: string[];
  extra: Record<string, unknown>;
}

/** A tenant as one request wants to be served. It goes through the SDK with the request as its authentication. */
export class TenantContext {
  readonly tenant: Tenant;
  readonly view: View;
  readonly asking: Asking;

  constructor(tenant: Tenant, view: View, asking: Asking = {}) {
    this.tenant = tenant;
    this.view = view;
    this.asking = asking;
  }

  async serve(context: McpRequestContext): Promise<Awaited<ReturnType<McpServerFactory>>> {
    const readonly = this.view.readonly || !this.tenant.mayWrite;
    return this.tenant.factory({ ...this.view, readonly })(context);
  }

  /**
   * What the SDK hands on to handlers; the token stays out of it.
   *
   * @param asking who asks and may what, where it is a later request than the one that began
   */
  authInfo(asking: Asking = this.asking): TenantAuthInfo {
    const { principal } = this.tenant.session;
    return { token: principal, clientId: principal, scopes: [], extra: { tenantContext: this, ...asking } };
  }
}

/** The factory of all tenants: each request is served by the one that it was found to belong to. */
export const tenantFactory: McpServerFactory = (context) => {
  const tenantContext = context.authInfo?.extra?.tenantContext;
  if (!(tenantContext instanceof TenantContext)) throw new Error('A request came to the protocol without credentials');
  return tenantContext.serve(context);
};
