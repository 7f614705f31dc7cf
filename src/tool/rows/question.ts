import { isRecord } from '../../core/json.ts';
import type { Work } from '../../core/work.ts';
import { idColumn } from '../../mist/id-columns.ts';
import { counted, isAggregate, sorted } from '../result-store/rows/order.ts';
import { readConditions, readWhere } from '../result-store/rows/where.ts';
import { isFilled } from './column.ts';

/** What is asked of the rows of a list: which of them, counted or summed by what, in which order. */
export interface RowQuestion {
  readonly where?: string | undefined;
  /** Columns and sums: `site,sum(power_draw)`. */
  readonly group_by?: string | undefined;
  readonly sort?: string | undefined;
  /** Columns that the API itself looked at. */
  readonly sent?: readonly string[] | undefined;
}

/** Whether anything is asked that a single page cannot answer. */
export const isAsked = ({ where, group_by, sort }: RowQuestion): boolean =>
  where !== undefined || group_by !== undefined || sort !== undefined;

const partsOf = (text = ''): readonly string[] => text.split(',').map((part) => part.trim().replace(/^[-+]/, ''));

/** The columns that a question names, and the columns of names beside those that hold a MAC. */
export function columnsOf({ where = '', group_by, sort }: RowQuestion): readonly string[] {
  const named = [...readConditions(where).map(({ column }) => column), ...partsOf(group_by), ...partsOf(sort)];
  const columns = named.filter((name) => name !== '' && !isAggregate(name));
  return columns.flatMap((name) => (idColumn(name)?.as === name ? [name, `${name}_name`] : [name]));
}

/** The attributes of a row that a question needs, sums included. */
export const rootsAsked = (question: RowQuestion): readonly string[] => {
  const sums = partsOf(question.group_by).flatMap((part) =>
    isAggregate(part) ? [part.replace(/^\w+\(|\)$/g, '')] : [],
  );
  return [...columnsOf(question), ...sums].map((name) => name.split('.')[0] ?? name);
};

/** The columns that rows have. */
export const columnsIn = (rows: readonly unknown[]): readonly string[] => [
  ...new Set(rows.flatMap((row) => (isRecord(row) ? Object.keys(row).filter((name) => isFilled(row[name])) : []))),
];

/**
 * The rows that a question is answered with.
 *
 * @param columns those that the rows have
 * @throws InputError for a column that no row has, or a condition that cannot be read
 */
export async function answerQuestion(
  rows: readonly unknown[],
  { where, group_by, sort, sent }: RowQuestion,
  columns: readonly string[],
  work: Work,
): Promise<{ readonly rows: readonly unknown[]; readonly matching: readonly unknown[]; readonly grouped: boolean }> {
  const matching = where === undefined ? rows : await filtered(rows, readWhere(where, columns, sent), work);
  const groups = group_by === undefined ? matching : await counted(matching, group_by, columns, work);
  const sums = (group_by ?? '').split(',').map((part) => part.trim());
  const sortable = group_by === undefined ? columns : [...columns, 'count', ...sums];
  return {
    rows: sort === undefined ? groups : await sorted(groups, sort, sortable, work),
    matching,
    grouped: group_by !== undefined,
  };
}

async function filtered(
  rows: readonly unknown[],
  test: (row: unknown) => boolean,
  work: Work,
): Promise<readonly unknown[]> {
  const kept: unknown[] = [];
  await work.each(rows, (row) => {
    if (test(row)) kept.push(row);
    return true;
  });
  return kept;
}
