import { clouds, parseCloud } from '../mist/clouds.ts';
import { settings } from './settings.ts';
import { isOurs } from './variables-file.ts';

/** The file that is looked for in the working directory. Whoever wrote the folder wrote it: a clone, a download. */
export const STRAY_FILE = '.env';

const TOKEN = settings.token.variable;
const CLOUD = settings.cloud.variable;

/** Names in one sentence; a file may hold thousands. */
const MOST_NAMES = 8;

const has = (variables: NodeJS.Dict<string>, name: string): boolean => (variables[name] ?? '').trim() !== '';

function isPublicRegion(text: string): boolean {
  try {
    const { api } = parseCloud(text);
    return clouds().some((cloud) => cloud.api === api);
  } catch {
    return false;
  }
}

function pairProblem(file: NodeJS.Dict<string>, trusted: (name: string) => boolean): string | undefined {
  if (trusted(TOKEN) || trusted(CLOUD)) return 'a more trusted place has one of them already';
  if (!has(file, TOKEN) || !has(file, CLOUD)) return `${has(file, TOKEN) ? CLOUD : TOKEN} is not in it`;
  return isPublicRegion(file[CLOUD] ?? '') ? undefined : `its ${CLOUD} is no public Mist region`;
}

const listed = (names: readonly string[]): string => {
  const more = names.length - MOST_NAMES;
  return names.slice(0, MOST_NAMES).join(', ') + (more > 0 ? ` and ${more} more` : '');
};

/**
 * Takes from a `.env` that nobody named what a stranger may decide: a token together with a public region, which can
 * send nothing of ours to anybody. Everything else would let the author of a folder choose who gets the token, switch
 * writing on, or write files.
 *
 * @param file the variables of the file
 * @param trusted whether a source that somebody chose has a variable of that name
 * @returns what counts, and a warning about what is left out though it would have had an effect; names only, no values
 */
export function strayVariables(
  file: NodeJS.Dict<string>,
  trusted: (name: string) => boolean,
): { variables: NodeJS.Dict<string>; warnings: string[] } {
  const problem = pairProblem(file, trusted);
  const variables = problem === undefined ? { [TOKEN]: file[TOKEN], [CLOUD]: file[CLOUD] } : {};
  const left = Object.keys(file).filter(isOurs);
  const missed = left.filter((name) => has(file, name) && !has(variables, name) && !trusted(name)).sort();
  if (missed.length === 0) return { variables, warnings: [] };
  const pair = missed.includes(TOKEN) || missed.includes(CLOUD);
  const why = `from a file that nobody named, only ${TOKEN} and ${CLOUD} together count${pair ? ` (${problem})` : ''}`;
  return {
    variables,
    warnings: [
      `${STRAY_FILE} in the working directory: ${listed(missed)} left out, which mistmcp 0.1 took; ${why}. If the file is yours, name it: -e ${STRAY_FILE}`,
    ],
  };
}
