import { isRecord, type JsonObject } from '../core/json.ts';
import { type Output, oneLine } from './output.ts';
import { fits, table } from './table.ts';
import { tree } from './tree.ts';

/** Members of a list's answer that are said in its last line. */
const SAID = new Set(['results', 'total', 'returned', 'has_more', 'next', 'complete']);

/** Writes the command that continues a list. */
export type Continue = (next: string) => string;

/**
 * A tool's answer for a person: a list as a table with what was found below it, an object as names and values.
 *
 * @param goOn makes of the answer's `next` the command for the rows behind it
 */
export function answerText(answer: JsonObject, output: Output, goOn: Continue): string {
  const { results } = answer;
  if (!Array.isArray(results)) return tree(answer, output);
  const others = Object.entries(answer).filter(([name]) => !SAID.has(name));
  const parts = [
    results.length > 0 ? rowsText(results, output) : '',
    others.length > 0 ? tree(Object.fromEntries(others), output) : '',
    footer(answer, results.length, output, goOn),
  ];
  return parts.filter((part) => part !== '').join('\n\n');
}

function rowsText(rows: readonly unknown[], output: Output): string {
  const objects = rows.filter(isRecord);
  if (objects.length < rows.length) return tree(rows, output);
  const columns = [...new Set(objects.flatMap((row) => Object.keys(row)))];
  if (!fits(columns.length, output)) return objects.map((row) => tree(row, output)).join('\n\n');
  return table(
    columns,
    objects.map((row) => columns.map((column) => row[column])),
    output,
  );
}

function footer(answer: JsonObject, shown: number, output: Output, goOn: Continue): string {
  const total = typeof answer.total === 'number' ? ` of ${answer.total}` : '';
  const counted = output.paint('quiet', `${shown}${total} ${shown === 1 && total === '' ? 'row' : 'rows'}`);
  if (typeof answer.next !== 'string') return counted;
  return `${counted}\n${output.paint('quiet', 'more:')} ${oneLine(goOn(answer.next))}`;
}

/** A tool's error for a person: what happened, what the API said, what to do. */
export function errorText(answer: JsonObject, output: Output): string {
  const { error, next_step: advice, api_said: said, ...others } = answer;
  const lines = [output.paint('bad', `✗ ${oneLine(String(error ?? 'The tool failed.'))}`)];
  if (said !== undefined) lines.push(`The API said: ${oneLine(String(said))}`);
  if (Object.keys(others).length > 0) lines.push(tree(others, output));
  if (advice !== undefined) lines.push(oneLine(String(advice)));
  return lines.join('\n');
}
