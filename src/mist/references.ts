import type { FamilyName } from './families.ts';
import { readGenerated } from './spec/layer-files.ts';

/**
 * A place of a configuration object that names other objects. `path` is dotted, with `[]` for the elements of a list and
 * `*` for the values of a map.
 */
export type Reference = { readonly path: string } & (
  | {
      /** Families whose ids it holds: one id, a list of them, or a map by id. */
      readonly ids: readonly FamilyName[];
      /** It holds other texts as well, so that an unknown id is no mistake. */
      readonly mixed?: true;
    }
  | {
      /** Families whose objects it names otherwise. */
      readonly names: readonly FamilyName[];
      /** The names are the keys of a map. */
      readonly keys?: true;
      /** Attribute of the named object that holds the name, where it is not what people call it by. */
      readonly by?: string;
    }
);

type ReferenceTable = Readonly<Partial<Record<FamilyName, readonly Reference[]>>>;

// The generator's output is the one input that is trusted without a check: it is committed and proven fresh by CI.
const isTable = (value: unknown): value is ReferenceTable => typeof value === 'object' && value !== null;

let table: ReferenceTable | undefined;

function read(): ReferenceTable {
  if (table) return table;
  const value = readGenerated('references.json');
  if (!isTable(value)) throw new Error('generated/references.json is not a table; run: npm run generate');
  table = value;
  return table;
}

/** Where objects of a family name others; an empty list where they name none. */
export const referencesFrom = (owner: FamilyName): readonly Reference[] => read()[owner] ?? [];

/**
 * The families whose ids stand at a place of an object; none where that is not known.
 *
 * @param keys the way down to an id or to a list of ids: names, and numbers for the elements of a list
 */
export function familiesAt(owner: FamilyName, keys: readonly (string | number)[]): readonly FamilyName[] {
  const below = keys.map((key) => (typeof key === 'number' ? '[]' : key));
  // A list of ids is listed once, under its own name.
  const way = below.at(-1) === '[]' ? below.slice(0, -1) : below;
  const found = referencesFrom(owner).find(({ path }) => {
    const parts = path.replaceAll('[]', '.[]').split('.');
    return parts.length === way.length && parts.every((part, at) => part === '*' || part === way[at]);
  });
  return found && 'ids' in found ? found.ids : [];
}

/** The families that a reference leads to. */
export const targetsOf = (reference: Reference): readonly FamilyName[] =>
  'ids' in reference ? reference.ids : reference.names;

/** Families whose objects may name one of a family, each with the places where. */
export function referencesTo(target: FamilyName): readonly { from: FamilyName; places: readonly Reference[] }[] {
  const found: { from: FamilyName; places: readonly Reference[] }[] = [];
  for (const [from, references] of entries(read())) {
    const places = references.filter((reference) => targetsOf(reference).includes(target));
    if (places.length > 0) found.push({ from, places });
  }
  return found;
}

function* entries(all: ReferenceTable): Iterable<[FamilyName, readonly Reference[]]> {
  let name: FamilyName;
  for (name in all) yield [name, all[name] ?? []];
}

const isMap = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The values of an object at a path of the table. */
export function valuesAt(object: unknown, path: string): readonly unknown[] {
  let here: readonly unknown[] = [object];
  for (const step of path.split('.')) {
    const [, name = '', lists = ''] = /^(.*?)((?:\[\])*)$/.exec(step) ?? [];
    here = here.flatMap((value) => {
      if (!isMap(value)) return [];
      if (name === '*') return Object.values(value);
      return Object.hasOwn(value, name) ? [value[name]] : [];
    });
    for (let depth = lists.length / 2; depth > 0; depth -= 1)
      here = here.flatMap((value): readonly unknown[] => (Array.isArray(value) ? value : []));
  }
  return here;
}

/** The texts that a value of a reference is: one, a list of them, or the keys of a map. */
export function textsIn(value: unknown): readonly string[] {
  const texts = isMap(value) ? Object.keys(value) : [value].flat();
  return texts.filter((text) => typeof text === 'string');
}
