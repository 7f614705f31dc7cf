import { refused } from '../../core/errors/mist-error.ts';
import { operation } from '../spec/operations.ts';
import type { Route } from '../spec/routes.ts';

/** One value of a query parameter; several are sent joined with commas, `undefined` is not sent. */
export type QueryValue = string | number | boolean | readonly (string | number | boolean)[] | undefined;

/**
 * Refuses parameters that a route does not have: the cloud ignores them in silence and answers another question than
 * the one that was asked.
 *
 * @throws MistError of kind `refused`, naming the parameter and those that the route has
 */
export function checkQuery(route: Route, query: Readonly<Record<string, QueryValue>>): void {
  if (Object.values(query).every((value) => value === undefined)) return;
  const known = operation(route).query;
  for (const [name, value] of Object.entries(query)) {
    if (value === undefined) continue;
    if (!Object.hasOwn(known, name)) {
      const names = Object.keys(known).join(', ');
      throw refused(`${route} has no parameter "${name}".`, names ? `It takes: ${names}.` : 'It takes none.');
    }
    if (typeof value === 'number' && !Number.isFinite(value)) {
      throw refused(`"${name}" is not a number.`, 'Give a finite number, or leave it out.');
    }
  }
}

/**
 * Query values as the API reads them: lists joined with commas, booleans as `true` and `false`. An empty list says
 * nothing and is left out; an empty text is sent.
 *
 * @returns the query without its question mark, possibly empty
 */
export function serializeQuery(query: Readonly<Record<string, unknown>>): string {
  const parts: string[] = [];
  for (const [name, value] of Object.entries(query)) {
    if (value === undefined || value === null) continue;
    const list: readonly unknown[] = Array.isArray(value) ? value : [value];
    if (list.length > 0) parts.push(`${encodeURIComponent(name)}=${list.map(encodeValue).join(',')}`);
  }
  return parts.join('&');
}

/**
 * A value as it stands in a query. A lone surrogate cannot be encoded at all; the API could not have stored it either.
 */
export const encodeValue = (value: unknown): string => encodeURIComponent(String(value).replace(/\p{Cs}/gu, '\uFFFD'));
