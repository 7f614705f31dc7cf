import { InputError } from '../../../core/errors/input-error.ts';
import { parseId, parseMac, parseMacPiece } from '../../../core/ids.ts';
import { isRecord } from '../../../core/json.ts';
import { nearest } from '../../../core/nearest.ts';
import { parseTime } from '../../../core/time.ts';
import { idColumn } from '../../../mist/id-columns.ts';
import { at } from '../../rows/column.ts';
import { momentIn } from '../../rows/times.ts';

type Test = (row: unknown) => boolean;

const CONDITION = /^\s*([\w.*-]+)\s*(!=|>=|<=|!~|=|>|<|~)\s*(?:"([^"]*)"|'([^']*)'|(.*?))\s*$/s;

/** A comma or `and` before the next condition; a comma inside a value has no condition behind it. */
const BETWEEN = String.raw`\s+and\s+|\s*,\s*(?=[\w.*-]+\s*(?:[!<>]=|!~|[=<>~]))`;

/** Cuts between conditions, but not inside quotes. */
const PARTS = new RegExp(String.raw`(?:"[^"]*"|'[^']*'|(?!${BETWEEN})[\s\S])+`, 'gi');

/** One condition as it was written. */
export interface Condition {
  readonly column: string;
  readonly operator: string;
  readonly value: string;
}

const LONGEST = 1000;

/**
 * Reads conditions on columns: `status = connected and uptime > 3600`, or with commas between them. Operators are = != > >= < <= and ~ (contains) or
 * !~; values may be quoted; nothing after `=` means that the column is empty. Letters' case does not matter, times may
 * be ISO 8601 or relative, and of a list one element is enough.
 *
 * @param columns those that the rows have
 * @param sent columns that the API itself looked at: its rows may fit without having them
 * @throws InputError naming the condition that cannot be read, or the nearest column
 */
export function readWhere(text: string, columns: readonly string[], sent: readonly string[] = []): Test {
  const open = readConditions(text).filter(({ column }) => columns.includes(column) || !sent.includes(column));
  const tests = open.map((condition) => testOf(condition, columns));
  return (row) => tests.every((test) => test(row));
}

/** The conditions of a text, whatever columns there are. @throws InputError naming the one that cannot be read */
export function readConditions(text: string): readonly Condition[] {
  if (text.length > LONGEST) throw new InputError('`where` is too long.', 'Give a few conditions, joined by and.');
  return (text.replace(/^\s*where\s/i, '').match(PARTS) ?? []).map(readCondition);
}

function readCondition(text: string): Condition {
  const [, column = '', operator = '', ...values] = CONDITION.exec(text.replace(/^\s*(?:and\s+|,\s*)/i, '')) ?? [];
  if (column === '') {
    throw new InputError(
      `\`where\` cannot be read at ${JSON.stringify(text.trim().slice(0, 60))}.`,
      'Write: column op value, joined by and; op is = != > >= < <= ~ (contains) !~.',
    );
  }
  const value = values.find((one) => one !== undefined) ?? '';
  return { column: isName(operator, value) ? (idColumn(column)?.as ?? column) : column, operator, value };
}

/** Whether a value can only be a name: in `site_id=Zurich HQ` the site is meant that is called so. */
const isName = (operator: string, value: string): boolean =>
  /^!?[=~]$/.test(operator) &&
  !/^(?:null)?$/i.test(value) &&
  parseId(value) === undefined &&
  parseMac(value) === undefined &&
  parseMacPiece(value) === undefined;

function testOf({ column: written, operator, value }: Condition, columns: readonly string[]): Test {
  const column = columnIn(written, columns);
  checkMac(column, { operator, value }, columns);
  const negative = operator.startsWith('!');
  return (row) => {
    if (!isRecord(row)) return matches(undefined, operator, value);
    const [own, name] = [at(row, column), nameOf(row, column)];
    const fits = matches(own, operator, value);
    if (name === undefined) return fits;
    return negative ? fits && matches(name, operator, value) : fits || matches(name, operator, value);
  };
}

/** @throws InputError for a name in the place of a MAC, which no row can fit */
function checkMac(column: string, { operator, value }: Omit<Condition, 'column'>, columns: readonly string[]): void {
  if (!/(?:^|[_.])mac$/.test(column) || columns.includes(`${column}_name`) || !isName(operator, value)) return;
  throw new InputError(
    `\`${column}\` holds MAC addresses, and ${JSON.stringify(value.slice(0, 60))} is none.`,
    'Give a MAC, or filter by the column that has the name, such as name, device or hostname.',
  );
}

/** What the thing whose MAC a column holds is called, where the column has its name: `ap_name` beside `ap`. */
export const nameOf = (row: Readonly<Record<string, unknown>>, column: string): unknown =>
  Object.hasOwn(row, `${column}_name`) ? row[`${column}_name`] : undefined;

/**
 * The column that a name means: the API calls what was seen last `last_ip` in one list and `ip` in another.
 *
 * @throws InputError with the nearest columns, where there is none
 */
export function columnIn(name: string, columns: readonly string[]): string {
  const root = name.split('.')[0] ?? '';
  const others = [`last_${name}`, name.replace(/^last_/, ''), `${name}_name`];
  const other = columns.includes(root) ? undefined : others.find((one) => columns.includes(one));
  if (other !== undefined) return other;
  checkColumn(name, columns);
  return name;
}

/** @throws InputError with the nearest columns, where none has the name or begins with its first part */
export function checkColumn(name: string, columns: readonly string[]): void {
  if (columns.includes(name) || columns.includes(name.split('.')[0] ?? '')) return;
  const close = nearest(name, columns);
  throw new InputError(
    `No row has a column \`${name.slice(0, 60)}\`.`,
    close.length > 0
      ? `Did you mean ${close.join(' or ')}?`
      : `Use one of the columns: ${columns.slice(0, 60).join(', ')}.`,
  );
}

const textOf = (value: unknown): string =>
  (typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value ?? '')).toLowerCase();

function matches(value: unknown, operator: string, wanted: string): boolean {
  if (operator === '!=') return !matches(value, '=', wanted);
  if (operator === '!~') return !matches(value, '~', wanted);
  if (Array.isArray(value) && value.length > 0) return value.some((one) => matches(one, operator, wanted));
  if (operator === '~') return textOf(value).includes(wanted.toLowerCase()) || holdsMac(value, wanted);
  const empty = value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0);
  if (empty) return operator === '=' && (wanted === '' || wanted === 'null');
  const [a, b] = comparable(value, wanted);
  if (operator === '=') return a === b || isSameMac(value, wanted);
  if (operator === '>') return a > b;
  if (operator === '>=') return a >= b;
  return operator === '<' ? a < b : a <= b;
}

/** Whether both are one MAC, in whatever notation. */
function isSameMac(value: unknown, wanted: string): boolean {
  const mac = typeof value === 'string' ? parseMac(wanted) : undefined;
  return mac !== undefined && typeof value === 'string' && parseMac(value) === mac;
}

/** Whether a MAC holds a piece of one that is written with separators. */
function holdsMac(value: unknown, wanted: string): boolean {
  const piece = /[:.-]/.test(wanted) ? (parseMac(wanted) ?? parseMacPiece(wanted)?.replaceAll('*', '')) : undefined;
  return piece !== undefined && typeof value === 'string' && parseMac(value)?.includes(piece) === true;
}

/** Both sides as numbers where the row has one or a moment, else as text. */
function comparable(value: unknown, wanted: string): [number, number] | [string, string] {
  const moment = typeof value === 'number' ? value : momentIn(value);
  const number = moment ?? numberIn(value);
  const other = numberIn(wanted) ?? (moment === undefined ? undefined : timeLike(wanted, moment));
  return number !== undefined && other !== undefined ? [number, other] : [textOf(value), wanted.toLowerCase()];
}

const numberIn = (value: unknown): number | undefined =>
  typeof value === 'string' && /^-?\d{1,15}(\.\d+)?$/.test(value.trim()) ? Number(value) : undefined;

/** A time in the unit of the row's: seconds, or milliseconds as some statistics have. */
function timeLike(text: string, like: number): number | undefined {
  try {
    return parseTime(text) * (like > 1e11 ? 1000 : 1);
  } catch {
    return undefined;
  }
}
