import { canonical, isNothing, own } from './json.ts';

/** Attributes that name an element of a list, so that it is known again wherever it stands. */
export const NAMING: readonly string[] = ['id', '_id', 'name', 'mac', 'device_id', 'host'];

/** Elements by each of their names, with their number; of several the first. */
export type NamedElements = ReadonlyMap<string, { readonly index: number; readonly element: unknown }>;

const nameKey = (key: string, value: unknown): string => `${key} ${canonical(own(value, key))}`;

const namesOf = (value: unknown): string[] =>
  NAMING.filter((key) => !isNothing(own(value, key))).map((key) => nameKey(key, value));

/** What an element is known again by: the first kind of name that it has, with its value. */
export function nameOf(element: unknown): string | undefined {
  const key = NAMING.find((one) => !isNothing(own(element, one)));
  return key === undefined ? undefined : nameKey(key, element);
}

/** What an element is called, in the order of the kinds of names. */
export const nameTexts = (element: unknown): readonly string[] =>
  NAMING.map((key) => own(element, key)).flatMap((name) =>
    (typeof name === 'string' && name !== '') || typeof name === 'number' ? [String(name)] : [],
  );

/** The elements of a list by their names. */
export function namedElements(list: readonly unknown[]): NamedElements {
  const named = new Map<string, { index: number; element: unknown }>();
  for (const [index, element] of list.entries())
    for (const name of namesOf(element)) if (!named.has(name)) named.set(name, { index, element });
  return named;
}

/** The element of the same name that was meant before, if any. */
export function counterpart(named: NamedElements, value: unknown): unknown {
  const found = namesOf(value).flatMap((name) => named.get(name) ?? []);
  return found.sort((a, b) => a.index - b.index)[0]?.element;
}
