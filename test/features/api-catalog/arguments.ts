import fc from 'fast-check';
import { schemaOf } from '../../../src/mist/schema-lookup.ts';
import { operation, type Parameter } from '../../../src/mist/spec/operations.ts';
import type { Route } from '../../../src/mist/spec/routes.ts';
import { valid } from '../changes/payloads.ts';

/** An id that nothing in the simulated world has. */
export const NOWHERE = '0badcafe-0000-4000-8000-00000000beef';
const MAC = '5c5b350000ff';

/** A text that a pattern allows, the same every time. */
const sampleOf = (pattern: string): string =>
  fc.sample(fc.stringMatching(new RegExp(pattern)), { numRuns: 1, seed: 1 })[0] ?? '';

function textFor(name: string, parameter: Parameter): string {
  const first = (parameter.enum ?? parameter.items?.enum ?? []).find((value) => value !== '');
  if (first !== undefined) return String(first);
  if (parameter.format === 'uuid' || name === 'site_id') return NOWHERE;
  const type = parameter.items?.type ?? parameter.type;
  if (type === 'boolean') return 'true';
  if (/(^|_)(mac|bssid)$|^ap$/.test(name) || parameter.pattern === '^[0-9a-fA-F]{12}$') return MAC;
  if (type === 'integer' || type === 'number') return String(Math.max(1, parameter.minimum ?? 1));
  if (name === 'duration') return '1d';
  if (name === 'start') return '1700000000';
  if (name === 'end') return '1700003600';
  return parameter.pattern === undefined ? 'x1' : sampleOf(parameter.pattern);
}

/** A value for each path parameter, from the table alone. */
export const pathFor = (route: Route): Record<string, string> =>
  Object.fromEntries(Object.entries(operation(route).path).map(([name, one]) => [name, textFor(name, one)]));

/** A value for each query parameter that is no cursor. */
export const queryFor = (route: Route): Record<string, string> =>
  Object.fromEntries(
    Object.entries(operation(route).query)
      .filter(([name]) => name !== 'search_after' && name !== 'token')
      .map(([name, one]) => [name, textFor(name, one)]),
  );

/** A body that its schema allows, the same for each seed; undefined where the operation takes none. */
export function bodyFor(route: Route, seed: number): unknown {
  const schema = schemaOf(operation(route).body ?? '');
  return schema ? fc.sample(valid(schema), { numRuns: 1, seed })[0] : undefined;
}
