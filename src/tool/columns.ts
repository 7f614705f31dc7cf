import { isRecord } from '../core/json.ts';
import { isHeavier } from '../core/json-weight.ts';
import { isoTime } from '../core/time.ts';
import { estimateTokens } from '../core/tokens.ts';
import type { Work } from '../core/work.ts';
import type { MistAnswer } from '../mist/http/client.ts';
import {
  type Completeness,
  completenessOf,
  hasCursor,
  nextOf,
  nextValueLink,
  type RemainingValues,
  rowsOf,
  samePage,
  totalOf,
  windowOf,
  withSkip,
} from '../mist/paging/pages.ts';
import { isRoute, operation } from '../mist/spec/operations.ts';
import { type Route, splitRoute } from '../mist/spec/routes.ts';
import { LARGE, type Masking } from './masking.ts';
import type { RowFormat } from './row-format.ts';
import { at } from './rows/column.ts';
import { cutRow } from './rows/cut.ts';
import type { RowsContext } from './rows/notes.ts';

/** How the rows of an answer are to be shown. */
export interface Shaping extends RowFormat {
  /** Columns that the caller asked for; `*` means all. */
  readonly fields: readonly string[] | undefined;
  /** Rows at most. */
  readonly limit: number | undefined;
  /** Rows of this page that were shown before. */
  readonly skip?: number;
  /** Rows of the pages before this one, where its cursor does not tell. */
  readonly seen?: number | undefined;
  /** The rows of this page behind those, with the names of what their ids stand for. */
  readonly named?: readonly unknown[] | undefined;
  readonly maxTokens: number;
  /** Of whole rows and objects before anything is picked from them: `auth.psk` alone tells nothing. */
  readonly mask: Masking['mask'];
  readonly maskLarge: Masking['maskLarge'];
  /** The computing of the call that the answer is for. */
  readonly work: Work;
  /** Other values of a parameter that the list goes on with. */
  readonly remaining?: RemainingValues | undefined;
  /** Makes of a single object what was asked for. */
  readonly view?: ((body: Row) => object) | undefined;
  /**
   * Told of the rows of this page; what it gives is said in the answer.
   *
   * @param cut whether the budget kept some of them out
   */
  readonly keep?: ((rows: readonly unknown[], cut: boolean) => Promise<object>) | undefined;
  /** Told of the rows that are shown, as the API gave them. */
  readonly onShown?: ((rows: readonly unknown[], context: RowsContext) => void) | undefined;
  /** Signs a `next`, so that this server knows it again; see `Notes`. */
  readonly sign?: ((url: string) => string) | undefined;
}

/** What a call gives its answers: how they are masked, and its computing. */
export const shapingOf = ({
  mask,
  maskLarge,
  work,
}: Pick<Shaping, 'mask' | 'maskLarge' | 'work'>): Pick<Shaping, 'mask' | 'maskLarge' | 'work'> => ({
  ...{ mask, maskLarge, work },
});

/** How a list that a tool makes by itself is shown: by what the call gives and the inputs every list has. */
export const listShaping = (
  call: Pick<Shaping, 'mask' | 'maskLarge' | 'work'> & { readonly policy: { readonly maxResponseTokens: number } },
  { fields, limit }: Row,
): Shaping => ({
  fields: Array.isArray(fields) ? fields.map(String) : undefined,
  limit: typeof limit === 'number' ? limit : undefined,
  maxTokens: call.policy.maxResponseTokens,
  ...shapingOf(call),
});

type Row = Readonly<Record<string, unknown>>;

/** A list as tools answer it. */
export interface ListAnswer {
  readonly results: readonly unknown[];
  readonly total?: number;
  readonly returned: number;
  /** There are more rows, or there may be: false exactly where `complete` is `yes`. */
  readonly has_more: boolean;
  /** Where they are; absent where they cannot be fetched, which the note explains. */
  readonly next?: string;
  /** Whether the list ends with this answer. */
  readonly complete: Completeness['complete'];
  /** Rows that stay in the server, and what they are. */
  readonly handle?: string;
  readonly held?: object;
  readonly note?: string;
}

/**
 * One JSON object from what the API answered: a list as `{ results, total, returned, has_more, next, complete, window,
 * note }`, a single object as it is.
 */
export async function present(answer: MistAnswer, shaping: Shaping): Promise<object> {
  const { rows, rest } = rowsOf(answer);
  if (!rows) return presentObject(shaping.named?.[0] ?? answer.body, forObject(answer, shaping));
  const skip = shaping.skip ?? 0;
  const page = shaping.named ?? rows.slice(skip);
  const { shown, wanted, note } = await shapeRows(page, shaping);
  const next = nextAfter(answer, shaping, shown.length < page.length ? skip + shown.length : undefined);
  const completeness = completenessOf(answer, shaping.seen) ?? { complete: 'yes' };
  const complete = next === undefined ? completeness.complete : 'no';
  const total = totalOf(answer) ?? (isWhole(answer, completeness) ? rows.length : undefined);
  const notes = [
    page.length === 0 ? nothingOn(answer, shaping, completeness.complete === 'no') : '',
    note,
    nextOf(answer) === undefined && 'reason' in completeness ? completeness.reason : '',
    shown.length < wanted
      ? `Cut to ${shown.length} whole rows to keep the answer small; next goes on${shaping.keep ? ', mist_query_result looks at all that were fetched' : ''}.`
      : '',
  ].filter(Boolean);
  const window = windowOf(answer);
  shaping.onShown?.(page.slice(0, shown.length), { url: answer.url, start: window?.start });
  const kept = await shaping.keep?.(page, shown.length < wanted);
  return {
    ...rest,
    results: shown,
    ...(total === undefined ? {} : { total }),
    returned: shown.length,
    has_more: complete !== 'yes',
    ...(next === undefined ? {} : { next }),
    complete,
    ...(window ? { window: { start: isoTime(window.start), end: isoTime(window.end) } } : {}),
    ...kept,
    ...(notes.length > 0 ? { note: notes.join(' ') } : {}),
  };
}

/** An object that may be written back stays as the API has it; any other says its times as rows do. */
const forObject = ({ route }: MistAnswer, shaping: Shaping): Shaping => ({
  ...shaping,
  keepTimes: shaping.keepTimes === true || isWritable(route),
});

/** Whether what a route answers can be written back. */
export const isWritable = (route: Route): boolean => !isAction(route) && isRoute(`PUT ${splitRoute(route).path}`);

/** Licenses are moved by a PUT, and never written as they are read. */
const isAction = (route: Route): boolean => route.endsWith('/licenses');

/** A page that is not the first one. */
const LATER_PAGE = /[?&](?:page=0*(?:[2-9]|1\d)|search_after=.)/;

/** An empty page has words: behind the end of a list there is nothing either, but that says nothing about the list. */
function nothingOn(answer: MistAnswer, { skip = 0, empty = '' }: Shaping, more: boolean): string {
  if (more) return 'This page is empty, but the API says that there are more rows.';
  if (skip > 0 || LATER_PAGE.test(answer.url)) return 'The list ended before this page: there are no further rows.';
  return `Nothing matched; an empty list is not a sign of health. ${empty}`.trim();
}

/** Rows as they are shown. */
export interface ShapedRows {
  readonly shown: readonly unknown[];
  /** How many were to be shown before the budget was looked at. */
  readonly wanted: number;
  /** Says which columns were asked for in vain; else empty. */
  readonly note: string;
}

/**
 * Rows as they are shown: at most `limit`, cut to their columns, whole ones as far as the budget goes; at least one, so
 * that a walk always moves on. What comes behind the budget is not looked at.
 *
 * @param costOf tokens of a row that was cut to its columns
 */
export async function shapeRows(
  rows: readonly unknown[],
  shaping: Shaping,
  costOf: (row: unknown) => number = (row) => estimateTokens(JSON.stringify(row)),
): Promise<ShapedRows> {
  const wanted = rows.slice(0, shaping.limit ?? rows.length);
  const { row: extend = (row: Row) => row, fields, work } = shaping;
  const shown: unknown[] = [];
  let used = 0;
  const show = (masked: unknown): boolean => {
    const cut = isRecord(masked) ? cutRow(masked, shaping) : masked;
    used += costOf(cut);
    const fits = used <= shaping.maxTokens || shown.length === 0;
    if (fits) shown.push(cut);
    return fits;
  };
  await work.each(wanted, (row) => {
    const given = isRecord(row) ? extend(row) : row;
    return isHeavier(given, LARGE) ? shaping.maskLarge(given).then(show) : show(shaping.mask(given));
  });
  return { shown, wanted: wanted.length, note: await missingFields(wanted, fields, work) };
}

/**
 * Where the list goes on: behind the rows shown of this page, else on the next page, else with the next value in turn.
 */
function nextAfter(answer: MistAnswer, shaping: Shaping, skip: number | undefined): string | undefined {
  const { fields, remaining, sign, seen } = shaping;
  const notes = { fields, sign };
  if (skip !== undefined) return withSkip(samePage(answer), { skip, seen, ...notes, remaining });
  const next = nextOf(answer);
  if (next !== undefined) return withSkip(next, { seen: seenAfter(answer, seen), ...notes, remaining });
  return remaining && remaining.values.length > 0 ? nextValueLink(samePage(answer), remaining, notes) : undefined;
}

/** Rows up to the end of a page, for a list that a cursor continues and that has a total to compare them with. */
function seenAfter(answer: MistAnswer, seen: number | undefined): number | undefined {
  const before = hasCursor(answer.url) ? seen : 0;
  const counts = totalOf(answer) !== undefined && hasCursor(nextOf(answer) ?? '');
  return before === undefined || !counts ? undefined : before + (rowsOf(answer).rows?.length ?? 0);
}

/** Whether the rows are all there are, where no count says so: those of a route that is not continued. */
function isWhole({ route }: MistAnswer, { complete }: Completeness): boolean {
  const { paging } = operation(route);
  return complete === 'yes' && (paging === 'none' || paging === 'limit');
}

/** Names that are given where one was misspelled. */
const MOST_NAMES = 200;

function namesOf(names: Iterable<string>): string {
  const sorted = [...names].sort();
  const more = sorted.length - MOST_NAMES;
  return `${sorted.slice(0, MOST_NAMES).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

/** Says which wanted columns no row has, and which there are: a misspelled column must not read as "empty". */
async function missingFields(
  rows: readonly unknown[],
  fields: readonly string[] | undefined,
  work: Work,
): Promise<string> {
  if (!fields || rows.length === 0) return '';
  const absent = new Set(fields.filter((name) => !name.includes('*')));
  const there = new Set<string>();
  await work.each(rows, (row) => {
    if (!isRecord(row)) return true;
    for (const name of absent) if (at(row, name) !== undefined) absent.delete(name);
    for (const name of Object.keys(row)) there.add(name);
    return absent.size > 0;
  });
  if (absent.size === 0) return '';
  return `No row has ${[...absent].join(', ')}. Columns there: ${namesOf(there)}.`;
}

/** Characters above which tokens are not counted one by one: nothing of that size is ever shown. */
const COUNTED = 1024 * 1024;

/** Tokens of a value as JSON, roughly where it is very large. */
function costOf(value: object): number {
  const text = JSON.stringify(value);
  return text.length > COUNTED ? Math.ceil(text.length / 2) : estimateTokens(text);
}

/** A single object, with `fields` picking roots; what is too large to answer whole says which roots were left out. */
export async function presentObject(given: unknown, shaping: Shaping): Promise<object> {
  return shownObject(await shaping.maskLarge(given), shaping);
}

/** @param whole masked as a whole */
function shownObject(whole: unknown, shaping: Shaping): object {
  const { fields, maxTokens, view } = shaping;
  if (!isRecord(whole)) return { result: whole ?? null };
  const viewed: Row = view ? { ...view(whole) } : whole;
  const body: Row = shaping.keepTimes === false ? cutRow(viewed, {}) : viewed;
  const picked = fields && !fields.includes('*') ? cutRow(body, { fields, keepTimes: true }) : body;
  const absent = (fields ?? []).filter((name) => name !== '*' && at(body, name) === undefined);
  if (absent.length > 0) {
    const note = `The object has no ${absent.join(', ')}. It has: ${namesOf(Object.keys(body))}.`;
    return { ...shownObject(picked, { ...shaping, fields: undefined, view: undefined }), note };
  }
  if (costOf(picked) <= maxTokens) return picked;
  const kept: Record<string, unknown> = {};
  const omitted: Record<string, string> = {};
  let used = 0;
  for (const [name, value] of Object.entries(picked)) {
    const cost = costOf({ [name]: value });
    if (used + cost <= maxTokens * 0.9) {
      kept[name] = value;
      used += cost;
    } else omitted[name] = `about ${cost} tokens`;
  }
  return {
    partial: kept,
    omitted,
    note: 'The object is larger than one answer. Ask again with `fields` naming the omitted roots you need; a dotted name reaches inside one.',
  };
}
