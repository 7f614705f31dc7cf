import { MistError, type MistErrorMore } from '../../core/errors/mist-error.ts';
import type { Cloud } from '../clouds.ts';
import { effectOf } from '../spec/operations.ts';
import type { Route } from '../spec/routes.ts';
import { detailOf, isHtml } from './error-detail.ts';
import { ProxyFailure } from './proxy/failure.ts';
import { tlsTrouble } from './tls-error.ts';

/** The request that failed, as far as its error may tell. */
export interface FailureContext {
  readonly route: Route;
  readonly cloud: Cloud;
  /** Only to take it out of what the API says. */
  readonly token: string | undefined;
}

/** Some requests that are no GET only look, such as a search or a ping. */
const isWrite = (route: Route): boolean => ['write', 'disruptive'].includes(effectOf(route));

/** After these a change may or may not have happened, and the API has no idempotency key. */
const unsure = (route: Route): string =>
  isWrite(route) ? ' The change may have been made all the same: read the object before trying again.' : '';

/**
 * The error for an answer whose status is not a success.
 *
 * @param text the body, already capped
 * @param retryAfter seconds, where the cloud said when to come back
 */
export function fromResponse(
  status: number,
  text: string,
  context: FailureContext,
  retryAfter: number | undefined,
): MistError {
  const { route, cloud, token } = context;
  const detail = detailOf(text, token);
  const more: MistErrorMore = {
    status,
    ...(detail === undefined ? {} : { detail }),
    ...(retryAfter === undefined ? {} : { retryAfter }),
  };
  const page = isHtml(text) ? ' The answer was a web page, so a proxy or firewall in between may have given it.' : '';
  switch (status) {
    case 400:
      return new MistError(
        'bad_request',
        `The API refused the request ${route} (400).${page}`,
        'Correct what the API names and ask again.',
        more,
      );
    case 401:
      return new MistError(
        'unauthorized',
        `${cloud.name} did not accept the token (401).${page}`,
        `Either the token is wrong or was deleted (tokens unused for 90 days are), or it belongs to another cloud, which answers in exactly the same way. Only ${cloud.name} was asked, and a token is never tried on other clouds: check MIST_APITOKEN and MIST_HOST.`,
        more,
      );
    case 403:
      return new MistError(
        'forbidden',
        `The API does not allow ${route} with these values (403).${page}`,
        'Often the id is wrong or belongs to another org or site; otherwise the role of the token is too low. mist_get_self lists what the token may see.',
        more,
      );
    case 404:
      return new MistError(
        'not_found',
        `The API found nothing at ${route} with these values (404).${page}`,
        'The id may not exist, may have been deleted, or may belong to another scope: an org object is not found under a site, nor the reverse. Look the id up in its list first.',
        more,
      );
    case 429:
      return rateLimited(more);
    case 501:
      return new MistError(
        'server',
        `${cloud.name} does not have ${route} (501).${page}`,
        'Do without it: this cloud, or what stands in for it, lacks that part of the API, and asking again will not help.',
        more,
      );
    default:
      return status >= 500
        ? new MistError(
            'server',
            `The Mist cloud failed to answer ${route} (${status}).${page}`,
            `Try again in a minute.${unsure(route)}`,
            more,
          )
        : new MistError(
            'bad_request',
            `The API refused the request ${route} (${status}).${page}`,
            'See what the API says.',
            more,
          );
  }
}

/** The limit counts calls by the clock hour, per org token or per user over all of that user's tokens. */
function rateLimited(more: MistErrorMore): MistError {
  const when =
    more.retryAfter === undefined
      ? 'The count starts again at the full hour: come back then.'
      : `Come back in ${more.retryAfter} s.`;
  return new MistError(
    'rate_limited',
    'The API has counted too many requests of this token or user (429).',
    `${when} Until then, ask less often and for larger pages.`,
    more,
  );
}

/** A redirect is never followed: the token would go along to wherever it points. */
export function redirected(status: number, location: string | null, { route, cloud }: FailureContext): MistError {
  let target = '';
  try {
    target = ` to ${new URL(location ?? '', cloud.api).host.slice(0, 100)}`;
  } catch {
    // Where it points to cannot be read, and need not be.
  }
  return new MistError(
    'redirect',
    `The answer to ${route} was a redirect${target} (${status}), which is never followed with a token.`,
    'Check MIST_HOST, and whether a proxy or a login portal stands in between.',
    { status },
  );
}

/** No whole answer came within the time allowed. */
export function timedOut(seconds: number, { route }: FailureContext): MistError {
  return new MistError(
    'timeout',
    `No answer to ${route} within ${seconds} s.`,
    `Ask for less (a narrower time, a smaller limit) or try again.${unsure(route)}`,
  );
}

/** The caller gave up, or the server is stopping. */
export function cancelled({ route }: FailureContext): MistError {
  return new MistError(
    'cancelled',
    `The request ${route} was cancelled.`,
    isWrite(route) ? unsure(route).trim() : 'Ask again if it is still wanted.',
  );
}

/** The answer was larger than a client will read. */
export function tooLarge(maxBytes: number, { route }: FailureContext): MistError {
  return new MistError(
    'too_large',
    `The answer to ${route} is larger than ${Math.floor(maxBytes / 1024)} KiB.`,
    'Ask for less: a smaller limit, a narrower time, or a filter.',
  );
}

const REASONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'the connection was refused',
  ENOTFOUND: 'the name is not known to DNS',
  EAI_AGAIN: 'DNS did not answer',
  ECONNRESET: 'the connection was cut',
  EPIPE: 'the connection was cut',
  ETIMEDOUT: 'no connection in time',
};

/** The code of a failed connection, which may stand in the cause of its error. */
function codeOf(thrown: unknown): string {
  for (let error = thrown, depth = 0; error instanceof Error && depth < 4; error = error.cause, depth++) {
    if ('code' in error && typeof error.code === 'string') return error.code;
  }
  return '';
}

/**
 * The error for a connection that failed.
 *
 * @returns the error, and whether another attempt makes sense
 */
export function fromConnection(
  thrown: unknown,
  { route, cloud }: FailureContext,
): { error: MistError; again: boolean } {
  const failed = (reason: string, advice: string): MistError =>
    new MistError('network', `${cloud.name} could not be reached: ${reason}.`, advice);
  if (thrown instanceof ProxyFailure) {
    const advice = thrown.unsure ? `${thrown.advice}${unsure(route)}` : thrown.advice;
    return { error: failed(thrown.reason, advice), again: thrown.again };
  }
  const code = codeOf(thrown);
  const tls = tlsTrouble(code);
  if (tls) return { error: failed(tls.reason, tls.advice), again: false };
  const reason = REASONS[code] ?? (code || 'the connection failed');
  const advice = `Check MIST_HOST and the network, and try again; where a web proxy is needed, name it in HTTPS_PROXY.${unsure(route)}`;
  return { error: failed(reason, advice), again: true };
}
