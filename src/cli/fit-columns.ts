import { places, TIME } from './cell.ts';

/** Characters between two columns. */
export const GAP = 2;

/** A long text says enough in so many characters. */
const SHORTEST_TEXT = 30;

/** A column of a table: its name and the texts below it. */
export interface Column {
  readonly name: string;
  readonly cells: readonly string[];
}

/** A column that is shown, and how wide; `cut` where longer texts of it end with `…`. */
export interface FittedColumn {
  readonly column: Column;
  readonly width: number;
  readonly cut: boolean;
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const MAC = /^(?:[0-9a-f]{2}[:-]){5}[0-9a-f]{2}$/i;

const filled = ({ cells }: Column): readonly string[] => cells.filter((cell) => cell !== '');

const isId = (column: Column): boolean =>
  /(?:^|_)ids?$/.test(column.name) || (filled(column).length > 0 && filled(column).every((cell) => UUID.test(cell)));

const NEEDED =
  /(?:^|_)(?:\w*name|names|hostname|hostnames|ssid|site|type|status|state|severity|mac|macs|ip|effect|outcome)$/;

/** What a person looks for first, and what says nothing when a part of it is missing. */
const isNeeded = (column: Column): boolean =>
  NEEDED.test(column.name) || filled(column).some((cell) => MAC.test(cell) || TIME.test(cell.replace(/ .*/, '')));

const widthOf = ({ name, cells }: Column): number => Math.max(1, places(name), ...cells.map(places));

const total = (columns: readonly FittedColumn[]): number =>
  columns.reduce((sum, { width }) => sum + width + GAP, 0) - GAP;

/** Leaves out the last of those that may go, until the rest fits or only one is left. */
function without(
  columns: readonly FittedColumn[],
  room: number,
  mayGo: (column: Column) => boolean,
): readonly FittedColumn[] {
  const kept = [...columns];
  while (total(kept) > room && kept.length > 1) {
    const last = kept.findLastIndex(({ column }) => mayGo(column));
    if (last < 0) break;
    kept.splice(last, 1);
  }
  return kept;
}

/** Takes from the widest long text until the line fits, down to what still says something. */
function shortened(columns: readonly FittedColumn[], room: number): readonly FittedColumn[] {
  const result = [...columns];
  for (let over = total(result) - room; over > 0; over -= 1) {
    const long = result.filter(({ column, width }) => !isId(column) && !isNeeded(column) && width > SHORTEST_TEXT);
    const [widest] = long.sort((a, b) => b.width - a.width);
    if (!widest) break;
    result[result.indexOf(widest)] = { ...widest, width: widest.width - 1, cut: true };
  }
  return result;
}

/**
 * Chooses the columns that fit beside each other: where there is no room for all, ids go first, then long texts are cut,
 * then columns go from the right. Times, MAC addresses, names and states go last and are never cut, so that a line may
 * be wider than the room where nothing else is left.
 *
 * @param room characters of a line
 */
export function fitColumns(columns: readonly Column[], room: number): readonly FittedColumn[] {
  const all = columns.map((column) => ({ column, width: widthOf(column), cut: false }));
  const withoutIds = without(all, room, isId);
  const short = shortened(withoutIds, room);
  const narrow = without(short, room, (column) => !isNeeded(column));
  return without(narrow, room, () => true);
}
