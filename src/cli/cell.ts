import { oneLine, type Tone } from './output.ts';

/** Marks that take no room, and characters that take two places. */
const NO_WIDTH = /\p{M}|\p{Cf}/u;
const TWO_WIDE =
  /\p{Script=Han}|\p{Script=Hangul}|\p{Script=Hiragana}|\p{Script=Katakana}|[\uff00-\uff60]|\p{Emoji_Presentation}/u;

/** Places that a text takes on a terminal, nearly. */
export function places(text: string): number {
  if (/^[\x20-\x7e]*$/.test(text)) return text.length;
  let sum = 0;
  for (const character of text) sum += NO_WIDTH.test(character) ? 0 : TWO_WIDE.test(character) ? 2 : 1;
  return sum;
}

/** Times as rows have them. */
export const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z$/;

const UNITS = [
  ['d', 86_400],
  ['h', 3600],
  ['min', 60],
  ['s', 1],
] as const;

/** How long ago a moment was, or how far ahead it is, in its largest unit: `3h ago`. */
export function fromNow(time: string, now: number = Date.now()): string {
  const seconds = Math.round((now - Date.parse(time)) / 1000);
  const size = Math.abs(seconds);
  const [unit, length] = UNITS.find(([, one]) => size >= one) ?? ['s', 1];
  const amount = `${Math.floor(size / length)}${unit}`;
  return seconds < 0 ? `in ${amount}` : `${amount} ago`;
}

const withAge = (text: string): string => (TIME.test(text) ? `${text} ${fromNow(text)}` : text);

/** A value as one line: lists with commas, objects as their JSON, nothing for what is not there. */
export function plainText(value: unknown): string {
  if (value === undefined || value === null) return '';
  if (Array.isArray(value) && value.every((item) => typeof item !== 'object' || item === null)) {
    return oneLine(value.map(String).join(', '));
  }
  return oneLine(typeof value === 'object' ? JSON.stringify(value) : String(value));
}

/** A value as a person reads it in one line; a time with how long ago it was. */
export const cellText = (value: unknown): string => withAge(plainText(value));

/** Members that hold a moment in seconds since 1970, where a number is in the range of this century. */
const MOMENT = /(?:^|_)(?:time|seen|timestamp|start|end|since)$/;
const [EARLIEST, LATEST] = [1_000_000_000, 4_000_000_000];

/** A number that is a moment, as an engineer reads it; undefined for any other value. */
export function momentText(name: string, value: unknown): string | undefined {
  if (typeof value !== 'number' || !MOMENT.test(name) || value < EARLIEST || value > LATEST) return undefined;
  return withAge(`${new Date(value * 1000).toISOString().slice(0, 19)}Z`);
}

/** Columns whose words say how well something is. */
const JUDGING = /(?:^|_)(?:severity|status|state|outcome|effect)$/;

const TONES: readonly (readonly [Tone, RegExp])[] = [
  ['bad', /^(?:critical|disconnected|failed|failure|down|error|rejected|denied|offline|disruptive|not_sent)$/i],
  ['warning', /^(?:warn|warning|major|minor|upgrading|degraded|pending|restarting|write|mixed|unknown)$/i],
  ['good', /^(?:connected|ok|up|success|succeeded|completed|approved|permitted|online|applied|sent)$/i],
];

/** The color of a value in a column of that name, where it has one. */
export const toneOf = (column: string, text: string): Tone | undefined =>
  JUDGING.test(column) ? TONES.find(([, words]) => words.test(text))?.[0] : undefined;
