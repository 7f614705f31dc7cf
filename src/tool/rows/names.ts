import { parseMac } from '../../core/ids.ts';
import { isRecord } from '../../core/json.ts';
import type { MistAnswer } from '../../mist/http/client.ts';
import { columnsCalled, type IdColumn, idColumn, NO_SITE } from '../../mist/id-columns.ts';
import { type IdKind, isOfSite, namesOfIds, orgOfAnswer } from '../../mist/id-names.ts';
import type { ApiContext } from '../../mist/session.ts';
import { at, parseColumn } from './column.ts';

/** Kinds that are named in one answer: each may take a request. */
const MOST_KINDS = 5;

type Row = Readonly<Record<string, unknown>>;

/** A place of a row where ids stand, and what they are of. */
interface IdPlace {
  readonly path: string;
  readonly id: IdColumn;
}

/** Where a row may carry the name of what an id in it stands for: as the API gives it, else where it was added. */
const keysOf = (path: string, { as }: IdColumn): readonly string[] => [
  `${as}_name`,
  // Clients say under `device` what they are.
  ...(as === path || as === 'device' ? [] : [as]),
];

const isName = (value: unknown): boolean =>
  Array.isArray(value) || (typeof value === 'string' && value !== '' && parseMac(value) === undefined);

/** The name that a row has for the id at a place. */
export function nameIn(row: Row, path: string, id: IdColumn): unknown {
  const isList = Array.isArray(at(row, path));
  const key = keysOf(path, id).find(
    (one) => Object.hasOwn(row, one) && isName(row[one]) && Array.isArray(row[one]) === isList,
  );
  return key === undefined ? undefined : row[key];
}

/**
 * The places of the ids whose names are wanted.
 *
 * @param columns those that are shown where nobody names any
 * @param fields columns that somebody named: `site` and `ap_name` want a name, `site_id` and `ap` do not
 */
function placesOf(columns: readonly string[], fields: readonly string[] | undefined): readonly IdPlace[] {
  const own = columns.flatMap((text) =>
    parseColumn(text).places.flatMap(({ path, id }): readonly IdPlace[] => (id === undefined ? [] : [{ path, id }])),
  );
  if (fields === undefined) return own;
  return fields.flatMap((field) => {
    const word = field.replace(/_name$/, '');
    const names = [...columnsCalled(word), ...(word === field ? [] : [word])];
    const common = names.flatMap((path) => {
      const id = idColumn(path);
      return id?.as === word ? [{ path, id }] : [];
    });
    return [...own.filter(({ id, path }) => id.as === word && (path !== word || word !== field)), ...common];
  });
}

const textsIn = (value: unknown): readonly string[] =>
  [value].flat().filter((one): one is string => typeof one === 'string' && one !== '' && one !== NO_SITE);

/** All values that a path with `*` leads to. */
function valuesAt(value: unknown, [step, ...rest]: readonly string[]): readonly unknown[] {
  if (step === undefined) return [value];
  if (!isRecord(value) && !Array.isArray(value)) return [];
  const members: readonly unknown[] = step === '*' ? Object.values(value) : [Reflect.get(value, step)];
  return members.flatMap((member) => valuesAt(member, rest));
}

/** An id as names are kept by it. */
const keyOf = ({ kind }: IdColumn, text: string): string => (kind === 'device' ? (parseMac(text) ?? text) : text);

/** The ids of rows that have no name yet, by kind. */
function idsIn(rows: readonly unknown[], places: readonly IdPlace[]): ReadonlyMap<IdKind, ReadonlySet<string>> {
  const found = new Map<IdKind, Set<string>>();
  for (const row of rows) {
    if (!isRecord(row)) continue;
    for (const { path, id } of places) {
      if (nameIn(row, path, id) !== undefined) continue;
      for (const text of textsIn(path.includes('*') ? valuesAt(row, path.split('.')) : at(row, path))) {
        const ids = found.get(id.kind) ?? new Set();
        found.set(id.kind, ids.add(keyOf(id, text)));
      }
    }
  }
  return found;
}

type Names = ReadonlyMap<IdKind, ReadonlyMap<string, string>>;

/** A value with names beside the ids that a path with `*` leads to. */
function withNamesInside(value: unknown, [step, ...rest]: readonly string[], id: IdColumn, names: Names): unknown {
  if (step === '*' && Array.isArray(value)) return value.map((item: unknown) => withNamesInside(item, rest, id, names));
  if (step === undefined || !isRecord(value)) return value;
  if (rest.length === 0) {
    const text = value[step];
    const name = typeof text === 'string' ? names.get(id.kind)?.get(keyOf(id, text)) : undefined;
    return name === undefined ? value : { ...value, [id.as]: name };
  }
  const keys = step === '*' ? Object.keys(value) : [step];
  return { ...value, ...Object.fromEntries(keys.map((key) => [key, withNamesInside(value[key], rest, id, names)])) };
}

function withNames(row: Row, places: readonly IdPlace[], names: Names): Row {
  const added: Record<string, unknown> = {};
  for (const { path, id } of places) {
    if (path.includes('*')) {
      const [root = '', ...rest] = path.split('.');
      if (Object.hasOwn(row, root)) added[root] = withNamesInside(added[root] ?? row[root], rest, id, names);
      continue;
    }
    const value = at(row, path);
    if (value === undefined || nameIn(row, path, id) !== undefined) continue;
    const told = textsIn(value).map((text) => names.get(id.kind)?.get(keyOf(id, text)) ?? text);
    if (told.length === 0 || told.join() === textsIn(value).join()) continue;
    const key = keysOf(path, id).findLast((one) => !Object.hasOwn(row, one));
    if (key !== undefined && !Object.hasOwn(added, key)) added[key] = Array.isArray(value) ? told : told[0];
  }
  return Object.keys(added).length > 0 ? { ...row, ...added } : row;
}

/** Sites whose own objects are named in one answer: each takes a request. */
const MOST_SITES = 3;

const SITE_IN_PATH = /\/sites\/([0-9a-f-]{36})(?:[/?]|$)/;

/** The sites that rows are of. */
function sitesOf({ url }: Pick<MistAnswer, 'url'>, rows: readonly unknown[]): readonly string[] {
  const inPath = SITE_IN_PATH.exec(url)?.[1];
  if (inPath !== undefined) return [inPath];
  return [...new Set(rows.flatMap((row) => textsIn(isRecord(row) ? row.site_id : undefined)))];
}

/** Names of ids, wherever they stand: a WLAN is one of the organization or of a site. */
async function namesIn(
  context: ApiContext,
  { org, sites }: { readonly org: string; readonly sites: readonly string[] },
  kind: IdKind,
  ids: ReadonlySet<string>,
): Promise<ReadonlyMap<string, string>> {
  const names = isOfSite(kind) ? new Map<string, string>() : await namesOfIds(context, org, kind, ids);
  const rest = [...ids].filter((id) => !names.has(id));
  const below = kind === 'org_wlans' ? 'site_wlans' : kind;
  if (rest.length === 0 || !isOfSite(below) || sites.length > MOST_SITES) return names;
  const own = await Promise.all(sites.map((site) => namesOfIds(context, site, below, rest)));
  return new Map([...names, ...own.flatMap((some) => [...some])]);
}

/**
 * Rows with the names of what their ids stand for, each beside its id: `site` beside `site_id`, `ap_name` beside `ap`.
 * Asks for names only where a row holds such an id and no name for it; what cannot be named keeps its id alone.
 *
 * @param answer that the rows are of
 * @param columns those that are shown where nobody names any
 * @param fields columns that somebody named; `*` wants the rows as they are
 * @param most kinds of ids that are named
 */
export async function nameRows(
  context: ApiContext,
  answer: Pick<MistAnswer, 'url'>,
  rows: readonly unknown[],
  { columns = [], fields }: { columns?: readonly string[] | undefined; fields?: readonly string[] | undefined },
  most = MOST_KINDS,
): Promise<readonly unknown[]> {
  const places = fields?.includes('*') ? [] : placesOf(columns, fields);
  const wanted = [...idsIn(rows, places)].slice(0, most);
  if (wanted.length === 0) return rows;
  const org = await orgOfAnswer(context, answer, rows);
  if (org === undefined) return rows;
  const sites = sitesOf(answer, rows);
  const found = await Promise.all(
    wanted.map(async ([kind, ids]) => [kind, await namesIn(context, { org, sites }, kind, ids)] as const),
  );
  context.signal.throwIfAborted();
  const names: Names = new Map(found);
  return rows.map((row) => (isRecord(row) ? withNames(row, places, names) : row));
}
