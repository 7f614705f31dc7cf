import { MistError, refused } from '../core/errors/mist-error.ts';
import { parseId } from '../core/ids.ts';
import { asText, isRecord } from '../core/json.ts';
import type { Cloud } from './clouds.ts';
import type { MistAnswer, MistClient, MistRequest } from './http/client.ts';
import { parseNext } from './paging/next-link.ts';
import { effectOf, operation } from './spec/operations.ts';
import { type Route, splitRoute } from './spec/routes.ts';

/** One thing that somebody may do with a token. */
export interface Grant {
  readonly write: boolean;
  /** Ids of the only sites; all where there is none. */
  readonly sites: readonly string[];
}

/** What somebody may do with a token that others use too, or that may do more. */
export interface AccessRights {
  /** What the token is called where people read it. */
  readonly profile: string;
  readonly cloud: Cloud;
  /** Ids of the only organizations; all that the token sees where there is none. */
  readonly orgs: readonly string[];
  readonly grants: readonly Grant[];
  /** Whether the token sees organizations that are not meant, so that a site has to be looked up first. */
  readonly wider: boolean;
  /** Told that Mist does not accept the token. */
  readonly onUnauthorized: () => void;
  /** Whether the account behind the token is the very person's who asks, so that they may look at it as a whole. */
  readonly ownAccount?: boolean;
  /** What to do about a token that Mist does not accept. */
  readonly renewal?: string;
}

/** Who waits for a request. */
type Asking = Pick<MistRequest, 'signal' | 'call'>;

/** Where a request goes, as far as rights are about it. */
interface Destination {
  readonly route: Route;
  readonly path: Readonly<Record<string, string>>;
  readonly site: string | undefined;
}

/** Of the account behind a token, which is the operator's, people need to know what it sees and what is left of its hour. */
const OPEN_ROUTES: readonly string[] = ['GET /api/v1/self', 'GET /api/v1/self/usage'];
/** What names the organization and its sites: answered to everybody who may use the token, cut to their sites. */
const ORG_ROUTE = 'GET /api/v1/orgs/{org_id}';
const SITES_ROUTE = 'GET /api/v1/orgs/{org_id}/sites';
/** Through an MSP a token sees its organizations; the answer is cut to those that are meant. */
const MSP_ORGS_ROUTE = 'GET /api/v1/msps/{msp_id}/orgs';

/** Whether a token sees more than these organizations, by what Mist says of it; an MSP's token may see any. */
export function seesMore(self: unknown, orgs: readonly string[]): boolean {
  const privileges = isRecord(self) && Array.isArray(self.privileges) ? self.privileges.filter(isRecord) : [];
  return orgs.length > 0 && privileges.some(({ scope, org_id: id }) => scope === 'msp' || !orgs.includes(asText(id)));
}

/**
 * The way to a cloud for somebody whose rights are narrower than the token's. What is beyond them is refused before
 * anything is sent, and what an answer shows beyond them is taken out.
 */
export function narrowedClient(client: MistClient, rights: AccessRights): MistClient {
  const homes = new Map<string, string>();

  /** The organization that a site belongs to. */
  async function homeOf(site: string, { signal, call }: Asking): Promise<string | undefined> {
    const known = homes.get(site);
    if (known !== undefined) return known;
    const { body } = await asked(
      client.send({ route: 'GET /api/v1/sites/{site_id}', path: { site_id: site }, signal, call }),
    );
    const home = isRecord(body) && typeof body.org_id === 'string' ? parseId(body.org_id) : undefined;
    if (home !== undefined) homes.set(site, home);
    return home;
  }

  async function permit(to: Destination, asking: Asking): Promise<void> {
    requireRight(to, rights);
    const { site_id: site } = to.path;
    if (site === undefined || !rights.wider || rights.orgs.length === 0) return;
    const home = await homeOf(parseId(site) ?? site, asking);
    if (home === undefined || !rights.orgs.includes(home)) throw beyond(rights, 'that site');
  }

  async function asked(answer: Promise<MistAnswer>): Promise<MistAnswer> {
    try {
      return cut(await answer, rights);
    } catch (error) {
      if (!(error instanceof MistError) || error.kind !== 'unauthorized') throw error;
      rights.onUnauthorized();
      throw new MistError(
        'unauthorized',
        `Mist does not accept the token of the profile ${rights.profile}.`,
        rights.renewal ?? 'Ask whoever runs this server to renew it; signing in again does not help.',
        { status: 401 },
      );
    }
  }

  return {
    async send(request) {
      await permit(destinationOf(request), request);
      return asked(client.send(request));
    },
    async get(relativeUrl, signal, call) {
      const { route, path, url } = parseNext(relativeUrl, rights.cloud, () => true);
      const [site, ...more] = new URL(url, rights.cloud.api).searchParams.getAll('site_id');
      // Of two, Mist could take the other one.
      const query = site === undefined || more.length > 0 ? {} : { site_id: site };
      await permit(destinationOf({ route, path, query }), { signal, call });
      return asked(client.get(relativeUrl, signal, call));
    },
    close: () => client.close(),
  };
}

function destinationOf({ route, path = {}, query = {} }: MistRequest): Destination {
  // A parameter that the route does not have narrows nothing.
  const site = 'site_id' in operation(route).query ? query.site_id : undefined;
  return { route, path, site: typeof site === 'string' ? site : undefined };
}

const beyond = ({ profile }: AccessRights, what: string): MistError =>
  refused(`Your access by the profile ${profile} does not reach ${what}.`, 'Ask whoever runs this server to widen it.');

/** @throws MistError of kind `refused` for what no grant covers */
function requireRight({ route, path, site }: Destination, rights: AccessRights): void {
  const { path: template } = splitRoute(route);
  if (OPEN_ROUTES.includes(route) || (route.startsWith('GET ') && template.startsWith('/api/v1/const/'))) return;
  const org = path.org_id === undefined ? undefined : (parseId(path.org_id) ?? path.org_id);
  const place = path.site_id ?? site;
  const within = place === undefined ? undefined : (parseId(place) ?? place);
  if (org === undefined && path.site_id === undefined) {
    const everywhere = rights.orgs.length === 0 && rights.grants.some(({ sites }) => sites.length === 0);
    const isMeant = path.msp_id !== undefined || rights.ownAccount === true;
    if (!(isMeant && everywhere) && route !== MSP_ORGS_ROUTE)
      throw beyond(rights, `${route}, which is not about one organization`);
  }
  if (org !== undefined && rights.orgs.length > 0 && !rights.orgs.includes(org))
    throw beyond(rights, 'that organization');
  const covering = rights.grants.filter(
    ({ sites }) => sites.length === 0 || (within !== undefined && sites.includes(within)),
  );
  const isName = route === ORG_ROUTE || route === SITES_ROUTE || route === MSP_ORGS_ROUTE;
  if (covering.length === 0 && !isName) throw beyond(rights, placeText(rights, within));
  const changes = !['read', 'diagnostic'].includes(effectOf(route));
  // An organization's object that names one site in its query is the organization's still.
  const mayWrite = covering.some(({ write, sites }) => write && (sites.length === 0 || path.site_id !== undefined));
  if (changes && !mayWrite) {
    throw refused(
      `Your access by the profile ${rights.profile} is for reading there; nothing was sent.`,
      'Ask whoever runs this server to widen it.',
    );
  }
}

function placeText({ grants }: AccessRights, site: string | undefined): string {
  const sites = [...new Set(grants.flatMap((grant) => grant.sites))].slice(0, 5).join(', ');
  return site === undefined
    ? `the whole organization: name one of your sites (${sites})`
    : `that site; your sites are ${sites}`;
}

/** Takes out what names organizations and sites beyond somebody's rights. */
function cut(answer: MistAnswer, { orgs, grants }: AccessRights): MistAnswer {
  const { route, body } = answer;
  if (route === 'GET /api/v1/self' && orgs.length > 0 && isRecord(body) && Array.isArray(body.privileges)) {
    const privileges = body.privileges.filter(isRecord).flatMap((one) => {
      // What leads to the organizations of an MSP stays, without what it is called.
      if (one.scope === 'msp') return [{ scope: one.scope, role: one.role, msp_id: one.msp_id }];
      return orgs.includes(asText(one.org_id)) ? [one] : [];
    });
    return { ...answer, body: { ...body, privileges } };
  }
  if (route === MSP_ORGS_ROUTE && orgs.length > 0 && Array.isArray(body))
    return { ...answer, body: body.filter((one: unknown) => isRecord(one) && orgs.includes(asText(one.id))) };
  if (route !== SITES_ROUTE || !Array.isArray(body) || grants.some(({ sites }) => sites.length === 0)) return answer;
  const sites = new Set(grants.flatMap((grant) => grant.sites));
  return { ...answer, body: body.filter((one: unknown) => isRecord(one) && sites.has(asText(one.id))) };
}
