import { isReplaced, readGenerated, readOwn } from './layer-files.ts';
import type { Route } from './routes.ts';

/** What an operation does to the network, from the reviewed list beside the generator; never from the verb alone. */
export type Effect = 'read' | 'diagnostic' | 'write' | 'disruptive';

/**
 * How a GET is continued. `page_array`: `limit`+`page`, the body is the array, totals in headers. `page_object`:
 * `limit`+`page`, rows inside an object. `search_after`: the body's `next` is to be used verbatim. `limit`: a cap that
 * cannot be continued. `none`: everything at once.
 */
export type Paging = 'page_array' | 'page_object' | 'search_after' | 'limit' | 'none';

export type ParameterType = 'string' | 'integer' | 'number' | 'boolean' | 'array';

/** One path or query parameter as the spec describes it. */
export interface Parameter {
  type: ParameterType;
  required?: true;
  enum?: readonly (string | number | boolean)[];
  default?: string | number | boolean;
  format?: string;
  pattern?: string;
  minimum?: number;
  maximum?: number;
  /** The value may be several, joined with commas, whatever `type` says of one. */
  list?: true;
  /** Type and enum of one element where `type` is `array`. */
  items?: { type: ParameterType; enum?: readonly (string | number | boolean)[] };
}

/** One row of the generated operation table. */
export interface Operation {
  /** The spec's operationId, spelled as there. */
  id: string;
  tag: string;
  path: Readonly<Record<string, Parameter>>;
  query: Readonly<Record<string, Parameter>>;
  /** Name in `$defs` of the JSON request body. */
  body?: string;
  /** Name in `$defs` of the form that the body may be uploaded as. */
  form?: string;
  /** Content types that the body may have, JSON left out when it is the only one. */
  body_types?: readonly string[];
  /** Name in `$defs` of the 200 response. */
  response?: string;
  /** Content types of the 200 response, JSON left out when it is the only one. */
  response_types?: readonly string[];
  /** Statuses that it answers with, left out where they are those of nearly every operation. */
  statuses?: readonly string[];
  paging: Paging;
  effect: Effect;
  deprecated?: true;
  /** Needs no token. */
  public?: true;
}

/** The generated operation table. */
export interface OperationTable {
  /** Version of the Mist spec, such as `2610.1.0`. */
  version: string;
  servers: readonly { url: string; name: string }[];
  operations: Readonly<Record<Route, Operation>>;
}

// The generator's output is the one input that is trusted without a check: it is committed and proven fresh by CI.
const isTable = (value: unknown): value is OperationTable =>
  typeof value === 'object' && value !== null && 'operations' in value;

function checked(value: unknown): OperationTable {
  if (isTable(value)) return value;
  throw new Error('generated/operations.json is not an operation table; run: npm run generate');
}

/** What every start needs of the table, which takes ten times as long to read. */
interface RouteIndex {
  version: string;
  servers: OperationTable['servers'];
  effects: Readonly<Record<Route, Effect>>;
}

const isIndex = (value: unknown): value is RouteIndex =>
  typeof value === 'object' && value !== null && 'effects' in value;

let index: RouteIndex | undefined;
let table: OperationTable | undefined;
let own: OperationTable | undefined;

/** The operation table that is served, read on first use. */
export function operationTable(): OperationTable {
  table ??= isReplaced() ? checked(readGenerated('operations.json')) : ownTable();
  return table;
}

/** The table of the program's own release, which a newer layer that is served does not replace. */
export function ownTable(): OperationTable {
  own ??= checked(readOwn('operations.json'));
  return own;
}

function ownIndex(): RouteIndex {
  if (index) return index;
  const value = readOwn('routes.json');
  if (!isIndex(value)) throw new Error('generated/routes.json is no index of routes; run: npm run generate');
  index = value;
  return index;
}

/** Rows of the routes that are served: their effects where those are enough, which is sooner read. */
const servedRoutes = (): Readonly<Record<Route, unknown>> =>
  isReplaced() ? operationTable().operations : ownIndex().effects;

/** Version of the Mist spec, such as `2607.1.0`. */
export const specVersion = (): string => (isReplaced() ? operationTable().version : ownIndex().version);

/** The public clouds as the program's own release names them: no other layer adds a host. */
export const specServers = (): readonly { url: string; name: string }[] => ownIndex().servers;

/** Every route of the spec, in the order of the table. */
export const allRoutes = (): readonly Route[] => keysOf(servedRoutes());

/** What a route does to the network, as its row says. */
export const effectOf = (route: Route): Effect => (isReplaced() ? operation(route).effect : ownIndex().effects[route]);

/** The table's row for a route; of one that a newer layer lacks, the program's own. */
export function operation(route: Route): Operation {
  const { operations } = operationTable();
  return Object.hasOwn(operations, route) ? operations[route] : ownTable().operations[route];
}

/** Whether a text is a route of the table, such as `GET /api/v1/self`. */
export function isRoute(text: string): text is Route {
  return Object.hasOwn(servedRoutes(), text);
}

function keysOf<K extends string>(record: Readonly<Record<K, unknown>>): readonly K[] {
  const keys: K[] = [];
  for (const key in record) keys.push(key);
  return keys;
}

interface Matcher {
  route: Route;
  segments: readonly string[];
}

let matchers: Map<string, Matcher[]> | undefined;

const isParameter = (segment: string): boolean => segment.startsWith('{');

/** Literal segments come before parameters: `/devices/search` must not be read as the device `search`. */
function literalsFirst(a: Matcher, b: Matcher): number {
  for (const [index, segment] of a.segments.entries()) {
    const other = b.segments[index] ?? '';
    if (isParameter(segment) !== isParameter(other)) return isParameter(segment) ? 1 : -1;
  }
  return 0;
}

function buildMatchers(): Map<string, Matcher[]> {
  const map = new Map<string, Matcher[]>();
  // Routes that a newer layer lacks still take their paths: a wider route must not be read in their place.
  for (const route of new Set([...allRoutes(), ...keysOf(ownTable().operations)])) {
    const [method = '', path = ''] = route.split(' ');
    const segments = path.split('/');
    const key = `${method} ${segments.length}`;
    const list = map.get(key);
    if (list) list.push({ route, segments });
    else map.set(key, [{ route, segments }]);
  }
  for (const list of map.values()) list.sort(literalsFirst);
  return map;
}

/**
 * Finds the route that a concrete path belongs to.
 *
 * @param method upper case
 * @param pathname the path without query, its segments still percent-encoded
 * @returns the route and the decoded path parameters, or undefined when no operation has that path
 */
export function matchRoute(
  method: string,
  pathname: string,
): { route: Route; path: Record<string, string> } | undefined {
  matchers ??= buildMatchers();
  const segments = pathname.split('/');
  for (const { route, segments: pattern } of matchers.get(`${method} ${segments.length}`) ?? []) {
    const path: Record<string, string> = {};
    const fits = pattern.every((part, index) => {
      const segment = segments[index] ?? '';
      if (!isParameter(part)) return part === segment;
      path[part.slice(1, -1)] = decode(segment);
      return segment !== '';
    });
    if (fits) return { route, path };
  }
  return undefined;
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
