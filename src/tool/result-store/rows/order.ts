import { isRecord } from '../../../core/json.ts';
import type { Work } from '../../../core/work.ts';
import { at } from '../../rows/column.ts';
import { columnIn, nameOf } from './where.ts';

type Row = Readonly<Record<string, unknown>>;

/** Names separated by commas. */
const namesIn = (text: string): string[] =>
  text
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');

let collator: Intl.Collator | undefined;

/** Made on first use: the data of a language takes ten milliseconds to load, which no start needs. */
function collate(a: string, b: string): number {
  collator ??= new Intl.Collator('en', { numeric: true });
  return collator.compare(a, b);
}

const isAbsent = (value: unknown): boolean => value === undefined || value === null;

const textOf = (value: unknown): string => (typeof value === 'object' ? JSON.stringify(value) : String(value));

/** Orders two values: numbers by size, texts as a person does, with the numbers in them by size. */
export function compare(a: unknown, b: unknown): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  return collate(textOf(a), textOf(b));
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
  const keys = namesIn(by).map((text) => ({
    name: columnIn(text.replace(/^[-+]/, ''), columns),
    down: text.startsWith('-'),
  }));
  const inRow = (row: unknown, name: string): unknown =>
    isRecord(row) ? (nameOf(row, name) ?? at(row, name)) : undefined;
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

/** What is made of the values of a group's column. */
const AGGREGATES: Readonly<Record<string, (values: readonly number[]) => number | undefined>> = {
  sum: (values) => values.reduce((sum, value) => sum + value, 0),
  avg: (values) => (values.length > 0 ? values.reduce((sum, value) => sum + value, 0) / values.length : undefined),
  min: (values) => (values.length > 0 ? values.reduce((least, value) => Math.min(least, value)) : undefined),
  max: (values) => (values.length > 0 ? values.reduce((most, value) => Math.max(most, value)) : undefined),
};

const AGGREGATE = /^(sum|avg|min|max|count)\(\s*([\w.*-]*)\s*\)$/i;

/** Whether a text is a sum, count or the like over rows: `sum(power_draw)`. */
export const isAggregate = (text: string): boolean => AGGREGATE.test(text.trim());

/** All values of a column in a row; `*` goes through every member, and lists are gone through anyway. */
function valuesIn(value: unknown, path: readonly string[]): readonly unknown[] {
  if (Array.isArray(value))
    return value.flatMap((item: unknown) => valuesIn(item, path[0] === '*' ? path.slice(1) : path));
  const [step, ...rest] = path;
  if (step === undefined) return [value];
  if (!isRecord(value)) return [];
  const names = step === '*' ? Object.keys(value) : [step];
  return names.flatMap((name) => (Object.hasOwn(value, name) ? valuesIn(value[name], rest) : []));
}

interface Aggregate {
  readonly key: string;
  readonly of: (rows: readonly unknown[]) => number | undefined;
}

function readAggregate(text: string, columns: readonly string[]): Aggregate {
  const [, name = '', written = ''] = AGGREGATE.exec(text) ?? [];
  const make = AGGREGATES[name.toLowerCase()];
  const column = written === '' ? '' : columnIn(written, columns);
  const numbers = (rows: readonly unknown[]): number[] =>
    rows.flatMap((row) => valuesIn(row, column.split('.'))).filter((value) => typeof value === 'number');
  const filled = (rows: readonly unknown[]): number =>
    column === ''
      ? rows.length
      : rows.filter((row) => valuesIn(row, column.split('.')).some((value) => !isAbsent(value))).length;
  return { key: text, of: make ? (rows) => rounded(make(numbers(rows))) : filled };
}

const rounded = (value: number | undefined): number | undefined =>
  value === undefined ? undefined : Math.round(value * 1e6) / 1e6;

/** Where names were looked up, they tell groups apart for a person. */
const groupValue = (row: unknown, name: string): unknown =>
  (isRecord(row) ? (nameOf(row, name) ?? at(row, name)) : undefined) ?? '';

/**
 * One row for each combination of values of the columns, with how many rows have it and what sums and the like come to;
 * the most frequent first. `site,sum(power_draw)` is by site; without a column it is one row over all.
 *
 * @throws InputError naming a column that no row has
 */
export async function counted(
  rows: readonly unknown[],
  by: string,
  columns: readonly string[],
  work: Work,
): Promise<readonly Row[]> {
  const parts = namesIn(by);
  const names = parts.filter((part) => !isAggregate(part));
  // How many rows there are stands in every group.
  const sums = parts.filter((part) => isAggregate(part) && !/^count\(\s*\)$/i.test(part));
  const aggregates = sums.map((part) => readAggregate(part, columns));
  const read = names.map((name) => [name, columnIn(name, columns)] as const);
  const groups = new Map<string, { readonly values: Row; readonly rows: unknown[] }>();
  await work.each(rows, (row) => {
    const values = read.map(([name, column]) => [name, groupValue(row, column)] as const);
    const key = JSON.stringify(values);
    const group = groups.get(key) ?? { values: Object.fromEntries(values), rows: [] };
    group.rows.push(row);
    groups.set(key, group);
    return true;
  });
  const ordered = await work.sort([...groups.values()], (a, b) => b.rows.length - a.rows.length);
  const counts: Row[] = [];
  await work.each(ordered, (group) => {
    const sums = Object.fromEntries(aggregates.map(({ key, of }) => [key, of(group.rows)]));
    counts.push({ ...group.values, count: group.rows.length, ...sums });
    return true;
  });
  return counts;
}
