/** Characters that an element or a member stands for beside its text. */
const PIECE = 8;

/**
 * Whether a JSON value is about as long as so many characters, or longer. Only as much of it is looked at as it takes to
 * tell.
 */
export function isHeavier(value: unknown, characters: number): boolean {
  return left(value, characters) <= 0;
}

/** What is left of a number of characters behind a value. */
function left(value: unknown, characters: number): number {
  let rest = characters - PIECE;
  if (typeof value === 'string') return rest - value.length;
  if (typeof value !== 'object' || value === null) return rest;
  const isList = Array.isArray(value);
  for (const [name, item] of isList ? value.entries() : Object.entries(value)) {
    if (rest <= 0) return rest;
    rest = left(item, rest - (isList ? 0 : String(name).length));
  }
  return rest;
}
