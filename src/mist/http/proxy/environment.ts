import { WebProxy } from './proxy.ts';

/** As other programs read them: lower case first, and the one for https before the one for everything. */
export const PROXY_VARIABLES = ['https_proxy', 'HTTPS_PROXY', 'all_proxy', 'ALL_PROXY'];
export const NO_PROXY_VARIABLES = ['no_proxy', 'NO_PROXY'];

/**
 * The web proxy that the variables of a process name; an empty one counts as absent.
 *
 * @throws Error naming the variable, without its value, which may hold a password
 */
export function proxyOf(env: Readonly<Record<string, string | undefined>>): WebProxy | undefined {
  const first = (names: readonly string[]): string | undefined => names.find((name) => env[name]?.trim());
  const name = first(PROXY_VARIABLES);
  if (name === undefined) return undefined;
  const exceptions = env[first(NO_PROXY_VARIABLES) ?? ''];
  try {
    return new WebProxy(env[name] ?? '', exceptions);
  } catch (error) {
    throw new Error(`${name} ${error instanceof Error ? error.message : 'is not the address of a proxy'}.`);
  }
}
