import { isRecord } from '../../core/json.ts';
import { isoTime } from '../../core/time.ts';

/** Names under which the API puts moments. */
const TIME_NAME =
  /(?:^|_)(?:time|timestamp|when|seen|start|end|expire|expires|expiry|until|since|connect|disconnect|flapped|at)$/i;

/** Seconds and milliseconds from 2001 on; smaller numbers under such names are durations. */
const isSeconds = (value: number): boolean => value > 1e9 && value < 1e14;
const isMicroseconds = (value: number): boolean => value >= 1e15 && value < 1e17;

const TEXT_EPOCH = /^(?:\d{10}|\d{13}|\d{16})(?:\.\d+)?$/;

/** Whether a column's name says that it holds a moment. */
export const isTimeName = (name: string): boolean => TIME_NAME.test(name.slice(name.lastIndexOf('.') + 1));

/**
 * The moment that a value under a name is, in epoch seconds, milliseconds or microseconds as the API wrote it.
 *
 * @returns undefined for anything but a moment
 */
export function epochUnder(name: string, value: unknown): number | undefined {
  if (!isTimeName(name)) return undefined;
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
