/** Why a request to the Mist cloud gave no usable answer. */
export type MistErrorKind =
  | 'no_token'
  | 'bad_request'
  | 'unauthorized'
  | 'forbidden'
  | 'not_found'
  | 'rate_limited'
  | 'server'
  | 'redirect'
  | 'timeout'
  | 'network'
  | 'cancelled'
  | 'not_json'
  | 'unexpected_answer'
  | 'incomplete'
  | 'too_large'
  | 'refused';

/** What an error carries besides its words. */
export interface MistErrorMore {
  status?: number;
  /** What the API itself said; text from outside, so data, and its secrets are not masked yet. */
  detail?: string;
  /** Seconds until a new attempt makes sense. */
  retryAfter?: number;
}

/**
 * A request that failed, in words for the person: what happened, what the API said, what to do next. It never holds a
 * token, a stack or a full URL with its query.
 */
export class MistError extends Error {
  override readonly name = 'MistError';
  readonly kind: MistErrorKind;
  /** What happened, one sentence. */
  readonly what: string;
  /** What to do next, one or two sentences. */
  readonly advice: string;
  readonly more: MistErrorMore;

  constructor(kind: MistErrorKind, what: string, advice: string, more: MistErrorMore = {}) {
    super(what);
    this.kind = kind;
    this.what = what;
    this.advice = advice;
    this.more = more;
  }
}

/** A request that was never sent because something in it is wrong. */
export function refused(what: string, advice: string): MistError {
  return new MistError('refused', what, advice);
}

/** The session has no token and the route needs one. Nothing was sent. */
export function noToken(): MistError {
  return new MistError(
    'no_token',
    'There is no Mist API token, so nothing was asked.',
    'Set MIST_APITOKEN (and MIST_HOST for another cloud than api.mist.com) and start again. A token is made in the Mist portal: Organization > Settings > API Token, or on your own account page.',
  );
}
