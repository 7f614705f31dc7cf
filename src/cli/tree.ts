import { cleanText } from '../core/clean-text.ts';
import { isRecord } from '../core/json.ts';
import { cellText, momentText, toneOf } from './cell.ts';
import { indented, type Output, oneLine } from './output.ts';

const STEP = '  ';
/** Lists of short values stand in one line up to this many characters. */
const ONE_LINE = 72;

const isPlain = (value: unknown): boolean => typeof value !== 'object' || value === null;

/** What stands behind a name in its line, or undefined for what needs lines of its own. */
function inLine(value: unknown): string | undefined {
  if (typeof value === 'string') return cleanText(value).includes('\n') ? undefined : cellText(value);
  if (isPlain(value)) return String(value);
  if (Array.isArray(value) && value.length === 0) return '(none)';
  if (isRecord(value) && Object.keys(value).length === 0) return '(empty)';
  if (!Array.isArray(value) || !value.every(isPlain)) return undefined;
  const text = cellText(value);
  return text.length <= ONE_LINE ? text : undefined;
}

/**
 * An object as names and values, one a line, what is inside of them indented.
 *
 * @param value from anywhere; what a terminal would obey is taken out of names and texts
 */
export function tree(value: unknown, output: Pick<Output, 'paint'>, indent = ''): string {
  const short = inLine(value);
  if (short !== undefined) return indent + short;
  if (typeof value === 'string') return indented(value, indent);
  if (Array.isArray(value)) return value.map((item) => entry(item, output, indent)).join('\n');
  return Object.entries(isRecord(value) ? value : {})
    .map(([name, item]) => member(name, item, output, indent))
    .join('\n');
}

/** One item of a list: its dash stands before its first line. */
function entry(item: unknown, output: Pick<Output, 'paint'>, indent: string): string {
  const text = tree(item, output, indent + STEP);
  return `${indent}- ${text.slice(indent.length + STEP.length)}`;
}

function member(name: string, item: unknown, output: Pick<Output, 'paint'>, indent: string): string {
  const head = `${indent}${output.paint('heading', oneLine(name))}:`;
  const moment = momentText(name, item);
  if (moment !== undefined) return `${head} ${String(item)} ${output.paint('quiet', `(${moment})`)}`;
  const short = inLine(item);
  const tone = short === undefined ? undefined : toneOf(name, short);
  if (short !== undefined && tone !== undefined) return `${head} ${output.paint(tone, short)}`;
  return short === undefined ? `${head}\n${tree(item, output, indent + STEP)}` : `${head} ${short}`;
}
