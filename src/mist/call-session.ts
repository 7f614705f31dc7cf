import type { Cloud } from './clouds.ts';
import type { MistAnswer, MistClient, MistRequest } from './http/client.ts';
import type { WebProxy } from './http/proxy/proxy.ts';
import type { CallBudget } from './http/rate-limit/call-budget.ts';
import type { CallScope } from './http/rate-limit/call-scope.ts';
import type { Session } from './session.ts';
import type { Principal } from './token.ts';

/** The way to the cloud as one call has it: what it sends counts for the call. */
class CallClient implements MistClient {
  readonly #client: MistClient;
  readonly #call: CallScope;

  constructor(client: MistClient, call: CallScope) {
    this.#client = client;
    this.#call = call;
  }

  send(request: MistRequest): Promise<MistAnswer> {
    return this.#client.send({ ...request, call: this.#call });
  }

  get(relativeUrl: string, signal?: AbortSignal): Promise<MistAnswer> {
    return this.#client.get(relativeUrl, signal, this.#call);
  }

  close(): Promise<void> {
    return this.#client.close();
  }
}

class CallSession implements Session {
  readonly client: MistClient;
  readonly call: CallScope;
  readonly #session: Session;

  constructor(session: Session, call: CallScope) {
    this.#session = session;
    this.call = call;
    this.client = new CallClient(session.client, call);
  }

  get cloud(): Cloud {
    return this.#session.cloud;
  }

  get token(): string | undefined {
    return this.#session.token;
  }

  get principal(): Principal {
    return this.#session.principal;
  }

  get sign(): Session['sign'] {
    return this.#session.sign;
  }

  get directoryWrites(): number {
    return this.#session.directoryWrites;
  }

  get writes(): number {
    return this.#session.writes;
  }

  get budget(): CallBudget {
    return this.#session.budget;
  }

  get proxy(): WebProxy | undefined {
    return this.#session.proxy;
  }

  get identity(): object {
    return this.#session.identity;
  }
}

/** A session as one call uses it: all that is kept is the session's, and its requests count for the call. */
export const sessionOfCall = (session: Session, call: CallScope): Session => new CallSession(session, call);
