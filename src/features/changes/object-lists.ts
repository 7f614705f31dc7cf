import { MistError } from '../../core/errors/mist-error.ts';
import { type FamilyName, family } from '../../mist/families.ts';
import { MAX_PAGE_SIZE } from '../../mist/limits.ts';
import type { Route } from '../../mist/spec/routes.ts';
import type { LookupContext } from '../../tool/context.ts';
import { fetchAll, type ObjectList, pathOf, walkObjects } from '../configuration/index.ts';
import type { JsonObject } from './types.ts';

/** The organization and site around the object of a change, as far as they are known. */
export interface ObjectScope {
  readonly org_id?: string | undefined;
  readonly site_id?: string | undefined;
}

/**
 * The objects of a list that was read to its end.
 *
 * @throws MistError for a part of one: what depends on the others would pass for unaffected
 */
function wholeOf({ rows, completeness, reachedEnd }: ObjectList): readonly JsonObject[] {
  if (reachedEnd) return rows;
  const reason = 'reason' in completeness ? completeness.reason : '';
  throw new MistError('server', `A list was not read to its end. ${reason}`.trim(), 'Look at it in the portal.');
}

/** Lists of objects that a change may need, each asked for once however many questions it answers. */
export class Lists {
  readonly #context: LookupContext;
  readonly #scope: ObjectScope;
  readonly #known = new Map<string, Promise<readonly JsonObject[]>>();

  constructor(context: LookupContext, scope: ObjectScope) {
    this.#context = context;
    this.#scope = scope;
  }

  /** Every object of a family around here, or those that a filter of the list lets through. */
  all(name: FamilyName, filter?: Readonly<Record<string, string>>): Promise<readonly JsonObject[]> {
    return this.#once(`${name} ${JSON.stringify(filter)}`, async () => {
      const found = family(name);
      const question = { object_type: name, ...this.#scope };
      const route = found?.routes.list ?? found?.routes.get;
      if (!found || !route) throw new Error(`${name} cannot be read`);
      if (!filter && route === found.routes.list)
        return wholeOf(await fetchAll({ call: this.#context, found, question }));
      const path = await pathOf(this.#context, route, found, question);
      return this.#walk(route, path, filter ? { ...found.query, ...filter, limit: MAX_PAGE_SIZE } : {});
    });
  }

  /** Devices of the organization that stand at a site, or all of them. */
  inventory(site?: string): Promise<readonly JsonObject[]> {
    return this.#once(`inventory ${site}`, async () => {
      const query = { limit: MAX_PAGE_SIZE, ...(site === undefined ? {} : { site_id: site }) };
      return this.#walk('GET /api/v1/orgs/{org_id}/inventory', { org_id: this.#scope.org_id ?? '' }, query);
    });
  }

  async #walk(
    route: Route,
    path: Record<string, string>,
    query: Readonly<Record<string, string | number | boolean>>,
  ): Promise<readonly JsonObject[]> {
    const first = await this.#context.send(route, { path, query });
    return wholeOf(await walkObjects(first, (url) => this.#context.get(url)));
  }

  #once(key: string, look: () => Promise<readonly JsonObject[]>): Promise<readonly JsonObject[]> {
    const known = this.#known.get(key) ?? look();
    this.#known.set(key, known);
    return known;
  }
}
