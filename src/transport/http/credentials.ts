import type { Cloud } from '../../mist/clouds.ts';
import { parseToken } from '../../mist/token.ts';
import type { ResponseFormat } from '../../tool/result.ts';
import type { CloudList } from './cloud-list.ts';
import { HttpRefusal } from './refusal.ts';

/** Who asks, where, and how narrow the answer shall be: all of it from one request. */
export interface Credentials {
  readonly token: string;
  readonly cloud: Cloud;
  /** Asked for by the client; it only ever takes away. */
  readonly readonly: boolean;
  readonly format: ResponseFormat | undefined;
}

const LIKE_A_TOKEN = /token|auth|^(api[-_ ]?)?key$|^jwt$|^pat$|secret|password|bearer|credential/i;

/** Three parts, the first of which is a JSON object. */
const LIKE_A_JWT = /^ey[\w-]*\.[\w-]+\.[\w-]*$/;

/** A shorter text may be a part of any word. */
const SHORTEST_TOKEN = 8;

/** Headers with every time they were sent; Node keeps one of two Authorization headers and says nothing. */
type SentHeaders = NodeJS.ReadOnlyDict<string[]>;
const HOW = 'Send your Mist API token as the header "Authorization: Bearer <token>" (or "X-Authorization").';

const unauthorized = (message: string, header: string): HttpRefusal =>
  new HttpRefusal(401, message, { data: { header }, headers: { 'WWW-Authenticate': 'Bearer realm="mistmcp"' } });

const tokenInUrl = (): HttpRefusal =>
  unauthorized(`A token in the URL is refused, since URLs end up in logs. ${HOW}`, 'Authorization');

/**
 * Reads token, cloud and wishes of a request.
 *
 * @param query of the request's target; names are read whatever their case, dashes and underscores
 * @param refuseJwt whether a token of an identity provider is refused
 * @throws HttpRefusal 401 for what is missing or malformed, 403 for a cloud that is not allowed, 400 for a wish that
 *   cannot be read (taking it for absent could widen what the client wanted narrow); never with a value in it
 */
export function readCredentials(
  headers: SentHeaders,
  query: URLSearchParams,
  clouds: CloudList,
  refuseJwt = false,
): Credentials {
  if (namesToken(query)) throw tokenInUrl();
  const token = readToken(headers);
  if (refuseJwt && LIKE_A_JWT.test(token)) {
    throw unauthorized('That is a token of an identity provider, which is taken at /mcp only.', 'Authorization');
  }
  if (token.length >= SHORTEST_TOKEN && [...query].flat().some((text) => text.includes(token))) throw tokenInUrl();
  return { token, cloud: readCloud(headers, query, clouds), ...readWishes(headers, query) };
}

/** Whether a query names something that looks like a token. */
export const namesToken = (query: URLSearchParams): boolean =>
  [...query.keys()].some((name) => LIKE_A_TOKEN.test(name));

/** Reads how narrow a client wants what it is served. @throws HttpRefusal 400 for what cannot be read */
export const readWishes = (headers: SentHeaders, query: URLSearchParams): Pick<Credentials, 'readonly' | 'format'> => ({
  readonly: [one(headers['x-mist-readonly']), ...all(query, 'readonly')].map(readSwitch).includes(true),
  format: readFormat(all(query, 'output')),
});

/** Reads which of several profiles a client wants, from a header or the query. */
export const readProfileName = (headers: SentHeaders, query: URLSearchParams): string | undefined =>
  [one(headers['x-mist-profile']), ...all(query, 'profile')].map((text) => text?.trim()).find(Boolean);

/** Those sent twice are one text, which is then neither a token nor a cloud. */
const one = (values: readonly string[] | undefined): string | undefined => values?.join(', ');

const all = (query: URLSearchParams, name: string): string[] =>
  [...query].flatMap(([key, value]) => (key.toLowerCase().replace(/[-_]/g, '') === name ? [value] : []));

function readToken(headers: SentHeaders): string {
  const own = one(headers['x-authorization'])?.trim();
  const standard = one(headers.authorization)?.trim();
  // Where a proxy needs Authorization for itself (Basic and the like), the token is in the other header.
  const isOurs = standard !== undefined && /^(bearer|token)\s/i.test(standard);
  const name = own ? 'X-Authorization' : 'Authorization';
  const text = own || (isOurs ? standard : undefined);
  if (text === undefined) {
    throw standard
      ? unauthorized(`The header Authorization is not of the form "Bearer <token>". ${HOW}`, 'Authorization')
      : unauthorized(`The header Authorization is missing. ${HOW}`, 'Authorization');
  }
  const token = bare(text, name);
  if (own && isOurs && bare(standard, 'Authorization') !== token) {
    throw unauthorized('Authorization and X-Authorization hold two different tokens; send one.', 'Authorization');
  }
  return token;
}

function bare(text: string, header: string): string {
  try {
    const token = parseToken(text.replace(/^bearer(\s+|$)/i, ''));
    if (token !== undefined) return token;
  } catch {}
  throw unauthorized(`The header ${header} holds no token. ${HOW}`, header);
}

function readCloud(headers: SentHeaders, query: URLSearchParams, clouds: CloudList): Cloud {
  const named = [one(headers['x-mist-cloud']), ...all(query, 'cloud')].filter((text) => text?.trim());
  const chosen = named.map((text) => {
    try {
      return clouds.choose(text ?? '');
    } catch (error) {
      throw new HttpRefusal(403, error instanceof Error ? error.message : 'That cloud is not allowed.', {
        data: { header: 'X-Mist-Cloud' },
      });
    }
  });
  const cloud = chosen[0] ?? clouds.fallback;
  if (!cloud) {
    throw unauthorized(
      'The header X-Mist-Cloud is missing: name the host of your Mist cloud in it, or as ?cloud=api.mist.com.',
      'X-Mist-Cloud',
    );
  }
  if (chosen.some(({ api }) => api !== cloud.api)) {
    throw new HttpRefusal(400, 'X-Mist-Cloud and ?cloud= name different clouds; name one.', {
      data: { header: 'X-Mist-Cloud' },
    });
  }
  return cloud;
}

function readSwitch(text: string | undefined): boolean {
  const word = text?.trim().toLowerCase();
  if (word === undefined || ['false', '0', 'no', 'off'].includes(word)) return false;
  if (['', 'true', '1', 'yes', 'on'].includes(word)) return true;
  throw new HttpRefusal(400, 'readonly (or the header X-Mist-Readonly) is true or false.', {
    data: { header: 'X-Mist-Readonly' },
  });
}

function readFormat(values: readonly string[]): ResponseFormat | undefined {
  const [format, ...more] = new Set(values.map((value) => value.toLowerCase()));
  if (format === undefined) return undefined;
  if (more.length === 0 && (format === 'json' || format === 'string')) return format;
  throw new HttpRefusal(400, 'output is json or string.', { data: { parameter: 'output' } });
}
