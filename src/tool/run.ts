import { InputError } from '../core/errors/input-error.ts';
import { MistError } from '../core/errors/mist-error.ts';
import { isRecord } from '../core/json.ts';
import { forChassis } from '../mist/chassis.ts';
import type { MistAnswer, MistRequest, QueryValue } from '../mist/http/client.ts';
import { idColumn } from '../mist/id-columns.ts';
import { orgOfSiteOr } from '../mist/id-names.ts';
import { MAX_PAGE_SIZE } from '../mist/limits.ts';
import { asParameter, idOfName, isOnlyName, kindOfParameter } from '../mist/named-ids.ts';
import { resolveOrg, resolveSite } from '../mist/names.ts';
import { type RemainingValues, rowsOf } from '../mist/paging/pages.ts';
import { operation } from '../mist/spec/operations.ts';
import type { Route } from '../mist/spec/routes.ts';
import { shapingOf } from './columns.ts';
import type { CallParameters, ToolContext } from './context.ts';
import type { ToolDescription } from './description.ts';
import { type InputNote, withNotes } from './notes.ts';
import { type Conversion, converted, readSource, sourcesOf, type ToolOperation } from './operation.ts';
import { presentList } from './paginate.ts';
import { readForRoute } from './read-parameter.ts';
import { routeFields } from './route-fields.ts';
import { rootsAsked } from './rows/question.ts';
import { conditionsFor } from './rows/upstream.ts';
import { label, misplaced, type Selection, select } from './select.ts';

/** The inputs of a call as read, by name. */
export type InputValues = Readonly<Record<string, unknown>>;

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
  const request: MistRequest = { route: row.route, ...parameters };
  const { answer, note } = await sendForDevice(context, request).catch(async (error: unknown) => {
    throw (await tool.explain?.(context, error, request)) ?? error;
  });
  if (note !== undefined) ignored.push({ text: note });
  const fields = listOfText(values.fields);
  const shown = await presentList(withSent(context, sent), answer, {
    ...tool.rowFormats.get(row.route),
    columns: tool.columns[key] ?? columnsWithIds(answer),
    view: view && ((body) => view(body, context)),
    fields,
    limit: typeof values.limit === 'number' ? values.limit : undefined,
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

/** Sends a request; where it found nothing of a device that is a member of a virtual chassis, asks for the chassis. */
async function sendForDevice(
  context: ToolContext,
  request: MistRequest,
): Promise<{ readonly answer: MistAnswer; readonly note?: string }> {
  const { route, ...parameters } = request;
  const answer = await context.send(route, parameters).catch((error: unknown) => {
    if (error instanceof MistError && error.kind === 'not_found') return error;
    throw error;
  });
  const isThere = !(answer instanceof MistError) && rowsOf(answer).rows?.length !== 0;
  const other = isThere ? undefined : await forChassis(context, request);
  if (other) {
    const { route: same, ...others } = other.request;
    const note = `${other.member} is a member of the virtual chassis ${other.chassis}, which this is about.`;
    return { answer: await context.send(same, others), note };
  }
  if (answer instanceof MistError) throw answer;
  return { answer };
}

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

/** A parameter's value and where it came from. */
interface ParameterSource {
  readonly input: string;
  readonly value: unknown;
  readonly form: Conversion | undefined;
  readonly remaining?: RemainingValues;
}

const listOfText = (value: unknown): readonly string[] | undefined =>
  Array.isArray(value) ? value.map(String) : undefined;

/** The value of a parameter and the input that it came from, or several values to be asked in turn. */
function valueFor(row: ToolOperation, parameter: string, values: InputValues): ParameterSource {
  for (const source of sourcesOf(row, parameter).map(readSource)) {
    if ('constant' in source) return { input: parameter, value: source.constant, form: undefined };
    if ('each' in source) {
      const [first, ...rest] = (operation(row.route).query[parameter]?.enum ?? []).map(String);
      return { input: parameter, value: first, form: undefined, remaining: { parameter, values: rest } };
    }
    const { input, form } = source;
    const value = values[input];
    if (value !== undefined) return { input, form, value: typeof value === 'string' ? converted(value, form) : value };
  }
  return { input: parameter, value: undefined, form: undefined };
}

async function fill(
  context: ToolContext,
  tool: ToolDescription,
  selection: Selection,
  values: InputValues,
): Promise<CallParameters & { remaining?: RemainingValues | undefined }> {
  const { row, key } = selection;
  const { path, query, paging } = operation(row.route);
  const filled = { path: new Map<string, string>(), query: new Map<string, QueryValue>() };
  const named: NamedParameter[] = [];
  let remaining: RemainingValues | undefined;
  const asked = label(tool, key);
  for (const [name, parameter] of Object.entries(query)) {
    if (name === 'fields' && parameter.enum === undefined) continue;
    const { value, remaining: others, input, form } = valueFor(row, name, values);
    if (value === undefined || !isQueryValue(value)) continue;
    remaining ??= others;
    if (takesName(row.route, name, value)) {
      named.push({ place: 'query', name, text: value });
      continue;
    }
    const read = readForRoute(asked, { route: row.route, name, input, value, form, place: 'query' }, parameter);
    // A list that cannot be continued is asked for whole: what is not shown at once comes from the same answer.
    filled.query.set(name, name === 'limit' && paging === 'limit' ? MAX_PAGE_SIZE : read);
  }
  const columns = listOfText(values.fields) ?? (paging === 'none' ? undefined : tool.columns[key]);
  const question = context.walk?.question;
  const needed = columns && question ? [...columns, ...rootsAsked(question)] : columns;
  const fields = query.fields && routeFields(query.fields, needed);
  if (fields) filled.query.set('fields', fields);
  for (const [name, parameter] of Object.entries(path)) {
    const { value, input, form } = valueFor(row, name, values);
    if (value === undefined) continue;
    if (takesName(row.route, name, value)) {
      named.push({ place: 'path', name, text: value });
      continue;
    }
    const sent = { route: row.route, name, input, value: String(value), form, place: 'path' } as const;
    filled.path.set(name, String(readForRoute(asked, sent, parameter)));
  }
  // Names are looked up last: nothing is asked before everything is known to fit.
  for (const name of Object.keys(path)) {
    if (named.some((one) => one.place === 'path' && one.name === name)) continue;
    filled.path.set(name, await resolve(context, name, filled.path.get(name), textOf(values.org_id)));
  }
  for (const { place, name, text } of named) {
    const org = filled.path.get('org_id') ?? (await orgOfSiteOr(context, filled.path.get('site_id') ?? ''));
    const kind = kindOfParameter(row.route, name) ?? 'device';
    filled[place].set(name, asParameter(name, await idOfName(context, org, kind, text)));
  }
  const siteFilter = filled.query.get('site_id');
  if (typeof siteFilter === 'string')
    filled.query.set('site_id', await resolveSite(context, siteFilter, filled.path.get('org_id'), 'filter'));
  return { path: Object.fromEntries(filled.path), query: Object.fromEntries(filled.query), remaining };
}

/** What is sent, and which columns of a filter the API looks at by it. */
interface RouteQuestion {
  readonly parameters: CallParameters;
  readonly remaining: RemainingValues | undefined;
  readonly sent: readonly string[];
}

const withSent = (context: ToolContext, sent: readonly string[]): ToolContext =>
  context.walk?.question
    ? { ...context, walk: { ...context.walk, question: { ...context.walk.question, sent } } }
    : context;

/**
 * The parameters with what a filter lets the route itself look for; the same ones where it can look for nothing.
 */
async function narrowed(
  context: ToolContext,
  route: Route,
  filled: CallParameters,
  remaining: RemainingValues | undefined,
): Promise<RouteQuestion> {
  const where = context.walk?.question?.where;
  const { path = {}, query = {} } = filled;
  const taken = remaining ? { ...query, [remaining.parameter]: 'all' } : query;
  const found = where === undefined ? {} : { ...conditionsFor(route, where, taken) };
  if (Object.keys(found).length === 0) return { parameters: filled, remaining, sent: [] };
  if (found.site_id !== undefined) found.site_id = await resolveSite(context, found.site_id, path.org_id, 'filter');
  const isChosen = remaining !== undefined && Object.hasOwn(found, remaining.parameter);
  return {
    parameters: { ...filled, query: { ...query, ...found } },
    remaining: isChosen ? undefined : remaining,
    sent: [...Object.keys(found), ...(found.site_id === undefined ? [] : ['site'])],
  };
}

/** A parameter whose value is a name in the place of an id. */
interface NamedParameter {
  readonly place: 'path' | 'query';
  readonly name: string;
  readonly text: string;
}

const takesName = (route: Route, name: string, value: unknown): value is string =>
  typeof value === 'string' && isOnlyName(value) && kindOfParameter(route, name) !== undefined;

const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

/** Names become ids; every other value stays as it is. */
async function resolve(
  context: ToolContext,
  name: string,
  text: string | undefined,
  org: string | undefined,
): Promise<string> {
  if (name === 'org_id') return resolveOrg(context, text);
  if (name === 'site_id') return resolveSite(context, text ?? '', org);
  return text ?? '';
}

const isScalar = (value: unknown): value is string | number | boolean =>
  ['string', 'number', 'boolean'].includes(typeof value);

const isQueryValue = (value: unknown): value is QueryValue =>
  isScalar(value) || (Array.isArray(value) && value.every(isScalar));
