import type { FamilyName } from '../../src/mist/families.ts';
import { type Row, rows } from '../../src/mist/families-table.ts';
import type { Reference } from '../../src/mist/references.ts';
import { arrayAt, byCodeUnit, isObject, type Json, type JsonObject, objectAt, textAt } from './json.ts';
import type { Layer } from './layer.ts';
import type { Table } from './operations.ts';
import { COPIES, type Families, IDS, MIXED, NAMES, type NameRule, NO_REFERENCES } from './reference-rules.ts';

/** Schemas within each other that are followed; configuration nests 12 deep. */
const DEPTH = 16;

const LOOKS_LIKE_ID = /(^|_)(ids?|uuid)$|(^|_)(wx|nac)?tags$/;

/** Every reference of every family, and attributes that look like one and are in no list. */
export interface References {
  table: Readonly<Record<string, readonly Reference[]>>;
  open: readonly string[];
}

const families = Object.entries(rows).filter((entry): entry is [FamilyName, Row] => entry[0] in rows);

/** Path of one object of a family. */
function itemOf(table: Table, { collection, item }: Row): string | undefined {
  if (item !== undefined) return item;
  const below = new RegExp(`^[A-Z]+ (${collection.replace(/[{}/]/g, '\\$&')}/\\{\\w+\\})$`);
  return Object.keys(table.operations).flatMap((route) => below.exec(route)?.[1] ?? [])[0];
}

/** Name of the schema that an object of a family is sent with, else answered with. */
function schemaOf({ operations }: Table, { collection }: Row, item: string): string | undefined {
  const sent = [`POST ${collection}`, `PUT ${item}`, `POST ${item}`].flatMap((route) => operations[route]?.body ?? []);
  return sent[0] ?? operations[`GET ${item}`]?.response;
}

/** Families by the path parameter that holds the id of one of their objects: `wxtag_id` is of both owners' tags. */
function byParameter(table: Table): Map<string, FamilyName[]> {
  const found = new Map<string, FamilyName[]>();
  for (const [name, row] of families) {
    const [, parameter] = /\{(\w+)\}$/.exec(itemOf(table, row) ?? '') ?? [];
    if (parameter === undefined || row.item === row.collection) continue;
    found.set(parameter, [...(found.get(parameter) ?? []), name]);
  }
  return found;
}

const notReferences = new Set(Object.values(NO_REFERENCES).flat());
const nameRules: ReadonlyMap<string, NameRule> = new Map(NAMES.map((rule) => [rule.at, rule]));

/** Finds the references in the schema of one family. */
class ReferenceSearch {
  readonly found = new Map<string, Reference>();
  readonly open = new Set<string>();

  readonly owner: FamilyName;
  readonly defs: (name: string) => Json | undefined;
  readonly parameters: ReadonlyMap<string, Families>;

  constructor(owner: FamilyName, defs: (name: string) => Json | undefined, parameters: ReadonlyMap<string, Families>) {
    this.owner = owner;
    this.defs = defs;
    this.parameters = parameters;
  }

  visit(node: Json | undefined, path: string, definition: string, around: readonly string[]): void {
    if (!isObject(node) || around.length > DEPTH) return;
    const name = nameOf(node);
    if (name !== undefined) {
      if (!around.includes(name)) this.visit(this.defs(name), path, name, [...around, name]);
      return;
    }
    for (const keyword of ['allOf', 'anyOf', 'oneOf'])
      for (const part of arrayAt(node, keyword)) this.visit(part, path, definition, around);
    for (const [property, schema] of Object.entries(objectAt(node, 'properties'))) {
      const here = path === '' ? property : `${path}.${property}`;
      if (path === '' && COPIES[this.owner]?.includes(property)) continue;
      this.#property(property, schema, here, definition);
      this.visit(schema, here, definition, around);
    }
    this.visit(node.items, `${path}[]`, definition, around);
    this.visit(node.additionalProperties, path === '' ? '*' : `${path}.*`, definition, around);
  }

  #property(name: string, schema: Json, path: string, definition: string): void {
    const rule = nameRules.get(`${definition}.${name}`);
    if (rule) {
      const { families: named, keys, by } = rule;
      this.found.set(path, { path, names: named, ...(keys ? { keys } : {}), ...(by === undefined ? {} : { by }) });
      return;
    }
    const mixed = MIXED[`${this.owner}.${name}`];
    if (mixed) {
      this.found.set(path, { path, ids: mixed, mixed: true });
      return;
    }
    if (!LOOKS_LIKE_ID.test(name) && !this.#isUuid(schema)) return;
    const targets = this.#families(name, path);
    if (targets) this.found.set(path, { path, ids: targets });
    else if (!this.#isNone(name, path)) this.open.add(name);
  }

  /** Where nothing was reviewed, a root `site_id` says whose the object is. */
  #isNone(name: string, path: string): boolean {
    return path === 'site_id' || notReferences.has(name) || notReferences.has(`${this.owner}.${name}`);
  }

  #families(name: string, path: string): Families | undefined {
    const reviewed = IDS[`${this.owner}.${name}`] ?? IDS[name];
    if (reviewed) return reviewed;
    if (this.#isNone(name, path)) return undefined;
    const single = name.replace(/s$/, '');
    const exact = this.parameters.get(single);
    if (exact) return exact;
    // `anchor_mxtunnel_ids`: the longest parameter that the name ends with.
    const ending = [...this.parameters.keys()].filter((parameter) => single.endsWith(`_${parameter}`));
    const [longest] = ending.sort((a, b) => b.length - a.length);
    return longest === undefined ? undefined : this.parameters.get(longest);
  }

  #isUuid(node: Json | undefined, left = 4): boolean {
    if (!isObject(node) || left === 0) return false;
    const name = nameOf(node);
    if (name !== undefined) return this.#isUuid(this.defs(name), left - 1);
    return node.format === 'uuid' || this.#isUuid(node.items, left - 1);
  }
}

const nameOf = (node: JsonObject): string | undefined => textAt(node, '$ref')?.split('/')[2];

/** Names of the schemas that objects of families are sent with, each once. */
export function familySchemas({ table }: Layer): string[] {
  const names = families.flatMap(([, row]) => {
    const item = itemOf(table, row);
    return (item === undefined ? undefined : schemaOf(table, row, item)) ?? [];
  });
  return [...new Set(names)];
}

/**
 * Derives from a layer where configuration objects name each other: a property named like the path parameter of an item
 * route holds ids of that family; the reviewed lists add what no rule can tell.
 */
export function referencesOf({ table, schemas, responses }: Layer): References {
  const defs = (name: string): Json | undefined => schemas.$defs[name] ?? responses.$defs[name];
  const parameters = byParameter(table);
  const open = new Set<string>();
  const result: { [family: string]: readonly Reference[] } = {};
  for (const [owner, row] of families) {
    const item = itemOf(table, row);
    const schema = item === undefined ? undefined : schemaOf(table, row, item);
    if (schema === undefined) continue;
    const walk = new ReferenceSearch(owner, defs, parameters);
    walk.visit({ $ref: `#/$defs/${schema}` }, '', schema, []);
    for (const name of walk.open) open.add(`${owner}: ${name}`);
    if (walk.found.size > 0) result[owner] = [...walk.found.values()].sort((a, b) => byCodeUnit(a.path, b.path));
  }
  return { table: result, open: [...open].sort(byCodeUnit) };
}
