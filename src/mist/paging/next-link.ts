import { refused } from '../../core/errors/mist-error.ts';
import type { Cloud } from '../clouds.ts';
import { segmentFault } from '../http/path.ts';
import { encodeValue } from '../http/query.ts';
import { matchRoute, type Operation, operation } from '../spec/operations.ts';
import type { Route } from '../spec/routes.ts';

/** A continuation that may be sent: what it asks, and how far this server had come in its page. */
export interface NextLink {
  readonly route: Route;
  readonly path: Record<string, string>;
  readonly query: Record<string, string>;
  /** Path and query, relative to the cloud's origin, without the fragment. */
  readonly url: string;
  /** Rows of that page that were already shown. */
  readonly skip?: number;
  /** Rows of the pages before that page, where its cursor does not tell. */
  readonly seen?: number;
  /** Columns that were asked for. */
  readonly fields?: string[];
  /** The list goes on with other values of a parameter. */
  readonly remaining?: RemainingValues;
  /** Proves that this server gave the link. */
  readonly signature?: string;
}

/** Values of a query parameter still to be asked, where the API has no word for all of them at once. */
export interface RemainingValues {
  readonly parameter: string;
  readonly values: readonly string[];
}

/** This server's own notes in a continuation. */
export interface Notes {
  readonly skip?: number;
  readonly seen?: number | undefined;
  readonly fields?: readonly string[] | undefined;
  readonly remaining?: RemainingValues | undefined;
  /** Signs path and query, so that they are known again as this server's own. */
  readonly sign?: ((url: string) => string) | undefined;
}

/**
 * Whether a link is one that this server gave.
 *
 * @param url path and query
 * @param signature as `Notes.sign` made it; absent where the link has none
 */
export type IsOwn = (url: string, signature: string | undefined) => boolean;

/** Parameters by which the cloud continues a list, whether or not the spec names them for the route. */
const CURSORS = new Set(['page', 'limit', 'search_after', 'start', 'end', 'token']);

const NOTES = new Set(['skip', 'seen', 'fields', 'then', 'sig']);
/** Characters of a link at most. */
export const MAX_LINK_LENGTH = 8000;
const SIGNATURE = /^[\w-]{8,64}$/;
const MOST_ROWS = 1_000_000;
const FIELD = /^(?:\*|[\w-]+(?:\.[\w-]+|\[\])*)$/;

const fail = (why: string): never => {
  throw refused(
    `That is not a \`next\` of this server: ${why}.`,
    'Give `next` exactly as an answer holds it; nothing was sent.',
  );
};

/**
 * Reads a `next`. Whatever the text, the URL that comes out stays on the cloud's own origin, under /api/v1/, on a GET
 * route of the spec that only reads.
 *
 * @param text a server-relative URL, or an absolute one on the same cloud; a fragment `#skip=13&fields=name,mac` is this
 * server's own and never sent
 * @param isOwn lets parameters through that the spec does not give to the route, but the cloud itself put into its link
 * @throws MistError of kind `refused`
 */
export function parseNext(text: string, cloud: Cloud, isOwn: IsOwn = () => false): NextLink {
  const { url, pathname, search, fragment } = split(text, cloud.api);
  // The URL parser has the last word: what it reads must be what was checked.
  const parsed = URL.canParse(url, cloud.api) ? new URL(url, cloud.api) : fail('it is no URL');
  if (parsed.origin !== cloud.api || parsed.pathname !== pathname) fail('its path is not plain');
  const matched = matchRoute('GET', pathname) ?? fail('the API has no list there');
  const { path: parameters, query: known, effect } = operation(matched.route);
  if (effect !== 'read') fail('that request changes something');
  for (const [name, value] of Object.entries(matched.path)) {
    if (segmentFault(value, parameters[name]?.format) !== undefined) fail('an id in its path is not one');
  }
  const query = Object.fromEntries(new URLSearchParams(search));
  const notes = readFragment(fragment, known);
  if (hasStranger(query, known) && !isOwn(url, notes.signature))
    fail('it has a parameter that its route does not take');
  return { ...matched, query, url, ...notes };
}

const hasStranger = (query: Readonly<Record<string, string>>, known: Operation['query']): boolean =>
  Object.keys(query).some((name) => !Object.hasOwn(known, name) && !CURSORS.has(name));

function split(text: string, origin: string): { url: string; pathname: string; search: string; fragment: string } {
  if (text.length > MAX_LINK_LENGTH) fail('it is too long');
  if (!/^[\x21-\x5b\x5d-\x7e]*$/.test(text)) fail('it holds blanks, backslashes or characters that no URL has');
  const absolute = /^https?:\/\/[^/?#]*/i.exec(text)?.[0] ?? '';
  if (absolute !== '' && absolute.toLowerCase() !== origin) fail('it leads to another host');
  const [, pathname = '', search = '', fragment = ''] =
    /^([^?#]*)(\?[^#]*)?(?:#(.*))?$/.exec(text.slice(absolute.length)) ?? [];
  if (!pathname.startsWith('/api/v1/')) fail('it does not begin with /api/v1/');
  return { url: pathname + search, pathname, search, fragment };
}

function readFragment(
  fragment: string,
  known: Operation['query'],
): Pick<NextLink, 'skip' | 'seen' | 'fields' | 'remaining' | 'signature'> {
  const own = new URLSearchParams(fragment);
  const skip = readCount(own, 'skip');
  const seen = readCount(own, 'seen');
  const fields = own.get('fields')?.split(',');
  if ([...own.keys()].some((name) => !NOTES.has(name))) fail('what follows # is not from here');
  if (fields?.some((name) => !FIELD.test(name))) fail('`fields` is not a list of columns');
  const remaining = readRemaining(own.get('then'), known);
  const signature = own.get('sig') ?? undefined;
  if (signature !== undefined && !SIGNATURE.test(signature)) fail('`sig` is not from here');
  return {
    ...(skip === undefined ? {} : { skip }),
    ...(seen === undefined ? {} : { seen }),
    ...(fields ? { fields } : {}),
    ...(remaining ? { remaining } : {}),
    ...(signature === undefined ? {} : { signature }),
  };
}

function readCount(notes: URLSearchParams, name: string): number | undefined {
  const text = notes.get(name);
  if (text === null) return undefined;
  return /^\d{1,7}$/.test(text) && Number(text) <= MOST_ROWS ? Number(text) : fail(`\`${name}\` is not a count`);
}

function readRemaining(text: string | null, known: Operation['query']): RemainingValues | undefined {
  if (text === null) return undefined;
  const [parameter = '', list = ''] = text.split(':');
  const values = list === '' ? [] : list.split(',');
  const legal = known[parameter]?.enum?.map(String) ?? [];
  if (values.some((value) => !legal.includes(value))) fail('`then` names a value that its route does not take');
  return { parameter, values };
}

/**
 * The list of the next value in turn, from its beginning.
 *
 * @param url of the list that has come to its end, its window in absolute times
 */
export function nextValueLink(
  url: string,
  { parameter, values }: RemainingValues,
  notes: Omit<Notes, 'skip' | 'seen' | 'remaining'> = {},
): string {
  const [value = '', ...rest] = values;
  const [pathname = '', search = ''] = url.replace(/#.*$/s, '').split('?');
  const query = new URLSearchParams(search);
  query.set(parameter, value);
  for (const cursor of ['page', 'search_after']) query.delete(cursor);
  const next = `${pathname}?${query.toString()}`;
  return withSkip(next, { ...notes, remaining: { parameter, values: rest } });
}

/**
 * Notes in a `next` how many rows of its page and of those before it were shown, which columns were asked for, and what
 * comes after it.
 *
 * @param url path and query; an older note is replaced
 */
export function withSkip(url: string, own: Notes): string {
  const bare = url.replace(/#.*$/s, '');
  // A name that no column has would make a `next` that is refused when it comes back.
  const fields = (own.fields ?? []).filter((name) => FIELD.test(name));
  const notes = [
    ...(own.skip ? [`skip=${own.skip}`] : []),
    ...(own.seen && own.seen <= MOST_ROWS ? [`seen=${own.seen}`] : []),
    ...(fields.length > 0 ? [`fields=${fields.map(encodeValue).join(',')}`] : []),
  ];
  if (own.remaining) notes.push(`then=${own.remaining.parameter}:${own.remaining.values.join(',')}`);
  if (own.sign && needsSignature(bare)) notes.push(`sig=${own.sign(bare)}`);
  return notes.length > 0 ? `${bare}#${notes.join('&')}` : bare;
}

/** Whether a link has a parameter that the spec does not give to its route. */
function needsSignature(url: string): boolean {
  const [pathname = '', search = ''] = url.split('?');
  const matched = matchRoute('GET', pathname);
  return (
    matched !== undefined &&
    hasStranger(Object.fromEntries(new URLSearchParams(search)), operation(matched.route).query)
  );
}
