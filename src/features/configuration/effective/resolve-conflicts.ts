import { asText } from '../../../core/json.ts';
import { isRow, type Layer, type LayerOrder, type Row, saysNothing } from './layer.ts';
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
  /** Where it is given, it decides instead of the cloud's setting; the site counts in what it does not name. */
  readonly order: LayerOrder | undefined;
}

/** What is said of one attribute, or of one name in a map of them. */
interface Topic {
  readonly root: string;
  readonly name: string | undefined;
  readonly words: readonly Word[];
  /** What the cloud shows there. */
  readonly merged: unknown;
  /** Whether the cloud shows the map and this name is not in it. */
  readonly isDropped: boolean;
}

const keyOf = ({ root, name }: Pick<Topic, 'root' | 'name'>): string => (name === undefined ? root : `${root}.${name}`);

/** Kind of a source: `networktemplate` of `networktemplate Campus`. */
const kindOf = ({ source }: Word): string => source.split(' ', 1)[0] ?? source;

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

/** Compares values as they are written, or with the variables of the site filled in. */
function comparison(vars: unknown): (a: unknown, b: unknown) => boolean {
  const known = new Map(entriesOf(vars).map(([name, value]) => [name, asText(value)]));
  const filled = (value: unknown): unknown => resolveVariables(value, known, '').value;
  return (a, b) => same(a, b) || same(filled(a), filled(b));
}

/** Everything that a site and its templates say, attribute by attribute, and maps of named things name by name. */
function topicsOf(meeting: Meeting): Topic[] {
  return [...rootsOf(meeting)].flatMap((root): Topic[] => {
    const words = wordsOf(meeting, root);
    const merged = meeting.effective?.[root];
    if (words.length < 2 || !isNamedMap(root) || !words.every(({ value }) => isRow(value)))
      return [{ root, name: undefined, words, merged, isDropped: false }];
    const names = new Set(words.flatMap(({ value }) => entriesOf(value).map(([key]) => key)));
    return [...names].map((name) => ({
      ...{ root, name },
      words: words.flatMap(({ source, value }) =>
        isRow(value) && Object.hasOwn(value, name) ? [{ source, value: value[name] }] : [],
      ),
      merged: isRow(merged) ? merged[name] : undefined,
      isDropped: isRow(merged) && !Object.hasOwn(merged, name),
    }));
  });
}

/**
 * Which of a site and its templates counts, attribute by attribute, as the cloud's effective setting shows it. Attributes
 * of which it shows nothing, or something that neither says, are not in it.
 */
export function learnOrder(meeting: Meeting): LayerOrder {
  const alike = comparison(meeting.vars);
  const order = new Map<string, string>();
  for (const topic of topicsOf(meeting)) {
    if (topic.isDropped) order.set(keyOf(topic), 'none');
    if (topic.words.length < 2 || saysNothing(topic.merged)) continue;
    const winner = topic.words.find(({ value }) => alike(value, topic.merged));
    if (winner && topic.words.some(({ value }) => !alike(value, winner.value))) order.set(keyOf(topic), kindOf(winner));
  }
  return withRoots(order);
}

/** Where all the names of a map that differ go one way, the others go that way too. */
function withRoots(order: ReadonlyMap<string, string>): LayerOrder {
  const kinds = new Map<string, Set<string>>();
  for (const [key, kind] of order) {
    const root = key.split('.', 1)[0] ?? key;
    if (kind !== 'none') kinds.set(root, new Set([...(kinds.get(root) ?? []), kind]));
  }
  const roots = [...kinds].flatMap(([root, all]) =>
    all.size === 1 ? [...all].map((kind) => [root, kind] as const) : [],
  );
  return new Map([...roots, ...order]);
}

/** Who counts in an attribute, as far as that was learned. Of variables the vendor documents that the site does. */
const learnedFor = (order: LayerOrder, topic: Topic): string | undefined =>
  order.get(keyOf(topic)) ?? order.get(topic.root) ?? (topic.root === 'vars' ? SITE : undefined);

/** Attributes in which a site and its templates differ and of which an order says nothing. */
export function undecided(meeting: Meeting, order: LayerOrder): string[] {
  const alike = comparison(meeting.vars);
  return topicsOf(meeting)
    .filter((topic) => learnedFor(order, topic) === undefined && !isAppended(topic.root))
    .filter(({ words: [first, ...others] }) => others.some(({ value }) => !alike(value, first?.value)))
    .map(keyOf);
}

/**
 * Puts a site and its templates in layers, each attribute once as it counts and below that as it lost. Which of two
 * counts is read from the cloud's own merge, or from an order that was learned of it; without either, the template goes
 * before the site. Values stay as they were written, with their variables, since a device may have other ones; what both
 * say alike is the site's.
 *
 * @returns layers, most specific first
 */
export function settle(meeting: Meeting): Layer[] {
  const { order, vars } = meeting;
  const alike = comparison(vars);
  const winners = new Tier();
  const losers = new Tier();
  for (const topic of topicsOf(meeting)) {
    const { root, name, words } = topic;
    const merged = order ? undefined : topic.merged;
    const [first, ...others] = words;
    const wanted = order ? (learnedFor(order, topic) ?? SITE) : undefined;
    if (!first || (order ? wanted === 'none' : topic.isDropped)) continue;
    if (isAppended(root) && saysNothing(merged)) {
      for (const word of words) winners.add(word, root);
      continue;
    }
    const agreed = others.every(({ value }) => alike(value, first.value));
    const ordered = words.find((word) => kindOf(word) === wanted) ?? first;
    const decided = saysNothing(merged) ? ordered : words.find(({ value }) => alike(value, merged));
    const chosen = agreed ? (words.at(-1) ?? first) : decided;
    const all = words.map(({ source }) => source).join(' + ');
    winners.add(chosen ?? { source: all, value: merged }, root, name);
    // Commands that the cloud has joined already must not be joined once more.
    if (isAppended(root)) continue;
    for (const word of words) if (word !== chosen) losers.add(word, root, name);
  }
  return [...winners.layers(SITE), ...losers.layers(SITE)];
}
