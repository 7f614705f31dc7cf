import type { Effect } from '../../src/mist/spec/operations.ts';
import { checkMist } from './checks.ts';
import { collectDefinitions } from './definitions.ts';
import { effectsOf, mistEffects } from './effects.ts';
import { buildLayer, type Layer } from './layer.ts';
import { collectProse, type Prose } from './prose.ts';
import { readSpec } from './read.ts';
import { operations, type Spec } from './spec.ts';

/** Everything that is made of a document. */
export interface Built {
  spec: Spec;
  layer: Layer;
  prose: Prose;
  /** Properties whose description states a condition that was not understood. */
  unreadConditions: readonly string[];
}

/**
 * Reads a document and builds its layer, in memory.
 *
 * @param path of the document
 * @param options `lenient` only compares: it takes a document with servers that nothing may be generated from;
 *   `effects` says what a route does, which the reviewed list says else
 * @throws SpecError saying what is wrong
 */
export async function build(
  path: string,
  options: { lenient?: boolean; effects?: (route: string) => Effect } = {},
): Promise<Built> {
  const spec = await readSpec(path);
  if (options.lenient !== true) checkMist(spec);
  const definitions = collectDefinitions(spec);
  const routes = operations(spec).map(({ route }) => route);
  const unread: string[] = [];
  const effects = options.effects ?? effectsOf(routes, mistEffects()).of;
  const layer = buildLayer(spec, definitions, effects, (where) => unread.push(where));
  return { spec, layer, prose: collectProse(spec, layer, definitions.schemas), unreadConditions: [...new Set(unread)] };
}
