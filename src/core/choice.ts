/** Without the unit that people give to a radio band. */
const plain = (word: string): string =>
  word
    .toLowerCase()
    .replace(/[-_\s.]/g, '')
    .replace(/(?<=\d)ghz$/, '');

/** A word without the ending of its plural, and all other endings that a plural may have beside it. */
const singular = (word: string): string => word.replace(/(?<=ch|sh|x)es$|(?<!s)s$/, '');

/**
 * The choice that a word means, whatever its case, its separators and its number: `AP` is `ap`, `Sites` is `site`.
 *
 * @returns the choice as it is spelled among the choices, or undefined where none or several are meant
 */
export function matchChoice(word: string, choices: readonly string[]): string | undefined {
  if (choices.includes(word)) return word;
  for (const form of [plain, (text: string) => singular(plain(text))]) {
    const wanted = form(word);
    const matches = choices.filter((choice) => form(choice) === wanted);
    if (matches.length > 0) return matches.length === 1 ? matches[0] : undefined;
  }
  return undefined;
}
