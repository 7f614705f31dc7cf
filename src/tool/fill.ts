import type { QueryValue } from '../mist/http/client.ts';
import { orgOfSiteOr } from '../mist/id-names.ts';
import { MAX_PAGE_SIZE } from '../mist/limits.ts';
import { asParameter, idOfName, isOnlyName, kindOfParameter } from '../mist/named-ids.ts';
import { resolveOrg, resolveSite } from '../mist/names.ts';
import type { RemainingValues } from '../mist/paging/pages.ts';
import { operation } from '../mist/spec/operations.ts';
import type { Route } from '../mist/spec/routes.ts';
import type { CallParameters, ToolContext } from './context.ts';
import type { ToolDescription } from './description.ts';
import { type Conversion, converted, readSource, sourcesOf, type ToolOperation } from './operation.ts';
import { readForRoute } from './read-parameter.ts';
import { routeFields } from './route-fields.ts';
import { rootsAsked } from './rows/question.ts';
import { conditionsFor } from './rows/upstream.ts';
import { label, type Selection } from './select.ts';

/** The inputs of a call as read, by name. */
export type InputValues = Readonly<Record<string, unknown>>;

/** A parameter's value and where it came from. */
interface ParameterSource {
  readonly input: string;
  readonly value: unknown;
  readonly form: Conversion | undefined;
  readonly remaining?: RemainingValues;
}

/** A list whose elements are read as text, or nothing. */
export const listOfText = (value: unknown): readonly string[] | undefined =>
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

/**
 * The parameters of a request from the inputs of a call: each read for its route, names of things made into ids last.
 *
 * @returns them, with the values of a parameter that are still to be asked in turn
 * @throws InputError before anything is sent, MistError where a name could not be looked up
 */
export async function fill(
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
    const site = filled.path.get('site_id');
    const org = filled.path.get('org_id') ?? (await orgOfSiteOr(context, site ?? ''));
    const kind = kindOfParameter(row.route, name) ?? 'device';
    filled[place].set(name, asParameter(name, await idOfName(context, org, kind, text, site)));
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

/**
 * The parameters with what a filter lets the route itself look for; the same ones where it can look for nothing.
 */
export async function narrowed(
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

/** A text, or nothing. */
export const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

/** Names become ids; every other value stays as it is. */
export async function resolve(
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
