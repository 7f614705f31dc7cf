import { MistError } from '../core/errors/mist-error.ts';
import { isRecord } from '../core/json.ts';
import type { MistAnswer, MistRequest } from './http/client.ts';
import { MAX_PAGE_SIZE } from './limits.ts';
import { type Freshness, LookupCache } from './lookup-cache.ts';
import { walkList } from './paging/pages.ts';
import type { ApiContext, Session } from './session.ts';

export type { Freshness } from './lookup-cache.ts';

/** An organization or site that the token sees. */
export interface NamedObject {
  readonly id: string;
  readonly name: string;
}

/** What was found of a kind, each id once. */
export interface Listing {
  readonly entries: readonly NamedObject[];
  /** A sentence for each source that could not be read: what it holds is missing. */
  readonly failures: readonly string[];
  /** Epoch milliseconds of the look-up's beginning. */
  readonly since: number;
}

/** Organizations and sites by the token's privileges. */
interface Visible extends Listing {
  /** Sites that the token has a role at by themselves, by organization; there it may not list the others. */
  readonly sites: ReadonlyMap<string, readonly NamedObject[]>;
  /** MSPs that it has a role at. */
  readonly msps: readonly NamedObject[];
}

const visibleCache = new LookupCache<Visible>();
const sitesCache = new LookupCache<Listing>();
const siteCache = new LookupCache<{ readonly failures: readonly string[]; readonly org: string | undefined }>();

function named(row: unknown, idKey: string, nameKeys: readonly string[]): NamedObject[] {
  if (!isRecord(row)) return [];
  const id = row[idKey];
  const name = nameKeys.map((key) => row[key]).find((value) => typeof value === 'string');
  return typeof id === 'string' ? [{ id, name: typeof name === 'string' ? name : id }] : [];
}

/** The same site may stand on two pages, when the list shifted between them. */
const uniqueById = (list: readonly NamedObject[]): readonly NamedObject[] => [
  ...new Map(list.map((entry) => [entry.id, entry])).values(),
];

async function readAll(session: Session, request: MistRequest, what: string): Promise<Omit<Listing, 'since'>> {
  const first = await session.client.send(request);
  const { rows, stopped, reason = '' } = await walkList(first, (url): Promise<MistAnswer> => session.client.get(url));
  const entries = uniqueById(rows.flatMap((row) => named(row, 'id', ['name'])));
  return { entries, failures: stopped === 'end' ? [] : [`${what} were not read to their end. ${reason}`] };
}

/** A source that fails leaves the others: only without a usable token is there nothing to say. */
export function failureOf(error: unknown, what: string): string {
  if (!(error instanceof MistError) || error.kind === 'unauthorized' || error.kind === 'no_token') throw error;
  const status = error.more.status === undefined ? error.kind : `HTTP status ${error.more.status}`;
  return `${what} could not be read (${status}).`;
}

/** Organizations that the token sees: its own privileges, and all of an MSP's where it has one. */
export const listOrgs = (context: ApiContext, freshness?: Freshness): Promise<Listing> =>
  readVisible(context.session, freshness);

/** MSPs that the token has a role at; the same request tells that as tells the organizations. */
export const listMsps = async ({ session }: ApiContext): Promise<readonly NamedObject[]> =>
  (await readVisible(session)).msps;

/** Organizations that the token is known to see, without a request. */
export const knownOrgs = ({ session }: ApiContext): Promise<Listing> | undefined => visibleCache.peek(session, 'self');

function readVisible(session: Session, freshness?: Freshness): Promise<Visible> {
  return visibleCache.get(session, 'self', (since) => readPrivileges(session, since), freshness);
}

async function readPrivileges(session: Session, since: number): Promise<Visible> {
  const { body } = await session.client.send({ route: 'GET /api/v1/self' });
  const privileges = (isRecord(body) && Array.isArray(body.privileges) ? body.privileges : []).filter(isRecord);
  const orgs = new Map<string, NamedObject>();
  const sites = new Map<string, readonly NamedObject[]>();
  const whole = new Set<string>();
  const msps = uniqueById(
    privileges
      .filter(({ scope }) => scope === 'msp')
      .flatMap((privilege) => named(privilege, 'msp_id', ['msp_name', 'name'])),
  );
  const failures: string[] = [];
  let thrown: unknown;
  for (const privilege of privileges) {
    const nameKeys = privilege.scope === 'org' ? ['org_name', 'name'] : ['org_name'];
    for (const org of named(privilege, 'org_id', nameKeys)) {
      orgs.set(org.id, org);
      const own = privilege.scope === 'site' ? named(privilege, 'site_id', ['site_name', 'name']) : [];
      if (own.length === 0) whole.add(org.id);
      sites.set(org.id, uniqueById([...(sites.get(org.id) ?? []), ...own]));
    }
    if (privilege.scope !== 'msp' || typeof privilege.msp_id !== 'string') continue;
    const what = `Organizations of the MSP ${typeof privilege.name === 'string' ? privilege.name : privilege.msp_id}`;
    try {
      const request: MistRequest = { route: 'GET /api/v1/msps/{msp_id}/orgs', path: { msp_id: privilege.msp_id } };
      const read = await readAll(session, request, what);
      failures.push(...read.failures);
      for (const org of read.entries) {
        orgs.set(org.id, org);
        whole.add(org.id);
      }
    } catch (error) {
      failures.push(failureOf(error, what));
      thrown ??= error;
    }
  }
  if (orgs.size === 0 && thrown !== undefined) throw thrown;
  for (const id of whole) sites.delete(id);
  return { entries: [...orgs.values()], sites, msps, failures, since };
}

/** Sites of an organization, as far as the token sees them. @throws MistError when they cannot be read */
export async function listSites({ session }: ApiContext, orgId: string, freshness?: Freshness): Promise<Listing> {
  let visible = await readVisible(session);
  if (visible.sites.has(orgId)) visible = await readVisible(session, freshness);
  const own = visible.sites.get(orgId);
  if (own) return { entries: own, failures: [], since: visible.since };
  const look = async (since: number): Promise<Listing> => {
    const route = 'GET /api/v1/orgs/{org_id}/sites';
    const request: MistRequest = { route, path: { org_id: orgId }, query: { limit: MAX_PAGE_SIZE, page: 1 } };
    return { ...(await readAll(session, request, 'Sites of the organization')), since };
  };
  return sitesCache.get(session, orgId, look, freshness);
}

/** Sites of these organizations as far as they were looked up before; undefined where one was not. */
export async function knownSites({ session }: ApiContext, org: string | undefined): Promise<Listing | undefined> {
  const visible = await visibleCache.peek(session, 'self');
  if (!visible) return undefined;
  const orgs = org === undefined ? visible.entries.map(({ id }) => id) : [org];
  const lists = await Promise.all(
    orgs.map((id) => {
      const own = visible.sites.get(id);
      return own ? { entries: own, failures: [], since: visible.since } : sitesCache.peek(session, id);
    }),
  );
  const known = lists.filter((list) => list !== undefined);
  if (known.length < lists.length) return undefined;
  return {
    entries: known.flatMap(({ entries }) => entries),
    failures: [...visible.failures, ...known.flatMap(({ failures }) => failures)],
    since: Math.min(visible.since, ...known.map(({ since }) => since)),
  };
}

/**
 * The organization of a site, read from the site itself: one request where a list of all sites may take many.
 *
 * @returns undefined where the token sees no such site
 * @throws MistError when it could not be asked
 */
export async function orgOfSite({ session }: ApiContext, siteId: string): Promise<string | undefined> {
  const { org } = await siteCache.get(session, siteId, async () => {
    try {
      const { body } = await session.client.send({ route: 'GET /api/v1/sites/{site_id}', path: { site_id: siteId } });
      return { failures: [], org: isRecord(body) && typeof body.org_id === 'string' ? body.org_id : undefined };
    } catch (error) {
      if (!(error instanceof MistError) || (error.kind !== 'not_found' && error.kind !== 'forbidden')) throw error;
      return { failures: [''], org: undefined };
    }
  });
  return org;
}
