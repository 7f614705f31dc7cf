import { InputError } from '../core/errors/input-error.ts';
import { MistError } from '../core/errors/mist-error.ts';
import { foldName } from '../core/fold-name.ts';
import { parseId } from '../core/ids.ts';
import { nearest } from '../core/nearest.ts';
import {
  type Freshness,
  failureOf,
  knownSites,
  type Listing,
  listOrgs,
  listSites,
  type NamedObject,
  orgOfSite,
} from './directory.ts';
import { NO_SITE } from './id-columns.ts';
import type { ApiContext } from './session.ts';

export type { NamedObject as Named } from './directory.ts';

/** Candidates that an error names at most. */
const SHOWN = 8;

/** A name that fits nothing is looked up again in so many organizations at most: each costs a request or more. */
const MAX_ORGS_AGAIN = 3;

/** Organizations that the token sees: its own privileges, and all of an MSP's where it has one. */
export const visibleOrgs = async (context: ApiContext): Promise<readonly NamedObject[]> =>
  (await listOrgs(context)).entries;

/** Sites of an organization, as far as the token sees them. */
export const sitesOf = async (context: ApiContext, orgId: string): Promise<readonly NamedObject[]> =>
  (await listSites(context, orgId)).entries;

const show = (list: readonly NamedObject[]): string => {
  const first = list.slice(0, SHOWN).map(({ id, name }) => `${name} (${id})`);
  return first.join(', ') + (list.length > SHOWN ? ` and ${list.length - SHOWN} more` : '');
};

/** The entries that are called so or have that id. */
function matching(text: string, { entries }: Listing): readonly NamedObject[] {
  const wanted = foldName(text);
  const id = parseId(text);
  return entries.filter((entry) => entry.id === id || foldName(entry.name) === wanted);
}

/**
 * The one entry that a text names.
 *
 * @param listing gets the candidates; asked once more where none fits what was looked up before, since it may be new
 * @throws InputError listing the candidates when none or several fit
 */
async function pick(
  kind: string,
  text: string,
  where: string,
  listing: (freshness?: Freshness) => Promise<Listing>,
): Promise<string> {
  const started = Date.now();
  let found = await listing();
  if (matching(text, found).length === 0 && found.since < started) found = await listing({ after: started });
  const matches = matching(text, found);
  const [only] = matches;
  if (only && matches.length === 1) return only.id;
  if (matches.length > 1) {
    throw new InputError(`Several ${kind}s are named "${text}".`, `Give the id: ${show(matches)}.`);
  }
  throw noneNamed(kind, text, where, found);
}

function noneNamed(kind: string, text: string, where: string, { entries, failures }: Listing): InputError {
  const names = nearest(
    text,
    entries.map(({ name }) => name),
    3,
  );
  const close = entries.filter(({ name }) => names.includes(name));
  const candidates =
    entries.length === 0 ? `It sees no ${kind} at all.` : `There are: ${show(close.length > 0 ? close : entries)}.`;
  return new InputError(
    `No ${kind} ${parseId(text) === undefined ? 'named' : 'with the id'} "${text}" ${where}.`,
    [candidates, ...failures].join(' '),
  );
}

/**
 * The id of an organization, from its id or its name (see `foldName`), or left out when the token sees just one.
 *
 * @throws InputError with the organizations that the token sees, before the request it was meant for
 */
export async function resolveOrg(context: ApiContext, text: string | undefined): Promise<string> {
  if (text !== undefined) {
    const id = await pick('organization', text, 'that this token sees', (fresh) => listOrgs(context, fresh));
    context.signal.throwIfAborted();
    return id;
  }
  const { entries, failures } = await listOrgs(context);
  context.signal.throwIfAborted();
  const [only] = entries;
  if (only && entries.length === 1 && failures.length === 0) return only.id;
  if (!only) throw new InputError('This token sees no organization.', 'Call mist_get_self to see what it may do.');
  throw new InputError(
    failures.length > 0
      ? '`org_id` is needed: not all organizations of this token could be read.'
      : `\`org_id\` is needed: this token sees ${entries.length} organizations.`,
    [`Give one of: ${show(entries)}.`, ...failures].join(' '),
  );
}

/** What the id of a site is for: the cloud itself refuses a wrong one in a path, but a filter by one finds nothing. */
export type SiteUse = 'path' | 'filter';

/**
 * The id of a site, from its id or its name (see `foldName`). A name is looked up in the organization given, else in all
 * that the token sees. An id in any notation is checked against what was looked up before; as a filter, in any case.
 *
 * @throws InputError listing the candidates when the name or id fits none, or the name several
 */
export async function resolveSite(
  context: ApiContext,
  text: string,
  org: string | undefined,
  use: SiteUse = 'path',
): Promise<string> {
  const id = parseId(text);
  const resolved = id === undefined ? await siteNamed(context, text, org) : await siteWithId(context, id, org, use);
  context.signal.throwIfAborted();
  return resolved;
}

async function siteNamed(context: ApiContext, text: string, org: string | undefined): Promise<string> {
  const orgs =
    org === undefined ? (await listOrgs(context)).entries.map(({ id }) => id) : [await resolveOrg(context, org)];
  const where = orgs.length === 1 ? 'in this organization' : 'in the organizations that this token sees';
  return pick('site', text, where, (fresh) =>
    listSitesOf(context, orgs, orgs.length > MAX_ORGS_AGAIN ? undefined : fresh),
  );
}

/** Sites of several organizations. One that cannot be read leaves the others; it throws where none can. */
async function listSitesOf(context: ApiContext, orgs: readonly string[], fresh?: Freshness): Promise<Listing> {
  const results = await Promise.allSettled(orgs.map((id) => listSites(context, id, fresh)));
  const entries: NamedObject[] = [];
  const failures: string[] = [];
  let since = Date.now();
  for (const [index, result] of results.entries()) {
    if (result.status === 'fulfilled') {
      entries.push(...result.value.entries);
      failures.push(...result.value.failures);
      since = Math.min(since, result.value.since);
    } else if (results.every(({ status }) => status === 'rejected')) throw result.reason;
    else failures.push(failureOf(result.reason, `Sites of the organization ${orgs[index]}`));
  }
  return { entries, failures, since };
}

async function siteWithId(context: ApiContext, id: string, org: string | undefined, use: SiteUse): Promise<string> {
  if (id === NO_SITE) return id;
  const orgId = org === undefined ? undefined : parseId(org);
  if (org !== undefined && orgId === undefined) return siteWithId(context, id, await resolveOrg(context, org), use);
  const known = await knownSites(context, orgId);
  if (known?.entries.some((entry) => entry.id === id)) return id;
  // What could not be read may hold it, and what was never looked up is left to the cloud: it knows its paths.
  if (use === 'path' && (!known || known.failures.length > 0)) return id;
  if (await isSiteOf(context, id, orgId)) return id;
  const where = orgId === undefined ? 'that this token sees' : 'in this organization';
  throw noneNamed('site', id, where, known ?? (await siteCandidates(context, orgId)));
}

/** Whether a site is there; a cloud that cannot tell does not make an id wrong. */
async function isSiteOf(context: ApiContext, id: string, orgId: string | undefined): Promise<boolean> {
  try {
    const owner = await orgOfSite(context, id);
    return owner !== undefined && (orgId === undefined || owner === orgId);
  } catch (error) {
    if (error instanceof MistError && error.kind !== 'unauthorized' && error.kind !== 'no_token') return true;
    throw error;
  }
}

async function siteCandidates(context: ApiContext, orgId: string | undefined): Promise<Listing> {
  const orgs = orgId === undefined ? (await listOrgs(context)).entries.map(({ id }) => id) : [orgId];
  return listSitesOf(context, orgs.slice(0, MAX_ORGS_AGAIN)).catch(() => ({ entries: [], failures: [], since: 0 }));
}
