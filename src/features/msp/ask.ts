import { InputError } from '../../core/errors/input-error.ts';
import { MistError } from '../../core/errors/mist-error.ts';
import { isRecord, type JsonObject } from '../../core/json.ts';
import type { MistAnswer, QueryValue } from '../../mist/http/client.ts';
import { boundCalls, CallsUsedUp, callsMade } from '../../mist/http/rate-limit/call-scope.ts';
import { MAX_PAGE_SIZE } from '../../mist/limits.ts';
import { rowsOf, walkList } from '../../mist/paging/pages.ts';
import type { ApiContext, Session } from '../../mist/session.ts';
import { operation } from '../../mist/spec/operations.ts';
import type { MspRoute } from './routes.ts';

/** Values of a route's parameters. */
interface Parameters {
  readonly path: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, QueryValue>>;
}

/** There is no time left, or a list has no end: the rest is not asked. */
class NotAsked extends Error {
  override readonly name = 'NotAsked';
}

/**
 * Requests of one report over several sessions. Each is made with the session that it is given, and none once the calls
 * that were announced are used up: repeats count, as they do in the cloud.
 */
export class Asker {
  readonly #context: ApiContext;
  readonly #signal: AbortSignal;
  readonly #own: AbortSignal;

  /** @param ms how long all of it may take */
  constructor(context: ApiContext, ms: number) {
    this.#context = context;
    this.#own = AbortSignal.timeout(ms);
    this.#signal = AbortSignal.any([context.signal, this.#own]);
  }

  get signal(): AbortSignal {
    return this.#signal;
  }

  /** Makes at most so many requests for the call under way, those made before included. */
  announce(most: number): void {
    boundCalls(this.#context, most);
  }

  /** Requests of the call under way so far. */
  get made(): number {
    return callsMade(this.#context);
  }

  async ask(session: Session, route: MspRoute, parameters: Parameters): Promise<MistAnswer> {
    this.#admit();
    return session.client.send({ route, ...parameters, signal: this.#signal });
  }

  /** All rows of a list; one that does not come to its end fails. */
  async list(session: Session, route: MspRoute, { path, query }: Parameters): Promise<readonly JsonObject[]> {
    const limit = 'limit' in operation(route).query ? { limit: MAX_PAGE_SIZE } : {};
    const first = await this.ask(session, route, { path, query: { ...query, ...limit } });
    const {
      rows,
      stopped,
      reason = '',
    } = await walkList(first, (url) => {
      this.#admit();
      return session.client.get(url, this.#signal);
    });
    if (stopped !== 'end') throw new NotAsked(`The list was not read to its end. ${reason}`.trim());
    return rows.filter(isRecord);
  }

  /** All rows of a list that the API gives in one piece. */
  async whole(session: Session, route: MspRoute, parameters: Parameters): Promise<readonly JsonObject[]> {
    return (rowsOf(await this.ask(session, route, parameters)).rows ?? []).filter(isRecord);
  }

  #admit(): void {
    if (this.#own.aborted) throw new NotAsked('there was no time left');
    this.#signal.throwIfAborted();
  }

  /** Why something could not be read, for a row of the report. @throws what is not about one source */
  reasonOf(error: unknown): string {
    if (error instanceof NotAsked) return error.message;
    if (error instanceof CallsUsedUp) return 'the announced calls were used up';
    if (this.#own.aborted) return 'not answered in time';
    if (error instanceof InputError) return error.what;
    if (error instanceof MistError && error.kind !== 'cancelled') return error.what;
    throw error;
  }
}
