import Table from 'cli-table3';
import { type Output, oneLine } from './output.ts';

/** Characters between two columns. */
const GAP = 2;
/** Narrower than this, a cell says nothing. */
const NARROW = 6;

/** Marks that take no room, and characters that take two places. */
const NO_WIDTH = /\p{M}|\p{Cf}/u;
const TWO_WIDE =
  /\p{Script=Han}|\p{Script=Hangul}|\p{Script=Hiragana}|\p{Script=Katakana}|[\uff00-\uff60]|\p{Emoji_Presentation}/u;

/** Places that a text takes on a terminal, nearly. */
function places(text: string): number {
  if (/^[\x20-\x7e]*$/.test(text)) return text.length;
  let sum = 0;
  for (const character of text) sum += NO_WIDTH.test(character) ? 0 : TWO_WIDE.test(character) ? 2 : 1;
  return sum;
}

/** A value as one line: lists with commas, objects as their JSON, nothing for what is not there. */
export function cellText(value: unknown): string {
  if (value === undefined || value === null) return '';
  if (Array.isArray(value) && value.every((item) => typeof item !== 'object' || item === null)) {
    return oneLine(value.map(String).join(', '));
  }
  return oneLine(typeof value === 'object' ? JSON.stringify(value) : String(value));
}

/**
 * Takes from the widest columns until the line fits.
 *
 * @param whole columns from the left that nothing is taken from
 * @returns places for each column, or undefined where even the narrowest columns do not fit
 */
function fitted(wanted: readonly number[], room: number, whole: number): readonly number[] | undefined {
  const widths = [...wanted];
  let over = widths.reduce((sum, width) => sum + width + GAP, 0) - room;
  while (over > 0) {
    const widest = Math.max(NARROW, ...widths.slice(whole));
    if (widest <= NARROW) return undefined;
    widths[widths.indexOf(widest, whole)] = widest - 1;
    over -= 1;
  }
  return widths;
}

/** Ids say nothing to a reader; their beginning tells rows apart, and the JSON has them whole. */
const ID = /^[0-9a-f]{8}-[0-9a-f]{4}-/;
const SHORT_ID = 9;

/** What a column would like: ids give way first, where not everything fits. */
function wantedWidths(heads: readonly string[], cells: readonly (readonly string[])[], room: number): number[] {
  const wanted = heads.map((head, at) => Math.max(1, places(head), ...cells.map((row) => places(row[at] ?? ''))));
  if (wanted.reduce((sum, width) => sum + width + GAP, 0) <= room) return wanted;
  return wanted.map((width, at) => {
    const ids = cells.some((row) => ID.test(row[at] ?? ''));
    return ids ? Math.max(SHORT_ID, places(heads[at] ?? '')) : width;
  });
}

/** Whether as many columns stand beside each other there. */
export const fits = (columns: number, { width }: Pick<Output, 'width'>): boolean => columns * (NARROW + GAP) <= width;

/** How a table meets a narrow terminal, where cutting the widest cells will not do. */
export interface Narrowing {
  /** Columns from the left that are never cut as long as there is room for the others. */
  readonly whole?: number;
  /** Cells go on in the next line instead of being cut. */
  readonly wrap?: boolean;
}

const NO_FRAME = Object.fromEntries(
  ['top', 'bottom', 'left', 'mid', 'right'].flatMap((side) =>
    [side, `${side}-mid`, `${side}-left`, `${side}-right`].map((name) => [name, '']),
  ),
);

/**
 * Rows under their headings, as wide as the terminal; what does not fit into its column ends with `…`.
 *
 * @param rows cells by column; the texts may come from anywhere
 */
export function table(
  headings: readonly string[],
  rows: readonly (readonly unknown[])[],
  output: Output,
  { whole = 0, wrap = false }: Narrowing = {},
): string {
  const cells = rows.map((row) => row.map(cellText));
  const heads = headings.map(oneLine);
  const { width: room } = output;
  const wanted = wantedWidths(heads, cells, room);
  const widths =
    fitted(wanted, room, whole) ?? fitted(wanted, room, 0) ?? wanted.map((width) => Math.min(width, NARROW));
  const grid = new Table({
    chars: { ...NO_FRAME, middle: '' },
    style: { 'padding-left': 0, 'padding-right': GAP, head: [], border: [], compact: true },
    colWidths: widths.map((width) => width + GAP),
    wordWrap: wrap,
  });
  grid.push(heads, ...cells);
  const [head = '', ...lines] = grid
    .toString()
    .split('\n')
    .map((line) => line.trimEnd());
  return [output.paint('heading', head), ...lines].join('\n');
}
