const UNIT_SECONDS = { s: 1, m: 60, h: 3600, d: 86_400, w: 604_800 } as const;
type Unit = keyof typeof UNIT_SECONDS;

/** Words for the units; `M` alone is left out, since it means months elsewhere. */
const UNIT_WORDS: Readonly<Record<Unit, RegExp>> = {
  s: /^(?:s|secs?|seconds?)$/i,
  m: /^(?:m|mins?|minutes?)$/i,
  h: /^(?:h|hrs?|hours?)$/i,
  d: /^(?:d|days?)$/i,
  w: /^(?:w|wks?|weeks?)$/i,
};
const UNITS: readonly Unit[] = ['w', 'd', 'h', 'm', 's'];

const DAY_SECONDS = UNIT_SECONDS.d;

/** The API counts seconds; a number this large can only be milliseconds (it is the year 5138 in seconds). */
const MILLISECONDS_FROM = 1e11;
/** And one this large only microseconds. */
const MICROSECONDS_FROM = 1e14;

const SPAN_PART = /(\d{1,6})\s*([a-z]+)\s*/iy;
const BACK = /^(?:now\s*-|-|(?:the\s+)?(?:last|past)\s)?\s*(.+?)(?:\s+ago)?$/i;
const ISO = /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?)\s*(Z|UTC|GMT|[+-]\d\d(?::?\d\d)?)?)?$/i;

function unitOf(word: string): Unit | undefined {
  return word === 'M' ? undefined : UNITS.find((unit) => UNIT_WORDS[unit].test(word));
}

/**
 * Reads a span of time as people write it: `90m`, `1h30m`, `30min`, `2 hours`, `an hour`, `1d`.
 *
 * @returns seconds, or undefined for anything else; months and years are no fixed span
 */
export function parseSpan(text: string): number | undefined {
  const written = text.trim().replace(/^(?:an?|one)\s+/i, '1 ');
  let seconds = 0;
  SPAN_PART.lastIndex = 0;
  while (SPAN_PART.lastIndex < written.length) {
    const [, count = '', word = ''] = SPAN_PART.exec(written) ?? [];
    const unit = unitOf(word);
    if (!unit) return undefined;
    seconds += Number(count) * UNIT_SECONDS[unit];
  }
  return written === '' ? undefined : seconds;
}

/** A span in the form of the API: a whole number of its largest unit, such as `90m` or `1d`. */
export function spanText(seconds: number): string {
  const unit = UNITS.find((one) => seconds % UNIT_SECONDS[one] === 0) ?? 's';
  return `${seconds / UNIT_SECONDS[unit]}${unit}`;
}

/** What `parseTime` takes, as the end of a sentence about a text that is no time. */
export const TIME_FORMS = 'must be a time such as -2h, yesterday, 2026-01-31T08:00:00Z or epoch seconds';

/**
 * Reads a moment as people write it: epoch seconds (or milliseconds), ISO 8601, `now`, `today` and `yesterday` (their
 * first moment in UTC), or a distance before now such as `-2h`, `7d`, `now-90m`, `2 hours ago`.
 *
 * @param now epoch milliseconds that relative texts count from
 * @returns epoch seconds, whole
 * @throws Error whose message is the end of a sentence: the forms that are taken, and what was given
 */
export function parseTime(text: string, now: number = Date.now()): number {
  const trimmed = text.trim();
  const moment = fromWord(trimmed, now) ?? fromEpoch(trimmed) ?? fromIso(trimmed) ?? fromSpan(trimmed, now);
  if (moment === undefined) throw new Error(`${TIME_FORMS}; got ${JSON.stringify(text)}`);
  return moment;
}

function fromWord(text: string, now: number): number | undefined {
  const seconds = Math.floor(now / 1000);
  const today = seconds - (seconds % DAY_SECONDS);
  switch (text.toLowerCase()) {
    case 'now':
      return seconds;
    case 'today':
      return today;
    case 'yesterday':
      return today - DAY_SECONDS;
    default:
      return undefined;
  }
}

function fromEpoch(text: string): number | undefined {
  if (!/^\d{9,16}(\.\d+)?$/.test(text)) return undefined;
  const value = Number(text);
  return Math.floor(value >= MILLISECONDS_FROM ? value / 1000 : value);
}

/**
 * Reads a moment in ISO 8601, with a space in the place of the `T` too; one without a zone is of UTC.
 *
 * @returns epoch seconds, whole, or undefined for anything else
 */
export function fromIso(text: string): number | undefined {
  const [, year = '', month = '', day = '', time = '00:00', zone = 'Z'] = ISO.exec(text) ?? [];
  // JavaScript turns the 30th of February into the 2nd of March, and reads a time without a zone as the server's own.
  const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
  if (year === '' || date.getUTCMonth() + 1 !== Number(month) || date.getUTCDate() !== Number(day)) return undefined;
  const offset = /^[+-]/.test(zone)
    ? zone.replace(/^(.\d\d):?(\d\d)?$/, (_, hours, minutes = '00') => `${hours}:${minutes}`)
    : 'Z';
  const parsed = Date.parse(`${year}-${month}-${day}T${time}${offset}`);
  return Number.isNaN(parsed) ? undefined : Math.floor(parsed / 1000);
}

function fromSpan(text: string, now: number): number | undefined {
  const [, span = ''] = BACK.exec(text) ?? [];
  const seconds = parseSpan(span);
  return seconds === undefined ? undefined : Math.floor(now / 1000) - seconds;
}

/** An epoch in seconds, milliseconds or microseconds, as its size tells, in seconds. */
export function epochSeconds(epoch: number): number {
  if (epoch >= MICROSECONDS_FROM) return epoch / 1e6;
  return epoch >= MILLISECONDS_FROM ? epoch / 1000 : epoch;
}

/**
 * Epoch seconds (or milliseconds or microseconds) as ISO 8601 in UTC, without fractions; a number from the network that
 * is no moment as it is.
 */
export function isoTime(epoch: number): string {
  const moment = new Date(epochSeconds(epoch) * 1000);
  if (Number.isNaN(moment.getTime())) return String(epoch);
  return moment.toISOString().replace(/\.\d{3}Z$/, 'Z');
}
