/** Problems that one refusal words: with the first few of them mended, the rest is often mended too. */
export const MOST_WORDED = 5;

/**
 * The first of the sentences, and how many there were beside them.
 *
 * @param count how many there are in all, where only the first were made
 */
export function worded(sentences: readonly string[], count: number = sentences.length): string {
  const told = sentences.slice(0, MOST_WORDED);
  const more = count - told.length;
  return [...told, ...(more > 0 ? [`And ${more} more.`] : [])].join(' ');
}

/**
 * The beginning of a value as JSON, for a sentence about it. What is behind it is never looked at, however large the
 * value is, so that a sentence for each of its parts costs no more than the sentence.
 *
 * @param longest characters that it may have
 */
export function jsonStart(value: unknown, longest: number): string {
  return startOf(value, longest).slice(0, longest);
}

function startOf(value: unknown, room: number): string {
  if (typeof value === 'string') return JSON.stringify(value.length > room ? value.slice(0, room) : value);
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'nothing';
  const isList = Array.isArray(value);
  let text = isList ? '[' : '{';
  for (const [key, member] of membersOf(value)) {
    if (text.length > 1) text += ',';
    if (!isList) text += `${startOf(key, room)}:`;
    if (text.length <= room) text += startOf(member, room - text.length);
    if (text.length > room) return text;
  }
  return text + (isList ? ']' : '}');
}

/** One by one, so that the first of many cost no more than of few. */
function* membersOf(value: object): Generator<[string, unknown]> {
  if (Array.isArray(value)) for (const item of value) yield ['', item];
  else for (const key in value) if (Object.hasOwn(value, key)) yield [key, Reflect.get(value, key)];
}
