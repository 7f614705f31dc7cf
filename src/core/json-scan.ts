/** What a JSON text is made of, as far as it decides what parsing and walking it costs. */
export interface JsonShape {
  /** Deepest nesting of objects and lists. */
  readonly depth: number;
  /** Objects and lists together. */
  readonly containers: number;
  /** Commas and colons: members and elements, but for the first of each. */
  readonly separators: number;
  /** Different names of members, roughly: names of one length with the same ends count once. */
  readonly names: number;
}

/** What a text may have at most. */
export type JsonBounds = Partial<JsonShape>;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const COLON = 0x3a;
const [LIST, LIST_END] = [0x5b, 0x5d];
const [OBJECT, OBJECT_END] = [0x7b, 0x7d];

/** Places in which names are counted, at most; two names share one now and then. */
const MOST_NAME_PLACES = 1 << 18;

/** As many places as a text has bytes, a power of two: room enough for its names, and little for a short message. */
const namePlaces = (bytes: number): number => Math.min(MOST_NAME_PLACES, 2 ** Math.ceil(Math.log2(bytes)));

/**
 * Measures a JSON text without parsing it, in one pass over its bytes. What is no JSON is measured too, somehow: parsing
 * says what is wrong with it.
 *
 * @param bounds where one of them is passed, the rest is not looked at
 */
export function scanJson(bytes: Uint8Array, bounds: JsonBounds = {}): JsonShape {
  const shape = { depth: 0, containers: 0, separators: 0, names: 0 };
  let [depth, string, end] = [0, 0, 0];
  // A new name costs the parser twenty times what one costs that it has seen.
  let places: Uint8Array | undefined;
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at] ?? 0;
    if (byte === QUOTE) {
      string = at + 1;
      at = endOfString(bytes, string);
      end = at;
    } else if (byte === OBJECT || byte === LIST) {
      shape.containers += 1;
      depth += 1;
      shape.depth = Math.max(shape.depth, depth);
      if (passes(shape, bounds)) break;
    } else if (byte === OBJECT_END || byte === LIST_END) depth -= 1;
    else if (byte === COMMA || byte === COLON) {
      shape.separators += 1;
      if (byte === COLON) {
        places ??= new Uint8Array(namePlaces(bytes.length));
        const place = hashOf(bytes, string, end) & (places.length - 1);
        if (places[place] === 0) shape.names += 1;
        places[place] = 1;
      }
      if (passes(shape, bounds)) break;
    }
  }
  return shape;
}

/** Whether a text has more of something than it may have. */
export function passes(shape: JsonShape, { depth, containers, separators, names }: JsonBounds): boolean {
  return (
    (depth !== undefined && shape.depth > depth) ||
    (containers !== undefined && shape.containers > containers) ||
    (separators !== undefined && shape.separators > separators) ||
    (names !== undefined && shape.names > names)
  );
}

/** Bytes at either end of a name that tell it from others. */
const ENDS = 12;

function hashOf(bytes: Uint8Array, from: number, to: number): number {
  let hash = to - from;
  const add = (at: number): void => {
    hash = (Math.imul(hash, 31) + (bytes[at] ?? 0)) | 0;
  };
  for (let at = from; at < Math.min(to, from + ENDS); at += 1) add(at);
  for (let at = Math.max(from + ENDS, to - ENDS); at < to; at += 1) add(at);
  return hash ^ (hash >>> 15);
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
