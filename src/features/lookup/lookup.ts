import { MistError } from '../../core/errors/mist-error.ts';
import { isRecord, type JsonObject } from '../../core/json.ts';
import { knownDeviceNames } from '../../mist/device-names.ts';
import { callsMade } from '../../mist/http/rate-limit/call-scope.ts';
import { resolveOrg } from '../../mist/names.ts';
import { rowsOf, totalOf } from '../../mist/paging/pages.ts';
import { operation } from '../../mist/spec/operations.ts';
import type { RouteOf } from '../../mist/spec/routes.ts';
import type { CallParameters, LookupContext, ToolContext } from '../../tool/context.ts';

/** The members of a call that a look-up over several sources takes. */
export type SourceContext = LookupContext & Pick<ToolContext, 'mask'>;

/** Rows that one source gave, and how many it has. */
export interface SourceRows {
  readonly rows: readonly JsonObject[];
  readonly total: number;
}

/** Whether one text would be read as several values: some parameters are cut at commas. */
const isTakenApart = (route: RouteOf<'GET'>, { query = {} }: CallParameters): boolean =>
  Object.entries(query).some(([name, value]) => {
    const { list, type } = operation(route).query[name] ?? {};
    return typeof value === 'string' && value.includes(',') && (list || type === 'array');
  });

/** Failures that say something of the call itself, not of one source. */
const FATAL: ReadonlySet<string> = new Set(['unauthorized', 'no_token', 'cancelled', 'rate_limited', 'network']);

/**
 * Asks several sources for one answer, within a bound of requests. A source that there is no room for, or that fails,
 * is remembered by name: what was not looked at must never read as "there is none".
 */
export class Lookup {
  readonly context: SourceContext;
  readonly orgId: string;
  readonly #most: number;
  #made: number;
  #answered = 0;
  #failure: unknown;
  readonly #missed = new Map<string, string>();

  private constructor(context: SourceContext, orgId: string, { most, made }: { most: number; made: number }) {
    this.context = context;
    this.orgId = orgId;
    this.#most = most;
    this.#made = made;
  }

  /**
   * Finds the organization and begins.
   *
   * @param org id or name, or undefined for the only one
   * @param most requests at most, those for the organization included
   * @throws InputError when the organization is not known
   */
  static async open(context: SourceContext, org: string | undefined, most: number): Promise<Lookup> {
    const before = callsMade(context);
    const orgId = await resolveOrg(context, org);
    return new Lookup(context, orgId, { most, made: callsMade(context) - before });
  }

  /** Requests that were made so far. */
  get calls(): number {
    return this.#made;
  }

  /** How many requests may still be made. */
  get room(): number {
    return this.#most - this.#made;
  }

  /** What was not looked at, each with the reason where it is not the bound. */
  get notLookedAt(): readonly string[] {
    return [...this.#missed].map(([what, why]) => (why === '' ? what : `${what} (${why})`));
  }

  /** Remembers a source that was left out. */
  skip(what: string, why = ''): void {
    this.#missed.set(what, why);
  }

  /** Takes back what `skip` remembered: the failure was the answer. */
  forget(what: string): void {
    this.#missed.delete(what);
  }

  /**
   * Does work that makes one request, if there is room.
   *
   * @param what names the source in `notLookedAt`
   * @returns undefined where it was not made or failed
   * @throws MistError for a failure that every source would have
   */
  async run<T>(what: string, work: () => Promise<T>): Promise<T | undefined> {
    if (this.room <= 0) {
      this.skip(what);
      return undefined;
    }
    this.#made += 1;
    return this.#attempt(what, work);
  }

  async #attempt<T>(what: string, work: () => Promise<T>): Promise<T | undefined> {
    try {
      const done = await work();
      this.#answered += 1;
      return done;
    } catch (error) {
      if (!(error instanceof MistError) || FATAL.has(error.kind)) throw error;
      this.#failure ??= error;
      const { status } = error.more;
      this.skip(what, status === undefined ? error.kind.replaceAll('_', ' ') : `HTTP ${status}`);
      return undefined;
    }
  }

  /**
   * Does work that makes several requests by the `send` it is given; whoever calls has looked at `room`.
   *
   * @returns undefined where it failed
   */
  several<T>(what: string, work: (send: LookupContext['send']) => Promise<T>): Promise<T | undefined> {
    return this.#attempt(what, () =>
      work((route, parameters) => {
        this.#made += 1;
        return this.context.send(route, parameters);
      }),
    );
  }

  /** Does work that has to be done whatever it takes, such as reading a name that was given; its requests count. */
  async counted<T>(work: () => Promise<T>): Promise<T> {
    const before = callsMade(this.context);
    const done = await work();
    this.#made += callsMade(this.context) - before;
    return done;
  }

  /** Throws what failed where nothing at all could be looked at. @throws MistError */
  throwIfBlind(): void {
    if (this.#answered === 0 && this.#failure !== undefined) throw this.#failure;
  }

  /** Rows of a list, secrets masked; undefined where they could not be had. */
  async list(what: string, route: RouteOf<'GET'>, parameters: CallParameters): Promise<SourceRows | undefined> {
    if (isTakenApart(route, parameters)) {
      this.skip(what, 'takes no comma');
      return undefined;
    }
    const answer = await this.run(what, () => this.context.send(route, parameters));
    if (!answer) return undefined;
    const rows = (rowsOf(answer).rows ?? []).map((row) => this.context.mask(row)).filter(isRecord);
    return { rows, total: totalOf(answer) ?? rows.length };
  }

  /** One object, secrets masked; undefined where it could not be had. */
  async one(what: string, route: RouteOf<'GET'>, parameters: CallParameters): Promise<JsonObject | undefined> {
    const answer = await this.run(what, () => this.context.send(route, parameters));
    const body = answer && this.context.mask(answer.body);
    return isRecord(body) ? body : undefined;
  }

  /** Whether a source that is kept for all calls would need a request now. */
  get knowsDevices(): boolean {
    return knownDeviceNames(this.context, this.orgId) !== undefined;
  }
}
