import { type Row, rows, type Verb } from './families-table.ts';
import { isReplaced } from './spec/layer-files.ts';
import { allRoutes, isRoute, operation } from './spec/operations.ts';
import type { Route } from './spec/routes.ts';

export type { Verb } from './families-table.ts';

/** Name of a configuration family, as tools take it. */
export type FamilyName = keyof typeof rows;

/** Other names of families, kept for those who know them. */
const ALIASES: Readonly<Record<string, FamilyName>> = { org: 'org_settings' };

/** One configuration family with everything that follows from its row. */
export interface Family {
  readonly name: FamilyName;
  /** Whose object it is, and so whether `org_id` or `site_id` leads to it. */
  readonly scope: 'org' | 'site';
  readonly label: string;
  readonly columns: readonly string[];
  /** Routes by verb, as far as the spec has them and this server offers them. */
  readonly routes: Readonly<Partial<Record<Verb, Route>>>;
  /** Route of the effective objects of a site, where the spec has one. */
  readonly derived?: Route;
  /** What a list is to be asked with. */
  readonly query: Readonly<Record<string, string>>;
  /** Parameter of the list whose every value must be asked in turn. */
  readonly each?: string;
  /** Whether rows of the list lack attributes that the object itself has. */
  readonly brief: boolean;
  /** Path parameter that holds the object's id; none where there is one object only, or the site itself. */
  readonly idParameter?: string;
  /** Name in `$defs` of one object. */
  readonly schema: string;
}

const known = new Map<string, Family>();

const asRoute = (method: string, path: string | undefined): Route | undefined => {
  const text = `${method} ${path}`;
  return path !== undefined && isRoute(text) ? text : undefined;
};

let items: Map<string, string> | undefined;

/** The path of one object below its collection: the collection and one parameter. */
function itemBelow(collection: string): string | undefined {
  if (!items) {
    items = new Map();
    for (const route of allRoutes()) {
      const cut = route.lastIndexOf('/');
      if (route[cut + 1] === '{')
        items.set(route.slice(route.indexOf(' ') + 1, cut), route.slice(route.indexOf(' ') + 1));
    }
  }
  return items.get(collection);
}

function build(
  name: FamilyName,
  { collection, item: written, list, label = 'name', columns = [], without, query = {}, each, brief }: Row,
): Family | undefined {
  const item = written ?? itemBelow(collection);
  const single = item === collection;
  const last = collection.split('/').at(-1);
  const found: [Verb, Route | undefined][] = [
    ['list', single ? undefined : asRoute('GET', list ?? collection)],
    ['get', asRoute('GET', item)],
    ['create', single ? undefined : asRoute('POST', collection)],
    // Some families replace an object by POST instead of PUT.
    ['update', asRoute('PUT', item) ?? asRoute('POST', item)],
    ['delete', asRoute('DELETE', item)],
  ];
  const routes: Partial<Record<Verb, Route>> = {};
  for (const [verb, route] of found) if (route && !without?.includes(verb)) routes[verb] = route;
  const scope = collection.includes('{site_id}') ? 'site' : 'org';
  // A site's effective setting is made of templates and its own, never of the organization's setting.
  const derived = single && scope === 'org' ? undefined : asRoute('GET', `/api/v1/sites/{site_id}/${last}/derived`);
  const parameter = single ? undefined : item?.split('/').at(-1)?.slice(1, -1);
  // Another layer may have lost the family; the program's own has them all.
  if (isReplaced() && schemaOf(routes) === undefined) return undefined;
  return {
    ...{ name, scope, label, columns, query, brief: brief === true, routes },
    get schema() {
      const schema = schemaOf(routes);
      if (!schema) throw new Error(`The spec has no schema for the configuration family ${name}`);
      return schema;
    },
    ...(derived ? { derived } : {}),
    ...(each ? { each } : {}),
    ...(parameter ? { idParameter: parameter } : {}),
  };
}

/** Name of the schema of what is written, else of what is read; found when it is asked for, since rows are many. */
function schemaOf(routes: Family['routes']): string | undefined {
  const body = routes.create ?? routes.update;
  return (body && operation(body).body) ?? (routes.get && operation(routes.get).response);
}

const isFamilyName = (name: string): name is FamilyName => Object.hasOwn(rows, name);

/** Names of all families, in the order of the table. */
export const familyNames: readonly FamilyName[] = Object.keys(rows)
  .filter(isFamilyName)
  .filter((name) => !isReplaced() || build(name, rows[name]) !== undefined);

/** A family by its name or alias, or undefined. */
export function family(name: string): Family | undefined {
  const real = ALIASES[name] ?? name;
  if (!isFamilyName(real)) return undefined;
  const made = known.get(real) ?? build(real, rows[real]);
  if (made) known.set(real, made);
  return made;
}
