import { basename, dirname, join, sep } from 'node:path';
import { ConfigError } from '../config/error.ts';
import { SERVER_NAME } from './client.ts';

/** How this process was started. */
export interface Running {
  /** The file that runs, with links followed. */
  readonly file: string;
  /** Path of the node program. */
  readonly node: string;
  readonly env: NodeJS.ProcessEnv;
}

/** Where npm puts what is installed for the whole machine: beside node, or in the person's roaming folder on Windows. */
function globalFolders({ node, env }: Running): string[] {
  const prefixes = [env.npm_config_prefix, env.NPM_CONFIG_PREFIX, env.APPDATA && join(env.APPDATA, 'npm')];
  const beside = [join(dirname(node), '..', 'lib'), dirname(node), '/usr/local/lib', '/usr/lib'];
  const given = prefixes.flatMap((prefix) => (prefix ? [prefix, join(prefix, 'lib')] : []));
  return [...given, ...beside].map((folder) => join(folder, 'node_modules', SERVER_NAME) + sep);
}

/**
 * The command line by which a client reaches this very program: npx for what npx or a global installation started,
 * since their folders move with every version; else node and the bundled file.
 */
export function programOf(running: Running): string[] {
  const { file } = running;
  if (isMoving(running)) return ['npx', '-y', SERVER_NAME];
  return ['node', bundleOf(file)];
}

/** Whether the file lies where npm replaces it with every version. */
function isMoving(running: Running): boolean {
  const { file } = running;
  return file.includes(`${sep}_npx${sep}`) || globalFolders(running).some((folder) => file.startsWith(folder));
}

const bundleOf = (file: string): string =>
  basename(file) === 'main.ts' ? join(dirname(file), '..', 'dist', 'mistmcp.js') : file;

/** Where npm is beside a Node: on Windows in its folder, elsewhere under `lib`. */
const NPX = [
  ['..', 'lib', 'node_modules', 'npm', 'bin', 'npx-cli.js'],
  ['node_modules', 'npm', 'bin', 'npx-cli.js'],
];

/**
 * The same with the path of Node and of the program written out, for applications that do not have a shell's `PATH`.
 *
 * @param exists whether there is such a file
 */
export function wholeProgramOf(running: Running, exists: (path: string) => boolean): string[] {
  const { file, node } = running;
  if (!isMoving(running)) return [node, bundleOf(file)];
  const npx = NPX.map((parts) => join(dirname(node), ...parts)).find(exists);
  return npx === undefined ? programOf(running) : [node, npx, '-y', SERVER_NAME];
}

/** On Windows npx is a script, which only a shell starts. */
export const inShell = (command: readonly string[]): string[] =>
  command[0] === 'npx' ? ['cmd', '/c', ...command] : [...command];

/**
 * Cuts a command line into words at blanks; quotation marks hold words together, and backslashes are only letters, as
 * in Windows paths.
 *
 * @throws ConfigError when there is no word, or a quotation mark is not closed
 */
export function wordsOf(line: string): string[] {
  const words = [...line.matchAll(/(?:"[^"]*"|'[^']*'|[^\s"'])+/g)].map(([word]) =>
    word.replace(/"([^"]*)"|'([^']*)'/g, (_, double?: string, single?: string) => double ?? single ?? ''),
  );
  const open = /["']/.test(line.replace(/"[^"]*"|'[^']*'/g, ''));
  if (open) throw new ConfigError('--command has a quotation mark that is not closed: add the other one.');
  if (words.length === 0) throw new ConfigError('--command needs the program and its arguments, in quotation marks.');
  return words;
}
