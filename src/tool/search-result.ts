import { estimateTokens } from '../core/tokens.ts';
import type { Completeness } from '../mist/paging/pages.ts';
import { shapeRows } from './shape-rows.ts';
import type { Shaping } from './shaping.ts';

/** So few matches are shown whole: who asks by name mostly wants the object, not its id. */
const WHOLE = 3;

/** What a search through a whole list came to. */
export interface SearchResult {
  /** The objects that match, whole. */
  readonly rows: readonly unknown[];
  /** How many objects were compared. */
  readonly lookedThrough: number;
  /** What to say when none matches. */
  readonly none: string;
  /** Whether the whole list was looked through. */
  readonly completeness: Completeness;
}

/** Whether matches are few enough to be shown whole, size aside. */
export const isFew = (rows: readonly unknown[], shaping: Shaping): boolean =>
  rows.length <= WHOLE && shaping.fields === undefined;

/**
 * The objects that a search found: whole ones where they are at most three and fit, else their columns. There is no
 * next page, since the pages of the list are not pages of the matches: `limit` goes up to all of them.
 */
export async function presentFound(
  { rows, lookedThrough, none, completeness }: SearchResult,
  shaping: Shaping,
): Promise<object> {
  const whole = isFew(rows, shaping) && estimateTokens(JSON.stringify(rows)) <= shaping.maxTokens;
  const { shown, note } = await shapeRows(rows, whole ? { ...shaping, fields: ['*'] } : shaping);
  const cut = shown.length < rows.length;
  const complete = cut ? 'no' : completeness.complete;
  const notes = [
    rows.length === 0 ? none : '',
    whole ? '' : note,
    whole || rows.length === 0 || shaping.fields ? '' : 'Columns only; ask with object_id for a whole object.',
    cut ? `${rows.length - shown.length} more match: narrow the name, or raise limit.` : '',
    'reason' in completeness ? `Not all objects were looked through. ${completeness.reason}` : '',
  ].filter(Boolean);
  return {
    results: shown,
    total: rows.length,
    returned: shown.length,
    has_more: complete !== 'yes',
    complete,
    looked_through: lookedThrough,
    ...(notes.length > 0 ? { note: notes.join(' ') } : {}),
  };
}
