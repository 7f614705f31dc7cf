/** Characters that must not come out of the server as they are; those that have a place in words and emoji aside. */
const RAW = new RegExp(
  [
    '(?![\\n\\t\\r])\\p{Cc}|\\r(?!\\n)|\\p{Cs}',
    '[\\u00ad\\u061c\\u115f\\u1160\\u200b\\u200e\\u200f\\u2028-\\u202e\\u2060-\\u206f\\u3164\\ufeff\\ufff9-\\ufffb]',
    '[\\u{e0000}-\\u{e007f}]|(?<=[a-z])[\\u200c\\u200d\\ufe00-\\ufe0f\\u{e0100}-\\u{e01ef}]',
  ].join('|'),
  'iu',
);

/** Every text of a value, names included, with its place. */
export function* textsOf(value: unknown, place = ''): Generator<readonly [place: string, text: string]> {
  if (typeof value === 'string') yield [place, value];
  if (typeof value !== 'object' || value === null) return;
  for (const [key, item] of Object.entries(value)) {
    yield [`${place} (name)`, key];
    yield* textsOf(item, `${place}.${key}`);
  }
}

/** Where a value holds a character that must not be shown raw, and which; undefined when nowhere. */
export function rawIn(value: unknown): string | undefined {
  for (const [place, text] of textsOf(value)) {
    const found = RAW.exec(text);
    if (found) return `U+${found[0].codePointAt(0)?.toString(16)} in ${place}: ${JSON.stringify(text.slice(0, 80))}`;
  }
  return undefined;
}
