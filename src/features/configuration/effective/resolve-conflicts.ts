import { isRow, type Layer, type Row, saysNothing } from './layer.ts';
import { isAppended, isNamedMap, same } from './named.ts';
import { resolveVariables } from './variables.ts';

const SITE = 'site';

/** What one layer says of an attribute. */
interface Word {
  readonly source: string;
  readonly value: unknown;
}

/** Where a site and its templates meet, and what the cloud made of them. */
export interface Meeting {
  /** What the site says itself. */
  readonly own: Row;
  /** Templates of the site, most specific first. */
  readonly templates: readonly Layer[];
  /** The same attributes in the cloud's own effective setting, where it was asked. */
  readonly effective: Row | undefined;
  /** Variables of the site: the cloud may have filled them in. */
  readonly vars: unknown;
}

const wordsOf = ({ own, templates }: Pick<Meeting, 'own' | 'templates'>, root: string): Word[] =>
  [...templates, { source: SITE, roots: own }]
    .map(({ source, roots }) => ({ source, value: Object.hasOwn(roots, root) ? roots[root] : undefined }))
    .filter(({ value }) => !saysNothing(value));

const rootsOf = ({ own, templates }: Pick<Meeting, 'own' | 'templates'>): Set<string> =>
  new Set([...templates.flatMap(({ roots }) => Object.keys(roots)), ...Object.keys(own)]);

/** Whether a site and its templates say different things of some attribute, so that only the cloud knows which counts. */
export function inConflict(meeting: Pick<Meeting, 'own' | 'templates'>): boolean {
  return [...rootsOf(meeting)].some((root) => {
    const [first, ...others] = wordsOf(meeting, root);
    return others.some(({ value }) => !same(value, first?.value));
  });
}

/** Collects words into layers, in the order in which their sources first spoke. */
class Tier {
  readonly #layers = new Map<string, Map<string, unknown>>();

  add({ source, value }: Word, root: string, name?: string): void {
    const roots = this.#layers.get(source) ?? new Map<string, unknown>();
    this.#layers.set(source, roots);
    const around = roots.get(root);
    roots.set(root, name === undefined ? value : Object.fromEntries([...entriesOf(around), [name, value]]));
  }

  layers(first: string): Layer[] {
    const all = [...this.#layers].map(([source, roots]) => ({ source, roots: Object.fromEntries(roots) }));
    return [...all.filter(({ source }) => source === first), ...all.filter(({ source }) => source !== first)];
  }
}

const entriesOf = (value: unknown): [string, unknown][] => (isRow(value) ? Object.entries(value) : []);

/**
 * Puts a site and its templates in layers, each attribute once as it counts and below that as it lost. Which of two
 * counts is read from the cloud's own merge; without that, the template goes before the site. Values stay as they were
 * written, with their variables, since a device may have other ones; what both say alike is the site's.
 *
 * @returns layers, most specific first
 */
export function settle(meeting: Meeting): Layer[] {
  const { effective, vars } = meeting;
  const known = new Map(entriesOf(vars).map(([name, value]) => [name, String(value)]));
  const filled = (value: unknown): unknown => resolveVariables(value, known, '').value;
  const alike = (a: unknown, b: unknown): boolean => same(a, b) || same(filled(a), filled(b));
  const winners = new Tier();
  const losers = new Tier();

  const decide = (words: readonly Word[], merged: unknown, root: string, name?: string): void => {
    const [first, ...others] = words;
    if (!first) return;
    if (isAppended(root) && saysNothing(merged)) {
      for (const word of words) winners.add(word, root);
      return;
    }
    const agreed = others.every(({ value }) => alike(value, first.value));
    const decided = saysNothing(merged) ? first : words.find(({ value }) => alike(value, merged));
    const chosen = agreed ? (words.at(-1) ?? first) : decided;
    const all = words.map(({ source }) => source).join(' + ');
    winners.add(chosen ?? { source: all, value: merged }, root, name);
    // Commands that the cloud has joined already must not be joined once more.
    if (isAppended(root)) return;
    for (const word of words) if (word !== chosen) losers.add(word, root, name);
  };

  for (const root of rootsOf(meeting)) {
    const words = wordsOf(meeting, root);
    const merged = effective?.[root];
    if (words.length < 2 || !isNamedMap(root) || !words.every(({ value }) => isRow(value))) {
      decide(words, merged, root);
      continue;
    }
    for (const name of new Set(words.flatMap(({ value }) => entriesOf(value).map(([key]) => key)))) {
      const said = words.flatMap(({ source, value }) =>
        isRow(value) && Object.hasOwn(value, name) ? [{ source, value: value[name] }] : [],
      );
      if (!isRow(merged)) decide(said, undefined, root, name);
      else if (Object.hasOwn(merged, name)) decide(said, merged[name], root, name);
    }
  }
  return [...winners.layers(SITE), ...losers.layers(SITE)];
}
