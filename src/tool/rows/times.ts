import { isRecord } from '../../core/json.ts';
import { fromIso, isoTime } from '../../core/time.ts';

/** Names under which the API puts moments. */
const TIME_NAME =
  /(?:^|_)(?:time|timestamp|when|seen|start|end|expire|expires|expiry|until|since|connect|disconnect|flapped|at|rt)$/i;

/** Seconds and milliseconds from 2001 on; smaller numbers under such names are durations. */
const isSeconds = (value: number): boolean => value > 1e9 && value < 1e14;
const isMicroseconds = (value: number): boolean => value >= 1e15 && value < 1e17;

const TEXT_EPOCH = /^(?:\d{10}|\d{13}|\d{16})(?:\.\d+)?$/;

/** A moment as text, with its zone. */
const TEXT_MOMENT = /^\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:?\d\d)$/;

/** The form that answers have, with fractions or without. */
const ISO_UTC = /T.*Z$/;

/** The moment in epoch seconds that a text such as `2026-01-31 08:00:00.000+00:00` is; undefined for anything else. */
export const momentIn = (value: unknown): number | undefined =>
  typeof value === 'string' && TEXT_MOMENT.test(value) ? fromIso(value) : undefined;

/** Whether a column's name says that it holds a moment. */
const isTimeName = (name: string): boolean => TIME_NAME.test(name.slice(name.lastIndexOf('.') + 1));

/**
 * The moment that a value under a name is, in epoch seconds, milliseconds or microseconds as the API wrote it; of a
 * text such as `2026-01-31 08:00:00.000+00:00` in seconds.
 *
 * @returns undefined for anything but a moment
 */
export function epochUnder(name: string, value: unknown): number | undefined {
  if (!isTimeName(name)) return undefined;
  const moment = momentIn(value);
  if (moment !== undefined) return ISO_UTC.test(String(value)) ? undefined : moment;
  const number = typeof value === 'string' && TEXT_EPOCH.test(value) ? Number(value) : value;
  return typeof number === 'number' && (isSeconds(number) || isMicroseconds(number)) ? number : undefined;
}

/**
 * A value with every moment in it, at any depth, as ISO 8601 in UTC.
 *
 * @param more what an object is given beside its own members, made from them as they are
 */
export function withIsoTimes(
  name: string,
  value: unknown,
  more: (row: Readonly<Record<string, unknown>>) => object = () => ({}),
): unknown {
  const epoch = epochUnder(name, value);
  if (epoch !== undefined) return isoTime(epoch);
  if (Array.isArray(value)) return value.map((item: unknown) => withIsoTimes(name, item, more));
  if (!isRecord(value)) return value;
  const read = Object.entries(value).map(([key, member]) => [key, withIsoTimes(key, member, more)]);
  return { ...Object.fromEntries(read), ...more(value) };
}
