import { resolve } from 'node:path';
import { BUNDLE } from './bundle.ts';

const bundle = process.env[BUNDLE];
if (bundle === undefined) throw new Error(`${BUNDLE} is not set: vitest's global set-up makes the bundle`);

/** The command line that runs the server, wherever it is run. */
export const command: readonly string[] = [process.execPath, bundle];

/** Where the processes of a run keep their compiled code, as those of a user do: it halves what a start computes. */
const CACHE = resolve(bundle, '../../../cache');

/** The environment of a process that has nothing in it but `env`, and finds the compiled code of the ones before. */
export const processEnv = <T extends NodeJS.ProcessEnv>(env: T): T & { XDG_CACHE_HOME: string } => ({
  XDG_CACHE_HOME: CACHE,
  ...env,
});
