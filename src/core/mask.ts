/** No value of the API begins so: a mask must be recognised wherever it turns up again. */
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
