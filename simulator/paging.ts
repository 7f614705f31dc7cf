import type { Call } from './call.ts';
import { parameter } from './call.ts';
import { cursorFor, offsetOf } from './cursor.ts';
import type { Json, Row } from './json.ts';
import { fieldsOf, isListType } from './schema.ts';

/** The largest page the cloud gives, whatever was asked for. */
export const MAX_LIMIT = 1000;
const DEFAULT_LIMIT = 100;

/** One page, ready to be sent. */
export interface Page {
  readonly body: Json;
  readonly headers: Readonly<Record<string, string>>;
}

interface Slice {
  readonly rows: readonly Json[];
  readonly limit: number;
  readonly page: number;
  readonly total: number;
  /** Where the next page begins, or undefined after the last. */
  readonly after?: number;
}

function limitOf(call: Call): number {
  if (!('limit' in call.operation.query)) return Number.POSITIVE_INFINITY;
  const limit = Number(parameter(call, 'limit') ?? DEFAULT_LIMIT);
  return Math.min(limit > 0 ? limit : DEFAULT_LIMIT, MAX_LIMIT);
}

function slice(call: Call, all: readonly Json[]): Slice {
  const limit = limitOf(call);
  const total = all.length;
  if (call.operation.paging === 'none') return { rows: all, limit: total, page: 1, total };
  const cut = (offset: number, page: number): Slice => {
    const end = offset + limit;
    const part = { rows: all.slice(offset, end), limit, page, total };
    return end < total ? { ...part, after: end } : part;
  };
  if (call.operation.paging === 'search_after') return cut(offsetOf(call.query.search_after ?? '') ?? 0, 1);
  if (call.operation.paging === 'limit') return { rows: all.slice(0, limit), limit, page: 1, total };
  const page = Number(parameter(call, 'page') ?? 1);
  return cut((page - 1) * limit, page);
}

/** Address of the next page: the same question with its span pinned, so that a walk sees one list. */
function nextOf(call: Call, part: Slice, pathname: string): string | undefined {
  if (part.after === undefined) return undefined;
  const query = new URLSearchParams(call.query);
  if ('start' in call.operation.query) {
    query.set('start', String(call.window.start));
    query.set('end', String(call.window.end));
    query.delete('duration');
  }
  query.set('limit', String(part.limit));
  if (call.operation.paging === 'search_after') query.set('search_after', cursorFor(part.after));
  else query.set('page', String(part.page + 1));
  return `${pathname}?${query}`;
}

/** Name of the attribute that holds the rows, where the answer is an object. */
function rowsKey(properties: ReadonlyMap<string, Row>): string {
  if (properties.has('results')) return 'results';
  return [...properties].find(([, schema]) => isListType(schema))?.[0] ?? 'results';
}

/**
 * Pages a list the way the operation table says, in the envelope that the response schema describes: only the
 * attributes it names are there.
 *
 * @param pathname the concrete path that was asked for, for the address of the next page
 * @param more further attributes of the enclosing object
 */
export function paged(call: Call, all: readonly Json[], pathname: string, more: Row = {}): Page {
  const part = slice(call, all);
  const headers: Record<string, string> = {};
  if (call.operation.paging === 'page_array' || call.operation.paging === 'page_object') {
    headers['X-Page-Total'] = String(part.total);
    headers['X-Page-Limit'] = String(part.limit);
    headers['X-Page-Page'] = String(part.page);
  }
  const response = call.operation.response;
  const fields = response === undefined ? undefined : fieldsOf(response);
  if (!fields || fields.list) return { body: part.rows, headers };
  const next = nextOf(call, part, pathname);
  const envelope: Row = {
    start: call.window.start,
    end: call.window.end,
    limit: part.limit,
    page: part.page,
    total: part.total,
    ...(next === undefined ? {} : { next }),
    ...(call.query.distinct === undefined ? {} : { distinct: call.query.distinct }),
    ...more,
    [rowsKey(fields.properties)]: part.rows,
  };
  const kept = Object.entries(envelope).filter(([key]) => fields.open || fields.properties.has(key));
  return { body: Object.fromEntries(kept), headers };
}
