import type { McpRequestContext, McpServerFactory } from '@modelcontextprotocol/server';
import type { Session } from '../../mist/session.ts';
import type { ResponseFormat } from '../../tool/result.ts';

/** How narrow a client wants what it is served. */
export interface View {
  readonly readonly: boolean;
  readonly format: ResponseFormat;
}

/** Makes the factory of servers for one principal and one view. */
export type Assemble = (session: Session, view: View) => McpServerFactory;

/** One token on one cloud: everything that is kept for it, apart from everyone else's. */
export class Tenant {
  readonly session: Session;
  /** Requests under way and sessions open; a tenant in use is not forgotten. */
  holds = 0;
  /** Requests under way. */
  calls = 0;
  /** Epoch milliseconds. */
  lastUsed: number;
  readonly #assemble: Assemble;
  readonly #permitted: () => Promise<boolean>;
  #writes: Promise<boolean> | undefined;
  readonly #factories = new Map<string, McpServerFactory>();

  /** @param permitted finds out whether the token may change anything; asked once, where write tools are offered */
  constructor(session: Session, assemble: Assemble, permitted: () => Promise<boolean>, now: number) {
    this.session = session;
    this.#assemble = assemble;
    this.#permitted = permitted;
    this.lastUsed = now;
  }

  /** Whether the operator and the token's role allow write tools. */
  mayWrite(): Promise<boolean> {
    this.#writes ??= this.#permitted();
    return this.#writes;
  }

  /** The factory for a view, made once. */
  factory(view: View): McpServerFactory {
    const key = `${view.readonly} ${view.format}`;
    const factory = this.#factories.get(key) ?? this.#assemble(this.session, view);
    this.#factories.set(key, factory);
    return factory;
  }
}

/** A tenant as one request wants to be served. It goes through the SDK with the request as its authentication. */
export class Seat {
  readonly tenant: Tenant;
  readonly view: View;

  constructor(tenant: Tenant, view: View) {
    this.tenant = tenant;
    this.view = view;
  }

  async serve(context: McpRequestContext): Promise<Awaited<ReturnType<McpServerFactory>>> {
    const readonly = this.view.readonly || !(await this.tenant.mayWrite());
    return this.tenant.factory({ ...this.view, readonly })(context);
  }

  /** What the SDK hands on to handlers; the token stays out of it. */
  authInfo(): { token: string; clientId: string; scopes: string[]; extra: { seat: Seat } } {
    const { principal } = this.tenant.session;
    return { token: principal, clientId: principal, scopes: [], extra: { seat: this } };
  }
}

/** The factory of all tenants: each request is served by the one that it was found to belong to. */
export const seatedFactory: McpServerFactory = (context) => {
  const seat = context.authInfo?.extra?.seat;
  if (!(seat instanceof Seat)) throw new Error('A request came to the protocol without credentials');
  return seat.serve(context);
};
