import { asText } from '../../core/json.ts';
import { nearest } from '../../core/nearest.ts';
import type { QueryValue } from '../../mist/http/client.ts';
import { isOnlyName, kindOfParameter } from '../../mist/named-ids.ts';
import { isRoute, operation } from '../../mist/spec/operations.ts';
import { type ParameterPlace, readParameter, type Scalar } from '../../mist/spec/read-value.ts';
import { type Route, splitRoute } from '../../mist/spec/routes.ts';
import { jsonStart } from '../../mist/worded.ts';

/** The person's values as they will be sent, or everything that is wrong with them. */
export interface CheckResult<T> {
  readonly values: Readonly<Record<string, T>>;
  /** Sentences, one for each problem. */
  readonly problems: readonly string[];
}

const shown = (value: unknown): string => jsonStart(value, 60);

function unknown(kind: string, name: string, known: readonly string[], elsewhere: readonly string[]): string {
  const shownName = name.slice(0, 60);
  if (elsewhere.includes(name))
    return `\`${kind}.${shownName}\` is in the wrong place: it goes into \`${kind === 'path' ? 'query' : 'path'}\`.`;
  const [close] = nearest(name, known, 1);
  const takes = known.length > 0 ? `; it takes ${known.join(', ')}` : '; it takes none';
  return `\`${kind}.${shownName}\` is no parameter of the operation${close ? `; did you mean \`${close}\`?` : `${takes}.`}`;
}

/** The list in which the object of a path parameter stands: what is before it in the path, where that needs no more. */
export function listBefore(route: Route, name: string): Route | undefined {
  const { path } = splitRoute(route);
  const at = path.indexOf(`/{${name}}`);
  const list = `GET ${path.slice(0, at)}`;
  if (at <= 0 || !isRoute(list)) return undefined;
  return Object.values(operation(list).query).some(({ required }) => required) ? undefined : list;
}

/** Whether a value is a name in the place of an id that can be looked up by it. */
export function isName({ route, name, place }: ParameterPlace, value: unknown): value is string {
  if (typeof value !== 'string' || value.trim() === '' || !isOnlyName(value)) return false;
  if (kindOfParameter(route, name) === 'device') return true;
  const isId = operation(route).path[name]?.format === 'uuid' || /_id$/.test(name);
  return place === 'path' && isId && listBefore(route, name) !== undefined;
}

function check(route: Route, kind: 'path' | 'query', given: Readonly<Record<string, unknown>>) {
  const { [kind]: parameters, [kind === 'path' ? 'query' : 'path']: others } = operation(route);
  const values = new Map<string, Scalar | readonly Scalar[]>();
  const problems: string[] = [];
  for (const [name, value] of Object.entries(given)) {
    // A page of no rows is never wanted: the cloud's own default is.
    if (value === undefined || value === null || (name === 'limit' && Number(asText(value)) === 0)) continue;
    const parameter = Object.hasOwn(parameters, name) ? parameters[name] : undefined;
    if (!parameter) {
      problems.push(unknown(kind, name, Object.keys(parameters), Object.keys(others)));
      continue;
    }
    const read = readParameter({ route, name, place: kind }, parameter, value);
    if (read.problem === undefined) values.set(name, read.value);
    else if (isName({ route, name, place: kind }, value)) values.set(name, value);
    else problems.push(`\`${kind}.${name}\` ${read.problem}; got ${shown(read.part ?? value)}.`);
  }
  for (const [name, { required, enum: allowed }] of Object.entries(parameters)) {
    if ((kind === 'query' && !required) || Object.hasOwn(given, name) || name === 'org_id') continue;
    problems.push(`\`${kind}.${name}\` is missing${allowed ? `: one of ${allowed.join(', ')}` : ''}.`);
  }
  return { values, problems };
}

/** Checks path parameters: names, ids, MACs, choices, and that each has a value. An organization may be found later. */
export function checkPath(route: Route, given: Readonly<Record<string, unknown>>): CheckResult<string> {
  const { values, problems } = check(route, 'path', given);
  return { values: Object.fromEntries([...values].map(([name, value]) => [name, String(value)])), problems };
}

/** Checks query parameters: names, types, choices, limits, and that the required ones are there. */
export function checkQuery(route: Route, given: Readonly<Record<string, unknown>>): CheckResult<QueryValue> {
  const { values, problems } = check(route, 'query', given);
  return { values: Object.fromEntries(values), problems };
}
