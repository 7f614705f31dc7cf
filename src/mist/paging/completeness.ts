import type { MistAnswer } from '../http/client.ts';
import { operation } from '../spec/operations.ts';
import { continuationOf, positionOf } from './continuation.ts';
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
 * @returns undefined where the answer is not a list
 */
export function completenessOf(answer: MistAnswer): Completeness | undefined {
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
  return total === undefined ? ofUncounted(answer, rows.length) : ofCounted(answer, rows.length, total);
}

function ofCounted(answer: MistAnswer, count: number, total: number): Completeness {
  const { end, lastPage } = positionOf(answer);
  if (end === undefined || end >= total) return YES;
  if (lastPage && count > 0) {
    return {
      complete: 'unknown',
      reason: `The API counts ${total} but its pages end with row ${end}: it may count what it does not list, such as members of a virtual chassis.`,
    };
  }
  return {
    complete: 'no',
    reason: `The API gives only ${count} of the ${total} rows and no next page: narrow the question.`,
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
