import { isRow, type Json, type Row } from '../json.ts';

/** One place that settings come from. */
export interface Layer {
  /** How an engineer would call it: `device`, `networktemplate Campus`, `site`. */
  readonly source: string;
  readonly attributes: Row;
}

/** What several layers give together. */
export interface Combined {
  readonly config: Row;
  /** Source of each root attribute: the most specific layer that has it. */
  readonly sources: Record<string, string>;
}

/**
 * Root attributes that are maps of things with names: variables, VLANs, port usages, ports. A more specific layer adds
 * and replaces single entries there, since a site that adds one VLAN does not take away those of its template, and a
 * device that configures one port leaves the others to its template. Keys of `port_config` are compared as they are
 * written: `ge-0/0/5` and `ge-0/0/0-35` are two entries. Every other root attribute is replaced as a whole.
 */
const BY_KEY: ReadonlySet<string> = new Set(['vars', 'networks', 'port_usages', 'port_config', 'local_port_config']);

/** Attributes that say what an object is, not how something is configured. */
const BOOKKEEPING: ReadonlySet<string> = new Set([
  'id',
  'org_id',
  'site_id',
  'msp_id',
  'for_site',
  'created_time',
  'modified_time',
  'deviceprofile_id',
]);

function joined(root: string, below: Json | undefined, above: Json): Json {
  return BY_KEY.has(root) && isRow(below) && isRow(above) ? { ...below, ...above } : above;
}

/**
 * Puts layers on top of each other, root attribute by root attribute.
 *
 * @param layers the least specific first; null counts as not set
 */
export function combine(layers: readonly Layer[]): Combined {
  const config: Row = {};
  const sources: Record<string, string> = {};
  for (const { source, attributes } of layers) {
    for (const [root, value] of Object.entries(attributes)) {
      if (BOOKKEEPING.has(root) || value === null) continue;
      config[root] = joined(root, config[root], value);
      sources[root] = source;
    }
  }
  return { config, sources };
}

/** A row without some of its root attributes. */
export function without(row: Row, names: readonly string[]): Row {
  return Object.fromEntries(Object.entries(row).filter(([name]) => !names.includes(name)));
}

/** A row with those root attributes only that a test lets through. */
export function only(row: Row, wanted: (name: string) => boolean): Row {
  return Object.fromEntries(Object.entries(row).filter(([name]) => wanted(name)));
}
