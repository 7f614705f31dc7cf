import { MistError } from '../../../core/errors/mist-error.ts';
import type { JsonObject } from '../../../core/json.ts';
import type { RouteOf } from '../../../mist/spec/routes.ts';
import type { LookupContext } from '../../../tool/context.ts';
import { walkObjects } from '../../configuration/index.ts';

/** Thrown where the next request would go beyond the bound. */
export class OutOfRequests extends Error {
  constructor() {
    super('The bound of requests is reached.');
  }
}

const SITE = 'GET /api/v1/sites/{site_id}';

type Path = Record<string, string>;
type Query = Record<string, string | number | boolean>;

/** Reads objects for the computing of one change: each once, and no more than the bound allows. */
export class Reader {
  readonly #context: LookupContext;
  readonly #known = new Map<string, Promise<readonly JsonObject[]>>();
  #limit: number;
  #made = 0;

  constructor(context: LookupContext, limit: number) {
    this.#context = context;
    this.#limit = limit;
  }

  /** Requests that were made. */
  get made(): number {
    return this.#made;
  }

  /** Requests that may still be made. */
  get left(): number {
    return this.#limit - this.#made;
  }

  /** Sets how many requests may be made in all. */
  allow(limit: number): void {
    this.#limit = limit;
  }

  /**
   * One object; undefined where there is none or the token may not see it.
   *
   * @throws MistError for any other failure, OutOfRequests beyond the bound
   */
  async object(route: RouteOf<'GET'>, path: Path): Promise<JsonObject | undefined> {
    try {
      const [row] = await this.#read(route, path, {});
      return row;
    } catch (error) {
      if (error instanceof MistError && (error.kind === 'not_found' || error.kind === 'forbidden')) return undefined;
      throw error;
    }
  }

  /**
   * A list to its end.
   *
   * @throws MistError where it could not be read whole, OutOfRequests beyond the bound
   */
  list(route: RouteOf<'GET'>, path: Path, query: Query = {}): Promise<readonly JsonObject[]> {
    return this.#read(route, path, query);
  }

  #read(route: RouteOf<'GET'>, path: Path, query: Query): Promise<readonly JsonObject[]> {
    const key = JSON.stringify([route, path, query]);
    const known = this.#known.get(key) ?? this.#fetch(route, path, query);
    this.#known.set(key, known);
    return known;
  }

  async #fetch(route: RouteOf<'GET'>, path: Path, query: Query): Promise<readonly JsonObject[]> {
    // What is left out to keep the bound must be the same when the change is computed once more before it is sent, and
    // only the site is at hand then as well.
    const isAtHand = route === SITE && this.#context.isKnown?.(route, { path, query }) === true;
    if (!isAtHand) this.#count();
    const first = await this.#context.send(route, { path, query });
    const { rows, reachedEnd } = await walkObjects(first, async (url) => {
      this.#count();
      return this.#context.get(url);
    });
    if (!reachedEnd) throw new MistError('server', 'A list was not read to its end.', 'Look at it in the portal.');
    return rows;
  }

  #count(): void {
    if (this.#made >= this.#limit) throw new OutOfRequests();
    this.#made += 1;
  }
}
