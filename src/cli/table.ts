import Table from 'cli-table3';
import { cellText, toneOf } from './cell.ts';
import { type FittedColumn, fitColumns, GAP } from './fit-columns.ts';
import { type Output, oneLine } from './output.ts';

const NO_FRAME = Object.fromEntries(
  ['top', 'bottom', 'left', 'mid', 'right'].flatMap((side) =>
    [side, `${side}-mid`, `${side}-left`, `${side}-right`].map((name) => [name, '']),
  ),
);

/** What a table needs of a screen. */
export type Canvas = Pick<Output, 'width' | 'paint'>;

/** A table as text, and the names of the columns that had no room. */
export interface TableText {
  readonly text: string;
  readonly leftOut: readonly string[];
}

/** Lines without the blanks that the grid puts behind the last column. */
const linesOf = (grid: InstanceType<typeof Table>): readonly string[] =>
  grid
    .toString()
    .split('\n')
    .map((line) => line.trimEnd());

/** @param widths places of each column; null where its content decides */
function gridOf(widths: readonly (number | null)[], wrap?: 'words' | 'letters'): InstanceType<typeof Table> {
  return new Table({
    chars: { ...NO_FRAME, middle: '' },
    style: { 'padding-left': 0, 'padding-right': GAP, head: [], border: [], compact: true },
    colWidths: widths.map((width) => (width === null ? null : width + GAP)),
    wordWrap: wrap !== undefined,
    wrapOnWordBoundary: wrap !== 'letters',
  });
}

function rowsText(columns: readonly FittedColumn[], rows: number, { paint }: Canvas): string {
  const grid = gridOf(columns.map(({ width, cut }) => (cut ? width : null)));
  const painted = (name: string, text: string): string => {
    const tone = toneOf(name, text);
    return tone === undefined ? text : paint(tone, text);
  };
  grid.push(columns.map(({ column }) => paint('heading', column.name)));
  for (let at = 0; at < rows; at++) {
    grid.push(columns.map(({ column }) => painted(column.name, column.cells[at] ?? '')));
  }
  return linesOf(grid).join('\n');
}

/**
 * Rows under their headings, one line a row, with as many whole columns as the screen has room for.
 *
 * @param rows cells by column; the texts may come from anywhere
 */
export function table(headings: readonly string[], rows: readonly (readonly unknown[])[], canvas: Canvas): TableText {
  const columns = headings.map((heading, at) => ({
    name: oneLine(heading),
    cells: rows.map((row) => cellText(row[at])),
  }));
  const fitted = fitColumns(columns, canvas.width);
  const shown = fitted.map(({ column }) => column);
  return {
    text: rowsText(fitted, rows.length, canvas),
    leftOut: columns.filter((column) => !shown.includes(column)).map(({ name }) => name),
  };
}

/** The last column of a list of names and meanings is never narrower than this. */
const NARROWEST_MEANING = 16;

/**
 * Rows whose last column goes on in the next line where the screen ends; the others are whole.
 *
 * @param rows cells by column; the last is the long one
 */
export function wrappedTable(
  headings: readonly string[],
  rows: readonly (readonly unknown[])[],
  { width, paint }: Canvas,
): string {
  const cells = [headings, ...rows].map((row) => row.map(cellText));
  const last = headings.length - 1;
  const wanted = headings.map((_, at) => Math.max(1, ...cells.map((row) => (row[at] ?? '').length)));
  const before = wanted.slice(0, last).reduce((sum, one) => sum + one + GAP, 0);
  const room = Math.min(wanted[last] ?? 1, Math.max(NARROWEST_MEANING, width - before));
  // A path has no blanks to break at, and is never cut before the part that differs.
  const longest = Math.max(...cells.flatMap((row) => (row[last] ?? '').split(' ')).map((word) => word.length));
  const grid = gridOf([...wanted.slice(0, last), room], longest > room ? 'letters' : 'words');
  grid.push(...cells);
  const [head = '', ...lines] = linesOf(grid);
  return [paint('heading', head), ...lines].join('\n');
}
