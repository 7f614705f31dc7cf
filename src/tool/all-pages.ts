import { InputError } from '../core/errors/input-error.ts';
import { MistError } from '../core/errors/mist-error.ts';
import { isRecord } from '../core/json.ts';
import { isoTime } from '../core/time.ts';
import type { MistAnswer } from '../mist/http/client.ts';
import { nextOf, rowsOf, samePage, totalOf, turnTo, windowOf } from '../mist/paging/pages.ts';
import type { Walk } from './all-pages-inputs.ts';
import { type Shaping, shapeRows } from './columns.ts';
import type { ToolContext } from './context.ts';
import { describeHeld } from './result-store/results.ts';
import { HANDLE_BOUNDS, sizeOf } from './result-store/store.ts';

/** Calls that a walk may take without being asked about. */
const FREE_CALLS = 20;

/** Rows shown of what is kept. */
const SAMPLE = 5;

/** What a walk has so far. */
interface Gathered {
  readonly rows: unknown[];
  size: number;
  calls: number;
  /** Why it ended before the end, and where it would go on. */
  stopped?: { readonly why: string; readonly next: string };
}

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
  walk: Walk,
): Promise<object | undefined> {
  if (!rowsOf(first).rows) return undefined;
  if (!call.results.offered) {
    throw new InputError(
      '`all_pages` needs mist_query_result, which this server does not offer.',
      'Page with next instead.',
    );
  }
  const firsts = await firstPages(call, first, shaping);
  const estimate = estimateOf(firsts);
  admit(call, { estimate, made: firsts.length, rows: totalIn(firsts) }, walk);
  const gathered: Gathered = { rows: [], size: 0, calls: firsts.length };
  for (const page of firsts) await follow(call, page, { gathered, estimate, walk, shaping });
  if (gathered.rows.length === 0) return undefined;
  return describe(call, firsts, gathered, shaping);
}

/** The first page of each value in turn; most lists have one only. */
async function firstPages(call: ToolContext, first: MistAnswer, { turns }: Shaping): Promise<readonly MistAnswer[]> {
  const pages = [first];
  for (let left = turns; left && left.values.length > 0; left = { ...left, values: left.values.slice(1) }) {
    pages.push(await call.session.client.get(turnTo(samePage(first), left), call.signal));
  }
  return pages;
}

/** Pages from this one on, where the cloud says how many rows there are. */
function pagesOf(page: MistAnswer): number | undefined {
  if (nextOf(page) === undefined) return 1;
  const total = totalOf(page);
  const size = rowsOf(page).rows?.length ?? 0;
  return total === undefined || size === 0 ? undefined : Math.ceil(total / size);
}

function estimateOf(firsts: readonly MistAnswer[]): number | undefined {
  const pages = firsts.map(pagesOf);
  return pages.some((count) => count === undefined) ? undefined : pages.reduce<number>((sum, n) => sum + (n ?? 0), 0);
}

function totalIn(firsts: readonly MistAnswer[]): number | undefined {
  const totals = firsts.map(
    (page) => totalOf(page) ?? (nextOf(page) === undefined ? rowsOf(page).rows?.length : undefined),
  );
  return totals.some((count) => count === undefined) ? undefined : totals.reduce<number>((sum, n) => sum + (n ?? 0), 0);
}

interface Cost {
  readonly estimate: number | undefined;
  readonly made: number;
  readonly rows: number | undefined;
}

function admit(call: ToolContext, { estimate, made, rows }: Cost, { confirmed }: Walk): void {
  if (estimate === undefined || confirmed) return;
  const { budget } = call.session;
  if (estimate > FREE_CALLS) {
    const { left } = budget;
    throw new InputError(
      `All ${rows ?? ''} rows would take ${estimate} API calls${left === undefined ? '' : `, of ${left} left this hour`}; ${made} made so far.`,
      'Narrow the question by a filter or the time, or call again with confirm_cost=true.',
    );
  }
  budget.admit(estimate - made, confirmed);
}

interface Way {
  readonly gathered: Gathered;
  readonly estimate: number | undefined;
  readonly walk: Walk;
  readonly shaping: Shaping;
}

/** Takes a page's rows, then those of the pages after it. */
async function follow(call: ToolContext, first: MistAnswer, { gathered, estimate, walk, shaping }: Way): Promise<void> {
  const seen = new Set<string>();
  for (let page = first; ; ) {
    take(page, gathered, shaping);
    const next = nextOf(page);
    if (next === undefined || seen.has(next) || gathered.stopped) return;
    seen.add(next);
    const why = reasonToStop(gathered, estimate, walk);
    if (why) {
      gathered.stopped = { why, next };
      return;
    }
    call.progress(`${gathered.rows.length} rows, call ${gathered.calls + 1}${estimate ? ` of ${estimate}` : ''}`);
    try {
      gathered.calls += 1;
      page = await call.session.client.get(next, call.signal);
    } catch (error) {
      // What was paid for is kept; only who went away gets nothing.
      if (!(error instanceof MistError) || error.kind === 'cancelled') throw error;
      gathered.stopped = { why: `${error.what} ${error.advice}`, next };
      return;
    }
  }
}

function take(page: MistAnswer, gathered: Gathered, { row: extend }: Shaping): void {
  for (const row of rowsOf(page).rows ?? []) {
    gathered.rows.push(extend && isRecord(row) ? extend(row) : row);
    gathered.size += sizeOf(row);
  }
}

function reasonToStop({ size, calls }: Gathered, estimate: number | undefined, { confirmed }: Walk): string {
  if (size >= HANDLE_BOUNDS.ofOne.size) return 'More rows than this server keeps.';
  if (estimate === undefined && !confirmed && calls >= FREE_CALLS) {
    return `The API does not say how many rows there are, so the walk ended after ${calls} calls; confirm_cost=true goes to the end.`;
  }
  return '';
}

function describe(call: ToolContext, firsts: readonly MistAnswer[], gathered: Gathered, shaping: Shaping): object {
  const { columns, fields, keepTimes } = shaping;
  const held = call.results.keep({ rows: gathered.rows, shown: fields ?? columns, keepTimes });
  const { shown } = shapeRows(held.rows, { ...shaping, row: (row) => row, limit: SAMPLE });
  const total = totalIn(firsts);
  const all = !gathered.stopped && held.rows.length === gathered.rows.length && held.rows.length >= (total ?? 0);
  const lost = all || gathered.stopped ? '' : `The API or this server gives only ${held.rows.length} of them.`;
  const window = firsts[0] && windowOf(firsts[0]);
  const note = [gathered.stopped?.why, lost, 'mist_query_result filters, sorts, counts and exports these rows.'];
  return {
    ...describeHeld(held),
    ...(total === undefined ? {} : { total }),
    complete: all,
    calls: gathered.calls,
    sample: shown,
    ...(gathered.stopped ? { next: gathered.stopped.next } : {}),
    ...(window ? { window: { start: isoTime(window.start), end: isoTime(window.end) } } : {}),
    note: note.filter(Boolean).join(' '),
  };
}
