/** A setting that cannot be used: one clear sentence for the person who started the server, never with a token in it. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

/** Letters and digits of that length are more likely a misplaced token than a mistyped setting. */
const LIKE_A_TOKEN = /[A-Za-z0-9+/=_-]{24,}/;

/** A value as it may be shown in a message: quoted and short; one that may be a misplaced token is only described. */
export function shown(value: string): string {
  if (LIKE_A_TOKEN.test(value)) return `a value of ${value.length} characters (not shown, it may be a secret)`;
  return JSON.stringify(value.length > 60 ? `${value.slice(0, 60)}…` : value);
}
