import { NO_PROXY_VARIABLES, PROXY_VARIABLES } from '../mist/http/proxy/environment.ts';
import { WebProxy } from '../mist/http/proxy/proxy.ts';
import type { Environment } from './environment.ts';
import { ConfigError } from './error.ts';

/**
 * The web proxy of the environment; `HTTP_PROXY` is not for https and so has no effect.
 *
 * @throws ConfigError for what is no proxy's address; the value, which may hold a password, is not in it
 */
export function readProxy(environment: Environment): WebProxy | undefined {
  const given = environment.first(PROXY_VARIABLES);
  if (!given) return undefined;
  try {
    return new WebProxy(given.text, environment.first(NO_PROXY_VARIABLES)?.text);
  } catch (error) {
    throw new ConfigError(`${given.from} ${error instanceof Error ? error.message : 'is not the address of a proxy'}.`);
  }
}
