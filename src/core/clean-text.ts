/** Scripts in which joiners decide which word is written, and vowel signs of Arabic; elsewhere joiners only hide. */
const JOINING = `${[
  'Arabic',
  'Syriac',
  'Devanagari',
  'Bengali',
  'Gurmukhi',
  'Gujarati',
  'Oriya',
  'Tamil',
  'Telugu',
  'Kannada',
  'Malayalam',
  'Sinhala',
  'Khmer',
  'Myanmar',
]
  .map((script) => `\\p{Script=${script}}`)
  .join('')}\\u064b-\\u0655\\u0670`;
const PICTURE = '\\p{Extended_Pictographic}\\p{Emoji_Modifier}';

/** Sequences that a terminal obeys, whole: CSI, OSC and the like with their text, two-letter escapes. */
const SEQUENCES = [
  '(?:\\x1b\\[|\\x9b)[0-?]{0,40}[ -/]{0,4}[@-~]?',
  '(?:\\x1b[\\]PX^_]|[\\x90\\x98\\x9d-\\x9f])[^\\x07\\x1b\\x9c\\n]{0,1000}(?:\\x07|\\x1b\\\\|\\x9c)?',
  '\\x1b[ -/]{0,4}[0-~]?',
];

const REMOVED = [
  ...SEQUENCES,
  // Controls but tab and line feed; a carriage return only before a line feed.
  '\\r(?!\\n)|[\\0-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f-\\x9f]',
  // Marks that turn the direction of text, and format characters that nobody should use any more.
  '[\\u061c\\u200e\\u200f\\u202a-\\u202e\\u2066-\\u206f]',
  // No width: spaces, joiners that no word and no picture needs, invisible signs, fillers, soft hyphens.
  '[\\u00ad\\u034f\\u115f\\u1160\\u17b4\\u17b5\\u180b-\\u180f\\u200b\\u2060-\\u2065\\u3164\\ufeff\\uffa0\\ufff0-\\ufffb\\ufffe\\uffff]',
  `(?<![${JOINING}])\\u200c|\\u200c(?![${JOINING}])`,
  `(?<![${JOINING}]|[${PICTURE}]\\ufe0f?)\\u200d|\\u200d(?![${JOINING}${PICTURE}\\u2640\\u2642])`,
  // Variants of a character: one behind a picture, a keycap or an ideograph, none elsewhere.
  `[\\ufe00-\\ufe0d]|(?<![${PICTURE}0-9#*])[\\ufe0e\\ufe0f]|(?<!\\p{Script=Han})[\\u{e0100}-\\u{e01ef}]`,
  // Letters that nobody sees and every model reads.
  '[\\u{e0000}-\\u{e00ff}\\u{e01f0}-\\u{e0fff}]',
].join('|');

let removed: RegExp | undefined;

/** Made for the first text that needs it: whole scripts in an expression take milliseconds to be compiled. */
function removedCharacters(): RegExp {
  removed ??= new RegExp(REMOVED, 'gu');
  return removed;
}

/** What nearly every text of the API is made of. */
const ORDINARY = /^[\t\n\x20-\x7e]*$/;
const HALF = /\p{Cs}/gu;
const MOST_ROUNDS = 4;
const BREAKS = /[\u2028\u2029]/g;

/**
 * A text as it may be shown: without what a terminal obeys, what turns or hides text, and what only a model would read.
 * Line feeds and tabs stay; joiners stay inside emoji and inside words of scripts that need them. Half a character
 * becomes U+FFFD, a line separator a space.
 *
 * @returns the very same text when there is nothing to take out
 */
export function cleanText(text: string): string {
  if (ORDINARY.test(text)) return text;
  const pattern = removedCharacters();
  let before = text.replace(HALF, '\ufffd');
  let clean = before.replace(pattern, '');
  // What was taken out may have been the reason why its neighbor stayed.
  for (let round = 0; round < MOST_ROUNDS && clean !== before; round += 1) {
    before = clean;
    clean = before.replace(pattern, '');
  }
  return clean.replace(BREAKS, ' ');
}

/** All that `cleanText` may take out, and separators, whatever stands around them. */
const UNSEEN = new RegExp(
  [
    '[\\x7f-\\x9f\\u00ad\\u061c\\u115f\\u1160\\u17b4\\u17b5\\u200b-\\u200f\\u2028-\\u202e\\u2060-\\u206f\\u3164\\ufeff\\uffa0]',
    '[\\ufff0-\\uffff]|\\u034f|[\\u180b-\\u180f]|[\\ufe00-\\ufe0f]|\\udb40[\\udc00-\\udfff]',
  ].join('|'),
  'g',
);

const numbered = (unit: string): string => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;

/** JSON that says the same with everything unseen in it written as its number: for records, which must lose nothing. */
export const visibleJson = (json: string): string =>
  json.replace(UNSEEN, (unseen) =>
    Array.from({ length: unseen.length }, (_, at) => numbered(unseen[at] ?? '')).join(''),
  );
