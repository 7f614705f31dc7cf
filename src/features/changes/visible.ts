import { imitationsIn } from './imitation.ts';

/**
 * Characters that change how text around them is shown, or cannot be seen: control characters, line breaks, blanks but
 * the plain one, soft hyphen, zero-width and direction marks, fillers, the empty pattern of Braille, variation selectors,
 * and what no character is assigned to.
 */
const HIDDEN =
  /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cn}\p{Cs}\p{Default_Ignorable_Code_Point}\u00a0\u1680\u2000-\u200a\u202f\u205f\u2800\u3000\u{13441}\u{13442}\u{1d159}]/u;

const PLAIN = /^[\x20-\x7e]*$/;

/** So many blanks push what follows out of sight. */
const MANY_BLANKS = / {5,}/g;

const escaped = (character: string): string => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;

/**
 * Text in which nothing is hidden and nothing imitates: what cannot be seen, moves other text or looks like another
 * character is written as its number.
 */
export function visible(text: string): string {
  const blanks = text.replace(MANY_BLANKS, ({ length }) => `\\u{20}×${length}`);
  if (PLAIN.test(blanks)) return blanks;
  const imitations = imitationsIn(blanks);
  let shown = '';
  let at = 0;
  for (const character of blanks) {
    shown += imitations.has(at) || HIDDEN.test(character) ? escaped(character) : character;
    at += character.length;
  }
  return shown;
}

/** The beginning of a text, with an ellipsis where it was cut; never half a character. */
export function cut(text: string, most: number): string {
  if (text.length <= most) return text;
  return `${Array.from(text.slice(0, most - 1))
    .slice(0, -1)
    .join('')}…`;
}

/**
 * A text from the network in quotes, on one line: whoever named an object cannot imitate lines of ours with it.
 *
 * @param most longest result, in characters
 */
export const quoted = (text: string, most = 64): string => `"${cut(visible(text.replaceAll('"', "'")), most - 2)}"`;

/** A value as JSON on one line; where it is cut, how large it is. */
export const shown = (value: unknown, most: number): string => {
  const text = value === undefined ? undefined : JSON.stringify(value);
  if (text === undefined) return '(none)';
  if (text.length <= most) return visible(text);
  const size = Array.isArray(value) ? `${value.length} values` : `${text.length} characters`;
  return `${visible(cut(text, most))} (${size})`;
};

/** A field's path on one line; names in it that are no plain words stand in quotes already. */
export const shownPath = (path: string, most = 90): string => cut(visible(path), most);
