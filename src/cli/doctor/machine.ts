import { readArguments } from '../../config/arguments.ts';
import type { Config } from '../../config/config.ts';
import { namedFile, readEnvironment } from '../../config/environment.ts';
import { ConfigError } from '../../config/error.ts';
import { allSettings, settings } from '../../config/settings.ts';
import { workingFolder } from '../../config/working-folder.ts';
import { oldestNode, version } from '../../core/version.ts';
import type { CommandSettings } from '../settings.ts';
import { type Check, failed, ok, warning } from './check.ts';

const numbers = (text: string): number[] => text.split('.').map((part) => Number.parseInt(part, 10));

/** Whether a version is at least another; what stands behind the three numbers does not count. */
function atLeast(given: string, floor: string): boolean {
  const [mine, wanted] = [numbers(given), numbers(floor)];
  for (const [at, number] of wanted.entries()) {
    if ((mine[at] ?? 0) !== number) return (mine[at] ?? 0) > number;
  }
  return true;
}

/** Whether this Node is one that the package names. @param given version without the `v` */
export function checkNode(given: string = process.versions.node): Check {
  const floor = oldestNode;
  const found = `Node ${given} at ${process.execPath}, mistmcp ${version}`;
  if (atLeast(given, floor)) return ok('Node', found);
  return failed(
    'Node',
    found,
    `mistmcp needs Node ${floor} or newer: install it, and name it in the client's configuration.`,
  );
}

/** Flags, and the environment with the file that stands behind it. */
function given({ flags }: CommandSettings) {
  const { values } = readArguments(flags);
  const surroundings = { env: process.env, cwd: workingFolder(), uid: process.getuid?.() };
  return { values, environment: readEnvironment(surroundings, namedFile(values, process.env)).environment };
}

/** Whether the server of this environment listens on http, where every client brings a token of its own. */
export const servesHttp = (command: CommandSettings): boolean =>
  given(command).environment.get(settings.transport)?.text.trim().toLowerCase() === 'http';

/** Where the settings come from; their values are not shown. */
function sources(command: CommandSettings): string {
  const { values, environment } = given(command);
  const found = allSettings.flatMap((setting) => values.get(setting)?.from ?? environment.get(setting)?.from ?? []);
  return found.length > 0 ? found.join(', ') : 'nothing is set';
}

/**
 * Reads the configuration as the server would.
 *
 * @returns the check, and the configuration where it can be used
 */
export function checkConfiguration(command: CommandSettings): { check: Check; config?: Config } {
  try {
    const { config, warnings } = command.load();
    const found = `${sources(command)} (in ${workingFolder() ?? 'a working directory that no longer exists'})`;
    const [first, ...more] = warnings.filter((sentence) => !/^MIST_APITOKEN is not set/.test(sentence));
    const name = 'configuration';
    if (first === undefined) return { check: ok(name, found), config };
    return { check: warning(name, found, [first, ...more].join(' ')), config };
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return { check: failed('configuration', error.message, 'Correct it; mistmcp --help lists flags and variables.') };
  }
}

/** Which place the token is from, and which one names the cloud that gets it. Never the token itself. */
export function checkSources({ demo, cloud, sources }: Config): Check {
  if (demo) return ok('sources', 'token and cloud of the simulation');
  const token = sources.token === 'not set' ? 'MIST_APITOKEN is not set' : `MIST_APITOKEN from ${sources.token}`;
  return ok('sources', `${token}; MIST_HOST from ${sources.cloud}: ${cloud.name} (${cloud.region})`);
}

const PROXY_VARIABLE = /^(https?|all|no)_proxy$/i;

/** Which way requests to Mist take. */
export function checkProxy({ proxy, cloud, demo }: Config): Check {
  const named = Object.keys(process.env).filter((name) => PROXY_VARIABLE.test(name) && process.env[name]);
  const seen = named.length > 0 ? ` (set: ${named.join(', ')})` : '';
  if (demo) return ok('proxy', 'none is used for the simulated cloud');
  if (proxy?.leadsTo(cloud.api)) return ok('proxy', `${cloud.name} is reached through ${proxy.host}${seen}`);
  if (proxy) return ok('proxy', `${cloud.name} is reached directly, as NO_PROXY says${seen}`);
  if (named.every((name) => !/^http_/i.test(name))) return ok('proxy', `none${seen}`);
  const remedy = 'Mist is asked over https: name the proxy in HTTPS_PROXY if there is one.';
  return warning('proxy', `none${seen}: HTTP_PROXY does not count for https`, remedy);
}
