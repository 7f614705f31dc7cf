import { isRecord } from '../../core/json.ts';
import { columnsCalled, idColumn } from '../../mist/id-columns.ts';
import { operation } from '../../mist/spec/operations.ts';
import type { Route } from '../../mist/spec/routes.ts';
import { compare } from '../result-store/rows/order.ts';
import type { RowQuestion } from './question.ts';

/** An order that the API may give a list itself. */
export interface UpstreamSort {
  /** As the API takes it: `-timestamp` begins with the highest. */
  readonly text: string;
  readonly column: string;
  readonly isDown: boolean;
  /** Whether the specification names the column as one that the list is sorted by. */
  readonly isDocumented: boolean;
}

/** One column with its direction. */
const SORT = /^\s*([-+]?)([a-z_]\w*)\s*$/i;

/**
 * The order of a question that a route may be asked for: one column of the API's own, where nothing else is asked of the
 * rows. A column of ids is sorted here, by the names.
 *
 * @returns undefined where the rows have to be sorted here
 */
export function upstreamSort(route: Route, question: RowQuestion | undefined): UpstreamSort | undefined {
  const parameter = operation(route).query.sort;
  const [, sign = '', column = ''] = SORT.exec(question?.sort ?? '') ?? [];
  const isNamed = idColumn(column) !== undefined || columnsCalled(column).length > 0;
  const isAlone = question?.where === undefined && question?.group_by === undefined;
  if (parameter?.type !== 'string' || column === '' || !isAlone || isNamed) return undefined;
  const isDown = sign === '-';
  const text = `${isDown ? '-' : ''}${column}`;
  if (parameter.enum && !parameter.enum.map(String).includes(text)) return undefined;
  return { text, column, isDown, isDocumented: parameter.enum !== undefined || parameter.default === column };
}

/**
 * Whether the first rows of a list show that the API has sorted it: they are in order, and not only because all have the
 * same value. The specification does not say by which columns a list can be sorted, and a cloud may leave one aside.
 */
export function isInOrder(rows: readonly unknown[], { column, isDown, isDocumented }: UpstreamSort): boolean {
  const values = rows.map((row) => (isRecord(row) ? row[column] : undefined));
  if (values.length === 0 || values.some((value) => typeof value !== 'number' && typeof value !== 'string'))
    return false;
  return [compare, byCharacter].some((order) => {
    const steps = values.slice(1).map((value, index) => order(values[index], value) * (isDown ? -1 : 1));
    return steps.every((step) => step <= 0) && (isDocumented || steps.some((step) => step < 0));
  });
}

/** The order of texts without a language, as a cloud has it. */
function byCharacter(a: unknown, b: unknown): number {
  const [left, right] = [String(a), String(b)];
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  return left < right ? -1 : left > right ? 1 : 0;
}
