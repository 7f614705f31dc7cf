import { InputError } from '../../core/errors/input-error.ts';
import { nearest } from '../../core/nearest.ts';
import { allRoutes, isRoute, matchRoute, operation } from '../../mist/spec/operations.ts';
import type { Route } from '../../mist/spec/routes.ts';

export { allRoutes } from '../../mist/spec/operations.ts';

/** An operation that a text names, with the path parameters that were written in it. */
export interface OperationMatch {
  readonly route: Route;
  readonly path: Readonly<Record<string, string>>;
}

let byId: Map<string, Route> | undefined;

function idRoutes(): Map<string, Route> {
  byId ??= new Map(allRoutes().map((route) => [operation(route).id.toLowerCase(), route]));
  return byId;
}

const ROUTE = /^(GET|POST|PUT|DELETE)\s+(?:https?:\/\/[^/\s]+)?(\/\S*)$/i;
const BASE = '/api/v1';

/**
 * The operation that a text names exactly: by operationId in any case, or by method and path, with or without the
 * `/api/v1` before it, with parameters in braces or with their values.
 *
 * @returns undefined when the text names none
 */
export function findOperation(text: string): OperationMatch | undefined {
  const wanted = text.trim();
  const named = idRoutes().get(wanted.toLowerCase());
  if (named) return { route: named, path: {} };
  const [, method = '', written = ''] = ROUTE.exec(wanted) ?? [];
  if (method === '') return undefined;
  const verb = method.toUpperCase();
  const pathname = written.startsWith(`${BASE}/`) ? written : `${BASE}${written}`;
  const whole = `${verb} ${pathname}`;
  if (isRoute(whole)) return { route: whole, path: {} };
  // A brace that is left is a parameter under another name, not a value.
  const found = pathname.includes('?') ? undefined : matchRoute(verb, pathname);
  if (!found) return undefined;
  const given = Object.entries(found.path).filter(([, value]) => !/^\{.*\}$|^:/.test(value));
  return { route: found.route, path: Object.fromEntries(given) };
}

/**
 * As `findOperation`, for a caller who must name one.
 *
 * @throws InputError with the nearest names
 */
export function requireOperation(text: string): OperationMatch {
  const found = findOperation(text);
  if (found) return found;
  const wanted = text.trim().slice(0, 200);
  const routes = allRoutes();
  const ids = routes.map((route) => operation(route).id);
  const near = nearest(wanted, ROUTE.test(wanted) ? routes : ids);
  const query = /\?/.test(wanted) ? ' Query parameters go into `query`.' : '';
  throw new InputError(
    `The Mist API has no operation ${JSON.stringify(wanted)}.${query}`,
    `${near.length > 0 ? `The nearest are ${near.join(', ')}. ` : ''}mist_search_api finds operations by words.`,
  );
}
