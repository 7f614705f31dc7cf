import { MistError } from '../../core/errors/mist-error.ts';
import { asText, isRecord, type JsonObject } from '../../core/json.ts';
import { type Family, type FamilyName, family, familyNames } from '../../mist/families.ts';
import type { MistAnswer, MistClient, MistRequest } from '../../mist/http/client.ts';
import { targetOf } from '../../mist/http/target.ts';
import { walkList } from '../../mist/paging/walk.ts';
import type { Session } from '../../mist/session.ts';
import type { Route } from '../../mist/spec/routes.ts';
import type { ToolContext } from '../../tool/context.ts';
import { isPlaceholder } from './new-objects.ts';

/** What a plan does to one object: what it would be, or that it would be gone. */
interface PlannedObject {
  readonly family: FamilyName;
  readonly site: string | undefined;
  readonly row: JsonObject | undefined;
}

const SITE_ROUTE = 'GET /api/v1/sites/{site_id}';
const SITES_ROUTE = 'GET /api/v1/orgs/{org_id}/sites';
const INVENTORY_ROUTE = 'GET /api/v1/orgs/{org_id}/inventory';

/** Parameters of a list that say how it is read, not what is in it. */
const HOW: ReadonlySet<string> = new Set(['limit', 'page', 'for_site', 'unassigned']);

/** Families by the route of their list, and by that of one object. */
function familiesBy(verb: 'list' | 'get'): ReadonlyMap<Route, Family> {
  const all = familyNames.flatMap((name) => family(name) ?? []);
  return new Map(all.flatMap((found) => (found.routes[verb] ? [[found.routes[verb], found]] : [])));
}

/**
 * The cloud as changes that are not made yet would leave it: whoever reads through it sees new objects, changed ones and
 * none of those that are gone, and everything is asked of the cloud once, however many changes need it. Nothing can be
 * written through it.
 */
export class PlannedCloud {
  readonly #context: ToolContext;
  readonly #lists = familiesBy('list');
  readonly #objects = familiesBy('get');
  readonly #answers = new Map<string, Promise<MistAnswer>>();
  readonly #planned = new Map<string, PlannedObject>();
  /** Sites of the lists that were read. */
  readonly #sites = new Map<string, JsonObject>();
  /** Whether several sites are looked at: then they are read as a list. */
  readonly #isWide: boolean;
  #directoryWrites = 0;

  constructor(context: ToolContext, isWide: boolean) {
    this.#context = context;
    this.#isWide = isWide;
  }

  /** A context that sees what was planned so far. */
  get planned(): ToolContext {
    return this.#contextOf((request) => this.#readPlanned(request));
  }

  /** A context that sees what the cloud has, each thing read once. */
  get live(): ToolContext {
    return this.#contextOf((request) => this.#readLive(request));
  }

  /** Reads ahead, side by side, what would else be read one by one. */
  async warm(requests: readonly MistRequest[]): Promise<void> {
    for (let at = 0; at < requests.length; at += AT_ONCE)
      await Promise.all(
        requests.slice(at, at + AT_ONCE).map((request) => this.#readLive(request).catch(() => undefined)),
      );
  }

  /** Takes an object for changed, created or, without a row, gone. */
  plan(
    name: FamilyName,
    place: { readonly id: string | undefined; readonly site: string | undefined },
    row?: JsonObject,
  ): void {
    this.#planned.set(keyOf(name, place.id ?? place.site), { family: name, site: place.site, row });
    if (name === 'org_sites') this.#directoryWrites += 1;
  }

  #contextOf(read: (request: MistRequest) => Promise<MistAnswer>): ToolContext {
    const { signal } = this.#context;
    const session = this.#sessionOf(read);
    return {
      ...this.#context,
      session,
      send: (route, parameters = {}) => session.client.send({ route, ...parameters, signal }),
      get: (url) => this.#context.get(url),
    };
  }

  #sessionOf(read: (request: MistRequest) => Promise<MistAnswer>): Session {
    const { session } = this.#context;
    const writes = (): number => this.#directoryWrites;
    const client: MistClient = {
      send(request) {
        if (request.route.startsWith('GET ')) return read(request);
        throw new Error(`${request.route} while a plan is made`);
      },
      get: (url, given) => session.client.get(url, given),
      close: async () => {},
    };
    return {
      ...{ cloud: session.cloud, token: session.token, principal: session.principal, client, sign: session.sign },
      get directoryWrites() {
        return session.directoryWrites + writes();
      },
      get writes() {
        return session.writes;
      },
      budget: session.budget,
      proxy: session.proxy,
      // What is looked up in it is of a cloud that is not there yet.
      identity: client,
      call: session.call,
    };
  }

  async #readLive(request: MistRequest): Promise<MistAnswer> {
    const { route, path = {}, query = {} } = request;
    if (Object.values(path).some(isPlaceholder)) return this.#readNew(request);
    if (this.#isWide && route === INVENTORY_ROUTE && query.site_id !== undefined) {
      const { site_id, ...others } = query;
      return withRows(await this.#list({ route, path, query: others }), (row) => row.site_id === site_id);
    }
    const site = route === SITE_ROUTE ? this.#sites.get(path.site_id ?? '') : undefined;
    if (site) return answerOf(request, site);
    return this.#lists.has(route) || route === INVENTORY_ROUTE
      ? this.#list(request)
      : this.#once(request, (one) => this.#ask(one));
  }

  /** A list as one page, read to its end. */
  #list(request: MistRequest): Promise<MistAnswer> {
    return this.#once(request, async (one) => {
      const first = await this.#ask(one);
      if (!Array.isArray(first.body)) return first;
      const { rows, stopped, reason = '' } = await walkList(first, (url) => this.#context.get(url));
      if (stopped !== 'end')
        throw new MistError(
          'incomplete',
          `A list was not read to its end. ${reason}`.trim(),
          'Try again; nothing was sent.',
        );
      if (one.route === SITES_ROUTE)
        for (const row of rows.filter(isRecord)) if (typeof row.id === 'string') this.#sites.set(row.id, row);
      return pageOf(first, rows);
    });
  }

  #ask({ route, path, query }: MistRequest): Promise<MistAnswer> {
    return this.#context.session.client.send({
      route,
      ...(path ? { path } : {}),
      ...(query ? { query } : {}),
      signal: this.#context.signal,
    });
  }

  #once(request: MistRequest, ask: (request: MistRequest) => Promise<MistAnswer>): Promise<MistAnswer> {
    const { path: url } = targetOf(request);
    const { limit: _limit, page: _page, ...query } = request.query ?? {};
    const key = `${request.route} ${url} ${JSON.stringify(Object.entries(query).sort())}`;
    const known = this.#answers.get(key) ?? ask(request);
    this.#answers.set(key, known);
    return known;
  }

  async #readPlanned(request: MistRequest): Promise<MistAnswer> {
    const { route, path = {} } = request;
    const one = this.#objects.get(route);
    if (one && !this.#lists.has(route)) {
      const id = one.idParameter === undefined ? undefined : path[one.idParameter];
      const known = this.#planned.get(keyOf(one.name, id ?? path.site_id));
      if (known) {
        if (known.row) return answerOf(request, known.row);
        throw missing(request);
      }
    }
    const many = this.#lists.get(route);
    const answer = await this.#readLive(request);
    return many ? this.#withPlanned(many, request, answer) : answer;
  }

  #withPlanned(found: Family, { path = {}, query = {} }: MistRequest, answer: MistAnswer): MistAnswer {
    const { body } = answer;
    const mine = [...this.#planned].filter(
      ([, one]) => one.family === found.name && (found.scope === 'org' || one.site === path.site_id),
    );
    if (mine.length === 0 || !Array.isArray(body)) return answer;
    const keys = new Set(mine.map(([key]) => key));
    const kept = body.filter((row: unknown) => !isRecord(row) || !keys.has(keyOf(found.name, textOf(row.id))));
    const fits = (row: JsonObject): boolean =>
      Object.entries(query).every(
        ([name, value]) => HOW.has(name) || row[name] === undefined || asText(row[name]) === asText(value),
      );
    const added = mine.flatMap(([, { row }]) => (row && fits(row) ? [row] : []));
    return pageOf(answer, [...kept, ...added]);
  }

  /** What belongs to an object that is not there yet: an empty list, an empty setting, or nothing. */
  #readNew(request: MistRequest): MistAnswer {
    const { route } = request;
    if (this.#lists.has(route)) return answerOf(request, []);
    if (this.#objects.get(route)?.name === 'site_settings') return answerOf(request, {});
    throw missing(request);
  }
}

/** Requests at once; the session bounds them besides. */
const AT_ONCE = 8;

const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

const keyOf = (name: FamilyName, id: string | undefined): string => `${name} ${id ?? ''}`;

const answerOf = ({ route }: MistRequest, body: unknown): MistAnswer => ({
  ...{ route, status: 200, headers: new Headers(), body, url: '' },
});

/** A list as the one page that it consists of. */
const pageOf = (answer: MistAnswer, rows: readonly unknown[]): MistAnswer => {
  const count = String(rows.length);
  const headers = new Headers({ 'x-page-total': count, 'x-page-limit': String(rows.length + 1), 'x-page-page': '1' });
  return { ...answer, body: rows, headers, url: answer.url.split('?')[0] ?? '' };
};

const withRows = (answer: MistAnswer, fits: (row: JsonObject) => boolean): MistAnswer =>
  Array.isArray(answer.body)
    ? pageOf(
        answer,
        answer.body.filter((row: unknown) => isRecord(row) && fits(row)),
      )
    : answer;

const missing = ({ route }: MistRequest): MistError =>
  new MistError(
    'not_found',
    `Nothing is there yet for ${route}.`,
    'Change the plan: it is created, or deleted, before that.',
    {
      status: 404,
    },
  );
