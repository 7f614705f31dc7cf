import { InputError } from '../core/errors/input-error.ts';
import { isRecord } from '../core/json.ts';
import { chassisSearch } from '../mist/chassis.ts';
import type { MistAnswer, MistRequest } from '../mist/http/client.ts';
import { idColumn } from '../mist/id-columns.ts';
import { rowsOf } from '../mist/paging/pages.ts';
import { operation } from '../mist/spec/operations.ts';
import type { ToolContext } from './context.ts';
import type { ToolDescription } from './description.ts';
import { type DeviceAnswer, sendForDevice } from './device-request.ts';
import { fill, type InputValues, listOfText, narrowed, resolve, textOf } from './fill.ts';
import { type InputNote, withNotes } from './notes.ts';
import { presentList } from './paginate.ts';
import { isInOrder, upstreamSort } from './rows/upstream-sort.ts';
import { misplaced, type Selection, select } from './select.ts';
import { shapingOf } from './shaping.ts';

/** Makes of an object what was asked for. */
export type View = (body: Readonly<Record<string, unknown>>, context: ToolContext) => object;

/** Looks at a failed request; what it gives is thrown in the error's place. */
export type Explain = (context: ToolContext, error: unknown, request: MistRequest) => Promise<Error | undefined>;

/** The answer that a picture is wanted of, and the question behind it. */
export interface Drawable {
  readonly request: MistRequest;
  readonly answer: MistAnswer;
  /** What was asked for: the metric or metrics, else the selector's value. */
  readonly metric: string;
  /** Columns wanted of rows; all where undefined. */
  readonly columns: readonly string[] | undefined;
}

/**
 * Puts a picture of an answer beside it.
 *
 * @param shown the answer as it is given
 * @returns the same answer; where there is no picture, with `chart` saying why
 */
export type DrawChart = (context: ToolContext, shown: object, drawable: Drawable) => Promise<object>;

/** A tool over routes, as the pipeline needs it. */
export interface OperationTool extends ToolDescription {
  readonly views: Readonly<Record<string, View | undefined>>;
  readonly explain: Explain | undefined;
  readonly drawChart: DrawChart | undefined;
}

/**
 * Answers one call of a tool that stands over routes: select → fill → call → page and shape. Reading the inputs comes
 * before it, redaction and the MCP result after it, the same for every tool.
 *
 * @param values the inputs as read, defaults included
 * @param given names of the inputs that the caller wrote
 * @throws InputError before anything is sent, MistError after
 */
export async function askOperation(
  tool: OperationTool,
  context: ToolContext,
  values: InputValues,
  given: ReadonlySet<string>,
): Promise<object> {
  const selection = select(tool, values, given);
  checkSpan(values);
  const { row, key } = selection;
  const ignored = [...selection.ignored, ...(await ownIds(context, tool, selection, values))];
  const view = tool.views[key];
  // A parameter named like the selector is another thing: the selector's values are ours.
  const inputs = Object.fromEntries(Object.entries(values).filter(([name]) => name !== tool.select));
  const { remaining: others, ...filled } = await fill(context, tool, selection, inputs);
  const { parameters, remaining, sent } = await narrowed(context, row.route, filled, others);
  const request = chassisSearch({ route: row.route, ...parameters });
  const send = (one: MistRequest): Promise<DeviceAnswer> =>
    sendForDevice(context, one, ({ route, ...given }) => context.send(route, given)).catch(async (error: unknown) => {
      throw (await tool.explain?.(context, error, one)) ?? error;
    });
  const page = remaining ? undefined : await sortedPage(context, request, send);
  const { answer, note } = page ?? (await send(request));
  if (note !== undefined) ignored.push({ text: note });
  const fields = listOfText(values.fields);
  const shown = await presentList(page ? { ...context, walk: undefined } : withSent(context, sent), answer, {
    ...tool.rowFormats.get(row.route),
    columns: tool.columns[key] ?? columnsWithIds(answer),
    view: view && ((body) => view(body, context)),
    fields,
    limit: page ? context.walk?.limit : typeof values.limit === 'number' ? values.limit : undefined,
    maxTokens: context.policy.maxResponseTokens,
    ...shapingOf(context),
    remaining,
  });
  if (values.chart !== true || !tool.drawChart) return withNotes(shown, ignored);
  const drawn = await tool.drawChart(context, shown, {
    request: { route: row.route, ...parameters },
    answer,
    metric: textOf(values.metric) ?? key,
    columns: fields ?? tool.columns[key],
  });
  return withNotes(drawn, ignored);
}

/** Signs with a meaning in a column as tools write it. */
const MEANT = /[|*?]| as | unless | if type=/;

/**
 * The columns of rows that no table describes, where ids are among them that people know by name; undefined elsewhere,
 * so that the rows are shown as they are.
 */
function columnsWithIds(answer: MistAnswer): readonly string[] | undefined {
  const rows = rowsOf(answer).rows?.filter(isRecord) ?? [];
  const names = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  return names.some((name) => idColumn(name) !== undefined) && !names.some((name) => MEANT.test(name))
    ? names
    : undefined;
}

/** Rows that show whether a list is sorted. */
const SORTED_ROWS = 20;

/**
 * The first page of a list in the order that is wanted, where the API gives it; what it does not sort is sorted here,
 * over all pages.
 */
async function sortedPage(
  { walk }: ToolContext,
  request: MistRequest,
  send: (request: MistRequest) => Promise<DeviceAnswer>,
): Promise<DeviceAnswer | undefined> {
  const sort = upstreamSort(request.route, walk?.question);
  if (!sort || walk?.limit === undefined || walk.isWhole) return undefined;
  const query = { ...request.query, sort: sort.text, limit: Math.max(walk.limit, SORTED_ROWS) };
  const page = await send({ ...request, query });
  return isInOrder(rowsOf(page.answer).rows ?? [], sort) ? page : undefined;
}

const withSent = (context: ToolContext, sent: readonly string[]): ToolContext =>
  context.walk?.question
    ? { ...context, walk: { ...context.walk, question: { ...context.walk.question, sent } } }
    : context;

/**
 * An id that an operation does not take is often that of the organization or site which it is about: there it says
 * nothing new.
 *
 * @throws InputError for any other id, which would have narrowed the answer
 */
async function ownIds(
  context: ToolContext,
  tool: ToolDescription,
  selection: Selection,
  values: InputValues,
): Promise<readonly InputNote[]> {
  const notes: InputNote[] = [];
  for (const name of selection.ids) {
    const { path } = operation(selection.row.route);
    const owner = Object.hasOwn(path, 'site_id') ? 'site_id' : 'org_id';
    const own = Object.hasOwn(path, owner)
      ? await resolve(context, owner, textOf(values[owner]), textOf(values.org_id))
      : '';
    if (own !== textOf(values[name])?.toLowerCase()) throw misplaced(tool, selection, name, values);
    notes.push({ text: `\`${name}\` was ignored: it is the ${owner === 'org_id' ? 'organization' : 'site'} itself.` });
  }
  return notes;
}

/** A window that ends before it begins is always empty, and reads like a quiet network. */
function checkSpan({ start, end }: InputValues): void {
  if (start === undefined || end === undefined || Number(start) < Number(end)) return;
  throw new InputError(
    '`end` is not after `start`.',
    'Give a later `end`, or leave it out to mean now; -2h is two hours ago; nothing was sent.',
  );
}
