import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';

const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
const entry = fileURLToPath(new URL('../../src/index.ts', import.meta.url));

/** The command line that runs the server from source, wherever it is run. */
export const command: readonly string[] = [process.execPath, '--import', tsx, entry];
