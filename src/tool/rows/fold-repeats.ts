import { isRecord } from '../../core/json.ts';

/** Rows with those that repeat the one before told once. */
export interface FoldedRows {
  readonly rows: readonly unknown[];
  /** Whether any was folded. */
  readonly folded: boolean;
}

/** The column that tells rows of events apart which say the same. */
const TIME = 'timestamp';

/** What an event says apart from when; undefined for a row that is none, such as a sample of a series. */
function saying(row: unknown): string | undefined {
  if (!isRecord(row) || row[TIME] === undefined || typeof row.type !== 'string') return undefined;
  const { [TIME]: _, ...rest } = row;
  return JSON.stringify(rest);
}

/**
 * Folds events that follow each other and differ in their time alone: the first stays, with `repeats` (how many rows it
 * stands for) and `until` (the time of the last of them).
 *
 * @param rows as an answer shows them, in its order
 */
export function foldRepeats(rows: readonly unknown[]): FoldedRows {
  const groups: { readonly row: unknown; readonly says: string | undefined; count: number; last: unknown }[] = [];
  for (const row of rows) {
    const says = saying(row);
    const open = groups.at(-1);
    if (open && says !== undefined && open.says === says) {
      open.count += 1;
      open.last = isRecord(row) ? row[TIME] : undefined;
    } else groups.push({ row, says, count: 1, last: undefined });
  }
  return {
    folded: groups.length < rows.length,
    rows: groups.map(({ row, count, last }) =>
      count > 1 && isRecord(row) ? { ...row, repeats: count, until: last } : row,
    ),
  };
}
