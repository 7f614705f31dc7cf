import type { GeneratedFile } from '../layer-files.ts';

/** File of a layer folder that says what the folder holds. */
export const MANIFEST = 'layer.json';

/** How layers are written down; one that is written otherwise is not read. */
export const LAYER_FORMAT = 1;

/** Files that a layer must have; the words of the document may be missing. */
export const LAYER_FILES = ['operations.json', 'schemas.json', 'responses.json', 'references.json'] as const;

/** What `layer.json` says. */
export interface Manifest {
  readonly format: number;
  /** Version of the specification, such as `2610.1.0`. */
  readonly release: string;
  /** SHA-256 of the document, hexadecimal. */
  readonly document: string;
  /** Version of the program that built the layer. */
  readonly built_by: string;
  /** SHA-256 of each file, hexadecimal. */
  readonly files: Readonly<Partial<Record<GeneratedFile, string>>>;
}

/** A layer that cannot be served: what is wrong with it, and what to do, whole sentences for the operator. */
export class LayerError extends Error {
  override readonly name = 'LayerError';
}
