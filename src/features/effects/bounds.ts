/** How much is read to compute what a change does. */
export interface Bounds {
  /** Sites that are computed at most. */
  readonly sites: number;
  /** Requests at most for a change of one device or site. */
  readonly requestsOfOne: number;
  /** Requests at most for a change that reaches several sites. */
  readonly requests: number;
  /** Sites of a change of several at which WLANs and gateways beside it are read too: those whose facts are read. */
  readonly sitesBeside: number;
  /** Share of what is left of the hour that one change may take. */
  readonly shareOfHour: number;
}

/** The bounds of a change, in one place. */
export const EFFECT_BOUNDS: Bounds = {
  sites: 200,
  requestsOfOne: 12,
  requests: 240,
  sitesBeside: 25,
  shareOfHour: 0.1,
};

/**
 * Requests that the computing of one change may take.
 *
 * @param sites how many it reaches
 * @param left requests that are left of the hour; undefined while the cloud has not said
 */
export function requestsFor(bounds: Bounds, sites: number, left: number | undefined): number {
  const most = sites > 1 ? bounds.requests : bounds.requestsOfOne;
  return left === undefined ? most : Math.min(most, Math.max(Math.floor(left * bounds.shareOfHour), 0));
}

/** Requests that each step of a plan adds to those of one change, which has its site at hand, and how many at most. */
const REQUESTS_OF_STEP = 4;
const MOST_REQUESTS_OF_PLAN = 60;

/** The bounds of a plan of several changes: one at one site may read what each of its steps needs. */
export const planBounds = (steps: number): Bounds => ({
  ...EFFECT_BOUNDS,
  requestsOfOne: Math.min(EFFECT_BOUNDS.requestsOfOne + REQUESTS_OF_STEP * steps, MOST_REQUESTS_OF_PLAN),
});
