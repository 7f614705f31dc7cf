import { InputError } from '../core/errors/input-error.ts';
import { MistError } from '../core/errors/mist-error.ts';
import { isRecord } from '../core/json.ts';
import { deviceNames } from './device-names.ts';
import { knownOrgs, listOrgs, listSites, type NamedObject, orgOfSite } from './directory.ts';
import { type FamilyName, family } from './families.ts';
import type { MistAnswer } from './http/client.ts';
import { MAX_PAGE_SIZE } from './limits.ts';
import { type Freshness, LookupCache } from './lookup-cache.ts';
import { walkList } from './paging/pages.ts';
import type { ApiContext, Session } from './session.ts';
import { operation } from './spec/operations.ts';

/** What an id may be of. */
export type IdKind = 'org' | 'site' | 'device' | FamilyName;

/** Names of one kind in an organization by what an id is written as; a device's by its MAC. */
export interface NameMap {
  readonly byId: ReadonlyMap<string, string>;
  /** The same as they were read, those of one name included. */
  readonly entries: readonly NamedObject[];
  readonly failures: readonly string[];
  /** Epoch milliseconds of the look-up's beginning. */
  readonly since: number;
}

/** What no look-up has found is looked for again after this. */
const AGAIN_MS = 60_000;

/** Pages of a list of configuration objects that names are taken from. */
const MOST_PAGES = 3;

/** Requests of the hour that are left to questions: below it ids stay ids. */
const SPARE_CALLS = 100;

const cache = new LookupCache<NameMap>(({ writes }) => writes);

/** Whether the objects of a kind stand in a site, and so are listed by it. */
export const isOfSite = (kind: IdKind): boolean => kind.startsWith('site_');

/**
 * Names of the ids of one kind in an organization, or in a site where they stand in one. All of a kind are looked up at once and kept for some minutes for
 * every call of the session; when one is missing they are looked up again, once a minute at most. A look-up that fails
 * gives no names, since the ids are an answer too.
 *
 * @param owner the organization, of `isOfSite` kinds the site
 * @param ids as the API writes them; a device's is its MAC
 */
export async function namesOfIds(
  { session }: ApiContext,
  owner: string,
  kind: IdKind,
  ids: Iterable<string>,
): Promise<ReadonlyMap<string, string>> {
  const wanted = new Set(ids);
  if (wanted.size === 0 || (session.budget.left ?? SPARE_CALLS) < SPARE_CALLS) return new Map();
  const names = await lookUp(session, owner, kind);
  const isWhole = [...wanted].every((id) => names.byId.has(id)) || names.failures.length > 0;
  return (isWhole ? names : await lookUp(session, owner, kind, { after: Date.now() - AGAIN_MS })).byId;
}

/**
 * All names of a kind in an organization or, of `isOfSite` kinds, in a site, those that several have included.
 *
 * @param freshness looks them up again where they were looked up before that
 */
export const listNames = (
  { session }: ApiContext,
  owner: string,
  kind: IdKind,
  freshness?: Freshness,
): Promise<NameMap> => lookUp(session, owner, kind, freshness);

function lookUp(session: Session, owner: string, kind: IdKind, freshness: Freshness = {}): Promise<NameMap> {
  const after = freshness.after === undefined ? {} : { after: Date.now() };
  const look = async (since: number): Promise<NameMap> => {
    try {
      const entries = await readNames(session, owner, kind, after);
      return { byId: uniqueNames(entries), entries, failures: [], since };
    } catch (error) {
      if (!(error instanceof MistError)) throw error;
      return { byId: new Map(), entries: [], failures: [error.what], since };
    }
  };
  return cache.get(session, `${owner} ${kind}`, look, freshness);
}

async function readNames(
  session: Session,
  owner: string,
  kind: IdKind,
  freshness: Freshness,
): Promise<readonly NamedObject[]> {
  const context: ApiContext = { session, signal: new AbortController().signal };
  if (kind === 'org') return (await listOrgs(context, freshness)).entries;
  if (kind === 'site') return (await listSites(context, owner, freshness)).entries;
  if (kind !== 'device') return readObjects(session, owner, kind);
  const { entries } = await deviceNames(context, owner, freshness);
  return entries.map(({ mac, name }) => ({ id: mac, name }));
}

/** Objects of a family of an organization or site by id and name. */
async function readObjects(session: Session, owner: string, name: FamilyName): Promise<readonly NamedObject[]> {
  const found = family(name);
  const route = found?.routes.list;
  if (!found || !route) return [];
  const { each, label } = found;
  const values = each === undefined ? [] : (operation(route).query[each]?.enum ?? []).map(String);
  const turns = each === undefined || values.length === 0 ? [{}] : values.map((value) => ({ [each]: value }));
  const lists = turns.map(async (turn) => {
    const paged = 'limit' in operation(route).query ? { limit: MAX_PAGE_SIZE } : {};
    const first = await session.client.send({
      route,
      path: found.scope === 'site' ? { site_id: owner } : { org_id: owner },
      query: { ...found.query, ...turn, ...paged },
    });
    const get = (url: string): Promise<MistAnswer> => session.client.get(url);
    return (await walkList(first, get, { maxPages: MOST_PAGES })).rows;
  });
  return (await Promise.all(lists)).flat().flatMap((row) => {
    const called = isRecord(row) ? row[label] : undefined;
    return isRecord(row) && typeof row.id === 'string' && typeof called === 'string'
      ? [{ id: row.id, name: called }]
      : [];
  });
}

/** A name that several have does not tell which one is meant, so the id stays with it. */
function uniqueNames(entries: readonly NamedObject[]): ReadonlyMap<string, string> {
  const counts = new Map<string, number>();
  for (const { name } of entries) counts.set(name, (counts.get(name) ?? 0) + 1);
  const told = ({ id, name }: NamedObject): string => ((counts.get(name) ?? 0) > 1 ? `${name} (${id})` : name);
  return new Map(entries.filter(({ name }) => name !== '').map((one): [string, string] => [one.id, told(one)]));
}

/**
 * The organization of a site: the only one that the token is known to see, else as the site itself says.
 *
 * @throws InputError when the token sees no such site
 */
export async function orgOfSiteOr(context: ApiContext, siteId: string): Promise<string> {
  const orgs = (await knownOrgs(context))?.entries ?? [];
  const org = orgs.length === 1 ? orgs[0]?.id : await orgOfSite(context, siteId);
  if (org !== undefined) return org;
  throw new InputError(`The token sees no site ${siteId}.`, 'mist_get_org_or_site_info(info_type=site) lists them.');
}

const ORG_IN_PATH = /\/orgs\/([0-9a-f-]{36})(?:[/?]|$)/;
const SITE_IN_PATH = /\/sites\/([0-9a-f-]{36})(?:[/?]|$)/;

/**
 * The organization that an answer is about: as its path or its rows say it, else the only one that the token is known to
 * see, else that of the site in its path.
 *
 * @returns undefined where nothing says it
 */
export async function orgOfAnswer(
  context: ApiContext,
  { url }: Pick<MistAnswer, 'url'>,
  rows: readonly unknown[],
): Promise<string | undefined> {
  const inPath = ORG_IN_PATH.exec(url)?.[1];
  const inRow = rows.find((row) => isRecord(row) && typeof row.org_id === 'string');
  if (inPath !== undefined) return inPath;
  if (isRecord(inRow) && typeof inRow.org_id === 'string') return inRow.org_id;
  const orgs = (await knownOrgs(context))?.entries ?? [];
  const site = SITE_IN_PATH.exec(url)?.[1];
  if (orgs.length === 1) return orgs[0]?.id;
  return site === undefined ? undefined : orgOfSite(context, site).catch(() => undefined);
}
