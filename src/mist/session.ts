import { createHmac } from 'node:crypto';
import { inspect } from 'node:util';
import { TurnQueue } from '../core/turn-queue.ts';
import type { Cloud } from './clouds.ts';
import type { ClientOptions, MistClient } from './http/client.ts';
import { proxiedFetch } from './http/proxy/fetch.ts';
import type { WebProxy } from './http/proxy/proxy.ts';
import { CallBudget } from './http/rate-limit/call-budget.ts';
import type { CallScope } from './http/rate-limit/call-scope.ts';
import { AT_ONCE, type Governing, governedClient } from './http/rate-limit/governed-client.ts';
import { type Principal, parseToken, principalOf } from './token.ts';

/** One principal on one cloud. Its token is for the client alone: printing or serializing a session never shows it. */
export interface Session {
  readonly cloud: Cloud;
  /** The bare API token, or undefined where none was given yet. */
  readonly token: string | undefined;
  readonly principal: Principal;
  readonly client: MistClient;
  /**
   * A signature of a text that only this token and principal make, in every process: what an answer offers is known again when it
   * comes back. The token cannot be found from it.
   */
  readonly sign: (text: string) => string;
  /** How often this session may have changed which organizations and sites there are, and what they are called. */
  readonly directoryWrites: number;
  /** How many requests of this session may have changed something. */
  readonly writes: number;
  /** What was sent for this token, and what is left. */
  readonly budget: CallBudget;
  /** On the way to hosts of the cloud that it leads to. */
  readonly proxy?: WebProxy | undefined;
  /** Stands for the session in what is kept by session; those of single calls have it in common. */
  readonly identity: object;
  /** The tool call that it is used for, where it is one's. */
  readonly call?: CallScope | undefined;
}

/** What a request to the cloud needs of the work that it is made for. */
export interface ApiContext {
  readonly session: Session;
  /** Aborted when nobody waits for the answer any more. */
  readonly signal: AbortSignal;
}

/** Characters of a signature that are kept: 96 bits. */
const SIGNATURE_LENGTH = 16;

/** Routes that make, rename or end an organization, a site or a device when they are written. */
const DIRECTORY_ROUTE =
  /^(?:POST|PUT|DELETE) \/api\/v1\/(?:orgs|sites\/\{site_id\}(?:\/devices\/\{device_id\})?|orgs\/\{org_id\}\/inventory|orgs\/\{org_id\}(?:\/(?:sites|clone))?|msps\/\{msp_id\}\/orgs.*)$/;

class TokenSession implements Session {
  readonly cloud: Cloud;
  readonly client: MistClient;
  readonly budget: CallBudget;
  readonly proxy: WebProxy | undefined;
  readonly identity: object = this;
  directoryWrites = 0;
  writes = 0;
  readonly #token: string | undefined;
  #principal: Principal | undefined;
  readonly #isPerson: boolean;

  constructor(options: SessionOptions) {
    const { token, cloud, queue = new TurnQueue(AT_ONCE), proxy, principal, budget, narrow, ...others } = options;
    this.cloud = cloud;
    this.#principal = principal;
    this.#isPerson = principal !== undefined;
    this.budget = budget ?? new CallBudget();
    this.proxy = proxy;
    this.#token = token === undefined ? undefined : parseToken(token);
    const through = proxy?.leadsTo(cloud.api) ? { fetch: proxiedFetch(proxy) } : {};
    const client = governedClient({ ...through, ...others, cloud, token: this.#token }, this.#governing(queue));
    this.client = narrow ? narrow(client) : client;
  }

  #governing(queue: TurnQueue): Governing {
    const { budget } = this;
    const principal = (): Principal => this.principal;
    return {
      queue,
      budget,
      onChange: (route) => {
        this.writes += 1;
        if (DIRECTORY_ROUTE.test(route)) this.directoryWrites += 1;
      },
      get principal() {
        return principal();
      },
    };
  }

  get token(): string | undefined {
    return this.#token;
  }

  /** Made when it is first asked for: Node's cryptography takes time to load, and no answer to a hello needs it. */
  get principal(): Principal {
    this.#principal ??= principalOf(this.#token, this.cloud);
    return this.#principal;
  }

  readonly sign = (text: string): string =>
    createHmac('sha256', `${this.#token ?? ''}\n${this.cloud.api}${this.#isPerson ? `\n${this.principal}` : ''}`)
      .update(text)
      .digest('base64url')
      .slice(0, SIGNATURE_LENGTH);

  toJSON(): object {
    return { cloud: this.cloud.name, principal: this.principal, token: this.#token === undefined ? 'none' : 'hidden' };
  }

  [inspect.custom](): string {
    return `Session ${JSON.stringify(this)}`;
  }
}

/** What a session is made of; everything but cloud and token is handed to its client. */
export type SessionOptions = Omit<ClientOptions, 'token'> & {
  /** As pasted: a leading `Token ` or `Bearer ` and surrounding blanks are taken off. */
  token?: string | undefined;
  /** Where requests wait their turn, shared by sessions whose requests together have a bound. */
  queue?: TurnQueue;
  /** A web proxy on the way; which hosts it leads to it knows itself. */
  proxy?: WebProxy | undefined;
  /** Whose work it is, where several people use one token; else whoever holds the token. */
  principal?: Principal;
  /** What was sent for the token, where several sessions share one. */
  budget?: CallBudget;
  /** Puts narrower rights than the token's before its client. */
  narrow?: (client: MistClient) => MistClient;
};

/**
 * Opens a session. Nothing is sent yet.
 *
 * @throws Error when the token cannot be one; the message does not hold it
 */
export function createSession(options: SessionOptions): Session {
  return new TokenSession(options);
}
