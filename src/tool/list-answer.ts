import { isoTime } from '../core/time.ts';
import type { MistAnswer } from '../mist/http/client.ts';
import {
  type Completeness,
  completenessOf,
  hasCursor,
  nextOf,
  nextValueLink,
  rowsOf,
  samePage,
  totalOf,
  windowOf,
  withSkip,
} from '../mist/paging/pages.ts';
import { isRoute, operation } from '../mist/spec/operations.ts';
import { type Route, splitRoute } from '../mist/spec/routes.ts';
import { presentObject } from './present-object.ts';
import { shapeRows } from './shape-rows.ts';
import type { Shaping } from './shaping.ts';

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
