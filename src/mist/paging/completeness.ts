import type { MistAnswer } from '../http/client.ts';
import { operation } from '../spec/operations.ts';
import { continuationOf, hasCursor, positionOf } from './continuation.ts';
import { rowsOf, totalOf } from './rows.ts';

/** Whether a list has come to its end. Why it has not, or why that is not known, is a sentence for the reader. */
export type Completeness =
  | { readonly complete: 'yes' }
  | { readonly complete: 'no' | 'unknown'; readonly reason: string };

const YES: Completeness = { complete: 'yes' };

/** The reason of a list that simply has another page. */
export const MORE_PAGES = 'There are more pages.';

/**
 * Whether the list that an answer is a page of ends with this page. It is `yes` only where the cloud neither gives a
 * `next` nor a total above the rows.
 *
 * @param before rows of the pages before this one, for a page that was asked for by a cursor; undefined where nobody
 * counted them
 * @returns undefined where the answer is not a list
 */
export function completenessOf(answer: MistAnswer, before?: number): Completeness | undefined {
  const { rows, instead } = rowsOf(answer);
  if (!rows) return undefined;
  const { next, unusable } = continuationOf(answer);
  if (next !== undefined) return { complete: 'no', reason: MORE_PAGES };
  const total = totalOf(answer);
  if (unusable !== undefined) {
    const rest = total !== undefined && total > rows.length ? ` of ${total} rows` : '';
    return {
      complete: rows.length > 0 ? 'no' : 'unknown',
      reason: `The API says that there is more${rest}, but its link cannot be followed: ${unusable}. Narrow the question.`,
    };
  }
  if (instead !== undefined) {
    return {
      complete: 'unknown',
      reason: `The API answered ${instead} in the place of a list; that may mean that there is nothing.`,
    };
  }
  return total === undefined
    ? ofUncounted(answer, rows.length)
    : ofCounted(answer, { count: rows.length, before, total });
}

interface Counts {
  /** Rows of the page. */
  readonly count: number;
  /** Rows of the pages before it, where a cursor does not tell and somebody counted. */
  readonly before: number | undefined;
  readonly total: number;
}

function ofCounted(answer: MistAnswer, { count, before, total }: Counts): Completeness {
  const { end = count, lastPage } = positionOf(answer, before);
  if (end >= total) return YES;
  if (before === undefined && hasCursor(answer.url)) {
    return {
      complete: 'unknown',
      reason: `The API counts ${total} rows and names no next page; how many came before these ${count} is not known here.`,
    };
  }
  if (lastPage && count > 0) {
    return {
      complete: 'unknown',
      reason: `The API counts ${total} but its pages end with row ${end}: it may count what it does not list, such as members of a virtual chassis.`,
    };
  }
  return {
    complete: 'no',
    reason: `The API gives only ${end} of the ${total} rows and no next page: narrow the question.`,
  };
}

/** A full page says nothing about what is behind it, except where the route has no pages. */
function ofUncounted(answer: MistAnswer, count: number): Completeness {
  const { limit } = positionOf(answer);
  if (operation(answer.route).paging === 'none' || limit === undefined || count < limit) return YES;
  return {
    complete: 'unknown',
    reason: `The API gave ${count} rows, as many as were asked for, and does not say whether there are more: narrow the question.`,
  };
}
