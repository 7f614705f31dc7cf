import type { Route } from './routes.ts';

/**
 * Segments of plain letters and parameters below `/api/v1/`: whatever fills them, a request goes nowhere else. A segment
 * never begins with a dot.
 */
const PATH = /^\/api\/v1(?:\/(?:\w|\{[A-Za-z]\w{0,60}\})(?:[\w.~-]|\{[A-Za-z]\w{0,60}\})*)+$/;

/** Whether a path of a specification is one that requests are sent to. */
export const isOwnPath = (path: string): boolean => PATH.test(path);

const isParameter = (segment: string): boolean => segment.includes('{');

/** Whether a path can be filled to be one that fits another: each segment is equal, or a parameter of the first. */
function covers(wide: readonly string[], narrow: readonly string[]): boolean {
  return (
    wide.length === narrow.length && wide.every((segment, index) => isParameter(segment) || segment === narrow[index])
  );
}

const segmentsOf = (route: string): readonly string[] => route.replace(' ', '/').split('/');

/**
 * Routes of a table, other than the one itself, that a route can be filled to call: `DELETE /api/v1/orgs/{id}` calls
 * what `DELETE /api/v1/orgs/{org_id}` calls.
 */
export function coveredBy(route: string, operations: Readonly<Record<Route, unknown>>): readonly Route[] {
  const wide = segmentsOf(route);
  return keysOf(operations).filter((other) => other !== route && covers(wide, segmentsOf(other)));
}

function keysOf<K extends string>(record: Readonly<Record<K, unknown>>): K[] {
  const keys: K[] = [];
  for (const key in record) keys.push(key);
  return keys;
}
