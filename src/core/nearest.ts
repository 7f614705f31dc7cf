/** Edits (insert, delete, replace) that turn one word into the other. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (const [i, letter] of [...a].entries()) {
    const next = [i + 1];
    for (let j = 0; j < b.length; j++) {
      const replaced = (row[j] ?? 0) + (letter === b[j] ? 0 : 1);
      next.push(Math.min(replaced, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}

/** What two words are compared by: case, `-`, `_`, dots and spaces do not count. */
const plainOf = (text: string): string =>
  text
    .slice(0, 100)
    .toLowerCase()
    .replace(/[-_\s.]/g, '');

/** Whether one word is most likely the other misspelled: alike but for one letter, or two of eight and more. */
export function isMisspelling(word: string, candidate: string): boolean {
  const [a, b] = [plainOf(word), plainOf(candidate)];
  return a === b || (a.length > 3 && distance(a, b) <= (Math.min(a.length, b.length) < 8 ? 1 : 2));
}

/**
 * The candidates that a misspelled word most likely meant, best first. Case, `-`, `_`, dots and spaces do not count, and
 * a word inside a longer one is near; what shares less than half of its letters is left out.
 *
 * @param n how many at most
 */
export function nearest(word: string, candidates: Iterable<string>, n = 3): string[] {
  const wanted = plainOf(word);
  const score = (candidate: string): number => {
    const text = plainOf(candidate);
    const inside = wanted.length > 2 && (text.includes(wanted) || (text.length > 2 && wanted.includes(text)));
    const length = Math.max(text.length, wanted.length, 1);
    return (inside ? 0.4 : 1) * (distance(wanted, text) / length);
  };
  const scored = [...new Set(candidates)].map((candidate) => ({ candidate, score: score(candidate) }));
  const near = scored.filter((entry) => entry.score <= 0.5).sort((a, b) => a.score - b.score);
  return near.slice(0, n).map((entry) => entry.candidate);
}
