/** Widths of letters in parts of the font's size, about those of Inter. */
const WIDTHS: readonly (readonly [RegExp, number])[] = [
  [/[ijl.,:;'|!I]/, 0.29],
  [/[frt()[\]{}"/\\ -]/, 0.37],
  [/[mwMW@%…—]/, 0.9],
  [/[A-Z0-9&#$?+=<>~_]/, 0.66],
  // The renderer takes the width of such a character for the height of a line.
  [/\p{Script=Han}/u, 1],
];
const USUAL = 0.59;

const known = new Map<string, number>();

function letterWidth(letter: string): number {
  const width = known.get(letter) ?? WIDTHS.find(([letters]) => letters.test(letter))?.[1] ?? USUAL;
  known.set(letter, width);
  return width;
}

/**
 * How wide a text is, about.
 *
 * @param font as in CSS; only its size matters, 12 pixels where it names none
 * @returns pixels
 */
export function textWidth(text: string, font = ''): number {
  const size = Number(/(\d+(?:\.\d+)?)px/.exec(font)?.[1] ?? 12);
  return [...text].reduce((width, letter) => width + letterWidth(letter) * size, 0);
}
