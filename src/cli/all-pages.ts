import type { JsonObject } from '../core/json.ts';
import { walkPages } from '../mist/paging/walk.ts';
import type { Connection, ToolAnswer } from './connection.ts';

type ListAnswer = ToolAnswer & { readonly data: JsonObject & { readonly results: readonly unknown[] } };

const isList = (answer: ToolAnswer): answer is ListAnswer => !answer.isError && Array.isArray(answer.data.results);

const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

const totalOf = ({ data: { total } }: ToolAnswer): string => (typeof total === 'number' ? ` of ${total}` : '');

/** A page that failed, or that is no list: the walk ends with it. */
class PageFailed extends Error {
  readonly answer: ToolAnswer;

  constructor(answer: ToolAnswer) {
    super('a page failed');
    this.answer = answer;
  }
}

/**
 * Follows a list to its end, page by page.
 *
 * @param first the list's first answer; what is no list is given back as it is
 * @param walk.progress told after each page that is not the last
 * @returns one answer with all rows, which says whether they are all; or the error of the page that failed, which says
 *   how far it came
 */
export async function allPages(
  connection: Connection,
  first: ToolAnswer,
  { signal, progress }: { readonly signal: AbortSignal; progress(message: string): void },
): Promise<ToolAnswer> {
  if (!isList(first)) return first;
  let rowsSoFar = 0;
  try {
    const walked = await walkPages(first, {
      rowsOf: ({ data }) => data.results,
      nextOf: ({ data }) => textOf(data.next),
      async fetch(url) {
        const answer = await connection.call('mist_get_next_page', { url }, signal);
        if (!isList(answer)) throw new PageFailed(answer);
        return answer;
      },
      onPage({ data }) {
        rowsSoFar += data.results.length;
        if (typeof data.next === 'string') progress(`${rowsSoFar}${totalOf(first)} rows`);
      },
    });
    return { ...first, data: summarize(first.data, walked) };
  } catch (error) {
    if (!(error instanceof PageFailed)) throw error;
    const { answer } = error;
    return { ...answer, data: { ...answer.data, rows_before_this_page: rowsSoFar } };
  }
}

interface Walked {
  readonly rows: readonly unknown[];
  readonly pages: number;
  readonly last: ListAnswer;
  readonly stopped: string;
  readonly reason?: string;
  readonly next?: string;
}

/** The first answer with the rows of all pages; what it said of its own page is no longer true of them together. */
function summarize(first: ListAnswer['data'], walked: Walked): JsonObject {
  const { rows, pages, last, stopped, reason, next } = walked;
  const { next: _, note: firstNote, total, ...rest } = first;
  const note = reason ?? (pages === 1 ? firstNote : lastNote(last.data));
  const short = typeof total === 'number' && total > rows.length;
  const complete = stopped === 'end' && !short ? last.data.complete : 'unknown';
  return {
    ...rest,
    results: rows,
    ...(total === undefined ? {} : { total }),
    returned: rows.length,
    has_more: next !== undefined || complete !== 'yes',
    ...(next === undefined ? {} : { next }),
    ...(complete === undefined ? {} : { complete: next === undefined ? complete : 'no' }),
    ...(note === undefined ? {} : { note }),
  };
}

/** What the last page says about the end of the list. */
const lastNote = ({ complete, note, returned }: JsonObject): unknown =>
  complete === 'yes' && returned !== 0 ? undefined : note;
