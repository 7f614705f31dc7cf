import { fileURLToPath } from 'node:url';
import { documentsAtHand, layerDocument } from '../../scripts/generate/layer-source.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** The document that the generated layer was made from, where it is at hand; tests that need it are skipped elsewhere. */
export const specPath: string | undefined = layerDocument(ROOT, process.env);

/** Documents of other releases that are at hand. */
export const otherSpecs: readonly string[] = documentsAtHand(ROOT, process.env).filter((path) => path !== specPath);
