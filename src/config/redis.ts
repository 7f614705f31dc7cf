import { ConfigError } from './error.ts';
import type { SettingText } from './values.ts';

const SCHEMES = ['redis:', 'rediss:'];

/**
 * Reads the address of the engine that replicas share.
 *
 * @throws ConfigError for what is no such address, and for a password where every user of the machine can read it; the
 *   address is not shown, since it may hold one
 */
export function readRedis(given: SettingText | undefined): string | undefined {
  if (!given) return undefined;
  const text = given.text.trim();
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !SCHEMES.includes(url.protocol) || url.hostname === '' || !/^\/?\d{0,3}$/.test(url.pathname)) {
    throw new ConfigError(`${given.from} must be an address such as rediss://HOST:6379 or redis://HOST:6379/1.`);
  }
  if (url.search !== '' || url.hash !== '')
    throw new ConfigError(`${given.from} takes nothing behind the path; leave it out.`);
  if (url.password !== '' && given.from.startsWith('-')) {
    throw new ConfigError(
      `${given.from} holds a password, which others can see in the list of processes: use MISTMCP_REDIS.`,
    );
  }
  return text;
}
