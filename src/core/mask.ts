/** No value of the API begins so: a mask must be recognized wherever it turns up again. */
const OPEN = '••• masked by mistmcp (';
const CLOSE = ') •••';

/** What stands in the place of a secret. */
export const maskOf = (name: string): string => `${OPEN}${name.slice(0, 60)}${CLOSE}`;

/**
 * Whether a value is a mask, or text with one in it: ours, or the asterisks that the cloud shows to lesser roles. Written
 * back it would become the secret.
 */
export function isMask(value: unknown): boolean {
  return typeof value === 'string' && (value.includes(OPEN) || /^\*{4,}$/.test(value));
}

/** Whether a text is a mask and nothing else. */
export const isWholeMask = (text: string): boolean =>
  /^\*{4,}$/.test(text) || (text.startsWith(OPEN) && text.indexOf(CLOSE) === text.length - CLOSE.length);

/** A text with other words in the place of our masks. */
export const plainMasks = (text: string, words: string): string => {
  const [before = '', ...rest] = text.split(OPEN);
  return before + rest.map((one) => words + one.split(CLOSE).slice(1).join(CLOSE)).join('');
};

/**
 * Where a text may be cut so that no mask in it is halved: half a mask could be written back.
 *
 * @returns `longest`, or where the mask ends that stands there
 */
export function cutPlace(text: string, longest: number): number {
  const open = text.lastIndexOf(OPEN, longest - 1);
  if (open < 0) return longest;
  const close = text.indexOf(CLOSE, open);
  return close < 0 ? open : Math.max(longest, close + CLOSE.length);
}

/** Looking for a shorter token would make nonsense of texts that merely hold the same letters. */
const SHORTEST_TOKEN = 8;

/** A text without the token that the cloud is asked with, as it is and as it stands in a URL. */
export function withoutToken(text: string, token: string | undefined): string {
  if (token === undefined || token.length < SHORTEST_TOKEN) return text;
  return text.replaceAll(token, '[token]').replaceAll(encodeURIComponent(token), '[token]');
}
