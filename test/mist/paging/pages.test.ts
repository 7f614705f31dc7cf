import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseCloud } from '../../../src/mist/clouds.ts';
import type { MistAnswer } from '../../../src/mist/http/client.ts';
import { nextOf, parseNext, rowsOf, samePage, totalOf, windowOf } from '../../../src/mist/paging/pages.ts';
import type { Route } from '../../../src/mist/spec/routes.ts';

const cloud = parseCloud('api.mist.com');
const ID = '11111111-2222-3333-4444-555555555555';
const DATE = 'Thu, 01 Jan 2026 00:00:00 GMT';
const NOW = Date.parse(DATE) / 1000;

const SITES: Route = 'GET /api/v1/orgs/{org_id}/sites';
const PSKS: Route = 'GET /api/v1/orgs/{org_id}/psks';
const LOGS: Route = 'GET /api/v1/orgs/{org_id}/logs';
const ALARMS: Route = 'GET /api/v1/orgs/{org_id}/alarms/search';
const COUNT: Route = 'GET /api/v1/orgs/{org_id}/alarms/count';

function answer(route: Route, body: unknown, query = '', headers: Record<string, string> = {}): MistAnswer {
  const url = route.slice(4).replace('{org_id}', ID) + (query ? `?${query}` : '');
  return { route, status: 200, headers: new Headers({ date: DATE, ...headers }), body, url };
}
const page = (total: number, limit: number, number: number) => ({
  'x-page-total': String(total),
  'x-page-limit': String(limit),
  'x-page-page': String(number),
});
const rows = (count: number) => Array.from({ length: count }, (_, id) => ({ id }));
const queryOf = (url: string | undefined) => Object.fromEntries(new URL(url ?? '', cloud.api).searchParams);

describe('rows', () => {
  it('are the body, its results, or the only list of a paged object', () => {
    expect(rowsOf(answer(SITES, rows(2)))).toEqual({ rows: rows(2), rest: {} });
    expect(rowsOf(answer(ALARMS, { results: rows(1), total: 9, next: '/x', component: 'a' }))).toEqual({
      rows: rows(1),
      key: 'results',
      rest: { component: 'a' },
    });
    expect(rowsOf(answer(LOGS, { logs: rows(3), total: 3 })).key).toBe('logs');
    expect(rowsOf(answer(LOGS, { rt: [1], avg: [2] })).rows).toBeUndefined();
    const org = { id: ID, sitegroup_ids: ['a'] };
    expect(rowsOf(answer('GET /api/v1/orgs/{org_id}', org))).toEqual({ rows: undefined, rest: org });
    expect(rowsOf(answer(SITES, undefined)).rows).toBeUndefined();
  });

  it('of an object that counts them are its one filled list, with their total', () => {
    const route: Route = 'GET /api/v1/sites/{site_id}/sle/{scope}/{scope_id}/metric/{metric}/impacted-users';
    const body = { metric: 'coverage', clients: [], users: rows(2), total_count: 5, limit: 1000, page: 1 };
    expect(rowsOf(answer(route, body))).toEqual({
      rows: rows(2),
      key: 'users',
      rest: { metric: 'coverage', clients: [] },
    });
    expect(totalOf(answer(route, body))).toBe(5);
    expect(rowsOf(answer(route, { metric: 'coverage', users: [], total_count: 0 })).rows).toEqual([]);
  });

  it('of a time series hold the moment and the value together', () => {
    const route: Route = 'GET /api/v1/sites/{site_id}/insights/device/{device_mac}/{metric}';
    expect(rowsOf(answer(route, { interval: 60, rt: ['a', 'b'], results: [1, null] }))).toEqual({
      rows: [
        { rt: 'a', value: 1 },
        { rt: 'b', value: null },
      ],
      key: 'results',
      rest: { interval: 60 },
    });
    expect(rowsOf(answer(route, { rt: ['a'], results: [1, 2] })).rows).toEqual([1, 2]);
  });

  it('have a total from the header or beside them, and none elsewhere', () => {
    expect(totalOf(answer(SITES, rows(1), '', page(250, 100, 1)))).toBe(250);
    expect(totalOf(answer(ALARMS, { results: [], total: 0 }))).toBe(0);
    expect(totalOf(answer(SITES, rows(1)))).toBeUndefined();
    expect(totalOf(answer(SITES, rows(1), '', { 'x-page-total': 'many' }))).toBeUndefined();
    expect(totalOf(answer('GET /api/v1/orgs/{org_id}', { total: 3 }))).toBeUndefined();
  });
});

describe('pages by number', () => {
  it('go on while the total says so, whatever the rows look like', () => {
    const next = nextOf(answer(SITES, rows(100), 'limit=100&page=2', page(250, 100, 2)));
    expect(queryOf(next)).toEqual({ limit: '100', page: '3' });
    expect(nextOf(answer(SITES, rows(50), 'limit=100&page=3', page(250, 100, 3)))).toBeUndefined();
    expect(nextOf(answer(SITES, rows(100), 'limit=100', page(100, 100, 1)))).toBeUndefined();
    expect(queryOf(nextOf(answer(SITES, rows(40), 'limit=100', page(300, 100, 1)))).page).toBe('2');
  });

  it('believe the limit that the cloud applied', () => {
    expect(queryOf(nextOf(answer(SITES, rows(1000), 'limit=5000', page(2500, 1000, 1))))).toEqual({
      limit: '1000',
      page: '2',
    });
  });

  it('without a total may go on after a full page only', () => {
    expect(queryOf(nextOf(answer(SITES, rows(100))))).toEqual({ limit: '100', page: '2' });
    expect(nextOf(answer(SITES, rows(99)))).toBeUndefined();
    expect(queryOf(nextOf(answer(SITES, rows(7), 'limit=7&page=4'))).page).toBe('5');
  });

  it('end at an empty page, even when the total disagrees', () => {
    expect(nextOf(answer(SITES, [], 'page=9', page(5000, 100, 9)))).toBeUndefined();
  });

  it('keep the filters, and lose no row and repeat none', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 60 }),
        fc.integer({ min: 1, max: 30 }),
        fc.integer({ min: 1, max: 30 }),
        fc.boolean(),
        (total, asked, most, headers) => {
          const limit = Math.min(asked, headers ? most : asked);
          const all = rows(total);
          const seen: unknown[] = [];
          let query = `name=a%20b%2Cc&limit=${asked}`;
          for (let round = 0; round < 70; round++) {
            const number = Number(new URLSearchParams(query).get('page') ?? 1);
            const part = all.slice((number - 1) * limit, number * limit);
            seen.push(...part);
            const next = nextOf(answer(PSKS, part, query, headers ? page(total, limit, number) : {}));
            if (next === undefined) break;
            expect(parseNext(next, cloud).query.name).toBe('a b,c');
            query = next.slice(next.indexOf('?') + 1);
          }
          expect(seen).toEqual(all);
        },
      ),
    );
  });
});

describe('pages by cursor', () => {
  const next = `/api/v1/orgs/${ID}/alarms/search?end=2&limit=10&search_after=%5B1%5D&start=1`;

  it('go on with the next of the cloud, exactly', () => {
    const body = { results: rows(10), total: 30, next };
    expect(nextOf(answer(ALARMS, body, 'limit=10'))).toBe(next);
    expect(nextOf(answer(ALARMS, { ...body, next: `https://api.mist.com${next}` }))).toBe(next);
  });

  it('end without one, and go on behind an empty page that has one', () => {
    expect(nextOf(answer(ALARMS, { results: rows(10), total: 30 }))).toBeUndefined();
    expect(nextOf(answer(ALARMS, { results: [], total: 30, next }))).toBe(next);
    expect(nextOf(answer(ALARMS, { results: rows(10), total: 10, next }, 'search_after=x'))).toBe(next);
  });

  it('never lead elsewhere', () => {
    for (const evil of [
      '//evil.com/x',
      'https://evil.com/x',
      '/api/v1/../x',
      `/api/v1/orgs/${ID}/sites?page=2`,
      'string',
      '@evil',
    ]) {
      expect(nextOf(answer(ALARMS, { results: rows(1), total: 30, next: evil }))).toBeUndefined();
    }
  });
});

describe('the others', () => {
  it('have no next page', () => {
    expect(nextOf(answer(COUNT, { results: rows(100), total: 500, limit: 100 }, 'limit=100'))).toBeUndefined();
    expect(nextOf(answer('GET /api/v1/self', { id: 1 }))).toBeUndefined();
  });
});

describe('the window', () => {
  it('is what the body says, else what was asked, on the clock of the cloud', () => {
    expect(windowOf(answer(LOGS, { results: [], start: 5.5, end: 9 }))).toEqual({ start: 5.5, end: 9 });
    expect(windowOf(answer(LOGS, { results: [] }, 'duration=2h'))).toEqual({ start: NOW - 7200, end: NOW });
    expect(windowOf(answer(LOGS, { results: [] }, 'start=-1d&end=now'))).toEqual({ start: NOW - 86_400, end: NOW });
    expect(windowOf(answer(LOGS, { results: [] }, 'start=100&end=200'))).toEqual({ start: 100, end: 200 });
    expect(windowOf(answer(LOGS, { results: [] }))).toEqual({ start: NOW - 86_400, end: NOW });
    expect(windowOf(answer(SITES, []))).toBeUndefined();
  });

  it('is pinned before a walk goes on', () => {
    const body = { results: rows(10) };
    const more = page(100, 10, 1);
    const pinned = { start: String(NOW - 3600), end: String(NOW), limit: '10', page: '2' };
    expect(queryOf(nextOf(answer(LOGS, body, 'duration=1h&limit=10', more)))).toEqual(pinned);
    expect(queryOf(nextOf(answer(LOGS, body, 'start=-1h&limit=10', more)))).toEqual(pinned);
    const said = nextOf(answer(LOGS, { ...body, start: 11, end: 22 }, 'duration=1h&limit=10', more));
    expect(queryOf(said)).toEqual({ start: '11', end: '22', limit: '10', page: '2' });
    const absolute = nextOf(answer(LOGS, { ...body, start: 11, end: 22 }, 'start=10&end=30&limit=10', more));
    expect(queryOf(absolute)).toMatchObject({ start: '10', end: '30' });
  });

  it('is pinned when the same page is to be asked for again', () => {
    const again = samePage(answer(ALARMS, { results: rows(3) }, 'duration=1h&acked=false'));
    expect(queryOf(again)).toEqual({ start: String(NOW - 3600), end: String(NOW), acked: 'false' });
    expect(samePage(answer(SITES, rows(1)))).toBe(`/api/v1/orgs/${ID}/sites`);
  });
});
