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

/** A text whose masks of ours each carry a mark behind their name, such as a digest of what they stand for. */
export const markMasks = (text: string, mark: string): string => text.replaceAll(CLOSE, ` ${mark}${CLOSE}`);

/** A text whose masks have no such marks any more. */
export const withoutMarks = (text: string): string =>
  text.replace(/(••• masked by mistmcp \([^)]*?) [0-9a-f]{16}(?=\) •••)/g, '$1');

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

/** Tokens whose forms are kept; a team server has many. */
const MOST_TOKENS = 100;
const forms = new Map<string, readonly string[]>();

/**
 * What of a token's base64 is the same wherever the token stands in what is encoded: the letters that depend on nothing
 * before and behind it.
 *
 * @param before bytes before it, modulo three
 */
function base64Of(token: string, before: number): string {
  const bytes = Buffer.from('\0'.repeat(before) + token);
  const whole = bytes.toString('base64').replace(/=+$/, '');
  return whole.slice(Math.ceil((before * 4) / 3), Math.floor((bytes.length * 8) / 6));
}

/** A token as it is, as it stands in a URL, and in base64 of both alphabets. */
function formsOf(token: string): readonly string[] {
  const known = forms.get(token);
  if (known) return known;
  const encoded = [0, 1, 2].map((before) => base64Of(token, before)).filter((form) => form.length >= SHORTEST_TOKEN);
  const urlSafe = encoded.map((form) => form.replaceAll('+', '-').replaceAll('/', '_'));
  const all = [...new Set([token, encodeURIComponent(token), ...encoded, ...urlSafe])];
  if (forms.size >= MOST_TOKENS) forms.clear();
  forms.set(token, all);
  return all;
}

/** A text without the token that the cloud is asked with, as it is, as it stands in a URL, and in base64. */
export function withoutToken(text: string, token: string | undefined): string {
  if (token === undefined || token.length < SHORTEST_TOKEN || text.length < token.length) return text;
  return formsOf(token).reduce((rest, form) => rest.replaceAll(form, '[token]'), text);
}
