import { type Call, parameter } from './call.ts';
import { isRow, type Json, type Row } from './json.ts';

/**
 * Keeps the rows whose root attributes equal the query parameters of the same name; lists are alternatives and `*`
 * stands for anything.
 *
 * @param except parameters that the handler looks after itself
 */
export function matching(call: Call, all: readonly Row[], except: readonly string[] = []): Row[] {
  const filters = Object.keys(call.operation.query)
    .filter((name) => !CONTROL.has(name) && !except.includes(name))
    .map((name) => [name, parameter(call, name)] as const)
    .filter((entry): entry is readonly [string, string] => entry[1] !== undefined && !ANY.has(entry[1]));
  return all.filter((row) => filters.every(([name, text]) => text.split(',').some((value) => holds(row[name], value))));
}

/** Parameters that choose the page, the order or the span, not the rows. */
const CONTROL: ReadonlySet<string> = new Set([
  'limit',
  'page',
  'sort',
  'start',
  'end',
  'duration',
  'search_after',
  'resolve',
]);
/** Values that mean: do not filter. */
const ANY: ReadonlySet<string> = new Set(['all', 'any']);

function holds(value: Json | undefined, wanted: string): boolean {
  if (Array.isArray(value)) return value.some((one) => holds(one, wanted));
  if (isRow(value)) return false;
  const text = value === undefined || value === null ? 'false' : String(value);
  const pattern = wanted.toLowerCase();
  if (!pattern.includes('*')) return text.toLowerCase() === pattern;
  const parts = pattern.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`).test(text.toLowerCase());
}
