import { ConfigError } from './error.ts';

/** The working directory, or undefined where it was deleted under the process: nothing has to be in one. */
export function workingFolder(): string | undefined {
  try {
    return process.cwd();
  } catch {
    return undefined;
  }
}

/** @throws ConfigError where the working directory was deleted */
export function requireWorkingFolder(): string {
  const folder = workingFolder();
  if (folder !== undefined) return folder;
  throw new ConfigError('The working directory no longer exists: change to another folder.');
}
