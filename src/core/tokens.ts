/*
 * The o200k tokenizer first cuts a text into pieces (a word with one sign or space before it, up to three digits, a
 * run of signs, white space) and then looks the pieces up. Cutting is cheap and the look-up is not, so the cutting is
 * done as there and the look-up is replaced with the average cost of such a piece, measured on JSON from the Mist API,
 * on prose and on random ids, and rounded up.
 */

const LOWER = 1;
const UPPER = 2;
const DIGIT = 3;
const SPACE = 4;
const BREAK = 5;
const SIGN = 6;
const WIDE = 7;

/** The kind of an ASCII character. */
function kindOf(code: number): number {
  if (code >= 97 && code <= 122) return LOWER;
  if (code >= 65 && code <= 90) return UPPER;
  if (code >= 48 && code <= 57) return DIGIT;
  if (code === 32 || code === 9) return SPACE;
  if (code === 10 || code === 13) return BREAK;
  return SIGN;
}

// Letters of other alphabets than Latin share words with each other; ideographs and symbols stand for themselves.
const KINDS = new Uint8Array(0x2000).fill(WIDE).fill(LOWER, 0xc0);
for (let code = 0; code < 128; code += 1) KINDS[code] = kindOf(code);
const kind = (text: string, at: number): number => {
  const code = text.charCodeAt(at);
  return code < 0x2000 ? (KINDS[code] ?? 0) : code >= 0 ? WIDE : 0;
};

function wideCost(code: number): number {
  if (code >= 0xd800 && code < 0xe000) return 1.3;
  return code >= 0x3000 ? 0.7 : 1;
}

/** Nothing before a word that belongs to it. */
const NOTHING = 0;

/** @param lead what stands right before the word: a space, one sign, a digit, a word in another case, or nothing */
function wordCost(length: number, capitals: number, lead: number, beforeDigit: boolean): number {
  if (lead === DIGIT || (beforeDigit && length <= 4)) {
    // Letters among digits are most likely hexadecimal or base64, where two make a token.
    const run = length < 3 ? 1 + 0.15 * (length - 1) : 0.64 * length;
    return lead === SIGN ? run + 0.5 * Math.min(length - 1, 2) : run;
  }
  if (capitals >= 2) return 1 + 0.5 * (length - 2) + (lead === SIGN ? 0.15 : 0);
  if (lead === UPPER) return length < 3 ? 1.25 : length === 3 ? 2 : 1.5;
  if (lead === SPACE) return 1.03 + 0.07 * Math.max(0, length - 8);
  if (lead === SIGN) return length < 3 ? 1.2 : 1.38 + 0.12 * Math.max(0, length - 5);
  return 1.06 + (length > 4 ? 0.08 : 0) + 0.12 * Math.max(0, length - 8);
}

/**
 * An estimate of how many tokens (o200k) a text costs a model, from one pass over it. Made to err upwards: at most a
 * few percent below the true count on JSON, ids, numbers and prose, and mostly less than 15 % above.
 */
export function estimateTokens(text: string): number {
  let tokens = 0;
  let lead = NOTHING;
  for (let at = 0; at < text.length; ) {
    const start = at;
    const first = kind(text, at);
    if (first === LOWER || first === UPPER) {
      while (kind(text, at) === UPPER) at++;
      const capitals = at - start;
      while (kind(text, at) === LOWER) {
        const code = text.charCodeAt(at++);
        if (code > 127) tokens += code < 0x250 ? 0.8 : 0.2;
      }
      const next = kind(text, at);
      tokens += wordCost(at - start, capitals, lead, next === DIGIT);
      lead = next === UPPER ? UPPER : NOTHING;
    } else if (first === DIGIT) {
      while (kind(text, at) === DIGIT) at++;
      tokens += Math.ceil((at - start) / 3);
      lead = DIGIT;
    } else if (first === SPACE || first === BREAK) {
      while (kind(text, at) === SPACE || kind(text, at) === BREAK) at++;
      const next = kind(text, at);
      // The last space goes with what follows it, unless that is a digit.
      const joins = kind(text, at - 1) === SPACE && (next === LOWER || next === UPPER || next === SIGN);
      if (at - start > 1 || !joins) tokens += 1;
      lead = joins ? SPACE : NOTHING;
    } else if (first === SIGN) {
      while (kind(text, at) === SIGN) at++;
      const next = kind(text, at);
      const goesWithWord = at - start === 1 && lead !== SPACE && (next === LOWER || next === UPPER);
      if (!goesWithWord) tokens += 1 + 0.5 * Math.max(0, at - start - 3);
      lead = goesWithWord ? SIGN : NOTHING;
    } else {
      tokens += wideCost(text.charCodeAt(at++));
      lead = NOTHING;
    }
  }
  return Math.ceil(tokens);
}
