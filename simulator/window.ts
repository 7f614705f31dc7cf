/** A span of time in epoch seconds. */
export interface Window {
  readonly start: number;
  readonly end: number;
}

const UNITS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400, w: 604_800 };

/** Seconds of a duration such as `10m`, `1d` or `2w`, or undefined when it is none. */
export function durationSeconds(text: string): number | undefined {
  const match = /^(\d+)([smhdw])$/.exec(text);
  const unit = UNITS[match?.[2] ?? ''];
  return match && unit ? Number(match[1]) * unit : undefined;
}

/**
 * Epoch seconds of `start` or `end`: a number, `now`, or back from now as in `-2h`.
 *
 * @returns undefined when the text is none of these
 */
export function moment(text: string, now: number): number | undefined {
  if (/^\d+(\.\d+)?$/.test(text)) return Number(text);
  if (text === 'now') return now;
  const back = text.startsWith('-') ? durationSeconds(text.slice(1)) : undefined;
  return back === undefined ? undefined : now - back;
}

const DAY = 86_400;

/**
 * The span that a query asks for. `start` and `end` win over `duration`, which counts back from `end` and is a day when
 * nothing is said.
 */
export function windowOf(query: Readonly<Record<string, string>>, now: number): Window {
  const end = (query.end === undefined ? undefined : moment(query.end, now)) ?? now;
  const start = query.start === undefined ? undefined : moment(query.start, now);
  const length = durationSeconds(query.duration ?? '') ?? DAY;
  return { start: Math.floor(start ?? end - length), end: Math.floor(end) };
}
