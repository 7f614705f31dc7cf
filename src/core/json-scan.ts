/** What a JSON text is made of, as far as it decides what parsing and walking it costs. */
export interface JsonShape {
  /** Deepest nesting of objects and lists. */
  readonly depth: number;
  /** Objects and lists together. */
  readonly containers: number;
  /** Commas and colons: members and elements, but for the first of each. */
  readonly separators: number;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const COLON = 0x3a;
const [LIST, LIST_END] = [0x5b, 0x5d];
const [OBJECT, OBJECT_END] = [0x7b, 0x7d];

/**
 * Measures a JSON text without parsing it, in one pass over its bytes. What is no JSON is measured too, somehow: parsing
 * says what is wrong with it.
 */
export function scanJson(bytes: Uint8Array): JsonShape {
  let [depth, deepest, containers, separators] = [0, 0, 0, 0];
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at] ?? 0;
    if (byte === QUOTE) at = endOfString(bytes, at + 1);
    else if (byte === OBJECT || byte === LIST) {
      containers += 1;
      depth += 1;
      deepest = Math.max(deepest, depth);
    } else if (byte === OBJECT_END || byte === LIST_END) depth -= 1;
    else if (byte === COMMA || byte === COLON) separators += 1;
  }
  return { depth: deepest, containers, separators };
}

/** Where the string ends that begins at a place: its closing quote, or the end of the text. */
function endOfString(bytes: Uint8Array, from: number): number {
  for (let at = bytes.indexOf(QUOTE, from); at >= 0; at = bytes.indexOf(QUOTE, at + 1)) {
    let escapes = 0;
    while (bytes[at - 1 - escapes] === BACKSLASH && at - 1 - escapes >= from) escapes += 1;
    if (escapes % 2 === 0) return at;
  }
  return bytes.length;
}
