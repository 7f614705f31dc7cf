import { isRecord, type JsonObject } from '../../../core/json.ts';
import { type Layer, readPortKey, resolveVariables, same } from '../../configuration/index.ts';

/** What layers say of one port, narrowest first. */
export interface PortEntry {
  readonly values: readonly { readonly source: string; readonly value: JsonObject }[];
  /** Whether two keys of one layer say different things of it: the order of keys means nothing. */
  readonly isAmbiguous: boolean;
}

/** Every single port that layers name under one root. */
export interface PortEntries {
  readonly ports: ReadonlyMap<string, PortEntry>;
  /** Whole sentences on keys that do not read, and on ports that two keys of one layer set. */
  readonly doubts: readonly string[];
}

/** Ports of one device: the largest stacks have some 600. */
const MAX_PORTS = 4096;

interface KeyedValue {
  readonly value: JsonObject;
  readonly width: number;
}

/**
 * Expands the keys of a map of ports to single ports, layer by layer.
 *
 * @param layers most specific first
 * @param root `port_config`, `port_config_overwrite` or `local_port_config`
 */
export function portEntries(layers: readonly Layer[], root: string, vars: ReadonlyMap<string, string>): PortEntries {
  const ports = new Map<string, { values: { source: string; value: JsonObject }[]; isAmbiguous: boolean }>();
  const doubts = new Set<string>();
  for (const { source, roots } of layers) {
    const { value: map } = resolveVariables(roots[root], vars, root);
    const said = new Map<string, KeyedValue[]>();
    for (const [key, value] of Object.entries(isRecord(map) ? map : {})) {
      if (!isRecord(value)) continue;
      const { ports: named, problem } = readPortKey(key);
      if (problem !== undefined) doubts.add(`${root} of ${source}: ${problem}.`);
      for (const port of named) said.set(port, [...(said.get(port) ?? []), { value, width: named.length }]);
    }
    for (const [port, all] of said) {
      // Of two keys of one layer the one that means fewer ports is the likelier to be meant.
      const [first, ...others] = all.toSorted((a, b) => a.width - b.width);
      if (!first) continue;
      const clashes = others.some(({ value }) => !same(value, first.value));
      if (clashes) doubts.add(`${root} of ${source} names ${port} under two keys that differ.`);
      const entry = ports.get(port) ?? { values: [], isAmbiguous: false };
      entry.values.push({ source, value: first.value });
      ports.set(port, { values: entry.values, isAmbiguous: entry.isAmbiguous || clashes });
    }
    if (ports.size > MAX_PORTS) {
      doubts.add(`${root} names more than ${MAX_PORTS} ports: the others were not computed.`);
      break;
    }
  }
  return { ports, doubts: [...doubts] };
}
