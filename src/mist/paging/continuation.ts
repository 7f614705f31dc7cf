import type { MistAnswer } from '../http/client.ts';
import { segmentFault } from '../http/path.ts';
import { DEFAULT_PAGE_SIZE } from '../limits.ts';
import { matchRoute, operation } from '../spec/operations.ts';
import { MAX_LINK_LENGTH } from './next-link.ts';
import { countOf, memberOf, rowsOf, totalOf } from './rows.ts';
import { pinWindow, queryOf } from './window.ts';

/** Where a list goes on after a page. */
export interface Continuation {
  /** Server-relative URL of the page after this one; its path is always that of the page before. */
  readonly next?: string;
  /** Why the cloud's own link to more rows cannot be followed, as the end of a sentence; there where it has one. */
  readonly unusable?: string;
}

/** Where in its list a page stands. */
export interface Position {
  /** Rows up to the end of this page; undefined where a cursor does not tell and nobody counted. */
  readonly end: number | undefined;
  /** Rows that a page may have; undefined where nothing bounds them. */
  readonly limit: number | undefined;
  /** The last page by number that the total allows. */
  readonly lastPage: boolean;
}

const CURSOR = ['search_after', 'token'];

/** Parameters that say where a list goes on, not what it holds. */
const POSITION = new Set([...CURSOR, 'page', 'limit', 'start', 'end', 'duration']);

/** Names that a link may carry although the spec does not give them to the route. */
const PARAMETER = /^[A-Za-z_][\w.[\]-]{0,63}$/;

/**
 * Server-relative URL of the page after this one.
 *
 * @returns undefined when this page is the last, or when the list cannot be continued; `completenessOf` says which
 */
export const nextOf = (answer: MistAnswer): string | undefined => continuationOf(answer).next;

/**
 * Where a list goes on: by the cloud's own link, else by the number of the next page. What the cloud says has more
 * weight than what a count suggests.
 */
export function continuationOf(answer: MistAnswer): Continuation {
  const stated = statedNext(answer);
  if (stated.next !== undefined) return stated;
  if (!operation(answer.route).paging.startsWith('page')) return stated;
  const next = nextPage(answer);
  return next === undefined ? stated : { next };
}

/**
 * The cloud's own `next`, on the path that was asked. The cloud names some lists by another path than the spec (rogues,
 * radio events) or with an older id: only what stands behind `?` is taken, and only when the asked route can carry it.
 */
function statedNext(answer: MistAnswer): Continuation {
  const link = memberOf(answer.body, 'next');
  if (typeof link !== 'string' || link === '') return {};
  const [pathname = '', search = ''] = splitLink(link);
  if (!isPlainPath(pathname)) return { unusable: 'it is no address of this API' };
  const known = operation(answer.route).query;
  const query = new URLSearchParams(search);
  const names = [...new Set(query.keys())];
  const moved = matchRoute('GET', pathname)?.route !== answer.route;
  if (names.length === 0) return { unusable: 'it names no page' };
  if (moved && names.some((name) => !Object.hasOwn(known, name) && !CURSOR.includes(name))) {
    return { unusable: 'it leads to another list' };
  }
  if (names.some((name) => !PARAMETER.test(name))) return { unusable: 'it holds what is no parameter' };
  const asked = queryOf(answer.url);
  const kept = moved ? [...asked].filter(([name]) => !query.has(name) && !POSITION.has(name)) : [];
  const next = `${pathOf(answer)}?${[printable(search), new URLSearchParams(kept).toString()].filter(Boolean).join('&')}`;
  if (next.length > MAX_LINK_LENGTH) return { unusable: 'it is too long' };
  return sameQuery(queryOf(next), asked) ? { unusable: 'it leads back to the same page' } : { next };
}

/** Path and query of a link that may be absolute, without its fragment. */
function splitLink(link: string): readonly [string, string] {
  const relative = link.replace(/^https?:\/\/[^/?#]*/i, '').replace(/#.*$/s, '');
  const at = relative.indexOf('?');
  return at < 0 ? [relative, ''] : [relative.slice(0, at), relative.slice(at + 1)];
}

const isPlainPath = (pathname: string): boolean =>
  pathname.startsWith('/api/v1/') &&
  pathname
    .split('/')
    .slice(1)
    .every((segment) => segmentFault(segment) === undefined);

const pathOf = ({ url }: MistAnswer): string => url.split('?')[0] ?? '';

/** A query as a URL holds it: blanks and letters such as ü are encoded, everything else stays as the cloud wrote it. */
const printable = (search: string): string =>
  new URL(`http://mist.invalid/?${search}`).search.slice(1).replaceAll('\\', '%5C');

function sameQuery(one: URLSearchParams, other: URLSearchParams): boolean {
  const sorted = (query: URLSearchParams): string => JSON.stringify([...query].map((pair) => pair.join('=')).sort());
  return sorted(one) === sorted(other);
}

/** The limit that was applied: the cloud lowers one that is too high, and going on with it would jump over rows. */
function limitOf({ headers, body, url, route }: MistAnswer): number | undefined {
  return (
    countOf(headers.get('x-page-limit')) ||
    countOf(memberOf(body, 'limit')) ||
    countOf(queryOf(url).get('limit')) ||
    countOf(operation(route).query.limit?.default) ||
    undefined
  );
}

const pageNumberOf = ({ headers, url }: MistAnswer): number =>
  countOf(headers.get('x-page-page')) || countOf(queryOf(url).get('page')) || 1;

function nextPage(answer: MistAnswer): string | undefined {
  const count = rowsOf(answer).rows?.length ?? 0;
  const total = totalOf(answer);
  const page = pageNumberOf(answer);
  const limit = limitOf(answer) ?? DEFAULT_PAGE_SIZE;
  const whole = page === 1 && total !== undefined && count >= total;
  if (count === 0 || whole || !(total === undefined ? count >= limit : page * limit < total)) return undefined;
  const query = queryOf(answer.url);
  query.set('page', String(page + 1));
  query.set('limit', String(limit));
  return relink(answer, query);
}

/** Whether a link asks for a page by a cursor, which does not tell how many rows came before. */
export const hasCursor = (url: string): boolean => CURSOR.some((name) => (queryOf(url).get(name) ?? '') !== '');

/**
 * Where a page stands in its list, as far as it tells.
 *
 * @param before rows of the pages before it, for a page that was asked for by a cursor
 */
export function positionOf(answer: MistAnswer, before?: number): Position {
  const count = rowsOf(answer).rows?.length ?? 0;
  const byNumber = operation(answer.route).paging.startsWith('page');
  const limit = limitOf(answer) ?? (byNumber ? DEFAULT_PAGE_SIZE : undefined);
  const page = pageNumberOf(answer);
  if (hasCursor(answer.url)) return { end: before === undefined ? undefined : before + count, limit, lastPage: false };
  const pagesBefore = byNumber && limit !== undefined ? (page - 1) * limit : 0;
  const lastPage = byNumber && limit !== undefined && page * limit >= (totalOf(answer) ?? Number.POSITIVE_INFINITY);
  return { end: pagesBefore + count, limit, lastPage };
}

/** The page that an answer already is, to be asked for once more: with its window in absolute times. */
export function samePage(answer: MistAnswer): string {
  return relink(answer, queryOf(answer.url));
}

function relink(answer: MistAnswer, query: URLSearchParams): string {
  pinWindow(query, answer);
  const search = query.toString();
  return search === '' ? pathOf(answer) : `${pathOf(answer)}?${search}`;
}
