import { isRecord } from '../../core/json.ts';
import { unitsOfList } from '../../mist/units.ts';

/** A sum or the like over a column. */
const AGGREGATE = /^(?:sum|avg|min|max)\((.+)\)$/;

/** Whether a row shows a number at a path; `*` goes through every member. */
function shows(value: unknown, path: readonly string[]): boolean {
  if (Array.isArray(value)) return value.some((item: unknown) => shows(item, path[0] === '*' ? path.slice(1) : path));
  const [step, ...rest] = path;
  if (step === undefined) return typeof value === 'number';
  if (!isRecord(value)) return false;
  const whole = path.join('.');
  if (typeof value[whole] === 'number') return true;
  const names = step === '*' ? Object.keys(value) : [step];
  return names.some((name) => Object.hasOwn(value, name) && shows(value[name], rest));
}

/** What a unit's column is called: a place inside others by its last name, as far as that says what it is. */
const labelOf = (path: string): string => path.replace(/^.*\*\./, '').replace(/^poe\./, '');

/**
 * A sentence on the units of the columns shown whose names do not tell them; empty where all do.
 *
 * @param url path and query of the request
 * @param rows as an answer shows them
 */
export function unitsNote(url: string, rows: readonly unknown[]): string {
  const sums = new Set(
    rows.flatMap((row) => (isRecord(row) ? Object.keys(row).flatMap((key) => AGGREGATE.exec(key)?.[1] ?? []) : [])),
  );
  const byUnit = new Map<string, string[]>();
  for (const [path, unit] of Object.entries(unitsOfList(url))) {
    if (!sums.has(path) && !rows.some((row) => shows(row, path.split('.')))) continue;
    byUnit.set(unit, [...(byUnit.get(unit) ?? []), labelOf(path)]);
  }
  if (byUnit.size === 0) return '';
  return `Units: ${[...byUnit].map(([unit, names]) => `${names.join(', ')} ${unit}`).join('; ')}.`;
}
