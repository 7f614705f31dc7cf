import { isRecord } from '../../core/json.ts';
import type { MistAnswer } from '../http/client.ts';
import { segmentFault } from '../http/path.ts';
import { matchRoute, operation } from '../spec/operations.ts';
import { pinWindow, queryOf } from './window.ts';

export { type Notes, parseNext, type Turns, turnTo, withSkip } from './next-link.ts';
export { windowOf } from './window.ts';

type Body = Readonly<Record<string, unknown>>;

/** The rows of an answer, and what else its body says. */
export interface Rows {
  /** Undefined when the answer is not a list. */
  readonly rows: readonly unknown[] | undefined;
  /** Name that the rows have in the body; absent when the body is the list. */
  readonly key?: string;
  /** The body's other members, without those that only serve paging. */
  readonly rest: Body;
}

/** How objects say how many rows there are whose route cannot be paged. */
const COUNTED = 'total_count';

/** The moments of a time series, beside its values. */
const MOMENTS = 'rt';

const PAGING_MEMBERS = new Set(['total', COUNTED, 'next', 'start', 'end', 'limit', 'page']);

/**
 * Finds the rows: the body itself, its `results`, or the one list of rows in the object of a route that is paged or
 * counts them. Values of a time series that stand beside their moments become rows of both.
 */
export function rowsOf({ route, body }: MistAnswer): Rows {
  if (Array.isArray(body)) return { rows: body, rest: {} };
  if (!isRecord(body)) return { rows: undefined, rest: {} };
  const counted = operation(route).paging !== 'none' || COUNTED in body;
  const key = Array.isArray(body.results) ? 'results' : counted ? onlyList(body) : undefined;
  const rows = key === undefined ? undefined : body[key];
  if (key === undefined || !Array.isArray(rows)) return { rows: undefined, rest: body };
  const series = withMoments(rows, body[MOMENTS]);
  const others = Object.entries(body).filter(
    ([name]) => name !== key && !PAGING_MEMBERS.has(name) && !(series && name === MOMENTS),
  );
  return { rows: series ?? rows, key, rest: Object.fromEntries(others) };
}

/**
 * Several lists in one object run side by side, like columns; none of them holds the rows. Empty lists beside the rows
 * of an object that counts them are other names for the same.
 */
function onlyList(body: Body): string | undefined {
  const lists = Object.keys(body).filter((name) => Array.isArray(body[name]));
  const filled = COUNTED in body ? lists.filter((name) => Array.isArray(body[name]) && body[name].length > 0) : lists;
  const [key, ...others] = filled.length > 0 ? filled : lists.slice(0, 1);
  return others.length === 0 ? key : undefined;
}

/** Each value with its moment, so that what is cut from a series is cut from both. */
function withMoments(values: readonly unknown[], moments: unknown): readonly Body[] | undefined {
  if (!Array.isArray(moments) || moments.length !== values.length || values.some(isRecord)) return undefined;
  return values.map((value, index) => ({ [MOMENTS]: moments[index], value }));
}

const count = (value: unknown): number | undefined => {
  const number = typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : value;
  return typeof number === 'number' && Number.isInteger(number) && number >= 0 ? number : undefined;
};

const member = (body: unknown, name: string): unknown => (isRecord(body) ? body[name] : undefined);

/** How many rows there are over all pages, where the cloud says it: in a header, or in the body beside the rows. */
export function totalOf(answer: MistAnswer): number | undefined {
  const { headers, body } = answer;
  const said = rowsOf(answer).key === undefined ? undefined : (member(body, 'total') ?? member(body, COUNTED));
  return count(headers.get('x-page-total')) ?? count(said);
}

/**
 * Server-relative URL of the page after this one.
 *
 * @returns undefined when this page was the last, or when the route cannot be continued
 */
export function nextOf(answer: MistAnswer): string | undefined {
  const { rows } = rowsOf(answer);
  const total = totalOf(answer);
  if (rows?.length === 0) return undefined;
  const asked = queryOf(answer.url);
  const first = !asked.has('search_after') && !asked.has('token') && (asked.get('page') ?? '1') === '1';
  if (first && rows && total !== undefined && rows.length >= total) return undefined;
  if (!operation(answer.route).paging.startsWith('page')) return saidNext(answer);
  const counted = nextPage(answer, rows, total);
  return total !== undefined && counted === undefined ? undefined : (saidNext(answer) ?? counted);
}

/** The cloud's own `next`, as far as it is a path of the API; what it names is checked again before it is sent. */
function saidNext({ body, route }: MistAnswer): string | undefined {
  const said = member(body, 'next');
  if (typeof said !== 'string' || said === '') return undefined;
  const relative = said.replace(/^https:\/\/[^/?#]*/, '').replace(/#.*$/s, '');
  const [pathname = ''] = relative.split('?');
  return pathname
    .split('/')
    .slice(1)
    .every((segment) => segmentFault(segment) === undefined) && matchRoute('GET', pathname)?.route === route
    ? relative
    : undefined;
}

function nextPage(
  answer: MistAnswer,
  rows: readonly unknown[] | undefined,
  total: number | undefined,
): string | undefined {
  const { headers, body, url, route } = answer;
  const query = queryOf(url);
  const page = count(headers.get('x-page-page')) || count(query.get('page')) || 1;
  // The cloud lowers a limit that is too high; going on with the higher one would jump over rows.
  const limit =
    count(headers.get('x-page-limit')) ||
    count(member(body, 'limit')) ||
    count(query.get('limit')) ||
    count(operation(route).query.limit?.default) ||
    100;
  const more = total === undefined ? (rows?.length ?? 0) >= limit : page * limit < total;
  if (!more) return undefined;
  query.set('page', String(page + 1));
  query.set('limit', String(limit));
  return relink(answer, query);
}

/** The page that an answer already is, to be asked for once more: with its window in absolute times. */
export function samePage(answer: MistAnswer): string {
  return relink(answer, queryOf(answer.url));
}

function relink(answer: MistAnswer, query: URLSearchParams): string {
  pinWindow(query, answer);
  const [pathname = ''] = answer.url.split('?');
  const search = query.toString();
  return search === '' ? pathname : `${pathname}?${search}`;
}
