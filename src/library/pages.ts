import { MistError } from '../core/errors/mist-error.ts';
import type { MistAnswer } from '../mist/http/client.ts';
import { completenessOfWalk, LISTS, rowsOf, totalOf, walkSteps } from '../mist/paging/pages.ts';
import type { MistFailure, MistPage } from './request.ts';

/** How the pages of one list are fetched and given on. */
export interface PageSource {
  readonly first: () => Promise<MistAnswer>;
  /** @param url server-relative, as the page before gave it */
  readonly further: (url: string) => Promise<MistAnswer>;
  readonly maxPages?: number | undefined;
  /** A row as the program may see it. */
  readonly shown: (row: unknown) => unknown;
  /** The error that stands for whatever was thrown. */
  readonly failure: (thrown: unknown) => MistError;
}

/**
 * The pages of a list, each fetched when it is asked for. The last one says whether all rows came; a failed request is
 * the last item.
 */
export async function* listPages(source: PageSource): AsyncGenerator<MistPage<unknown> | MistFailure, void> {
  const { maxPages, shown } = source;
  let count = 0;
  try {
    const first = await source.first();
    if (rowsOf(first).rows === undefined) throw noList(first);
    const options = { ...LISTS, fetch: source.further, ...(maxPages === undefined ? {} : { maxPages }) };
    for await (const { page, rows = [], end } of walkSteps(first, options)) {
      count += rows.length;
      const total = totalOf(page);
      yield {
        ok: true,
        rows: rows.map(shown),
        ...(total === undefined ? {} : { total }),
        ...(end ? { end: completenessOfWalk(count, page, end) } : {}),
      };
    }
  } catch (thrown) {
    yield { ok: false, error: source.failure(thrown) };
  }
}

const noList = ({ route }: MistAnswer): MistError =>
  new MistError('unexpected_answer', `${route} did not answer with a list.`, 'Ask with request() and read its data.');

/**
 * The rows of a list.
 *
 * @throws MistError of a failed request; of kind `incomplete` after the last row where it is not certain that all came
 */
export async function* listRows(source: PageSource, allowIncomplete: boolean): AsyncGenerator<unknown, void> {
  for await (const page of listPages(source)) {
    if (!page.ok) throw page.error;
    yield* page.rows;
    if (page.end && page.end.complete !== 'yes' && !allowIncomplete) {
      throw new MistError('incomplete', page.end.reason, 'Narrow the question, or say `allowIncomplete: true`.');
    }
  }
}
