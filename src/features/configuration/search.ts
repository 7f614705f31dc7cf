import { foldName } from '../../core/fold-name.ts';
import { isRecord } from '../../core/json.ts';
import { nearest } from '../../core/nearest.ts';
import type { Family } from '../../mist/families.ts';
import type { MistAnswer } from '../../mist/http/client.ts';
import { type Completeness, rowsOf, walkList } from '../../mist/paging/pages.ts';

type Row = Readonly<Record<string, unknown>>;

/** Objects of a list that was walked. */
export interface ObjectList {
  readonly rows: readonly Row[];
  readonly completeness: Completeness;
  /** Whether the walk came to the end that the cloud gives; without it objects are missing. */
  readonly reachedEnd: boolean;
}

/**
 * Walks a list of objects to its end.
 *
 * @param first the first page, or the one object of its kind
 * @param fetch gets a further page, by its server-relative URL
 */
export async function walkObjects(first: MistAnswer, fetch: (url: string) => Promise<MistAnswer>): Promise<ObjectList> {
  if (!rowsOf(first).rows) return { rows: objectsOf(first), completeness: { complete: 'yes' }, reachedEnd: true };
  const { rows, completeness, stopped } = await walkList(first, fetch);
  return { rows: rows.filter(isRecord), completeness, reachedEnd: stopped === 'end' && completeness.complete !== 'no' };
}

/** Several lists as one. */
export function joinLists(lists: readonly ObjectList[]): ObjectList {
  const open = lists.find(({ completeness }) => completeness.complete === 'no');
  const doubtful = open ?? lists.find(({ completeness }) => completeness.complete !== 'yes');
  return {
    rows: lists.flatMap(({ rows }) => rows),
    completeness: doubtful?.completeness ?? { complete: 'yes' },
    reachedEnd: lists.every(({ reachedEnd }) => reachedEnd),
  };
}

/** The objects in an answer: rows of a list, or the one object itself. */
export function objectsOf(answer: MistAnswer): readonly Row[] {
  const { rows } = rowsOf(answer);
  if (rows) return rows.filter(isRecord);
  return isRecord(answer.body) && Object.keys(answer.body).length > 0 ? [answer.body] : [];
}

/**
 * Reads a name that may hold a wildcard: `x*` begins with x, `*x` ends with it, `*x*` contains it; without a wildcard
 * the whole name is meant. Names are compared as `foldName` says, and a name that literally is the pattern always matches.
 */
function namePattern(pattern: string): (name: string) => boolean {
  const wanted = foldName(pattern);
  const before = wanted.startsWith('*');
  const after = wanted.endsWith('*') && wanted.length > 1;
  const core = wanted.slice(before ? 1 : 0, after ? -1 : undefined);
  return (text) => {
    const name = foldName(text);
    if (name === wanted) return true;
    if (before && after) return name.includes(core);
    if (before) return name.endsWith(core);
    return after ? name.startsWith(core) : false;
  };
}

/** MACs are compared without what people put between their digits. */
const bare = (text: string): string => text.replace(/[:.\-\s]/g, '');

/** What people call an object of a family, or undefined where it has no such attribute. */
export function labelOf(family: Family, row: Row): string | undefined {
  const label = row[family.label];
  return typeof label === 'string' ? label : undefined;
}

/** What to say when no object is called so: near names, or that these have no name at all. */
export function noneNamed(family: Family, rows: readonly Row[], name: string): string {
  const names = new Set(rows.flatMap((row) => labelOf(family, row) ?? []));
  if (rows.length > 0 && names.size === 0) {
    return `Objects of ${family.name} have no ${family.label}: list them, and ask for one with object_id.`;
  }
  const near = nearest(name.replaceAll('*', ''), names, 3);
  const close = near.length > 0 ? `; near are ${near.join(', ')}` : '';
  return `No object of ${family.name} is called so${close}. Write *part* for a part of the ${family.label}.`;
}

/** The objects whose name fits; see `namePattern`. */
export function matchByName(family: Family, rows: readonly Row[], name: string): readonly Row[] {
  const isMac = family.label === 'mac';
  const fits = namePattern(isMac ? bare(name) : name);
  return rows.filter((row) => {
    const label = labelOf(family, row);
    return label !== undefined && fits(isMac ? bare(label) : label);
  });
}
