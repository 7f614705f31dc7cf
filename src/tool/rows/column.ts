import { asText, isRecord } from '../../core/json.ts';
import { type IdColumn, idColumn, idColumnAs } from '../../mist/id-columns.ts';

type Row = Readonly<Record<string, unknown>>;

/** A place in a row, and what ids stand there. */
export interface ColumnPath {
  readonly path: string;
  readonly id: IdColumn | undefined;
}

/**
 * A column as a tool writes it: `a.b` reaches inside an object, `last_ip|ip` takes the first that a row has,
 * `radio_stat.*.channel` picks from every member, `mac as device` is the name of the device whose MAC it holds. What
 * says nothing in most rows has a condition: `power_constrained?` is shown only where it is true or more than 0,
 * `last_seen unless status=connected` only where another column is not so, `device_mac unless ap` where it is empty,
 * `switches unless same as hostnames` where it says something else, and `id unless name is unique` where no name tells the
 * row from the others.
 * `cpu_util if type=ap` stands in rows of these types, `*` for any ending, and in rows that do not say their type.
 */
export interface Column {
  /** Places in a row, the first that has a value counts. */
  readonly places: readonly ColumnPath[];
  /** What of a row makes the column say nothing: a path with that value, or with any where none is named. */
  readonly unless?: { readonly path: string; readonly value: string | undefined } | undefined;
  /** A path whose value tells a row from all others and makes the column say nothing. */
  readonly unlessUnique?: string | undefined;
  /** A path whose value would be said once more. */
  readonly unlessSame?: string | undefined;
  /** Types of rows that the column is about; all where undefined. */
  readonly types?: RegExp | undefined;
  /** Whether only a value that is true or more than 0 is shown. */
  readonly isFlag: boolean;
}

const parsed = new Map<string, Column>();

/** Reads a column as a tool writes it; those of tools are few and kept. */
export function parseColumn(text: string): Column {
  const known = parsed.get(text);
  if (known) return known;
  const [told = '', types] = text.split(' if type=');
  const [what = '', condition] = told.split(' unless ');
  const isFlag = what.endsWith('?');
  const [places = '', as] = (isFlag ? what.slice(0, -1) : what).split(' as ');
  const [path = '', value] = condition?.split('=') ?? [];
  const [, unlessUnique] = /^(.+) is unique$/.exec(condition ?? '') ?? [];
  const [, unlessSame] = /^same as (.+)$/.exec(condition ?? '') ?? [];
  const isPlain = condition !== undefined && unlessUnique === undefined && unlessSame === undefined;
  const unless = isPlain ? { path, value } : undefined;
  const column = {
    places: places.split('|').map((one) => ({ path: one, id: as === undefined ? idColumn(one) : idColumnAs(one, as) })),
    unless,
    unlessUnique,
    unlessSame,
    isFlag,
    types: types === undefined ? undefined : patternOf(types),
  };
  if (parsed.size < 2000) parsed.set(text, column);
  return column;
}

/** Words of types as an expression: `ap|switch`, `*UPGRADE*`. */
const patternOf = (words: string): RegExp => new RegExp(`^(?:${words.replaceAll('*', '.*')})$`, 'i');

/** The attributes of a row that columns need. */
export const rootsOf = (columns: readonly string[]): readonly string[] => [
  ...new Set(columns.flatMap((text) => parseColumn(text).places.map(({ path }) => path.split(/[.[]/)[0] ?? path))),
];

/** Whether a column is about rows of this type. */
export const isAbout = ({ type }: Row, { types }: Column): boolean =>
  types === undefined || typeof type !== 'string' || types.test(type);

/** Whether another row of the list has the same value at a path. */
export type IsRepeated = (row: Row, path: string) => boolean;

/**
 * Whether a column has something to say of a row.
 *
 * @param value as it would be shown
 */
export function isTold(
  row: Row,
  { unless, unlessUnique, unlessSame, isFlag }: Column,
  value: unknown,
  isRepeated: IsRepeated = () => false,
): boolean {
  if (isFlag && (value === false || value === 0)) return false;
  if (unlessUnique !== undefined) return !isFilled(at(row, unlessUnique)) || isRepeated(row, unlessUnique);
  if (unlessSame !== undefined) return JSON.stringify(at(row, unlessSame)) !== JSON.stringify(value);
  if (unless === undefined) return true;
  const other = at(row, unless.path);
  return unless.value === undefined ? !isFilled(other) : asText(other) !== unless.value;
}

/** Finds what several rows have in common; the values at a path are counted when it is first asked for. */
export function repeatsIn(rows: readonly unknown[]): IsRepeated {
  const counted = new Map<string, ReadonlySet<unknown>>();
  return (row, path) => {
    const known = counted.get(path) ?? twice(rows.map((one) => (isRecord(one) ? at(one, path) : undefined)));
    counted.set(path, known);
    return known.has(at(row, path));
  };
}

function twice(values: readonly unknown[]): ReadonlySet<unknown> {
  const seen = new Set<unknown>();
  return new Set(values.filter((value) => seen.has(value) || !seen.add(value)));
}

/** A column's value; a dotted name reaches into nested objects. */
export function at(row: Row, name: string): unknown {
  if (Object.hasOwn(row, name)) return row[name];
  let value: unknown = row;
  for (const part of name.split('.')) {
    if (!isRecord(value) || !Object.hasOwn(value, part)) return undefined;
    value = value[part];
  }
  return value;
}

/** Whether a value says something. */
export const isFilled = (value: unknown): boolean =>
  value !== undefined &&
  value !== null &&
  value !== '' &&
  !(typeof value === 'object' && Object.keys(value).length === 0);
