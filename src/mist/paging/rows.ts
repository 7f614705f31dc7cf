import { isRecord } from '../../core/json.ts';
import type { MistAnswer } from '../http/client.ts';
import { operation } from '../spec/operations.ts';
import type { Route } from '../spec/routes.ts';

type Body = Readonly<Record<string, unknown>>;

/** The rows of an answer, and what else its body says. */
export interface Rows {
  /** Undefined when the answer is not a list. */
  readonly rows: readonly unknown[] | undefined;
  /** Name that the rows have in the body; absent when the body is the list. */
  readonly key?: string;
  /** The body's other members, without those that only serve paging. */
  readonly rest: Body;
  /** What stands in the place of the list, such as `null`: there are no rows, and nothing says that it is empty. */
  readonly instead?: string;
}

/** How some objects say how many rows there are. */
const COUNTED = 'total_count';

/** The moments of a time series, beside its values; never the rows themselves. */
const MOMENTS = 'rt';

const PAGING_MEMBERS = new Set(['total', COUNTED, 'next', 'start', 'end', 'limit', 'page']);

/** What a service level impacts is listed without pages, and of some kinds without a count. */
const IMPACTED = '/impacted-';

/**
 * Finds the rows: the body itself, its `results`, or the one list in an object of a route that is paged, that counts
 * its rows, or that lists what a service level impacts. Values of a time series that stand beside their
 * moments become rows of both. Where a paged route answers `null`, `{}`, `results: null` or a bare total, there are no
 * rows.
 */
export function rowsOf({ route, body }: MistAnswer): Rows {
  if (Array.isArray(body)) return { rows: body, rest: {} };
  const paged = operation(route).paging !== 'none';
  if (!isRecord(body)) return paged && body === null ? { rows: [], rest: {}, instead: 'null' } : NO_LIST;
  const key = rowsKey(body, route, paged);
  const rows = key === undefined ? undefined : body[key];
  if (key === undefined || !Array.isArray(rows)) return withoutRows(body, paged);
  const series = withMoments(rows, body[MOMENTS]);
  return { rows: series ?? rows, key, rest: othersOf(body, series ? [key, MOMENTS] : [key]) };
}

const NO_LIST: Rows = { rows: undefined, rest: {} };

const othersOf = (body: Body, left: readonly string[]): Body =>
  Object.fromEntries(Object.entries(body).filter(([name]) => !left.includes(name) && !PAGING_MEMBERS.has(name)));

function rowsKey(body: Body, route: Route, paged: boolean): string | undefined {
  if (Array.isArray(body.results)) return 'results';
  const lists = Object.keys(body).filter((name) => Array.isArray(body[name]));
  if (lists.includes(MOMENTS)) return undefined;
  return paged || COUNTED in body || route.includes(IMPACTED) ? onlyList(body, lists) : undefined;
}

/**
 * Several lists in one object run side by side, like columns; none of them holds the rows. Empty lists beside the rows
 * of an object that counts them are other names for the same.
 */
function onlyList(body: Body, lists: readonly string[]): string | undefined {
  const filled = COUNTED in body ? lists.filter((name) => Array.isArray(body[name]) && body[name].length > 0) : lists;
  const [key, ...others] = filled.length > 0 ? filled : lists.slice(0, 1);
  return others.length === 0 ? key : undefined;
}

/** An object without a list: an empty one where its route is a list, else no list at all. */
function withoutRows(body: Body, paged: boolean): Rows {
  const names = Object.keys(body);
  if ('results' in body && (body.results === null || body.results === undefined)) {
    const instead = body.total === undefined ? { instead: 'results: null' } : {};
    return { rows: [], key: 'results', rest: othersOf(body, ['results']), ...instead };
  }
  if (!paged || !names.every((name) => PAGING_MEMBERS.has(name))) return { rows: undefined, rest: body };
  const counts = 'total' in body || COUNTED in body;
  return { rows: [], key: '', rest: {}, ...(counts ? {} : { instead: JSON.stringify(body).slice(0, 60) }) };
}

/** Each value with its moment, so that what is cut from a series is cut from both. */
function withMoments(values: readonly unknown[], moments: unknown): readonly Body[] | undefined {
  if (!Array.isArray(moments) || moments.length !== values.length || values.some(isRecord)) return undefined;
  return values.map((value, index) => ({ [MOMENTS]: moments[index], value }));
}

/** A count as headers and bodies say it; undefined for anything else. */
export const countOf = (value: unknown): number | undefined => {
  const number = typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : value;
  return typeof number === 'number' && Number.isInteger(number) && number >= 0 ? number : undefined;
};

/** A member of a body, whatever the body is. */
export const memberOf = (body: unknown, name: string): unknown => (isRecord(body) ? body[name] : undefined);

/** How many rows there are over all pages, where the cloud says it: in a header, or in the body beside the rows. */
export function totalOf(answer: MistAnswer): number | undefined {
  const { headers, body } = answer;
  const stated = rowsOf(answer).key === undefined ? undefined : (memberOf(body, 'total') ?? memberOf(body, COUNTED));
  return countOf(headers.get('x-page-total')) ?? countOf(stated);
}
