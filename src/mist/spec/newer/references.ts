import { isRecord } from '../../../core/json.ts';

type Row = Readonly<Record<string, unknown>>;
/** Rows by family. */
export type ReferenceRows = Readonly<Record<string, readonly Row[]>>;

const isTexts = (value: unknown): boolean => Array.isArray(value) && value.every((one) => typeof one === 'string');

const isRow = (value: unknown): value is Row =>
  isRecord(value) &&
  typeof value.path === 'string' &&
  /^[\w*.[\]-]{1,300}$/.test(value.path) &&
  (isTexts(value.ids) || isTexts(value.names)) &&
  (value.by === undefined || typeof value.by === 'string');

/** @throws Error naming the family whose rows are none */
function tableOf(value: unknown): Map<string, readonly Row[]> {
  if (!isRecord(value)) throw new Error('its references.json is no table');
  const table = new Map<string, readonly Row[]>();
  for (const [family, rows] of Object.entries(value)) {
    if (!Array.isArray(rows) || !rows.every(isRow))
      throw new Error(`its references of ${family.slice(0, 60)} are none`);
    table.set(family, rows);
  }
  return table;
}

/**
 * Where objects name each other: what the program knows, and what the layer adds. Nothing is taken away, since a change
 * is checked against it.
 *
 * @param families names that the program has a family for
 * @throws Error naming the row that is none
 */
export function mergeReferences(value: unknown, own: unknown, families: readonly string[]): ReferenceRows {
  const known = new Set(families);
  const merged = tableOf(own);
  const targets = (row: Row): readonly unknown[] => [row.ids, row.names].flat().filter((one) => one !== undefined);
  for (const [family, rows] of tableOf(value)) {
    if (!known.has(family)) continue;
    const before = merged.get(family) ?? [];
    const paths = new Set(before.map(({ path }) => path));
    const added = rows.filter((row) => !paths.has(row.path) && targets(row).every((one) => known.has(String(one))));
    merged.set(family, [...before, ...added]);
  }
  return Object.fromEntries(merged);
}
