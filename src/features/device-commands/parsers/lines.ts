/** One row read from output. */
export type Row = Readonly<Record<string, unknown>>;

/** Pieces that patterns are made of. */
export const MAC = '[0-9a-f]{2}(?::[0-9a-f]{2}){5}';
export const IP = '(?:\\d{1,3}(?:\\.\\d{1,3}){3}|[0-9a-f]*:[0-9a-f:.]+)';

/** A pattern for a whole line, blanks around it aside. */
export const line = (source: string): RegExp => new RegExp(`^\\s*${source}\\s*$`, 'i');

const value = (text: string): unknown => (/^(0|[1-9]\d{0,14})(\.\d+)?$/.test(text) ? Number(text) : text);

/** The named groups of a match, numbers as numbers. */
export function rowOf(match: RegExpMatchArray): Row {
  const named = Object.entries(match.groups ?? {}).filter(([, text]) => text !== undefined && text !== '');
  return Object.fromEntries(named.map(([name, text]) => [name, value(text)]));
}

/**
 * Rows of a listing whose lines each fit one of a few patterns.
 *
 * @param entry what marks a line as an entry
 * @returns undefined when there is no entry, or one of them fits no pattern: then the form is not the known one
 */
export function listed(text: string, entry: RegExp, patterns: readonly RegExp[]): Row[] | undefined {
  const rows: Row[] = [];
  for (const one of text.split('\n')) {
    if (!entry.test(one)) continue;
    const match = patterns.map((pattern) => pattern.exec(one)).find((found) => found !== null);
    if (!match) return undefined;
    rows.push(rowOf(match));
  }
  return rows.length > 0 ? rows : undefined;
}
