import { isRecord, type JsonObject } from '../core/json.ts';
import { wrapText } from '../core/wrap-text.ts';
import { columnsOf, csvText, namesText } from './csv.ts';
import { type Output, oneLine } from './output.ts';
import { type Canvas, table } from './table.ts';
import { tree } from './tree.ts';

/** Members of a list's answer that are said in its last line. */
const SAID = new Set(['results', 'total', 'returned', 'has_more', 'next', 'complete']);

/** Writes the command that continues a list. */
export type Continue = (next: string) => string;

/** More columns than this are all that an object has: such rows are shown one below the other. */
const MOST_COLUMNS = 20;

/** Names of columns that are listed in a footer. */
const MOST_NAMES = 3;

/**
 * A tool's answer for a person: a list as a table with what was found below it, an object as names and values.
 *
 * @param goOn makes of the answer's `next` the command for the rows behind it
 */
export function answerText(answer: JsonObject, output: Canvas, goOn: Continue): string {
  const { results } = answer;
  if (!Array.isArray(results)) return tree(answer, output);
  const others = Object.entries(answer).filter(([name]) => !SAID.has(name));
  const rows = rowsText(results, output);
  const parts = [
    rows.text,
    others.length > 0 ? tree(Object.fromEntries(others), output) : '',
    footer(answer, results.length, rows.leftOut, output, goOn),
  ];
  return parts.filter((part) => part !== '').join('\n\n');
}

function rowsText(rows: readonly unknown[], output: Canvas): { text: string; leftOut: readonly string[] } {
  if (rows.length === 0) return { text: '', leftOut: [] };
  const objects = rows.filter(isRecord);
  if (objects.length < rows.length) return { text: tree(rows, output), leftOut: [] };
  const columns = columnsOf(objects);
  if (columns.length > MOST_COLUMNS && Number.isFinite(output.width)) {
    return { text: objects.map((row) => tree(row, output)).join('\n\n'), leftOut: [] };
  }
  return table(
    columns,
    objects.map((row) => columns.map((column) => row[column])),
    output,
  );
}

/** What a table had no room for, and how to see it. */
export function leftOutText(leftOut: readonly string[], how: string): string {
  const names = leftOut.length > MOST_NAMES ? [...leftOut.slice(0, MOST_NAMES), '…'] : leftOut;
  return `${leftOut.length} more (${names.join(', ')}): ${how}`;
}

function footer(
  answer: JsonObject,
  shown: number,
  leftOut: readonly string[],
  { paint }: Canvas,
  goOn: Continue,
): string {
  const total = typeof answer.total === 'number' ? ` of ${answer.total}` : '';
  return [
    paint('quiet', `${shown}${total} ${shown === 1 && total === '' ? 'row' : 'rows'}`),
    ...(leftOut.length > 0 ? [paint('quiet', `columns: ${leftOutText(leftOut, '-o wide or fields=*')}`)] : []),
    ...(typeof answer.next === 'string' ? [`${paint('quiet', 'more:')} ${oneLine(goOn(answer.next))}`] : []),
  ].join('\n');
}

/** The answer's rows for another program: comma-separated values, or one name a line. An object without rows is one row. */
export function rowsFor(form: 'csv' | 'name', answer: JsonObject): string {
  const rows: readonly unknown[] = Array.isArray(answer.results) ? answer.results : [answer];
  return form === 'csv' ? csvText(rows) : namesText(rows);
}

/** A tool's error for a person: what happened, what the API said, what to do. */
export function errorText(answer: JsonObject, output: Pick<Output, 'paint' | 'width'>): string {
  const { error, next_step: advice, api_said: said, ...others } = answer;
  const wrapped = (text: string): string => wrapText(oneLine(text), output.width);
  const lines = [output.paint('bad', wrapped(`✗ ${String(error ?? 'The tool failed.')}`))];
  if (said !== undefined) lines.push(wrapped(`The API said: ${String(said)}`));
  if (Object.keys(others).length > 0) lines.push(tree(others, output));
  if (advice !== undefined) lines.push(wrapped(String(advice)));
  return lines.join('\n');
}
