import { dataFilesOf, type Files } from './files.ts';
import type { Layer } from './layer.ts';
import type { Prose } from './prose.ts';
import { typesOf } from './types.ts';

/** The text of every file of the layer: what is read at run time, and the types. */
export function filesOf(layer: Layer, prose: Prose): Files {
  return new Map([['paths.ts', typesOf(layer)], ...dataFilesOf(layer, prose)]);
}
