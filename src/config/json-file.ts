import { isRecord, type JsonObject } from '../core/json.ts';
import { ConfigError, shown } from './error.ts';

/** What a file of settings holds. */
export interface JsonFile {
  readonly content: JsonObject;
  /** A sentence for each key that one object has more than once. */
  readonly repeated: readonly string[];
}

/** A string of JSON, with the colon where it is a key, or where an object begins or ends. */
const PIECE = /("(?:[^"\\]|\\.)*")(\s*:)?|[{}]/g;

/** Sentences at most; an operator mends a few and tries again. */
const MOST_REPEATED = 5;

/**
 * Reads the object that a file of settings in JSON holds.
 *
 * @param text its content
 * @param file what messages call it, such as `--policy ("rules.json")`
 * @param example an object that it could hold
 * @throws ConfigError for what is no JSON or no object
 */
export function parseJsonFile(text: string, file: string, example: string): JsonFile {
  let content: unknown;
  try {
    content = JSON.parse(text.replace(/^\ufeff/, ''));
  } catch {
    throw new ConfigError(`${file} is no JSON: it must hold one object, such as ${example}.`);
  }
  if (!isRecord(content)) throw new ConfigError(`${file} must hold one object, such as ${example}.`);
  return { content, repeated: repeatedKeys(text) };
}

/** Of a key that is given twice JSON.parse keeps the last without a word: a rule would count that nobody sees. */
function repeatedKeys(text: string): readonly string[] {
  const open: Set<string>[] = [];
  const repeated: { readonly key: string; readonly at: number }[] = [];
  for (const { 0: piece, 1: string = '', 2: colon, index } of text.matchAll(PIECE)) {
    if (piece === '{') open.push(new Set());
    else if (piece === '}') open.pop();
    else if (colon !== undefined) {
      const key = String(JSON.parse(string));
      const keys = open.at(-1);
      if (keys?.has(key)) repeated.push({ key, at: index });
      keys?.add(key);
    }
  }
  return repeated
    .slice(0, MOST_REPEATED)
    .map(({ key, at }) => `It has the key ${shown(key)} twice (line ${text.slice(0, at).split('\n').length}).`);
}
