/**
 * A name in the form in which names are compared: people type it with other blanks, in another case, and their keyboard
 * may write ü as two characters.
 *
 * @returns the text composed (NFC), trimmed, each run of blanks one space, in lower case
 */
export const foldName = (text: string): string => text.normalize('NFC').trim().replace(/\s+/gu, ' ').toLowerCase();

/** Whether two texts are the same name; see `foldName`. */
export const isSameName = (one: string, other: string): boolean => foldName(one) === foldName(other);
