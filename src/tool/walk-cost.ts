import { InputError } from '../core/errors/input-error.ts';
import type { MistAnswer } from '../mist/http/client.ts';
import { nextOf, rowsOf, totalOf } from '../mist/paging/pages.ts';
import type { ToolContext } from './context.ts';
import type { AllPagesRequest } from './list-inputs.ts';
import { HANDLE_BOUNDS } from './result-store/store.ts';
import type { Collection } from './walk-answer.ts';

/** Calls that a walk may take without being asked about. */
const FREE_CALLS = 20;

/** Pages from this one on, where the cloud says how many rows there are. */
function pagesOf(page: MistAnswer): number | undefined {
  if (nextOf(page) === undefined) return 1;
  const total = totalOf(page);
  const size = rowsOf(page).rows?.length ?? 0;
  return total === undefined || size === 0 ? undefined : Math.ceil(total / size);
}

/** Calls that all pages take, as far as the totals tell. */
export function estimateOf(firsts: readonly MistAnswer[]): number | undefined {
  const pages = firsts.map(pagesOf);
  return pages.some((count) => count === undefined) ? undefined : pages.reduce<number>((sum, n) => sum + (n ?? 0), 0);
}

/** Rows in all, as far as the first pages tell. */
export function totalIn(firsts: readonly MistAnswer[]): number | undefined {
  const totals = firsts.map(
    (page) => totalOf(page) ?? (nextOf(page) === undefined ? rowsOf(page).rows?.length : undefined),
  );
  return totals.some((count) => count === undefined) ? undefined : totals.reduce<number>((sum, n) => sum + (n ?? 0), 0);
}

/** What a walk costs. */
export interface Cost {
  readonly estimate: number | undefined;
  readonly made: number;
  readonly rows: number | undefined;
}

/**
 * Lets a walk through that costs little, or that somebody confirmed.
 *
 * @throws InputError with the cost
 */
export function admit(call: ToolContext, { estimate, made, rows }: Cost, { confirmed }: AllPagesRequest): void {
  if (estimate === undefined || confirmed) return;
  const { budget } = call.session;
  if (estimate > FREE_CALLS) {
    const { left } = budget;
    throw new InputError(
      `Fetching all ${rows === undefined ? '' : `${grouped(rows)} `}rows needs ${grouped(estimate)} API calls${left === undefined ? '' : `; ${grouped(left)} are left this hour`}.`,
      'Narrow the question by a filter or the time, or call again with confirm_cost=true.',
    );
  }
  budget.admit(estimate - made, confirmed);
}

const grouped = (count: number): string => count.toLocaleString('en-US');

/** Why a walk ends before its list does. */
export function reasonToStop(
  { size, calls }: Pick<Collection, 'size' | 'calls'>,
  estimate: number | undefined,
  walk: AllPagesRequest,
): string | undefined {
  if (size >= HANDLE_BOUNDS.ofOne.size) return 'More rows than this server keeps.';
  if (walk.confirmed || calls < Math.max(FREE_CALLS, estimate ?? 0)) return undefined;
  const why = estimate === undefined ? 'does not say how many rows there are' : 'has more pages than its total says';
  return `The API ${why}, so the walk ended after ${calls} calls; confirm_cost=true goes to the end.`;
}
