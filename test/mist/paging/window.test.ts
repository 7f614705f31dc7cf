import { describe, expect, it } from 'vitest';
import type { MistAnswer } from '../../../src/mist/http/client.ts';
import { samePage, windowOf } from '../../../src/mist/paging/pages.ts';
import type { Route } from '../../../src/mist/spec/routes.ts';

const ID = '11111111-2222-3333-4444-555555555555';
const DATE = 'Thu, 01 Jan 2026 00:00:00 GMT';
const NOW = Date.parse(DATE) / 1000;
const DAY = 86_400;

const LOGS: Route = 'GET /api/v1/orgs/{org_id}/logs';
const SITES: Route = 'GET /api/v1/orgs/{org_id}/sites';
/** A plain list that can be narrowed by a time. */
const STATS: Route = 'GET /api/v1/orgs/{org_id}/stats/devices';

function answer(route: Route, query: string, body: unknown = { results: [] }, date: string | null = DATE): MistAnswer {
  const url = route.slice(4).replace('{org_id}', ID) + (query ? `?${query}` : '');
  return { route, status: 200, headers: new Headers(date === null ? {} : { date }), body, url };
}

describe('the window of a search', () => {
  it.each([
    ['duration=90s', 90],
    ['duration=5m', 300],
    ['duration=2h', 7200],
    ['duration=12d', 12 * DAY],
    ['duration=1w', 7 * DAY],
    ['duration=-1h', 3600],
    ['', DAY],
    ['end=now', DAY],
    ['start=-2h', 7200],
    ['start=-2h&duration=1d', 7200],
    ['start=2h', DAY],
    ['start=xnow', DAY],
    ['start=-2hx', DAY],
    ['start=--2h', DAY],
    ['start=', DAY],
  ])('of %j is so many seconds before now: %i', (query, length) => {
    expect(windowOf(answer(LOGS, query))).toEqual({ start: NOW - length, end: NOW });
  });

  it.each(['1dx', 'x1d', '12345678d', '1y', 'd'])('is not known where the duration is %s', (duration) => {
    expect(windowOf(answer(LOGS, `duration=${duration}`))).toBeUndefined();
  });

  it('begins and ends at the moments that were asked for', () => {
    expect(windowOf(answer(LOGS, 'start=100.25&end=200.75'))).toEqual({ start: 100.25, end: 200.75 });
    expect(windowOf(answer(LOGS, 'end=200&duration=50s'))).toEqual({ start: 150, end: 200 });
    expect(windowOf(answer(LOGS, 'start=100&end=-1h'))).toEqual({ start: 100, end: NOW - 3600 });
    expect(windowOf(answer(LOGS, 'start=100x&end=200x'))).toEqual({ start: NOW - DAY, end: NOW });
    expect(windowOf(answer(LOGS, 'start=x100&end=200.x'))).toEqual({ start: NOW - DAY, end: NOW });
  });

  it('is what the body says, as far as it says it', () => {
    expect(windowOf(answer(LOGS, '', { start: 5, end: 9 }))).toEqual({ start: 5, end: 9 });
    expect(windowOf(answer(LOGS, 'start=3', { end: 9 }))).toEqual({ start: 3, end: 9 });
    expect(windowOf(answer(LOGS, 'duration=1h', { start: 5 }))).toEqual({ start: 5, end: NOW });
    for (const body of [null, 'text', { start: 0, end: 0 }, { start: '1', end: '2' }, { start: -1, end: -2 }])
      expect(windowOf(answer(LOGS, '', body))).toEqual({ start: NOW - DAY, end: NOW });
  });

  it('is there without parameters for it only when the body says it', () => {
    expect(windowOf(answer(SITES, ''))).toBeUndefined();
    expect(windowOf(answer(SITES, 'start=1&end=2'))).toBeUndefined();
    expect(windowOf(answer(SITES, '', { start: 5, end: 9 }))).toEqual({ start: 5, end: 9 });
    expect(windowOf(answer(SITES, 'start=1', { end: 9 }))).toBeUndefined();
  });

  it('narrows a plain list only where one was asked for', () => {
    expect(windowOf(answer(STATS, 'limit=5', []))).toBeUndefined();
    expect(windowOf(answer(STATS, 'duration=1h', []))).toEqual({ start: NOW - 3600, end: NOW });
    expect(windowOf(answer(STATS, 'start=-1h', []))).toEqual({ start: NOW - 3600, end: NOW });
    expect(windowOf(answer(STATS, 'end=500', []))).toEqual({ start: 500 - DAY, end: 500 });
  });

  it.each([null, 'some day'])('counts from this clock where the cloud tells none: %j', (date) => {
    const end = windowOf(answer(LOGS, '', [], date))?.end ?? 0;
    expect(Math.abs(end - Date.now() / 1000)).toBeLessThan(60);
    expect(Number.isInteger(end)).toBe(true);
  });
});

describe('a page that is asked for again', () => {
  const query = (url: string) => Object.fromEntries(new URL(url, 'https://api.mist.com').searchParams);

  it.each([
    ['start=100&end=now', { start: '100', end: String(NOW) }],
    ['start=-1h&end=200', { start: String(NOW - 3600), end: '200' }],
    ['end=200&duration=50s', { start: '150', end: '200' }],
    ['start=100&end=200', { start: '100', end: '200' }],
    ['duration=1y', { duration: '1y' }],
  ])('with %s covers the same time', (asked, wanted) => {
    expect(query(samePage(answer(LOGS, asked)))).toEqual(wanted);
  });

  it('without a window is asked for as it was', () => {
    expect(query(samePage(answer(SITES, 'limit=3', { start: 5, end: 9 })))).toEqual({ limit: '3' });
  });
});
