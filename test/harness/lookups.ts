/**
 * Whether a request looks names up: a whole list of an organization or site, which its session keeps for all calls. Tools ask for
 * such lists with smaller pages.
 *
 * @param request such as `GET /api/v1/orgs/…/sites?limit=1000&page=1`
 */
export const isLookup = (request: string): boolean =>
  /^GET \/api\/v1\/(?:orgs|sites)\/[^/?]+\/(?:devices$|\w+\?(?:[^#]*&)?limit=1000\b)/.test(request);
