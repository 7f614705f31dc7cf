import { isRecord } from '../core/json.ts';
import { estimateTokens } from '../core/tokens.ts';
import type { MistAnswer } from '../mist/http/client.ts';
import { completenessOf, parseNext, rowsOf } from '../mist/paging/pages.ts';
import { collect } from './all-pages.ts';
import type { ToolContext } from './context.ts';
import { withoutImpliedFields } from './link-fields.ts';
import { isWritable, type ListAnswer, present } from './list-answer.ts';
import { withNotes } from './notes.ts';
import { describeHeld } from './result-store/results.ts';
import { foldRepeats } from './rows/fold-repeats.ts';
import { nameKeys } from './rows/keyed-names.ts';
import { nameRows } from './rows/names.ts';
import { hiddenNote, notesOf, type RowsContext } from './rows/notes.ts';
import { unitsNote } from './rows/units.ts';
import type { Shaping } from './shaping.ts';

/** Kinds of ids that are named in a single object, which may hold many. */
const OBJECT_KINDS = 3;

const NO_LIST = '`where`, `group_by` and `sort` were ignored: this is one object, no list.';

const isList = (answer: object): answer is ListAnswer => 'results' in answer && 'has_more' in answer;

/**
 * Rows of an answer that the budget cuts stay in the server. A page that is continued is not kept once more: its rows
 * are under the handle of the answer before.
 */
function keeper(call: ToolContext, { row: extend, fields, columns, keepTimes, skip = 0 }: Shaping): Shaping['keep'] {
  if (!call.results.offered || skip > 0) return undefined;
  const all: unknown[] = [];
  return async (rows, cut) => {
    for (const row of rows) all.push(extend && isRecord(row) ? extend(row) : row);
    return cut ? describeHeld(await call.results.keep({ rows: all, shown: fields ?? columns, keepTimes })) : {};
  };
}

/**
 * Shows an answer, or keeps all pages of its list where they are wanted. Where the list goes on with other values of a
 * parameter and there is room left, it asks for those too, so that a search over all kinds of device is one answer. Each
 * value is one request.
 */
export async function presentList(call: ToolContext, answer: MistAnswer, given: Shaping): Promise<object> {
  const shaping: Shaping = { ...given, sign: call.session.sign };
  const walked = call.walk && (await collect(call, answer, shaping, call.walk));
  if (walked) return walked;
  const rows: unknown[] = [];
  let about: RowsContext | undefined;
  const onShown: Shaping['onShown'] = (some, context) => {
    rows.push(...some);
    about ??= context;
  };
  const shown = withRowNotes(
    await fillUp(call, answer, { ...shaping, keep: keeper(call, shaping), onShown }),
    about && shaping.keepTimes !== true ? [...notesOf(rows, about), ...hiddenNotes(rows, shaping)] : [],
  );
  if (!isList(shown)) return ofOneObject(call, shown);
  const told = withShortNext(
    call,
    answer,
    shaping.fields,
    shaping.fields === undefined && shaping.keepTimes !== true ? withoutRepeats(shown) : shown,
  );
  const counted = shaping.remaining && told.next !== undefined ? withoutTotal(told) : told;
  return shaping.keepTimes === true ? counted : withRowNotes(counted, [unitsNote(answer.url, told.results)]);
}

/** An answer that is no list, with a word on what was asked of its rows. */
export const ofOneObject = ({ walk }: Pick<ToolContext, 'walk'>, shown: object): object =>
  walk?.question ? withNotes(shown, [{ text: NO_LIST }]) : shown;

/** What is still to come has not been counted. */
function withoutTotal({ total: _, ...rest }: ListAnswer): ListAnswer {
  return rest;
}

/** A list whose `next` leaves out what follows from its columns. */
const withShortNext = (
  { tools }: ToolContext,
  { route }: MistAnswer,
  fields: Shaping['fields'],
  shown: ListAnswer,
): ListAnswer =>
  shown.next === undefined ? shown : { ...shown, next: withoutImpliedFields(tools, route, shown.next, fields) };

/** A list whose events that repeat each other are told once. */
function withoutRepeats(shown: ListAnswer): ListAnswer {
  const { rows, folded } = foldRepeats(shown.results);
  return folded ? { ...shown, results: rows, returned: rows.length } : shown;
}

/** Columns that somebody named are all that is wanted. */
const hiddenNotes = (rows: readonly unknown[], { fields, columns }: Shaping): readonly string[] =>
  fields === undefined ? [hiddenNote(rows, columns)].filter((text) => text !== '') : [];

/** An answer with sentences made from its rows, behind what it says already. */
const withRowNotes = (answer: object, texts: readonly string[]): object =>
  withNotes(
    answer,
    texts.filter((text) => text !== '').map((text) => ({ text })),
  );

/** A single object with names beside its ids, where it cannot be written back. */
async function namedObject(call: ToolContext, answer: MistAnswer, shaping: Shaping): Promise<Shaping['named']> {
  const { body, route } = answer;
  if (!isRecord(body) || shaping.keepTimes === true || isWritable(route)) return undefined;
  const { fields } = shaping;
  const whole = fields?.includes('*') ? body : await nameKeys(call, answer, body);
  return nameRows(call, answer, [whole], { columns: Object.keys(whole), fields }, OBJECT_KINDS);
}

/** The rows of a page that are to be shown, with the names of what their ids stand for. */
async function named(call: ToolContext, answer: MistAnswer, shaping: Shaping): Promise<Shaping['named']> {
  const { skip = 0, limit } = shaping;
  const page = rowsOf(answer).rows?.slice(skip);
  if (!page) return namedObject(call, answer, shaping);
  const shown = await nameRows(call, answer, page.slice(0, limit ?? page.length), shaping);
  return [...shown, ...page.slice(shown.length)];
}

async function fillUp(call: ToolContext, answer: MistAnswer, shaping: Shaping): Promise<object> {
  const first = await present(answer, { ...shaping, named: await named(call, answer, shaping) });
  const { remaining, limit } = shaping;
  if (!remaining || !isList(first) || first.next === undefined) return first;
  const link = parseNext(first.next, call.session.cloud, () => true);
  const isNextValue = link.skip === undefined && link.query[remaining.parameter] === remaining.values[0];
  const room = limit === undefined ? Number.POSITIVE_INFINITY : limit - first.returned;
  const tokens = shaping.maxTokens - estimateTokens(JSON.stringify(first.results));
  if (!isNextValue || room <= 0 || tokens <= 0) return first;
  const rest = await fillUp(call, await call.session.client.get(first.next, call.signal), {
    ...shaping,
    limit: limit === undefined ? undefined : room,
    skip: 0,
    maxTokens: tokens,
    remaining: link.remaining,
  });
  return isList(rest) ? joined({ ...first, complete: completenessOf(answer)?.complete ?? 'yes' }, rest) : first;
}

/** Two lists as one: the second goes on where the first ended, which says of itself whether it was complete. */
function joined(first: ListAnswer, rest: ListAnswer): ListAnswer {
  const { results, total, returned, next: _, note, ...more } = first;
  const complete = rest.complete === 'no' || first.complete === 'yes' ? rest.complete : first.complete;
  const notes =
    rest.returned + returned > 0 ? [note, rest.note].filter((text) => !text?.startsWith('Nothing')) : [note];
  const words = notes.filter((text) => text !== undefined).join(' ');
  return {
    results: [...results, ...rest.results],
    ...(total === undefined || rest.total === undefined ? {} : { total: total + rest.total }),
    ...more,
    returned: returned + rest.returned,
    has_more: complete !== 'yes',
    ...(rest.next === undefined ? {} : { next: rest.next }),
    complete,
    ...(rest.handle === undefined ? {} : { handle: rest.handle, held: rest.held }),
    ...(words ? { note: words } : {}),
  };
}
