import { isRecord } from '../../core/json.ts';
import { columnsCalled, NO_SITE } from '../../mist/id-columns.ts';
import { at, type Column, type IsRepeated, isAbout, isFilled, isTold, parseColumn } from './column.ts';
import { distancesIn } from './distance.ts';
import { nameIn } from './names.ts';
import { withIsoTimes } from './times.ts';

type Row = Readonly<Record<string, unknown>>;

/** How a row is cut. */
export interface Cut {
  /** Columns that the caller named; `*` means all of them, as the API gave them. */
  readonly fields?: readonly string[] | undefined;
  /** Columns where the caller named none; all where undefined. */
  readonly columns?: readonly string[] | undefined;
  /** Objects that may be written back keep their times as they are. */
  readonly keepTimes?: boolean | undefined;
  /** Whether other rows of the list have the same value. */
  readonly isRepeated?: IsRepeated | undefined;
}

/** A row cut to its columns; what it does not have is left out. */
export function cutRow(row: Row, { fields, columns, keepTimes = false, isRepeated }: Cut): Row {
  const shown = fields
    ? ofFields(row, fields, columns)
    : columns
      ? ofColumns(row, columns, isRepeated)
      : withoutNulls(row);
  if (keepTimes) return shown;
  // Columns that somebody named are all that is wanted.
  const read = withIsoTimes('', shown, fields ? undefined : distancesIn);
  return isRecord(read) ? read : shown;
}

const withoutNulls = (row: Row): Row =>
  Object.fromEntries(Object.entries(row).filter(([, value]) => value !== undefined && value !== null));

function ofFields(row: Row, fields: readonly string[], columns: readonly string[] = []): Row {
  if (fields.includes('*')) return withoutNulls(row);
  const cut: Record<string, unknown> = {};
  for (const name of fields) {
    const value = name.includes('*') ? undefined : at(row, name);
    if (name.includes('*')) pickInto(cut, row, name);
    else if (value !== undefined && value !== null) cut[name] = value;
    else {
      for (const path of columnsCalled(name)) put(cut, row, parseColumn(path));
      // A default column may call by this word what stands in the rows under another name: `mac as device`.
      if (!Object.hasOwn(cut, name))
        for (const { places } of columns.map(parseColumn))
          if (places.some(({ path, id }) => id?.as === name && !path.includes('*')))
            put(cut, row, { places, isFlag: false });
    }
  }
  return cut;
}

/** Default columns say names in the place of ids, as far as these are known. */
function ofColumns(row: Row, columns: readonly string[], isRepeated: IsRepeated | undefined): Row {
  const cut: Record<string, unknown> = {};
  for (const text of columns) {
    const column = parseColumn(text);
    const [{ path, id } = { path: '', id: undefined }] = column.places;
    if (!isAbout(row, column)) continue;
    if (path.includes('*')) pickInto(cut, row, path, id?.as);
    else put(cut, row, column, { says: isFilled, isRepeated });
  }
  return cut;
}

/** What decides whether a value is shown. */
interface Showing {
  /** Whether a value is worth its place; what somebody named is, whatever it is. */
  readonly says: (value: unknown) => boolean;
  readonly isRepeated?: IsRepeated | undefined;
}

const isThere = (value: unknown): boolean => value !== undefined && value !== null;

function put(
  cut: Record<string, unknown>,
  row: Row,
  column: Column,
  { says, isRepeated }: Showing = { says: isThere },
): void {
  for (const { path, id } of column.places) {
    const value = at(row, path);
    if (!says(value) || value === NO_SITE) continue;
    const name = id && nameIn(row, path, id);
    if (!isTold(row, column, name ?? value, isRepeated)) return;
    cut[name === undefined ? path : (id?.as ?? path)] = name ?? value;
    return;
  }
}

/**
 * Picks what a path with `*` leads to, each under its own name inside the root.
 *
 * @param as what is taken in its place where it is there: the name of what an id stands for
 */
function pickInto(cut: Record<string, unknown>, row: Row, path: string, as?: string): void {
  const [root = '', ...rest] = path.split('.');
  const value = Object.hasOwn(row, root) ? pick(row[root], rest, cut[root], as) : undefined;
  if (isFilled(value)) cut[root] = value;
}

function pick(source: unknown, path: readonly string[], picked: unknown, as: string | undefined): unknown {
  const [step, ...rest] = path;
  if (step === undefined) return source;
  if (Array.isArray(source)) {
    const before: readonly unknown[] = Array.isArray(picked) ? picked : [];
    return source.map((item: unknown, index) => pick(item, step === '*' ? rest : path, before[index], as));
  }
  if (!isRecord(source)) return picked;
  const into: Record<string, unknown> = isRecord(picked) ? { ...picked } : {};
  const own = as !== undefined && rest.length === 0 && Object.hasOwn(source, as) ? as : step;
  for (const name of step === '*' ? Object.keys(source) : [own]) {
    const value = Object.hasOwn(source, name) ? pick(source[name], rest, into[name], as) : undefined;
    if (isFilled(value)) into[name] = value;
  }
  return into;
}
