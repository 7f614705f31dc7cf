import { InputError } from '../core/errors/input-error.ts';
import { MistError } from '../core/errors/mist-error.ts';
import { isRecord } from '../core/json.ts';
import type { MistAnswer } from '../mist/http/client.ts';
import { nextValueLink, rowsOf, samePage, walkList } from '../mist/paging/pages.ts';
import type { ToolContext } from './context.ts';
import type { AllPagesRequest } from './list-inputs.ts';
import { sizeOf } from './result-store/store.ts';
import { nameRows } from './rows/names.ts';
import { columnsOf } from './rows/question.ts';
import type { Shaping } from './shaping.ts';
import { answerOf, type Collection, describe } from './walk-answer.ts';
import { admit, estimateOf, reasonToStop, totalIn } from './walk-cost.ts';

/**
 * Fetches all pages of a list and keeps the rows under a handle. How many calls that takes is known from the totals of
 * the first pages, before any other is asked for.
 *
 * @returns undefined where the answer is no list, or an empty one
 * @throws InputError when it would take more than 20 calls, or more than half of those left, and nobody confirmed that
 */
export async function collect(
  call: ToolContext,
  first: MistAnswer,
  shaping: Shaping,
  walk: AllPagesRequest,
): Promise<object | undefined> {
  if (!rowsOf(first).rows) return undefined;
  if (!call.results.offered && walk.question === undefined) {
    throw new InputError(
      '`all_pages` needs mist_query_result, which this server does not offer.',
      'Page with next instead.',
    );
  }
  const firsts = await firstPages(call, first, shaping);
  const estimate = estimateOf(firsts);
  admit(call, { estimate, made: firsts.length, rows: totalIn(firsts) }, walk);
  const collected: Collection = { rows: [], size: 0, calls: firsts.length, unfinished: [] };
  for (const page of firsts) await follow(call, page, { collected, estimate, walk, shaping });
  if (collected.rows.length === 0) return undefined;
  const { question } = walk;
  const shown = await nameRows(call, first, collected.rows, shaping);
  const rows = question
    ? await nameRows(call, first, shown, { columns: shaping.columns, fields: columnsOf(question) })
    : shown;
  if (question === undefined)
    return describe(call, { firsts, total: totalIn(firsts) }, { ...collected, rows }, shaping);
  return answerOf(call, firsts, { ...collected, rows }, { shaping, walk, question });
}

/** The first page of each value in turn; most lists have one only. */
async function firstPages(
  call: ToolContext,
  first: MistAnswer,
  { remaining }: Shaping,
): Promise<readonly MistAnswer[]> {
  const pages = [first];
  for (let left = remaining; left && left.values.length > 0; left = { ...left, values: left.values.slice(1) }) {
    pages.push(await call.session.client.get(nextValueLink(samePage(first), left), call.signal));
  }
  return pages;
}

interface Following {
  readonly collected: Collection;
  readonly estimate: number | undefined;
  readonly walk: AllPagesRequest;
  readonly shaping: Shaping;
}

/** Takes a page's rows, then those of the pages after it. */
async function follow(call: ToolContext, first: MistAnswer, following: Following): Promise<void> {
  const { collected, estimate, walk, shaping } = following;
  const fetch = (url: string): Promise<MistAnswer> => {
    call.progress(`${collected.rows.length} rows, call ${collected.calls + 1}${estimate ? ` of ${estimate}` : ''}`);
    collected.calls += 1;
    return call.session.client.get(url, call.signal);
  };
  const { completeness, next, rows } = await walkList(first, fetch, {
    onPage: (page) => take(page, collected, shaping),
    stopBefore: () => reasonToStop(collected, estimate, walk),
    onFailure(error) {
      // What was paid for is kept; only who went away gets nothing.
      if (!(error instanceof MistError) || error.kind === 'cancelled') throw error;
      return `${error.what} ${error.advice}`;
    },
  });
  if (completeness.complete !== 'yes') collected.unfinished.push({ completeness, next, seen: rows.length });
}

function take(page: MistAnswer, collected: Collection, { row: extend, work }: Shaping): Promise<void> {
  return work.each(rowsOf(page).rows ?? [], (row) => {
    collected.rows.push(extend && isRecord(row) ? extend(row) : row);
    collected.size += sizeOf(row);
    return true;
  });
}
