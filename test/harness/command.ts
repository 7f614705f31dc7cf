import { BUNDLE } from './bundle.ts';

const bundle = process.env[BUNDLE];
if (bundle === undefined) throw new Error(`${BUNDLE} is not set: vitest's global set-up makes the bundle`);

/** The command line that runs the server, wherever it is run. */
export const command: readonly string[] = [process.execPath, bundle];
