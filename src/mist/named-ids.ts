import { InputError } from '../core/errors/input-error.ts';
import { foldName } from '../core/fold-name.ts';
import { deviceIdOf, macOf, parseId, parseMacPiece } from '../core/ids.ts';
import { isRecord } from '../core/json.ts';
import { nearest } from '../core/nearest.ts';
import type { NamedObject } from './directory.ts';
import type { MistAnswer } from './http/client.ts';
import { type IdKind, listNames, type NameMap } from './id-names.ts';
import { MAX_PAGE_SIZE } from './limits.ts';
import { rowsOf, walkList } from './paging/pages.ts';
import type { ApiContext } from './session.ts';
import { operation } from './spec/operations.ts';
import type { Route } from './spec/routes.ts';

/** Candidates that an error names at most. */
const SHOWN = 8;

/** A name as answers give it where several have the same: with the id behind it. */
const WITH_ID = /^(.+) \(([0-9a-f-]{12,36})\)$/;

const NOUNS: Readonly<Partial<Record<IdKind, string>>> = {
  device: 'device',
  site: 'site',
  org: 'organization',
  org_wlans: 'WLAN',
};

const nounOf = (kind: IdKind): string =>
  NOUNS[kind] ??
  kind
    .replace(/^(?:org|site)_/, '')
    .replace(/ies$/, 'y')
    .replace(/s$/, '');

/**
 * The id of what a name stands for in an organization, compared as `foldName` says. A name that is not known is looked
 * up once more, since it may be new.
 *
 * @param site that the request is about: its own WLANs have names too
 * @returns as the API writes it; a device's is its MAC, that of a virtual chassis the one it is managed by
 * @throws InputError listing the candidates when the name fits none, or several
 */
export async function idOfName(
  context: ApiContext,
  orgId: string,
  kind: IdKind,
  text: string,
  site?: string,
): Promise<string> {
  const lists = [namedIn(context, orgId, kind, text)];
  if (kind === 'org_wlans' && site !== undefined) lists.push(namedIn(context, site, 'site_wlans', text));
  const names = await Promise.all(lists);
  context.signal.throwIfAborted();
  const [entries, failures] = [names.flatMap((one) => one.entries), names.flatMap((one) => one.failures)];
  return theOne(nounOf(kind), text, { entries, failures });
}

/** The names of a kind, looked up once more where one is not among them. */
async function namedIn(context: ApiContext, owner: string, kind: IdKind, text: string): Promise<NameMap> {
  const started = Date.now();
  const names = await listNames(context, owner, kind);
  const isKnown = matching(names.entries, text).length > 0 || names.since >= started;
  return isKnown ? names : listNames(context, owner, kind, { after: started });
}

function matching(entries: readonly NamedObject[], text: string): readonly NamedObject[] {
  const wanted = foldName(text);
  const found = entries.filter(({ name }) => foldName(name) === wanted);
  if (found.length > 0) return found;
  const [, , id] = WITH_ID.exec(text.trim()) ?? [];
  return id === undefined ? [] : entries.filter((one) => one.id === id);
}

const show = (list: readonly NamedObject[]): string => {
  const first = list.slice(0, SHOWN).map(({ id, name }) => `${name} (${id})`);
  return first.join(', ') + (list.length > SHOWN ? ` and ${list.length - SHOWN} more` : '');
};

function theOne(noun: string, text: string, { entries, failures }: Pick<NameMap, 'entries' | 'failures'>): string {
  const matches = matching(entries, text);
  const [only] = matches;
  if (only && matches.length === 1) return only.id;
  const shown = JSON.stringify(text.slice(0, 60));
  if (matches.length > 1)
    throw new InputError(`${matches.length} ${noun}s are named ${shown}.`, `Give one of: ${show(matches)}.`);
  const names = nearest(text, new Set(entries.map(({ name }) => name)), 3);
  const close = entries.filter(({ name }) => names.includes(name));
  const near = close.length > 0 ? `Near are: ${show(close)}.` : '';
  const finder =
    noun === 'device' ? 'mist_search_device finds devices by a part of the name, mist_search_client clients.' : '';
  throw new InputError(
    `No ${noun} is named ${shown}.`,
    [near, finder, ...failures, 'Give a name or id.'].filter(Boolean).join(' '),
  );
}

/** A list that an object is looked for in. */
export interface NamedList {
  readonly route: Route;
  readonly path: Readonly<Record<string, string>>;
  /** Queries that together list everything. */
  readonly queries?: readonly Readonly<Record<string, string>>[];
  /** Attribute that holds the name; `name` or `ssid` where nothing says it. */
  readonly label?: string;
}

/**
 * The id of an object by what people call it, from the list that it stands in.
 *
 * @throws InputError as `idOfName`
 */
export async function idInList(
  { session, signal }: ApiContext,
  { route, path, queries = [{}], label }: NamedList,
  text: string,
): Promise<string> {
  const paged = 'limit' in operation(route).query ? { limit: MAX_PAGE_SIZE } : {};
  const get = (url: string): Promise<MistAnswer> => session.client.get(url, signal);
  const lists = queries.map(async (query) => {
    const first = await session.client.send({ route, path: { ...path }, query: { ...query, ...paged }, signal });
    return rowsOf(first).rows ? (await walkList(first, get)).rows : [];
  });
  const entries = (await Promise.all(lists)).flat().flatMap((row) => {
    if (!isRecord(row) || typeof row.id !== 'string') return [];
    const name = label === undefined ? (row.name ?? row.ssid) : row[label];
    return typeof name === 'string' ? [{ id: row.id, name }] : [];
  });
  return theOne('object', text, { entries, failures: [] });
}

/** Parameters that hold the id of an object of the organization, as far as tools take them as inputs of their own. */
const OBJECT_PARAMETERS: Readonly<Record<string, IdKind>> = {
  wlan_id: 'org_wlans',
  usermac_id: 'org_usermacs',
  mxedge_id: 'org_mxedges',
};

/** Routes whose `mac` is that of a device of the organization, not of a client. */
const OF_DEVICES =
  /\/(?:devices|inventory|troubleshoot)(?:\/|$)|\/stats\/(?:ports|bgp_peers|ospf_peers|vpn_peers|devices)(?:\/|$)/;

/**
 * What a parameter's value names, where it may be a name in the place of an id or a device's MAC.
 *
 * @returns undefined for a parameter that is no such id
 */
export function kindOfParameter(route: Route, name: string): IdKind | undefined {
  if (route.includes('/insights/mxedge/') && name === 'device_mac') return 'org_mxedges';
  // Phones and laptops with a Marvis client or a certificate are no devices of the organization.
  if (/\/marvisclients\/|\/mist_scep\//.test(route)) return undefined;
  if (name === 'device_id' || name === 'device_mac' || name === 'ap_mac' || name === 'ap') return 'device';
  if (name === 'mac') return OF_DEVICES.test(route) ? 'device' : undefined;
  return Object.hasOwn(OBJECT_PARAMETERS, name) ? OBJECT_PARAMETERS[name] : undefined;
}

/** What no name is made of: it would be part of a path. */
const OF_PATHS = /[\\/?#%]|^\.+$/;

/** Hexadecimal digits as a MAC has them, too few or too many of them included: a slip is no name. */
const LIKE_MAC = /^[0-9a-f]{2}(?:[:.\-\s]?[0-9a-f]){0,40}$/i;

/** Whether a text can only be a name: neither an id nor MACs, nor pieces of them, nor what was meant to be one. */
export const isOnlyName = (text: string): boolean =>
  !OF_PATHS.test(text) &&
  parseId(text) === undefined &&
  text.split(',').some((part) => parseMacPiece(part) === undefined && !LIKE_MAC.test(part.trim()));

/** An id that was found by a name, in the form that a parameter takes. */
export const asParameter = (name: string, id: string): string =>
  /(?:device|mxedge)_id$/.test(name) ? deviceIdOf(id) : /mac$|^ap$/.test(name) ? macOf(id) : id;
