import { collectDefinitions } from './definitions.ts';
import { type Exceptions, effectsOf, MIST_EFFECTS } from './effects.ts';
import { buildLayer, type Layer } from './layer.ts';
import { collectProse, type Prose } from './prose.ts';
import { readSpec } from './read.ts';
import { operations, type Spec } from './spec.ts';

/**
 * The reviewed effects, for the Mist document only: another one has none of these routes.
 *
 * @param lenient leaves out what the document lacks, for comparing with an older release
 */
function exceptionsFor(spec: Spec, lenient: boolean): Exceptions {
  if (spec.title !== 'Mist API') return {};
  if (!lenient) return MIST_EFFECTS;
  const known = new Set(operations(spec).map(({ route }) => route));
  return Object.fromEntries(
    Object.entries(MIST_EFFECTS).map(([effect, routes]) => [effect, routes.filter((route) => known.has(route))]),
  );
}

/** Everything that is made of a document. */
export interface Built {
  spec: Spec;
  layer: Layer;
  prose: Prose;
}

/**
 * Reads a document and builds its layer, in memory.
 *
 * @param path of the document
 * @param options `lenient` accepts that reviewed effects name operations which this release does not have
 * @throws SpecError saying what is wrong
 */
export async function build(path: string, options: { lenient?: boolean } = {}): Promise<Built> {
  const spec = await readSpec(path);
  const definitions = collectDefinitions(spec);
  const routes = operations(spec).map(({ route }) => route);
  const effects = effectsOf(routes, exceptionsFor(spec, options.lenient ?? false));
  const layer = buildLayer(spec, definitions, effects);
  return { spec, layer, prose: collectProse(spec, layer, definitions.schemas) };
}
