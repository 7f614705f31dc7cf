import { ConfigError } from './config/error.ts';
import { type NewerLayer, openNewerLayer, serveNewerLayer } from './mist/newer-layer.ts';
import { LayerError } from './mist/spec/newer/manifest.ts';

/**
 * Opens the layer of another release and judges it as the generator judges a document.
 *
 * @throws ConfigError one clear sentence about the folder
 */
export async function openSpecLayer(folder: string): Promise<NewerLayer> {
  try {
    const layer = openNewerLayer(folder);
    if (layer.patterns.length > 0) await judgePatterns(layer);
    return layer;
  } catch (error) {
    if (error instanceof LayerError) throw new ConfigError(`--spec-layer: ${error.message}`);
    throw error;
  }
}

/** Values are tried against the patterns, so one that takes forever would stop the server. */
async function judgePatterns({ patterns, folder }: NewerLayer): Promise<void> {
  const { patternProblem } = await import('../scripts/generate/installed.ts');
  for (const pattern of patterns) {
    const problem = patternProblem(pattern);
    if (problem === undefined) continue;
    const shown = JSON.stringify(pattern.slice(0, 80));
    throw new LayerError(`The layer in ${folder} is not used: its pattern ${shown} ${problem}.`);
  }
}

/**
 * Serves the layer of a folder in the place of the program's own. It must come before any tool is loaded: tools follow
 * from the layer.
 *
 * @throws ConfigError where the layer cannot be used; nothing is served then
 */
export async function useSpecLayer(folder: string): Promise<void> {
  serveNewerLayer(await openSpecLayer(folder));
}
