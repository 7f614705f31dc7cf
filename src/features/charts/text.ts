/** What the font of the pictures can draw: the Latin subset of Inter, without its invisible characters. */
const DRAWN =
  /[\x20-\x7e\xa1-\xac\xae-\xff\u0131\u0152\u0153\u02c6\u02da\u02dc\u2010-\u2027\u2030-\u205e\u20ac\u2122\u2191\u2193\u2212\u2215]/u;
/** Controls, marks that turn or hide text, halves of characters, private ones. */
const UNSEEN = /[\p{C}\p{Zl}\p{Zp}]/u;
const MARK = /\p{M}/u;
const MISSING = '?';

/** One character as the font can show it: itself, its base letter, or a question mark. */
function drawn(character: string): string {
  if (DRAWN.test(character)) return character;
  if (/\s/u.test(character)) return ' ';
  if (UNSEEN.test(character)) return '';
  const base = character.normalize('NFKD');
  const letters = [...base].filter((one) => DRAWN.test(one)).join('');
  if (letters !== '') return letters;
  return MARK.test(character) ? '' : MISSING;
}

/**
 * The renderer keeps the widths of texts in plain objects, under the texts themselves: `__proto__` or `constructor` would
 * make it write into what all objects share.
 */
const apart = (text: string): string => (text in Object.prototype ? `${text}\u00a0` : text);

/**
 * Text for a picture, made of what strangers wrote: names of metrics, sites, interfaces. What the font does not have
 * becomes its base letter or a question mark, and what is invisible or turns text around is taken out. Escaping is the
 * renderer's.
 *
 * @param longest characters at most, but for a blank behind some words; a longer text ends with an ellipsis
 */
export function chartText(text: string, longest: number): string {
  // Far more than is shown: cutting first keeps a text of megabytes cheap.
  const start = text.slice(0, longest * 8).normalize('NFC');
  const clean = [...start].map(drawn).join('').replace(/ {2,}/g, ' ').trim();
  const characters = [...clean];
  if (characters.length <= longest && text.length <= longest * 8) return apart(clean);
  return `${characters
    .slice(0, longest - 1)
    .join('')
    .trimEnd()}…`;
}
