import { isRecord } from '../core/json.ts';
import { isHeavier } from '../core/json-weight.ts';
import { estimateTokens } from '../core/tokens.ts';
import type { Work } from '../core/work.ts';
import { LARGE } from './masking.ts';
import { at, repeatsIn } from './rows/column.ts';
import { cutRow } from './rows/cut.ts';
import type { Shaping } from './shaping.ts';

type Row = Readonly<Record<string, unknown>>;

/** Rows as they are shown. */
export interface ShapedRows {
  readonly shown: readonly unknown[];
  /** How many were to be shown before the budget was looked at. */
  readonly wanted: number;
  /** Says which columns were asked for in vain; else empty. */
  readonly note: string;
}

/**
 * Rows as they are shown: at most `limit`, cut to their columns, whole ones as far as the budget goes; at least one, so
 * that a walk always moves on. What comes behind the budget is not looked at.
 *
 * @param costOf tokens of a row that was cut to its columns
 */
export async function shapeRows(
  rows: readonly unknown[],
  shaping: Shaping,
  costOf: (row: unknown) => number = (row) => estimateTokens(JSON.stringify(row)),
): Promise<ShapedRows> {
  const wanted = rows.slice(0, shaping.limit ?? rows.length);
  const { row: extend = (row: Row) => row, fields, work } = shaping;
  const cutting = { ...shaping, isRepeated: repeatsIn(wanted) };
  const shown: unknown[] = [];
  let used = 0;
  const show = (masked: unknown): boolean => {
    const cut = isRecord(masked) ? cutRow(masked, cutting) : masked;
    used += costOf(cut);
    const fits = used <= shaping.maxTokens || shown.length === 0;
    if (fits) shown.push(cut);
    return fits;
  };
  await work.each(wanted, (row) => {
    const given = isRecord(row) ? extend(row) : row;
    return isHeavier(given, LARGE) ? shaping.maskLarge(given).then(show) : show(shaping.mask(given));
  });
  return { shown, wanted: wanted.length, note: await missingFields(wanted, { fields, shown }, work) };
}

/** Names that are given where one was misspelled. */
const MOST_NAMES = 200;

/** Names in alphabetical order, of very many the first. */
export function namesOf(names: Iterable<string>): string {
  const sorted = [...names].sort();
  const more = sorted.length - MOST_NAMES;
  return `${sorted.slice(0, MOST_NAMES).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

/** Says which wanted columns no row has, and which there are: a misspelled column must not read as "empty". */
async function missingFields(
  rows: readonly unknown[],
  { fields, shown }: { readonly fields: readonly string[] | undefined; readonly shown: readonly unknown[] },
  work: Work,
): Promise<string> {
  if (!fields || rows.length === 0) return '';
  const absent = new Set(fields.filter((name) => !name.includes('*')));
  // A word of the default columns is there under another name.
  for (const row of shown) if (isRecord(row)) for (const name of Object.keys(row)) absent.delete(name);
  if (absent.size === 0) return '';
  const there = new Set<string>();
  await work.each(rows, (row) => {
    if (!isRecord(row)) return true;
    for (const name of absent) if (at(row, name) !== undefined) absent.delete(name);
    for (const name of Object.keys(row)) there.add(name);
    return absent.size > 0;
  });
  if (absent.size === 0) return '';
  return `No row has ${[...absent].join(', ')}. Columns there: ${namesOf(there)}.`;
}
