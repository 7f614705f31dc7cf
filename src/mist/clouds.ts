import { specServers } from './spec/operations.ts';

/** One Mist cloud: where its API and its stream are. */
export interface Cloud {
  /** Host as people know it, such as `api.eu.mist.com`, or `127.0.0.1:8080` for a server on this machine. */
  readonly name: string;
  /** Region in Mist's words, such as `EMEA 01`; `local` or `other` where it is none of theirs. */
  readonly region: string;
  /** Origin of the REST API, without a slash at the end. */
  readonly api: string;
  /** Origin of the WebSocket stream. */
  readonly stream: string;
}

/** Who is asking for a cloud. */
export interface CloudChoice {
  /**
   * The text comes from the operator's own configuration: only there may it name a server on this machine, or, written
   * out with https://, a host that is in no public list (government clouds).
   */
  operator?: boolean;
  /** Further hosts that the operator has allowed clients to choose. */
  allowed?: readonly string[];
}

const DNS_NAME = /^(?=.{4,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]$/;
const OCTET = '(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)';
const LOOPBACK = new RegExp(`^(?:localhost|127\\.${OCTET}\\.${OCTET}\\.${OCTET}|\\[::1\\])(?::([1-9]\\d{0,4}))?$`);

/** The REST host of every region has its WebSocket host beside it: `api.` → `api-ws.`. */
const streamHost = (host: string): string => host.replace(/^api\./, 'api-ws.');

const httpsCloud = (host: string, region: string): Cloud => ({
  name: host,
  region,
  api: `https://${host}`,
  stream: `wss://${streamHost(host)}`,
});

let known: readonly Cloud[] | undefined;

/** The public clouds, from the servers of the spec. */
export function clouds(): readonly Cloud[] {
  known ??= specServers().map(({ url, name }) => httpsCloud(new URL(url).host, name.replace(/^mist\s+/i, '')));
  return known;
}

/** `EMEA 01`, `emea-1` and `Mist Emea 01` are one region. */
const regionKey = (text: string): string =>
  text
    .toLowerCase()
    .replace(/^mist\s+/, '')
    .replace(/[\s_-]+/g, '')
    .replace(/(?<=[a-z])0+(?=\d)/, '');

/**
 * What people paste from the address bar: a host, at most with port 443 and a dot at its end, then a path, a query or a
 * fragment. A name and password before the host and a backslash, which readers of URLs understand differently, do not fit.
 */
const PASTED = /^(?:https:\/\/)?([a-z0-9.-]+?)\.?(?::443)?(?:[/?#][^\\]*)?$/;

/**
 * Reads the name of a cloud as people write it: the API host, the portal's host (`manage.eu.mist.com`), any https
 * address below one of the two, in any case, or the region (`EMEA 01`, `emea01`). Of an address only the host counts.
 *
 * @throws Error with one sentence that lists the clouds; the text is not repeated where it may hold a secret
 */
export function parseCloud(text: string, choice: CloudChoice = {}): Cloud {
  const trimmed = text.trim();
  // Lower-casing folds some foreign letters into ASCII ones, so a host with those is refused before it.
  const [host = ''] = trimmed.replace(/^https?:\/\//i, '').split(/[/?#]/, 1);
  if (!/^[\x20-\x7e]+$/.test(host) || /\p{Cc}/u.test(trimmed)) refuse(trimmed);
  const lower = trimmed.toLowerCase();
  const byRegion = clouds().find(({ region }) => regionKey(region) === regionKey(lower));
  if (byRegion) return byRegion;
  const [, scheme = '', rest = ''] = /^(https?:\/\/)?(.*)$/.exec(lower) ?? [];
  const authority = rest.replace(/\/$/, '');
  return (
    pasted(lower) ??
    (scheme === 'http://' ? undefined : listed(authority, choice)) ??
    (choice.operator ? ofOperator(scheme, authority) : undefined) ??
    refuse(trimmed)
  );
}

/** Portals are `manage.` where the API is `api.`. */
const apiHost = (authority: string): string => authority.replace(/^manage\./, 'api.');

function pasted(text: string): Cloud | undefined {
  const host = apiHost(PASTED.exec(text)?.[1] ?? '');
  return clouds().find(({ name }) => name === host);
}

function listed(authority: string, { allowed = [] }: CloudChoice): Cloud | undefined {
  const host = apiHost(authority);
  const named = allowed.some((entry) => apiHost(entry.trim().toLowerCase()) === host);
  return named && DNS_NAME.test(host) ? httpsCloud(host, 'other') : undefined;
}

function ofOperator(scheme: string, authority: string): Cloud | undefined {
  const loopback = LOOPBACK.exec(authority);
  if (loopback && Number(loopback[1] ?? 0) <= 65_535) {
    // As the URL parser writes it, so that origins can be compared: port 80 of http is left out.
    const api = new URL((scheme || 'http://') + authority).origin;
    return { name: authority, region: 'local', api, stream: api.replace(/^http/, 'ws') };
  }
  // Without the scheme an unknown host is more likely a typing error, and the token would go to a stranger.
  const host = apiHost(authority);
  return scheme === 'https://' && DNS_NAME.test(host) ? httpsCloud(host, 'other') : undefined;
}

/** People paste a token, or a URL that holds a password, into the wrong variable: such a text is not shown. */
const showable = (text: string): boolean => /^[\w .:/-]{1,39}$/.test(text);

function refuse(text: string): never {
  const what = showable(text) ? `"${text}" is not a Mist cloud` : 'That is not a Mist cloud';
  const list = clouds().map(({ name, region }) => `${name} (${region})`);
  throw new Error(`${what}; name a host or region of: ${list.join(', ')}`);
}
