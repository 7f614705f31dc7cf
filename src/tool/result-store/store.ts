import { randomBytes } from 'node:crypto';
import { InputError } from '../../core/errors/input-error.ts';
import { isRecord } from '../../core/json.ts';
import type { Principal } from '../../mist/token.ts';

/** How long rows are kept, in minutes. */
const KEPT_MINUTES = 15;

/** Bounds of what is kept; sizes are characters of the rows as JSON. */
export interface HandleBounds {
  readonly ofOne: { readonly handles: number; readonly size: number };
  /** Over all principals. */
  readonly size: number;
}

export const HANDLE_BOUNDS: HandleBounds = {
  ofOne: { handles: 20, size: 32 * 1024 * 1024 },
  size: 256 * 1024 * 1024,
};

/** Rows to be kept. Whoever gives them has masked the secrets in them. */
export interface Rows {
  readonly rows: readonly unknown[];
  /** Tool whose answer they belong to. */
  readonly source: string;
  /** Columns shown where nobody names any. */
  readonly shown?: readonly string[] | undefined;
  /** How many of their texts were kept without characters that nobody sees; see `clean`. */
  readonly cleaned?: number | undefined;
  /** Times stay as the API has them. */
  readonly keepTimes?: boolean | undefined;
}

/** Rows that are kept under a handle. */
export interface Held extends Rows {
  readonly id: string;
  /** All columns that some row has. */
  readonly columns: readonly string[];
  readonly size: number;
  /** Epoch milliseconds. */
  readonly expires: number;
}

/**
 * The handle is random, so that nobody can guess one; that it is no proof of identity anyway, `find` sees to. It begins
 * with the name of the replica that keeps the rows, where that has one.
 */
const newId = (replica: string | undefined): string =>
  `${replica === undefined ? '' : `${replica}.`}h_${randomBytes(9).toString('base64url')}`;

/** The replica that a handle names. */
const replicaOf = (id: string): string | undefined => /^([a-z0-9-]{1,60})\.h_[\w-]{12}$/i.exec(id)?.[1];

export const sizeOf = (row: unknown): number => JSON.stringify(row)?.length ?? 0;

/** Rows that fit together into a size, with what has to be known of them. */
export class MeasuredRows {
  readonly rows: unknown[] = [];
  readonly columns = new Set<string>();
  size = 0;
  readonly #most: number;

  /** @param most characters of all of them as JSON */
  constructor(most: number) {
    this.#most = most;
  }

  /** @returns whether there was room; behind a row that is left out there must come none */
  add(row: unknown): boolean {
    const own = sizeOf(row);
    if (this.size + own > this.#most) return false;
    this.size += own;
    this.rows.push(row);
    if (isRecord(row)) for (const name of Object.keys(row)) this.columns.add(name);
    return true;
  }
}

/** As many of the rows, from the first, as the size allows. */
function fitting(rows: readonly unknown[], most: number): MeasuredRows {
  const measured = new MeasuredRows(most);
  rows.every((row) => measured.add(row));
  return measured;
}

/**
 * Rows that stay in this process for a while, so that they can be looked at without asking the cloud again. Each
 * principal has its own: a handle of another is as unknown as one that never was. When a bound is reached, the oldest go.
 */
export class HandleStore {
  readonly #now: () => number;
  readonly bounds: HandleBounds;
  /** The name of this process among those that serve the same callers. */
  readonly replica: string | undefined;
  /** The oldest first. */
  readonly #held = new Map<string, { readonly principal: Principal; readonly held: Held }>();
  #timer: NodeJS.Timeout | undefined;

  /**
   * @param now epoch milliseconds
   * @param replica name of this process, where callers may come to others as well
   */
  constructor(now: () => number = Date.now, bounds: HandleBounds = HANDLE_BOUNDS, replica?: string) {
    this.#now = now;
    this.bounds = bounds;
    this.replica = replica;
  }

  /** How many handles there are, over all principals. */
  get size(): number {
    this.sweep();
    return this.#held.size;
  }

  /**
   * Keeps rows; those beyond the size of one principal are left out, which `rows` of the answer shows.
   *
   * @param measured the rows to keep, where the caller has measured them; else those that are given
   */
  keep(principal: Principal, given: Rows, measured: MeasuredRows = fitting(given.rows, this.bounds.ofOne.size)): Held {
    const { ofOne, size: inAll } = this.bounds;
    const { rows, size } = measured;
    const columns = [...measured.columns];
    const held: Held = {
      ...given,
      id: newId(this.replica),
      rows,
      columns,
      size,
      expires: this.#now() + KEPT_MINUTES * 60_000,
    };
    this.#held.set(held.id, { principal, held });
    this.sweep();
    const others = (own: boolean) => [...this.#held.values()].filter((one) => !own || one.principal === principal);
    this.#shrink(others(true), ofOne.size, ofOne.handles);
    this.#shrink(others(false), inAll, Number.POSITIVE_INFINITY);
    this.#wake();
    return held;
  }

  /** @throws InputError for a handle that is unknown, has expired or is another principal's: the words are the same */
  find(principal: Principal, id: string): Held {
    this.sweep();
    const kept = this.#held.get(id.trim());
    if (kept && kept.principal === principal) return kept.held;
    const elsewhere = replicaOf(id.trim());
    if (elsewhere !== undefined && elsewhere !== this.replica) {
      throw new InputError(
        `That handle is one of the replica "${elsewhere}" of this server; the call came to ${this.replica === undefined ? 'another one' : `"${this.replica}"`}, which does not have its rows.`,
        'Call again, which may reach the other one, or ask the question again to have the rows here.',
      );
    }
    throw new InputError(
      'There is no such handle.',
      `Handles last ${KEPT_MINUTES} minutes; mist_query_result without inputs lists yours. Else ask the question again.`,
    );
  }

  /** What a principal has, the newest first. */
  list(principal: Principal): readonly Held[] {
    this.sweep();
    const own = [...this.#held.values()].filter((one) => one.principal === principal);
    return own.map(({ held }) => held).reverse();
  }

  /** @throws InputError as `find` */
  drop(principal: Principal, id: string): void {
    this.#held.delete(this.find(principal, id).id);
  }

  /** Forgets what has expired. */
  sweep(): void {
    const now = this.#now();
    for (const [id, { held }] of this.#held) if (held.expires <= now) this.#held.delete(id);
  }

  #shrink(kept: readonly { readonly held: Held }[], most: number, handles: number): void {
    let size = kept.reduce((sum, { held }) => sum + held.size, 0);
    let count = kept.length;
    for (const { held } of kept) {
      if (size <= most && count <= handles) return;
      this.#held.delete(held.id);
      size -= held.size;
      count -= 1;
    }
  }

  /** Nobody may ever ask again, and the rows would stay. */
  #wake(): void {
    if (this.#timer) return;
    this.#timer = setTimeout(
      () => {
        this.#timer = undefined;
        this.sweep();
        if (this.#held.size > 0) this.#wake();
      },
      (KEPT_MINUTES * 60_000) / 3,
    );
    this.#timer.unref();
  }
}
