import type { Route } from './routes.ts';

/**
 * Segments of plain letters and parameters below `/api/v1/`: whatever fills them, a request goes nowhere else. A segment
 * never begins with a dot.
 */
const PATH = /^\/api\/v1(?:\/(?:\w|\{[A-Za-z]\w{0,60}\})(?:[\w.~-]|\{[A-Za-z]\w{0,60}\})*)+$/;

/** Whether a path of a specification is one that requests are sent to. */
export const isOwnPath = (path: string): boolean => PATH.test(path);

const isParameter = (segment: string): boolean => segment.includes('{');

/** Whether two paths can be filled to be the same: each segment is equal, or a parameter of one of them. */
function meets(one: readonly string[], other: readonly string[]): boolean {
  return (
    one.length === other.length &&
    one.every((segment, index) => {
      const beside = other[index] ?? '';
      return segment === beside || isParameter(segment) || isParameter(beside);
    })
  );
}

const segmentsOf = (route: string): readonly string[] => route.replace(' ', '/').split('/');

/**
 * Routes of a table, other than the one itself, that a request of a route can be a call of: `DELETE /api/v1/orgs/{id}`
 * calls what `DELETE /api/v1/orgs/{org_id}` calls, and so does one with the id of an organization written into it.
 */
export function calledBy(route: string, operations: Readonly<Record<Route, unknown>>): readonly Route[] {
  return keysOf(operations).filter((other) => other !== route && meets(segmentsOf(route), segmentsOf(other)));
}

function keysOf<K extends string>(record: Readonly<Record<K, unknown>>): K[] {
  const keys: K[] = [];
  for (const key in record) keys.push(key);
  return keys;
}
