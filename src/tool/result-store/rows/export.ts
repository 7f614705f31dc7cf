import { isRecord } from '../../../core/json.ts';
import { estimateTokens } from '../../../core/tokens.ts';

/** Forms that rows can be written in. */
export const FORMATS = ['csv', 'json'] as const;
export type Format = (typeof FORMATS)[number];

const MIME: Readonly<Record<Format, string>> = { csv: 'text/csv', json: 'application/json' };

/** A file of rows. */
export interface ExportFile {
  readonly text: string;
  readonly mimeType: string;
  /** How many of the rows are in it. */
  readonly rows: number;
}

/** Text that a spreadsheet would run as a formula is made plain; strangers write names of networks and hosts. */
const plain = (text: string): string => (/^[=+@\t\r]|^-(?!\d+(\.\d+)?$)/.test(text) ? `'${text}` : text);

function cell(value: unknown): string {
  if (value === undefined || value === null) return '';
  const text =
    typeof value === 'string' ? plain(value) : typeof value === 'object' ? JSON.stringify(value) : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Columns of rows in the order in which they first appear; a row that is no object stands under `value`. */
const columnsOf = (rows: readonly unknown[]): string[] => [
  ...new Set(rows.flatMap((row) => (isRecord(row) ? Object.keys(row) : ['value']))),
];

/** Tokens that a row takes in a file at least, whatever columns the other rows have. */
export function leastTokens(row: unknown, format: Format): number {
  if (format === 'json' || !isRecord(row)) return estimateTokens(JSON.stringify(row) ?? 'null');
  return estimateTokens(Object.values(row).map(cell).join(','));
}

/** The lines of a file: the first is its head, the others are rows. */
function linesOf(rows: readonly unknown[], format: Format): { head: string; lines: readonly string[] } {
  if (format === 'json') return { head: '', lines: rows.map((row) => JSON.stringify(row) ?? 'null') };
  const columns = columnsOf(rows);
  const line = (row: unknown): string =>
    columns.map((name) => cell(isRecord(row) ? row[name] : name === 'value' ? row : undefined)).join(',');
  return { head: columns.map(cell).join(','), lines: rows.map(line) };
}

/**
 * Writes rows as CSV (RFC 4180, one header line) or as a JSON list, as many whole rows as the budget allows.
 *
 * @param maxTokens at least one row is written all the same, so that going on always gets further
 */
export function written(rows: readonly unknown[], format: Format, maxTokens: number): ExportFile {
  const { head, lines } = linesOf(rows, format);
  let used = estimateTokens(head);
  let count = 0;
  for (const line of lines) {
    used += estimateTokens(line) + 1;
    if (used > maxTokens && count > 0) break;
    count += 1;
  }
  const kept = lines.slice(0, count);
  const text = format === 'json' ? `[${kept.join(',\n')}]` : [head, ...kept, ''].join('\r\n');
  return { text, mimeType: MIME[format], rows: count };
}
