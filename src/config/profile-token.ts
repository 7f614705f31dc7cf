import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { parseToken } from '../mist/token.ts';
import { readPrivateFile } from './private-file.ts';
import type { Profile } from './profile.ts';

/** A secret manager may ask its person for a touch of a key. */
const COMMAND_MS = 60_000;
const MOST_OUTPUT = 65_536;

/**
 * Reads the token of a profile from where it says.
 *
 * @returns the bare token
 * @throws Error one sentence for whoever runs the server: what is wrong with the place; never what was read there
 */
export async function readProfileToken(
  { name, token: source }: Pick<Profile, 'name' | 'token'>,
  env: NodeJS.ProcessEnv = process.env,
): Promise<string> {
  const [text, place] =
    source.kind === 'env'
      ? ([env[source.variable] ?? '', `the variable ${source.variable}`] as const)
      : source.kind === 'file'
        ? ([readPrivateFile(source.path, 'secret'), 'its file'] as const)
        : ([await outputOf(name, source.command), 'the output of its command'] as const);
  let token: string | undefined;
  try {
    token = parseToken(text);
  } catch {
    throw new Error(`Profile "${name}": ${place} holds something that is no Mist token.`);
  }
  if (token === undefined) throw new Error(`Profile "${name}": there is no token in ${place}.`);
  return token;
}

async function outputOf(name: string, [program = '', ...parameters]: readonly string[]): Promise<string> {
  try {
    const { stdout } = await promisify(execFile)(program, parameters, { timeout: COMMAND_MS, maxBuffer: MOST_OUTPUT });
    return stdout;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? ` (${String(error.code)})` : '';
    throw new Error(`Profile "${name}": the command for its token failed${code}; run it by hand to see why.`);
  }
}
