import { isoTime } from '../core/time.ts';
import type { MistAnswer } from '../mist/http/client.ts';
import { type Completeness, hasCursor, windowOf, withSkip } from '../mist/paging/pages.ts';
import type { ToolContext } from './context.ts';
import type { AllPagesRequest } from './list-inputs.ts';
import { describeHeld } from './result-store/results.ts';
import { notesOf } from './rows/notes.ts';
import { answerQuestion, columnsIn, type RowQuestion } from './rows/question.ts';
import { unitsNote } from './rows/units.ts';
import { shapeRows } from './shape-rows.ts';
import type { Shaping } from './shaping.ts';

/** Rows shown of what is kept. */
const SAMPLE = 5;

/** What was fetched so far, over all values in turn. */
export interface Collection {
  readonly rows: unknown[];
  size: number;
  calls: number;
  /** Lists that did not come to their end, and where each would go on. */
  readonly unfinished: UnfinishedList[];
}

/** A list that did not come to its end. */
export interface UnfinishedList {
  readonly completeness: Completeness;
  readonly next: string | undefined;
  /** Rows that came before `next`. */
  readonly seen: number;
}

/** What the answer of rows is made by. */
export interface RowsAnswer {
  readonly shaping: Shaping;
  readonly walk: AllPagesRequest;
  readonly question: RowQuestion;
}

/**
 * The rows that answer a question. Secrets are masked before anything is compared with them; what does not fit stays
 * under a handle.
 */
export async function answerOf(
  call: ToolContext,
  firsts: readonly MistAnswer[],
  collected: NamedCollection,
  { shaping, walk, question }: RowsAnswer,
): Promise<object> {
  const given = await call.maskLarge(collected.rows);
  const masked: readonly unknown[] = Array.isArray(given) ? given : [];
  const { rows, matching, grouped } = await answerQuestion(masked, question, columnsIn(masked), call.work);
  const page = grouped ? { ...shaping, fields: undefined, columns: undefined } : shaping;
  const { shown, note } = await shapeRows(rows, { ...page, row: undefined, limit: walk.limit });
  const { complete, reasons } = summarize(collected, collected.rows.length);
  const isCut = shown.length < rows.length;
  const { fields, columns, keepTimes } = page;
  const held =
    isCut && call.results.offered ? await call.results.keep({ rows, shown: fields ?? columns, keepTimes }) : undefined;
  const [first] = firsts;
  const window = first && windowOf(first);
  const notes = [
    rows.length === 0 ? `None of the ${collected.rows.length} rows fits.` : note,
    ...reasons,
    held ? `mist_query_result with this handle and skip=${shown.length} goes on.` : '',
    ...(first && !keepTimes
      ? [...notesOf(matching, { url: first.url, start: window?.start }), unitsNote(first.url, shown)]
      : []),
  ].filter(Boolean);
  return {
    results: shown,
    total: rows.length,
    returned: shown.length,
    has_more: isCut || complete !== 'yes',
    complete,
    ...(grouped ? { rows_counted: matching.length } : {}),
    looked_through: collected.rows.length,
    ...(held ? { handle: held.id } : {}),
    ...(window ? { window: { start: isoTime(window.start), end: isoTime(window.end) } } : {}),
    ...(notes.length > 0 ? { note: notes.join(' ') } : {}),
  };
}

/** What was fetched, its ids named. */
export type NamedCollection = Omit<Collection, 'rows'> & { readonly rows: readonly unknown[] };

/** What is kept under a handle: how much, whether it is all, and a few rows. */
export async function describe(
  call: ToolContext,
  { firsts, total }: { readonly firsts: readonly MistAnswer[]; readonly total: number | undefined },
  collected: NamedCollection,
  shaping: Shaping,
): Promise<object> {
  const { columns, fields, keepTimes } = shaping;
  const held = await call.results.keep({ rows: collected.rows, shown: fields ?? columns, keepTimes });
  const { shown } = await shapeRows(held.rows, { ...shaping, row: (row) => row, limit: SAMPLE });
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
