/** Scripts whose letters are taken for Latin ones, or are mixed with them by nobody but an imitator. */
const SCRIPTS = [
  ...['Cyrillic', 'Greek', 'Armenian', 'Coptic', 'Cherokee', 'Georgian', 'Lisu', 'Deseret', 'Osage', 'Tifinagh'],
  ...['Canadian_Aboriginal', 'Vai', 'Hebrew', 'Arabic', 'Ethiopic', 'Gothic', 'Old_Italic', 'Runic', 'Nko', 'Bengali'],
  ...['Devanagari', 'Gujarati', 'Gurmukhi', 'Kannada', 'Malayalam', 'Myanmar', 'Oriya', 'Sinhala', 'Tamil', 'Telugu'],
  ...['Thai', 'Lao', 'Khmer', 'Latin'],
] as const;

/** Letters of Cyrillic, Greek and Armenian that nobody can tell from Latin ones. */
const TWINS = new Set('асеорхуіѕјԁһԛԝӏүАВСЕНІЈКМОРЅТХУԚԜҮӀΑΒΕΖΗΙΚΜΝΟΡΤΥΧανορτυικϲϳօսոհցՕՍ');

/** What looks like another character: quotes that would seem to end ours, hyphens, dots, slashes, colons, phonetic letters. */
const SIGNS =
  /[\u0251\u0261\u0269\u026a\u028b\u01c0\u01c3\u017f\ua781\ufb00-\ufb06\u02ba\u02dd\u02ee\u05f4\u201c-\u201f\u2033\u2036\u275d\u275e\u301d-\u301f\uff02\u2010\u2011\u2043\u2212\ufe63\uff0d\u2024\ua4f8\uff0e\u2044\u2215\u29f8\uff0f\u2236\ua789\uff1a\u02d0]/u;

/** Letters and digits in another dress: mathematical ones, small Roman numerals, full width. */
const DRESSED = /[\u{1d400}-\u{1d7ff}\u2160-\u217f\u2100-\u214f\u{1f100}-\u{1f16f}\uff01-\uff5e]/u;

/** Full width is at home among these. */
const EAST_ASIAN = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u;

const WORD = /[\p{L}\p{Nd}\p{M}]+/gu;
const LETTER = /[\p{L}\p{Nd}]/u;
const LATIN = /[\p{Script=Latin}0-9]/u;
const FOREIGN_DIGIT = /(?![0-9])\p{Nd}/u;
const MARK = /\p{M}/u;

/** Marks that are put above or below letters of any script. */
const MARK_OF_ANY = /[\p{Script=Inherited}\p{Script=Common}]/u;

/** Vowel signs of Arabic and Hebrew are written on their letters only. */
const ARABIC_MARK = /[\u064b-\u0655\u0670]/u;

/** A letter may carry so many signs of its own script. */
const MOST_MARKS = 3;

const patterns = new Map<string, RegExp>();

const isOf = (script: string, character: string): boolean => {
  const pattern = patterns.get(script) ?? new RegExp(`\\p{Script=${script}}`, 'u');
  patterns.set(script, pattern);
  return pattern.test(character);
};

const known = new Map<string, string | undefined>();
const MOST_KNOWN = 5000;

/** The script that a letter gives away; undefined for digits, and for letters that go with all others. */
function scriptOf(character: string): string | undefined {
  if (known.has(character)) return known.get(character);
  if (known.size >= MOST_KNOWN) known.clear();
  const script = SCRIPTS.find((one) => isOf(one, character));
  known.set(character, script);
  return script;
}

/** The script that most letters of a word have; Latin where there is one of it. */
function mainScript(scripts: readonly (string | undefined)[]): string | undefined {
  if (scripts.includes('Latin')) return 'Latin';
  const counts = new Map<string, number>();
  for (const script of scripts) if (script !== undefined) counts.set(script, (counts.get(script) ?? 0) + 1);
  return [...counts].sort(([, one], [, other]) => other - one)[0]?.[0];
}

/** Which letters of a word imitate others. */
function imitators(word: string, clear: ReadonlySet<string>): ReadonlySet<string> {
  const letters = Array.from(word).filter((character) => LETTER.test(character));
  const scripts = letters.map(scriptOf);
  const main = mainScript(scripts);
  const other = letters.filter((_, index) => scripts[index] !== undefined && scripts[index] !== main);
  const digits = LATIN.test(word) ? letters.filter((letter) => FOREIGN_DIGIT.test(letter)) : [];
  if (other.length + digits.length > 0) return new Set([...other, ...digits]);
  const twins = letters.filter((letter) => TWINS.has(letter));
  const told = main !== undefined && clear.has(main);
  return new Set(twins.length > 0 && letters.every((one) => TWINS.has(one) || /[0-9]/.test(one)) && !told ? twins : []);
}

/** Scripts that a text shows beyond doubt: by a letter with no twin, in a text without Latin letters. */
function clearScripts(text: string): ReadonlySet<string> {
  const letters = Array.from(text).filter((character) => /\p{L}/u.test(character));
  if (letters.some((letter) => isOf('Latin', letter))) return new Set();
  return new Set(letters.flatMap((letter) => (TWINS.has(letter) ? [] : (scriptOf(letter) ?? []))));
}

/** Whether a mark stands where its own script has it. */
function isAtHome(mark: string, base: string, run: number): boolean {
  if (run > MOST_MARKS) return false;
  if (ARABIC_MARK.test(mark)) return isOf('Arabic', base);
  if (MARK_OF_ANY.test(mark)) return false;
  const script = scriptOf(mark);
  return script === undefined || isOf(script, base);
}

/**
 * Where a text has characters that look like others, or change how others look: letters of another script than the
 * word's, words of another script that look Latin through and through, marks that are no part of a letter, and signs that
 * look like quotes, hyphens, dots, slashes and colons.
 *
 * @returns the indexes of their first code units
 */
export function imitationsIn(text: string): ReadonlySet<number> {
  const found = new Set<number>();
  const clear = clearScripts(text);
  for (const { 0: word, index } of text.matchAll(WORD)) {
    const letters = imitators(word, clear);
    let at = index;
    let base = '';
    let run = 0;
    for (const character of word) {
      const isMark = MARK.test(character);
      run = isMark ? run + 1 : 0;
      if (!isMark) base = character;
      if (isMark ? !isAtHome(character, base, run) : letters.has(character)) found.add(at);
      at += character.length;
    }
  }
  const wide = EAST_ASIAN.test(text);
  let at = 0;
  for (const character of text) {
    const isWide = wide && /[\uff01-\uff5e]/.test(character);
    if ((SIGNS.test(character) || DRESSED.test(character)) && !isWide && isAscii(character)) found.add(at);
    at += character.length;
  }
  return found;
}

/** Whether a sign imitates one of ASCII; signs of their own, such as № and ™, are what they look like. */
const isAscii = (character: string): boolean =>
  SIGNS.test(character) || /^[\x21-\x7e]$/.test(character.normalize('NFKC')) || /[\u2160-\u217f]/.test(character);
