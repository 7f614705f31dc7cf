import { sourcesOfColumn } from '../mist/derived-columns.ts';
import type { Parameter } from '../mist/spec/operations.ts';
import { rootsOf } from './rows/column.ts';

/**
 * What a route is asked for in its own `fields` query, which adds members that it leaves out otherwise: the roots of the
 * columns to be shown, since it knows no path into an object.
 *
 * @param parameter the route's `fields`; one with an enum means something else
 * @param columns to be shown, such as `port_stat.up`; undefined where all that comes is shown
 * @returns undefined where there is nothing to ask for
 */
export function routeFields(
  parameter: Parameter,
  columns: readonly string[] | undefined,
): readonly string[] | undefined {
  if (parameter.enum !== undefined || columns === undefined || columns.length === 0) return undefined;
  if (columns.includes('*')) return ['*'];
  const roots = rootsOf(columns).filter((root) => root.trim() !== '');
  return [...new Set(roots.flatMap(sourcesOfColumn))];
}
