import type { MistAnswer } from '../http/client.ts';
import { MAX_PAGES } from '../limits.ts';
import { type Completeness, completenessOf } from './completeness.ts';
import { continuationOf, nextOf } from './continuation.ts';
import { rowsOf, totalOf } from './rows.ts';

/** Why a walk ended: `end` is the end of the list, everything else leaves rows behind or may do so. */
export type StopReason = 'end' | 'repeated_next' | 'no_new_rows' | 'page_limit' | 'caller' | 'failed';

/** How pages of some form are walked. */
export interface WalkOptions<P> {
  readonly rowsOf: (page: P) => readonly unknown[];
  /** Where the page says that the list goes on; undefined on the last page. */
  readonly nextOf: (page: P) => string | undefined;
  readonly fetch: (next: string) => Promise<P>;
  /** Pages at most, the first one included. */
  readonly maxPages?: number;
  /** Told of each page that brought new rows, the first one always. */
  readonly onPage?: (page: P) => void | Promise<void>;
  /** Asked before each further page: words for which the walk ends, or undefined to go on. */
  readonly stopBefore?: (soFar: { readonly rows: number; readonly pages: number }) => string | undefined;
  /** Words for a page that could not be fetched, so that what came before it is kept; without it the error is thrown. */
  readonly onFailure?: (error: unknown) => string;
}

/** What a walk came to. */
export interface WalkResult<P> {
  readonly rows: readonly unknown[];
  /** Pages that were fetched, the first one included. */
  readonly pages: number;
  /** The last page that was looked at. */
  readonly last: P;
  readonly stopped: StopReason;
  /** Why it ended early, a sentence; absent at the end of the list. */
  readonly reason?: string;
  /** Where it would go on; absent where that leads nowhere. */
  readonly next?: string;
}

/** Where a walk stopped. */
export type WalkEnd = Pick<WalkResult<unknown>, 'stopped' | 'reason' | 'next'>;

/** One step of a walk. The last one has an `end`, and only that one. */
export interface WalkStep<P> {
  readonly page: P;
  /** Pages that were fetched so far, the first one included. */
  readonly pages: number;
  /** Rows of the page; undefined where the walk ended without another page, or with one that was seen before. */
  readonly rows: readonly unknown[] | undefined;
  readonly end?: WalkEnd;
}

/**
 * Walks a list page by page, from a first page that is already there; a page is fetched when the one before was taken.
 * It ends at the end of the list, at a `next` that was followed before, at a page that brings no new row, and after
 * `maxPages`: a cloud that never ends must not make this server ask for ever, nor answer with the same rows again and
 * again.
 *
 * @throws whatever `fetch` throws, unless `onFailure` has words for it
 */
export async function* walkSteps<P>(
  first: P,
  options: Omit<WalkOptions<P>, 'onPage'>,
): AsyncGenerator<WalkStep<P>, void> {
  const { fetch, maxPages = MAX_PAGES, stopBefore, onFailure } = options;
  const followed = new Set<string>();
  const known = new KnownRows();
  let page = first;
  let count = 0;
  for (let pages = 1; ; pages += 1) {
    const found = options.rowsOf(page);
    const next = options.nextOf(page);
    const end = (stopped: StopReason, reason: string): WalkEnd => ({
      ...{ stopped, reason },
      ...(next === undefined ? {} : { next }),
    });
    const last = (ending: WalkEnd): WalkStep<P> => ({ page, pages, rows: undefined, end: ending });
    // A list of one page is compared with nothing.
    const isNew = (pages === 1 && next === undefined) || known.add(found);
    if (pages > 1 && !isNew && (found.length > 0 || next !== undefined)) {
      const words = `Page ${pages} brought no new row although it was said to go on, so the walk ended.`;
      return yield last(end('no_new_rows', words));
    }
    count += found.length;
    const step = { page, pages, rows: found };
    if (next === undefined) return yield { ...step, end: { stopped: 'end' } };
    if (followed.has(next)) return yield { ...step, end: { stopped: 'repeated_next', reason: REPEATED } };
    if (pages >= maxPages) {
      return yield { ...step, end: end('page_limit', `The walk ended after ${pages} pages; there are more.`) };
    }
    yield step;
    const words = stopBefore?.({ rows: count, pages });
    if (words !== undefined) return yield last(end('caller', words));
    followed.add(next);
    try {
      page = await fetch(next);
    } catch (error) {
      if (!onFailure) throw error;
      return yield last(end('failed', onFailure(error)));
    }
  }
}

/**
 * Walks a list to where it ends, and keeps its rows.
 *
 * @throws whatever `fetch` throws, unless `onFailure` has words for it
 */
export async function walkPages<P>(first: P, options: WalkOptions<P>): Promise<WalkResult<P>> {
  const rows: unknown[] = [];
  for await (const step of walkSteps(first, options)) {
    if (step.rows) {
      for (const row of step.rows) rows.push(row);
      await options.onPage?.(step.page);
    }
    if (step.end) return { rows, pages: step.pages, last: step.page, ...step.end };
  }
  throw new Error('a walk ended without an end');
}

const REPEATED = 'The API gave the same `next` twice, so the walk ended: it would go round in circles.';

/** How pages of the API are walked. */
export const LISTS = { nextOf, rowsOf: (page: MistAnswer) => rowsOf(page).rows ?? [] };

/** A list of the API that was walked. */
export interface WalkedList extends WalkResult<MistAnswer> {
  readonly completeness: Completeness;
}

/**
 * Walks a list of the API to its end.
 *
 * @param first the first page
 * @param fetch gets a further page by its server-relative URL
 */
export async function walkList(
  first: MistAnswer,
  fetch: (url: string) => Promise<MistAnswer>,
  options: Pick<WalkOptions<MistAnswer>, 'maxPages' | 'onPage' | 'stopBefore' | 'onFailure'> = {},
): Promise<WalkedList> {
  const walked = await walkPages(first, { ...options, ...LISTS, fetch });
  return { ...walked, completeness: completenessOfWalk(walked.rows.length, walked.last, walked) };
}

/**
 * Whether a walk brought all rows of its list.
 *
 * @param count of the rows that it brought
 * @param last the last page that was looked at
 */
export function completenessOfWalk(count: number, last: MistAnswer, { stopped, reason = '' }: WalkEnd): Completeness {
  const circles = stopped === 'repeated_next' || stopped === 'no_new_rows';
  if (stopped !== 'end') return { complete: circles ? 'unknown' : 'no', reason };
  const total = totalOf(last);
  if (total === undefined || continuationOf(last).unusable !== undefined) return completenessOf(last) ?? YES;
  if (count >= total) return YES;
  return {
    complete: 'unknown',
    reason: `The API counts ${total} rows and gave ${count}: it may count what it does not list, such as members of a virtual chassis.`,
  };
}

const YES: Completeness = { complete: 'yes' };

/** Rows that were seen, by a number for each: whole rows of a long list would be kept twice. */
class KnownRows {
  readonly #numbers = new Set<number>();

  /** @returns whether one of the rows was not known */
  add(rows: readonly unknown[]): boolean {
    const before = this.#numbers.size;
    for (const row of rows) this.#numbers.add(fingerprint(JSON.stringify(row) ?? ''));
    return this.#numbers.size > before;
  }
}

/** A number of 53 bits for a text (cyrb53): enough to tell that no row of a page is new. */
function fingerprint(text: string): number {
  let high = 0xdeadbeef;
  let low = 0x41c6ce57;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    high = Math.imul(high ^ code, 2654435761);
    low = Math.imul(low ^ code, 1597334677);
  }
  high = Math.imul(high ^ (high >>> 16), 2246822507) ^ Math.imul(low ^ (low >>> 13), 3266489909);
  low = Math.imul(low ^ (low >>> 16), 2246822507) ^ Math.imul(high ^ (high >>> 13), 3266489909);
  return 4294967296 * (2097151 & low) + (high >>> 0);
}
