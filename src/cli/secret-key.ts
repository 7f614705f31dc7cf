import { readFileSync } from 'node:fs';
import { ConfigError } from '../config/error.ts';

/** Characters that a key has at least: a short one could be tried out. */
const MIN_LENGTH = 16;

/** @throws ConfigError when the file cannot be read, or holds no key; its content is not shown */
export function readSecretKey(file: string): string {
  let text: string;
  try {
    text = readFileSync(file, 'utf8').trim();
  } catch {
    throw new ConfigError('--secret-key-file: the file cannot be read. Check its name and rights.');
  }
  if (text.length >= MIN_LENGTH) return text;
  throw new ConfigError(
    `--secret-key-file: the key has fewer than ${MIN_LENGTH} characters. Make a key with openssl rand -hex 32.`,
  );
}
