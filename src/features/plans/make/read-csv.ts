import { InputError } from '../../../core/errors/input-error.ts';

/** A line of a table with the number that an editor shows for it. */
export interface CsvLine {
  readonly line: number;
  readonly cells: readonly string[];
}

/**
 * Reads a table as spreadsheets write it: with or without a byte order mark, quotes where a cell needs them, and commas,
 * semicolons or tabs, whichever the header has most of. Cells stay texts.
 *
 * @throws InputError for a quote that is never closed
 */
export function readCsv(text: string): readonly CsvLine[] {
  const source = text.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n');
  const separator = separatorOf(source.split('\n', 1)[0] ?? '');
  const lines: CsvLine[] = [];
  let cells: string[] = [];
  let cell = '';
  let isQuoted = false;
  let line = 1;
  let began = 1;
  const endLine = (): void => {
    cells.push(cell);
    if (cells.some((one) => one.trim() !== '')) lines.push({ line: began, cells });
    cells = [];
    cell = '';
  };
  for (let at = 0; at < source.length; at += 1) {
    const character = source[at] ?? '';
    if (character === '\n') line += 1;
    if (isQuoted) {
      if (character !== '"') cell += character;
      else if (source[at + 1] === '"') {
        cell += '"';
        at += 1;
      } else isQuoted = false;
    } else if (character === '"' && cell === '') isQuoted = true;
    else if (character === separator) {
      cells.push(cell);
      cell = '';
    } else if (character === '\n') {
      endLine();
      began = line;
    } else cell += character;
  }
  if (isQuoted)
    throw new InputError(
      `A quote that begins in line ${began} of the table is never closed.`,
      'Add the quote that closes it.',
    );
  endLine();
  return lines;
}

const SEPARATORS = [',', ';', '\t'] as const;

function separatorOf(header: string): string {
  const counts = SEPARATORS.map((one) => header.split(one).length);
  return SEPARATORS[counts.indexOf(Math.max(...counts))] ?? ',';
}
