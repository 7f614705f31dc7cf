import { isRecord } from '../core/json.ts';
import { plainText } from './cell.ts';

/** What a spreadsheet would run instead of showing it. */
const FORMULA = /^[=+\-@\t\r]/;

function field(value: unknown): string {
  const text = plainText(value);
  // Names in a network come from strangers, and a spreadsheet takes such a beginning for a formula.
  const harmless = typeof value !== 'number' && FORMULA.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

/** All names that rows have, in the order in which they come. */
export const columnsOf = (rows: readonly Readonly<Record<string, unknown>>[]): readonly string[] => [
  ...new Set(rows.flatMap((row) => Object.keys(row))),
];

/** Rows as comma-separated values with a line of names, for spreadsheets; texts that are formulas get a `'` in front. */
export function csvText(rows: readonly unknown[]): string {
  const records = rows.map((row) => (isRecord(row) ? row : { value: row }));
  const columns = columnsOf(records);
  const lines = records.map((row) => columns.map((column) => field(row[column])).join(','));
  return [columns.map(field).join(','), ...lines].join('\n');
}

/** What a row is called by, the best first. */
const NAMES = ['name', 'hostname', 'ssid', 'mac', 'id'];

/** One name a line for every row that has one. */
export function namesText(rows: readonly unknown[]): string {
  const names = rows.map((row) => {
    if (!isRecord(row)) return plainText(row);
    return plainText(NAMES.map((name) => row[name]).find((value) => value !== undefined && value !== ''));
  });
  return names.filter((name) => name !== '').join('\n');
}
