import { InputError } from '../core/errors/input-error.ts';
import { isId } from '../core/ids.ts';
import { isRecord } from '../core/json.ts';
import { nearest } from '../core/nearest.ts';
import type { MistAnswer, MistRequest } from './http/client.ts';
import { MAX_PAGE_SIZE } from './limits.ts';
import { rowsOf, totalOf } from './paging/pages.ts';
import type { ApiContext, Session } from './session.ts';

/** An organisation or site that the token sees. */
export interface Named {
  readonly id: string;
  readonly name: string;
}

/** Names change rarely; five minutes spare a look-up on nearly every call and keep a rename from confusing for long. */
const KEEP_MS = 5 * 60_000;
const SHOWN = 8;

/** What a token sees by its privileges. */
interface Seen {
  readonly orgs: readonly Named[];
  /** Sites that it has a role at by themselves, by organisation; there it may not list the others. */
  readonly sites: ReadonlyMap<string, readonly Named[]>;
}

/** Looks up once what is asked for again while it is fresh. */
type Lookup<T> = (session: Session, key: string, look: () => Promise<T>) => Promise<T>;

/**
 * A look-up made once for everyone who asks while it is fresh, one cache per session: what one token sees is never shown
 * to another. It runs without any caller's signal, so that one who goes away does not spoil it for the others; a failed
 * one is forgotten.
 */
function cached<T>(): Lookup<T> {
  const caches = new WeakMap<Session, Map<string, { readonly until: number; readonly value: Promise<T> }>>();
  return (session, key, look) => {
    const cache = caches.get(session) ?? new Map();
    caches.set(session, cache);
    const kept = cache.get(key);
    if (kept && kept.until > Date.now()) return kept.value;
    const value = look();
    cache.set(key, { until: Date.now() + KEEP_MS, value });
    value.catch(() => cache.delete(key));
    return value;
  };
}

const seenOnce = cached<Seen>();
const sitesOnce = cached<readonly Named[]>();

function named(row: unknown, idKey: string, nameKeys: readonly string[]): Named[] {
  if (!isRecord(row)) return [];
  const id = row[idKey];
  const name = nameKeys.map((key) => row[key]).find((value) => typeof value === 'string');
  return typeof id === 'string' ? [{ id, name: typeof name === 'string' ? name : id }] : [];
}

/** All rows of a list that pages by `page`, a thousand at a time. */
async function walk(send: (page: number) => Promise<MistAnswer>): Promise<readonly unknown[]> {
  const all: unknown[] = [];
  for (let page = 1; ; page += 1) {
    const answer = await send(page);
    const { rows = [] } = rowsOf(answer);
    all.push(...rows);
    if (rows.length === 0 || all.length >= (totalOf(answer) ?? all.length)) return all;
  }
}

/** Organisations that the token sees: its own privileges, and all of an MSP's where it has one. */
export const visibleOrgs = async (context: ApiContext): Promise<readonly Named[]> => (await seenBy(context)).orgs;

function seenBy({ session }: ApiContext): Promise<Seen> {
  return seenOnce(session, 'self', async () => {
    const self = await session.client.send({ route: 'GET /api/v1/self' });
    const privileges = isRecord(self.body) && Array.isArray(self.body.privileges) ? self.body.privileges : [];
    const orgs = new Map<string, Named>();
    const sites = new Map<string, readonly Named[]>();
    const whole = new Set<string>();
    for (const privilege of privileges.filter(isRecord)) {
      const nameKeys = privilege.scope === 'org' ? ['org_name', 'name'] : ['org_name'];
      for (const org of named(privilege, 'org_id', nameKeys)) {
        orgs.set(org.id, org);
        const own = privilege.scope === 'site' ? named(privilege, 'site_id', ['site_name', 'name']) : [];
        if (own.length === 0) whole.add(org.id);
        sites.set(org.id, [...(sites.get(org.id) ?? []), ...own]);
      }
      if (privilege.scope !== 'msp' || typeof privilege.msp_id !== 'string') continue;
      const request: MistRequest = { route: 'GET /api/v1/msps/{msp_id}/orgs', path: { msp_id: privilege.msp_id } };
      const { rows = [] } = rowsOf(await session.client.send(request));
      for (const org of rows.flatMap((row) => named(row, 'id', ['name']))) {
        orgs.set(org.id, org);
        whole.add(org.id);
      }
    }
    for (const id of whole) sites.delete(id);
    return { orgs: [...orgs.values()], sites };
  });
}

/** Sites of an organisation, as far as the token sees them. */
export async function sitesOf(context: ApiContext, orgId: string): Promise<readonly Named[]> {
  const { session } = context;
  const own = (await seenBy(context)).sites.get(orgId);
  if (own) return own;
  return sitesOnce(session, orgId, async () => {
    const rows = await walk((page) =>
      session.client.send({
        route: 'GET /api/v1/orgs/{org_id}/sites',
        path: { org_id: orgId },
        query: { limit: MAX_PAGE_SIZE, page },
      }),
    );
    return rows.flatMap((row) => named(row, 'id', ['name']));
  });
}

const show = (list: readonly Named[]): string => {
  const first = list.slice(0, SHOWN).map(({ id, name }) => `${name} (${id})`);
  return first.join(', ') + (list.length > SHOWN ? ` and ${list.length - SHOWN} more` : '');
};

function pick(kind: string, text: string, candidates: readonly Named[], where: string): string {
  const wanted = text.trim().toLowerCase();
  const matches = candidates.filter(({ id, name }) => name.toLowerCase() === wanted || id.toLowerCase() === wanted);
  const [only] = matches;
  if (only && matches.length === 1) return only.id;
  if (matches.length > 1)
    throw new InputError(`Several ${kind}s are named "${text}".`, `Give the id: ${show(matches)}.`);
  const names = nearest(
    text,
    candidates.map(({ name }) => name),
    3,
  );
  const close = candidates.filter(({ name }) => names.includes(name));
  throw new InputError(
    `No ${kind} ${isId(text) ? 'with the id' : 'named'} "${text}" ${where}.`,
    candidates.length === 0
      ? `It sees no ${kind} at all.`
      : `There are: ${show(close.length > 0 ? close : candidates)}.`,
  );
}

/**
 * The id of an organisation, from its id or exact name (case-insensitive), or left out when the token sees just one.
 *
 * @throws InputError with the organisations that the token sees, before the request it was meant for
 */
export async function resolveOrg(context: ApiContext, text: string | undefined): Promise<string> {
  const orgs = await visibleOrgs(context);
  context.signal.throwIfAborted();
  if (text !== undefined) return pick('organisation', text, orgs, 'that this token sees');
  const [only] = orgs;
  if (only && orgs.length === 1) return only.id;
  if (!only) throw new InputError('This token sees no organisation.', 'Call mist_get_self to see what it may do.');
  throw new InputError(
    `\`org_id\` is needed: this token sees ${orgs.length} organisations.`,
    `Give one of: ${show(orgs)}.`,
  );
}

/**
 * The id of a site, from its id or exact name (case-insensitive). An id is taken as it is; a name is looked up in the
 * organisation given, else in all that the token sees.
 *
 * @throws InputError listing the candidates when the name fits none or several
 */
export async function resolveSite(context: ApiContext, text: string, org: string | undefined): Promise<string> {
  if (isId(text)) return text.toLowerCase();
  const orgs = org === undefined ? (await visibleOrgs(context)).map(({ id }) => id) : [await resolveOrg(context, org)];
  const sites = (await Promise.all(orgs.map((id) => sitesOf(context, id)))).flat();
  context.signal.throwIfAborted();
  return pick('site', text, sites, orgs.length === 1 ? 'in this organisation' : 'in the organisations this token sees');
}
