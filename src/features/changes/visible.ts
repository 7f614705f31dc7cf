/**
 * Characters that change how text around them is shown, or cannot be seen: control characters, line breaks, soft
 * hyphen, zero-width and direction marks, fillers, variation selectors, and what no character is assigned to.
 */
const HIDDEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cn}\p{Cs}\p{Default_Ignorable_Code_Point}]/gu;

const escaped = (character: string): string => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;

/** Text in which nothing is hidden: what cannot be seen, or moves other text, is written as its number. */
export const visible = (text: string): string => text.replace(HIDDEN, escaped);

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
