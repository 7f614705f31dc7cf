import type { MistAnswer } from '../http/client.ts';
import { operation } from '../spec/operations.ts';

/** The time that a search looked at, in epoch seconds. */
export interface Window {
  readonly start: number;
  readonly end: number;
}

const UNIT_SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400, w: 604_800 };

function seconds(duration: string): number | undefined {
  const [, count, unit = ''] = /^-?(\d{1,7})([smhdw])$/.exec(duration) ?? [];
  const size = UNIT_SECONDS[unit];
  return count === undefined || size === undefined ? undefined : Number(count) * size;
}

const ASKED = ['start', 'end', 'duration'];

const isAbsolute = (text: string | null): boolean => /^\d+(\.\d+)?$/.test(text ?? '');

function moment(text: string | null, now: number): number | undefined {
  if (text === null || text === '') return undefined;
  if (isAbsolute(text)) return Number(text);
  if (text === 'now') return now;
  const back = text.startsWith('-') ? seconds(text) : undefined;
  return back === undefined ? undefined : now - back;
}

/** The cloud's own clock where it told it: `now` in a request is the cloud's now. */
function cloudNow(headers: MistAnswer['headers']): number {
  const date = Date.parse(headers.get('date') ?? '');
  return Math.floor((Number.isNaN(date) ? Date.now() : date) / 1000);
}

/** Query of a server-relative URL. */
export const queryOf = (url: string): URLSearchParams => new URL(url, 'http://mist.invalid').searchParams;

const member = (body: unknown, name: 'start' | 'end'): number | undefined => {
  if (typeof body !== 'object' || body === null) return undefined;
  const value: unknown = Reflect.get(body, name);
  return typeof value === 'number' && value > 0 ? value : undefined;
};

/**
 * The window that an answer covers: as the body says it, else as the request meant it when it was answered.
 *
 * @returns undefined where the route has no window or its length is unknown
 */
export function windowOf(answer: MistAnswer): Window | undefined {
  const { query: parameters, paging } = operation(answer.route);
  const now = cloudNow(answer.headers);
  const asked = queryOf(answer.url);
  const takesWindow = Object.hasOwn(parameters, 'start') && Object.hasOwn(parameters, 'end');
  // Plain lists, such as device statistics, hold what there is: the default duration narrows only what was asked for.
  const hasWindow = takesWindow && (paging !== 'page_array' || ASKED.some((name) => asked.has(name)));
  const end = member(answer.body, 'end') ?? (hasWindow ? (moment(asked.get('end'), now) ?? now) : undefined);
  if (end === undefined) return undefined;
  const duration = seconds(asked.get('duration') ?? String(parameters.duration?.default ?? ''));
  const start =
    member(answer.body, 'start') ??
    (hasWindow ? moment(asked.get('start'), now) : undefined) ??
    (duration === undefined ? undefined : end - duration);
  return start === undefined ? undefined : { start, end };
}

/**
 * Puts an answer's window into a query in absolute times, in the place of `duration` and times relative to now: a walk
 * over pages would otherwise look at another window with each page, and miss rows or repeat them.
 */
export function pinWindow(query: URLSearchParams, answer: MistAnswer): void {
  const parameters = operation(answer.route).query;
  if (!Object.hasOwn(parameters, 'start') || !Object.hasOwn(parameters, 'end')) return;
  if (isAbsolute(query.get('start')) && isAbsolute(query.get('end'))) return;
  const window = windowOf(answer);
  if (!window) return;
  query.set('start', String(window.start));
  query.set('end', String(window.end));
  query.delete('duration');
}
