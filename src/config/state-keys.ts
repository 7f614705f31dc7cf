import { ConfigError } from './error.ts';
import { readPrivateFile } from './private-file.ts';
import type { SettingText } from './values.ts';

/** A key that could be tried out is none. */
const KEY_BYTES = 32;

/** More than that is a file of something else. */
const MOST_KEYS = 10;

/**
 * Reads the keys that replicas share. The first signs and seals; what the others made is still taken, so that a key can
 * be changed one replica after the other.
 *
 * @param own the key itself
 * @param file name of a file with one key a line
 * @returns no key where none was given
 * @throws ConfigError when one is too short or the file cannot be read; no key is shown
 */
export function readStateKeys(own: SettingText | undefined, file: SettingText | undefined): readonly string[] {
  if (own && file) throw new ConfigError(`${own.from} and ${file.from} say the same: give one of them.`);
  if (own) return [checked(own.text.trim(), own.from)];
  if (!file) return [];
  const keys = linesOf(file);
  if (keys.length === 0) throw new ConfigError(`${file.from}: the file needs a key, one a line.`);
  if (keys.length > MOST_KEYS)
    throw new ConfigError(`${file.from}: the file takes at most ${MOST_KEYS} keys, one a line.`);
  return keys.map((key, at) => checked(key, `${file.from}, key ${at + 1}`));
}

function linesOf({ text, from }: SettingText): string[] {
  try {
    const lines = readPrivateFile(text, 'secret').split('\n');
    return lines.map((line) => line.trim()).filter((line) => line !== '');
  } catch (error) {
    throw new ConfigError(`${from}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function checked(key: string, from: string): string {
  const bytes = Buffer.byteLength(key);
  if (bytes >= KEY_BYTES) return key;
  throw new ConfigError(
    `${from} has ${bytes} bytes and needs at least ${KEY_BYTES}: make one with "openssl rand -base64 32".`,
  );
}
