import type { Json } from './json.ts';
import { SpecError } from './spec.ts';

/** Objects and lists within each other; the Mist document has 18. */
const MAX_DEPTH = 100;

const GZIP = [0x1f, 0x8b];
const ZIP = [0x50, 0x4b];

const startsWith = (bytes: Uint8Array, signature: readonly number[]): boolean =>
  signature.every((byte, index) => bytes[index] === byte);

/** The text of a document without its byte-order mark; throws where the bytes are no plain UTF-8. */
function decode(bytes: Uint8Array, path: string): string {
  if (startsWith(bytes, GZIP) || startsWith(bytes, ZIP)) throw new SpecError(`${path} is compressed; unpack it first`);
  if (startsWith(bytes, [0xff, 0xfe]) || startsWith(bytes, [0xfe, 0xff])) {
    throw new SpecError(`${path} is UTF-16; save it as UTF-8`);
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new SpecError(`${path} is not UTF-8 text`);
  }
}

/** What a scan over valid JSON keeps of each open object or list. */
interface Level {
  /** Keys so far; undefined in a list. */
  keys: Set<string> | undefined;
  /** The key whose value comes next, or the number of the list's element. */
  at: string | number;
}

const pointerOf = (levels: readonly Level[]): string => `/${levels.map(({ at }) => at).join('/')}`;

const TOKEN = /"(?:[^"\\]|\\.)*"|[{}[\],:]/g;

/**
 * What JSON.parse passes over in silence: keys given twice, of which it keeps the last, and nesting that overflows
 * whoever walks the value.
 *
 * @param text valid JSON
 */
function scan(text: string, path: string): void {
  const levels: Level[] = [];
  let string = '';
  for (const [token] of text.matchAll(TOKEN)) {
    const level = levels.at(-1);
    if (token === '{' || token === '[') {
      levels.push({ keys: token === '{' ? new Set() : undefined, at: token === '{' ? '' : 0 });
      if (levels.length > MAX_DEPTH)
        throw new SpecError(`${path} nests deeper than ${MAX_DEPTH} levels at ${pointerOf(levels)}`);
    } else if (token === '}' || token === ']') levels.pop();
    else if (token === ',' && typeof level?.at === 'number') level.at += 1;
    else if (token === ':' && level?.keys) {
      const key = String(JSON.parse(string));
      level.at = key;
      if (level.keys.has(key)) throw new SpecError(`${path} has the key ${string} twice at ${pointerOf(levels)}`);
      level.keys.add(key);
    } else if (token.startsWith('"')) string = token;
  }
}

/**
 * Reads the bytes of a document as JSON.
 *
 * @param path for messages
 * @throws SpecError with a sentence where they are compressed, YAML, no UTF-8, no JSON, or JSON that readers take
 *   differently
 */
export function parseDocument(bytes: Uint8Array, path: string): Json {
  const text = decode(bytes, path);
  let value: Json;
  try {
    value = JSON.parse(text);
  } catch (error) {
    if (/^\s*(%YAML|---|#|['"]?(openapi|swagger|info)['"]?\s*:)/.test(text)) {
      throw new SpecError(`${path} is YAML; the generator reads JSON`);
    }
    throw new SpecError(`${path} is not JSON: ${error instanceof Error ? error.message.slice(0, 200) : String(error)}`);
  }
  scan(text, path);
  return value;
}
