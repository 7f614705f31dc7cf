import type { Config } from '../../config/config.ts';
import { ConfigError } from '../../config/error.ts';
import { layerNotes, releaseServed } from '../../layer-notes.ts';
import { servedLayer } from '../../mist/newer-layer.ts';
import { openSpecLayer } from '../../spec-layer.ts';
import { type Check, failed, ok, warning } from './check.ts';

const NAME = 'specification';
const REMEDY = 'Build it again with mistmcp spec update --spec FILE, or leave --spec-layer out.';

/** Which release of the API is served, and from where. */
export async function checkSpecification({ specLayer: folder }: Config): Promise<Check> {
  if (folder !== undefined && !servedLayer()) return failed(NAME, await problemOf(folder), REMEDY);
  const [, ...missing] = layerNotes();
  return missing.length === 0 ? ok(NAME, releaseServed()) : warning(NAME, releaseServed(), missing.join(' '));
}

async function problemOf(folder: string): Promise<string> {
  try {
    await openSpecLayer(folder);
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  return 'the layer was not used';
}
