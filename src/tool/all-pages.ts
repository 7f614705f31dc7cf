import { InputError } from '../core/errors/input-error.ts';
import { MistError } from '../core/errors/mist-error.ts';
import { isRecord } from '../core/json.ts';
import { isoTime } from '../core/time.ts';
import type { MistAnswer } from '../mist/http/client.ts';
import {
  type Completeness,
  hasCursor,
  nextOf,
  nextValueLink,
  rowsOf,
  samePage,
  totalOf,
  walkList,
  windowOf,
  withSkip,
} from '../mist/paging/pages.ts';
import { type Shaping, shapeRows } from './columns.ts';
import type { ToolContext } from './context.ts';
import type { AllPagesRequest } from './list-inputs.ts';
import { describeHeld } from './result-store/results.ts';
import { HANDLE_BOUNDS, sizeOf } from './result-store/store.ts';
import { nameRows } from './rows/names.ts';
import { answerQuestion, columnsIn, columnsOf, type RowQuestion } from './rows/question.ts';

/** Calls that a walk may take without being asked about. */
const FREE_CALLS = 20;

/** Rows shown of what is kept. */
const SAMPLE = 5;

/** What was fetched so far, over all values in turn. */
interface Collection {
  readonly rows: unknown[];
  size: number;
  calls: number;
  /** Lists that did not come to their end, and where each would go on. */
  readonly unfinished: UnfinishedList[];
}

interface UnfinishedList {
  readonly completeness: Completeness;
  readonly next: string | undefined;
  /** Rows that came before `next`. */
  readonly seen: number;
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
  if (question === undefined) return describe(call, firsts, { ...collected, rows }, shaping);
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

function admit(call: ToolContext, { estimate, made, rows }: Cost, { confirmed }: AllPagesRequest): void {
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

function reasonToStop(
  { size, calls }: Collection,
  estimate: number | undefined,
  walk: AllPagesRequest,
): string | undefined {
  if (size >= HANDLE_BOUNDS.ofOne.size) return 'More rows than this server keeps.';
  if (walk.confirmed || calls < Math.max(FREE_CALLS, estimate ?? 0)) return undefined;
  const why = estimate === undefined ? 'does not say how many rows there are' : 'has more pages than its total says';
  return `The API ${why}, so the walk ended after ${calls} calls; confirm_cost=true goes to the end.`;
}

interface RowsAnswer {
  readonly shaping: Shaping;
  readonly walk: AllPagesRequest;
  readonly question: RowQuestion;
}

/**
 * The rows that answer a question. Secrets are masked before anything is compared with them; what does not fit stays
 * under a handle.
 */
async function answerOf(
  call: ToolContext,
  firsts: readonly MistAnswer[],
  collected: NamedCollection,
  { shaping, walk, question }: RowsAnswer,
): Promise<object> {
  const given = await call.maskLarge(collected.rows);
  const masked: readonly unknown[] = Array.isArray(given) ? given : [];
  const { rows, matched, grouped } = await answerQuestion(masked, question, columnsIn(masked), call.work);
  const page = grouped ? { ...shaping, fields: undefined, columns: undefined } : shaping;
  const { shown, note } = await shapeRows(rows, { ...page, row: undefined, limit: walk.limit });
  const { complete, reasons } = summarize(collected, collected.rows.length);
  const isCut = shown.length < rows.length;
  const { fields, columns, keepTimes } = page;
  const held =
    isCut && call.results.offered ? await call.results.keep({ rows, shown: fields ?? columns, keepTimes }) : undefined;
  const window = firsts[0] && windowOf(firsts[0]);
  const notes = [
    rows.length === 0 ? `None of the ${collected.rows.length} rows fits.` : note,
    ...reasons,
    held ? `mist_query_result with this handle and skip=${shown.length} goes on.` : '',
  ].filter(Boolean);
  return {
    results: shown,
    total: rows.length,
    returned: shown.length,
    has_more: isCut || complete !== 'yes',
    complete,
    ...(grouped ? { rows_counted: matched } : {}),
    looked_through: collected.rows.length,
    ...(held ? { handle: held.id } : {}),
    ...(window ? { window: { start: isoTime(window.start), end: isoTime(window.end) } } : {}),
    ...(notes.length > 0 ? { note: notes.join(' ') } : {}),
  };
}

type NamedCollection = Omit<Collection, 'rows'> & { readonly rows: readonly unknown[] };

async function describe(
  call: ToolContext,
  firsts: readonly MistAnswer[],
  collected: NamedCollection,
  shaping: Shaping,
): Promise<object> {
  const { columns, fields, keepTimes } = shaping;
  const held = await call.results.keep({ rows: collected.rows, shown: fields ?? columns, keepTimes });
  const { shown } = await shapeRows(held.rows, { ...shaping, row: (row) => row, limit: SAMPLE });
  const total = totalIn(firsts);
  const { complete, reasons } = summarize(collected, held.rows.length);
  const { next, seen } = collected.unfinished.find((list) => list.next !== undefined) ?? {};
  const window = firsts[0] && windowOf(firsts[0]);
  const note = [...reasons, 'mist_query_result filters, sorts, counts and exports these rows.'];
  return {
    ...describeHeld(held),
    ...(total === undefined ? {} : { total }),
    complete,
    calls: collected.calls,
    sample: shown,
    ...(next === undefined
      ? {}
      : { next: withSkip(next, { seen: hasCursor(next) ? seen : undefined, fields, sign: call.session.sign }) }),
    ...(window ? { window: { start: isoTime(window.start), end: isoTime(window.end) } } : {}),
    note: note.join(' '),
  };
}

/** Whether the rows kept are all there are, with a sentence for each reason why not. */
function summarize(
  { rows, unfinished }: NamedCollection,
  kept: number,
): { complete: string; reasons: readonly string[] } {
  const reasons = unfinished.flatMap(({ completeness }) => ('reason' in completeness ? completeness.reason : []));
  if (kept < rows.length) reasons.push(`This server keeps only ${kept} of the ${rows.length} rows fetched.`);
  const isNo = kept < rows.length || unfinished.some(({ completeness }) => completeness.complete === 'no');
  return { complete: isNo ? 'no' : unfinished.length > 0 ? 'unknown' : 'yes', reasons: [...new Set(reasons)] };
}
