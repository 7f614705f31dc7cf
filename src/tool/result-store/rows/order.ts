import { isRecord } from '../../../core/json.ts';
import type { Work } from '../../../core/work.ts';
import { at } from '../../rows/column.ts';
import { checkColumn } from './where.ts';

type Row = Readonly<Record<string, unknown>>;

/** Names separated by commas. */
const namesIn = (text: string): string[] =>
  text
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');

const collator = new Intl.Collator('en', { numeric: true });

const isAbsent = (value: unknown): boolean => value === undefined || value === null;

const textOf = (value: unknown): string => (typeof value === 'object' ? JSON.stringify(value) : String(value));

function compare(a: unknown, b: unknown): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  return collator.compare(textOf(a), textOf(b));
}

/**
 * Rows in order: `site_id,-uptime`, `-` for descending. Rows without a value come last either way.
 *
 * @throws InputError naming a column that no row has
 */
export async function sorted<T>(
  rows: readonly T[],
  by: string,
  columns: readonly string[],
  work: Work,
): Promise<readonly T[]> {
  const keys = namesIn(by).map((name) => ({ name: name.replace(/^[-+]/, ''), down: name.startsWith('-') }));
  for (const { name } of keys) checkColumn(name, columns);
  const inRow = (row: unknown, name: string): unknown => (isRecord(row) ? at(row, name) : undefined);
  return work.sort(rows, (a, b) => {
    for (const { name, down } of keys) {
      const [left, right] = [inRow(a, name), inRow(b, name)];
      if (isAbsent(left) || isAbsent(right)) {
        if (isAbsent(left) !== isAbsent(right)) return isAbsent(left) ? 1 : -1;
        continue;
      }
      const order = compare(left, right);
      if (order !== 0) return down ? -order : order;
    }
    return 0;
  });
}

/**
 * One row for each combination of values of the columns, with how many rows have it; the most frequent first.
 *
 * @throws InputError naming a column that no row has
 */
export async function counted(
  rows: readonly unknown[],
  by: string,
  columns: readonly string[],
  work: Work,
): Promise<readonly Row[]> {
  const names = namesIn(by);
  for (const name of names) checkColumn(name, columns);
  const groups = new Map<string, { readonly values: Row; count: number }>();
  await work.each(rows, (row) => {
    const values = names.map((name) => [name, (isRecord(row) ? at(row, name) : undefined) ?? ''] as const);
    const key = JSON.stringify(values);
    const group = groups.get(key) ?? { values: Object.fromEntries(values), count: 0 };
    group.count += 1;
    groups.set(key, group);
    return true;
  });
  const ordered = await work.sort([...groups.values()], (a, b) => b.count - a.count);
  return ordered.map(({ values, count }) => ({ ...values, count }));
}
