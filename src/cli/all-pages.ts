import { isRecord, type JsonObject } from '../core/json.ts';
import type { Answered, Connection } from './connection.ts';

/** Pages that are fetched in a row; a list that never ends must end here. */
const MOST_PAGES = 1000;

const hasRows = (data: JsonObject): data is JsonObject & { readonly results: readonly unknown[] } =>
  Array.isArray(data.results);

/**
 * Follows a list to its end, page by page.
 *
 * @param first the list's first answer; what is no list is given back as it is
 * @returns one answer with all rows, or the error of the page that failed, which says how far it came
 */
export async function allPages(connection: Connection, first: Answered, signal: AbortSignal): Promise<Answered> {
  if (first.isError || !hasRows(first.data)) return first;
  const rows = [...first.data.results];
  let { next }: JsonObject = first.data;
  for (let page = 1; typeof next === 'string' && page < MOST_PAGES; page += 1) {
    const answer = await connection.call('mist_get_next_page', { url: next }, signal);
    if (answer.isError) return { ...answer, data: { ...answer.data, rows_before_this_page: rows.length } };
    if (isRecord(answer.data) && hasRows(answer.data)) rows.push(...answer.data.results);
    next = answer.data.next;
  }
  const { next: _first, note, ...rest } = first.data;
  const more = typeof next === 'string';
  return {
    ...first,
    data: {
      ...rest,
      results: rows,
      returned: rows.length,
      has_more: more,
      ...(more ? { next } : {}),
      // What the first page said of itself is no longer true of all of them together.
      ...(rows.length === first.data.results.length && note !== undefined ? { note } : {}),
    },
  };
}
