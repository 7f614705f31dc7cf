import { isRow, type Layer, type Row, saysNothing } from './layer.ts';
import { isAppended, isNamedMap, same } from './named.ts';

/** A configuration put together from layers, and where each part is from. */
export interface MergedConfig {
  readonly config: Row;
  /** Root attribute → its source; for a map of named things, name → source. */
  readonly sources: Readonly<Record<string, string | Readonly<Record<string, string>>>>;
  /** Attribute (`dns_servers`, `networks.corp`) → less specific sources that say something else and lost. */
  readonly overridden: Readonly<Record<string, readonly string[]>>;
}

interface LayerValue {
  readonly source: string;
  readonly value: unknown;
}

/** Everyone's words on every attribute, most specific first. */
function collect(layers: readonly Layer[]): Map<string, LayerValue[]> {
  const all = new Map<string, LayerValue[]>();
  for (const { source, roots } of layers)
    for (const [name, value] of Object.entries(roots)) {
      if (saysNothing(value)) continue;
      const said = all.get(name);
      if (said) said.push({ source, value });
      else all.set(name, [{ source, value }]);
    }
  return all;
}

/**
 * Puts layers together: root attribute by root attribute the most specific layer wins, and maps of named things name
 * by name.
 *
 * @param layers most specific first
 */
export function merge(layers: readonly Layer[]): MergedConfig {
  const config = new Map<string, unknown>();
  const sources = new Map<string, string | Readonly<Record<string, string>>>();
  const overridden = new Map<string, readonly string[]>();
  for (const [name, said] of collect(layers)) {
    const [first] = said;
    if (!first) continue;
    if (isAppended(name) && said.every(({ value }) => Array.isArray(value))) {
      const broadFirst = said.toReversed();
      config.set(
        name,
        broadFirst.flatMap(({ value }) => value),
      );
      sources.set(name, broadFirst.map(({ source }) => source).join(' + '));
    } else if (isNamedMap(name) && isRow(first.value)) {
      const maps = said.flatMap(({ source, value }) => (isRow(value) ? [{ source, roots: value }] : []));
      const inner = mergeNames(maps);
      config.set(name, inner.config);
      sources.set(name, inner.sources);
      for (const [key, losers] of inner.overridden) overridden.set(`${name}.${key}`, losers);
    } else {
      config.set(name, first.value);
      sources.set(name, first.source);
      const losers = losersOf(said);
      if (losers.length > 0) overridden.set(name, losers);
    }
  }
  return {
    config: Object.fromEntries(config),
    sources: Object.fromEntries(sources),
    overridden: Object.fromEntries(overridden),
  };
}

function losersOf([first, ...others]: readonly LayerValue[]): string[] {
  return others.filter(({ value }) => !same(value, first?.value)).map(({ source }) => source);
}

/** Joins maps of named things; one source for all of them is said once. */
function mergeNames(maps: readonly Layer[]): {
  config: Row;
  sources: string | Readonly<Record<string, string>>;
  overridden: Map<string, string[]>;
} {
  const entries = [...collect(maps)].flatMap(([key, said]) => (said[0] ? [{ key, said, first: said[0] }] : []));
  const origins = new Set(entries.map(({ first }) => first.source));
  const [only] = origins.size === 0 ? maps.map(({ source }) => source) : origins;
  return {
    config: Object.fromEntries(entries.map(({ key, first }) => [key, first.value])),
    sources:
      origins.size < 2 && only !== undefined
        ? only
        : Object.fromEntries(entries.map(({ key, first }) => [key, first.source])),
    overridden: new Map(
      entries.map(({ key, said }) => [key, losersOf(said)] as const).filter(([, losers]) => losers.length > 0),
    ),
  };
}
