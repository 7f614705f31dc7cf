import { checkMist } from './checks.ts';
import { collectDefinitions } from './definitions.ts';
import { type Exceptions, effectsOf, MIST_EFFECTS } from './effects.ts';
import { buildLayer, type Layer } from './layer.ts';
import { collectProse, type Prose } from './prose.ts';
import { readSpec } from './read.ts';
import { operations, type Spec } from './spec.ts';

/**
 * The reviewed effects, for a document that has any of their routes. None is left out silently because a release has a
 * new title: a wrong effect would let a change pass for reading.
 *
 * @param lenient leaves out what the document lacks, for comparing with an older release
 */
function exceptionsFor(routes: readonly string[], lenient: boolean): Exceptions {
  const known = new Set(routes);
  const present = Object.entries(MIST_EFFECTS).map(
    ([effect, listed]) => [effect, listed.filter((route) => known.has(route))] as const,
  );
  const isMist = present.some(([, listed]) => listed.length > 0);
  return isMist && !lenient ? MIST_EFFECTS : Object.fromEntries(present);
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
 * @param options `lenient` only compares: it takes another API's document, and a release that lacks operations which
 *   the reviewed effects name
 * @throws SpecError saying what is wrong
 */
export async function build(path: string, options: { lenient?: boolean } = {}): Promise<Built> {
  const lenient = options.lenient ?? false;
  const spec = await readSpec(path);
  if (!lenient) checkMist(spec);
  const definitions = collectDefinitions(spec);
  const routes = operations(spec).map(({ route }) => route);
  const effects = effectsOf(routes, exceptionsFor(routes, lenient));
  const layer = buildLayer(spec, definitions, effects);
  return { spec, layer, prose: collectProse(spec, layer, definitions.schemas) };
}
