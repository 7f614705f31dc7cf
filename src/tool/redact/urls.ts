import { maskOf } from '../../core/mask.ts';
import { isSecretName } from '../../mist/spec/secret-names.ts';

const SLASHES = '(?:\\\\{0,3}\\/){2}';

/**
 * A URL with a host, up to the next one; slashes also as JSON may write them. One without a host is the API's own link
 * to the next page.
 */
const URL_WITH_HOST = new RegExp(`:${SLASHES}(?:(?!:${SLASHES})[^\\s"'<>])+`, 'g');

/** `https://user:password@host`. */
const PASSWORD = new RegExp(`(:${SLASHES}[^\\s/:@?#\\\\]*:)[^\\s/@]+(?=@)`, 'g');

const PARTS = new RegExp(`^(:${SLASHES})([^/?#\\\\]*)([^?#]*)([^]*)$`);

const PARAMETER = /((?:[?&#;]|\\u0026))([^=&#;?\\]{1,80})=([^&#;\\]+)/g;

/** Names that say what they are in a URL only: elsewhere a `key` or a `code` may be anything. */
const SECRET_PARAMETERS: ReadonlySet<string> = new Set([
  ...['key', 'code', 'auth', 'sig', 'sas', 'pass', 'pw', 'otp', 'ticket', 'session', 'sessionid', 'sid'],
  ...['samlrequest', 'samlresponse', 'relaystate'],
]);
const SECRET_PARAMETER = /(?:^|[_.-])(?:signature|credential|(?:access|auth|authorization|verification|pairing)_code)$/;

/** Services whose URLs are keys themselves: whoever knows one may post there. */
const KEY_HOST =
  /^(?:hooks?\.[\w.-]{1,80}|maker\.ifttt\.com|api\.telegram\.org|outlook\.office(?:365)?\.com|webhook\.site|events\.pagerduty\.com|alert\.victorops\.com|webexapis\.com|(?:[\w-]{1,60}\.)?discord(?:app)?\.com|[\w.-]{1,80}\.webhook\.office\.com|[\w.-]{1,80}\.logic\.azure\.com)$/i;

/** Parts of a path after which a key follows, whatever the host. */
const KEY_AFTER = /^(?:hooks?|webhooks?|webhookb2|enroll|enrollment|invites?|magic-link)$/i;
const SHORTEST_KEY = 16;

/** A user without a password that looks like a key: long, with a digit. */
const isKeyLike = (user: string): boolean => user.length >= 20 && /\d/.test(user) && !/[:•]/.test(user);

/** A part of a URL as it is meant; as it is written where it cannot be decoded. */
function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

function isSecretParameter(name: string): boolean {
  // `filter[token]` is a token as well.
  const plain = decoded(name).replace(/^.*\[([^\]]+)\]$/, '$1');
  const lower = plain.toLowerCase();
  return SECRET_PARAMETERS.has(lower) || SECRET_PARAMETER.test(lower) || isSecretName(plain);
}

/** Whether a value is itself a link, written into this one, that carries a secret. */
function carriesSecret(value: string, depth: number): boolean {
  if (depth === 0 || !/%3[dD]/.test(value)) return false;
  const link = `?${decoded(value).replace(/^[^?]*\?/, '')}`;
  return maskQuery(link, depth - 1) !== link;
}

/** Links within links that are looked into. */
const DEEPEST = 3;

function maskQuery(query: string, depth = DEEPEST): string {
  return query.replace(PARAMETER, (all: string, before: string, name: string, value: string) => {
    const secret = isSecretParameter(name) || carriesSecret(value, depth);
    return secret && !value.startsWith('•••') ? `${before}${name}=${maskOf('token')}` : all;
  });
}

function maskPath(path: string): string {
  const parts = path.split('/');
  const at = parts.findIndex((part) => KEY_AFTER.test(part.replace(/\\+$/, '')));
  if (at < 0 || !parts.slice(at + 1).some((part) => part.length >= SHORTEST_KEY)) return path;
  return `${parts.slice(0, at + 1).join('/')}/${maskOf('path')}`;
}

function maskUrl(url: string): string {
  const [, start = '', authority = '', path = '', query = ''] = PARTS.exec(url) ?? [];
  if (start === '') return url;
  const at = authority.lastIndexOf('@');
  const host = authority.slice(at + 1);
  const user = at < 0 ? '' : `${isKeyLike(authority.slice(0, at)) ? maskOf('password') : authority.slice(0, at)}@`;
  const whole = `${path}${query}`;
  if (KEY_HOST.test(host.replace(/:\d{1,5}$/, '')) && whole.length > 1)
    return `${start}${user}${host}${whole.startsWith('/•••') ? whole : `/${maskOf('path')}`}`;
  return `${start}${user}${host}${maskPath(path)}${maskQuery(query)}`;
}

/** Masks what is secret in the URLs of a text: passwords, parameters that are keys, paths that are. */
export const maskUrls = (text: string): string =>
  text.includes(':') ? text.replace(PASSWORD, `$1${maskOf('password')}`).replace(URL_WITH_HOST, maskUrl) : text;
