import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MistError } from '../../../src/core/errors/mist-error.ts';
import { parseCloud } from '../../../src/mist/clouds.ts';
import type { MistAnswer } from '../../../src/mist/http/client.ts';
import { nextOf, nextValueLink, parseNext, rowsOf, totalOf, withSkip } from '../../../src/mist/paging/pages.ts';
import type { Route } from '../../../src/mist/spec/routes.ts';

const cloud = parseCloud('api.mist.com');
const ORG = '11111111-2222-3333-4444-555555555555';
const STATS = `/api/v1/orgs/${ORG}/stats/devices`;

function why(text: string, at = cloud): string {
  try {
    parseNext(text, at);
  } catch (error) {
    if (error instanceof MistError) return `${error.kind}: ${error.what}`;
    throw error;
  }
  return 'read';
}

describe('a continuation', () => {
  it.each([
    ['/api/v1/self'],
    [`${STATS}?fields=https://api.eu.mist.com/x`],
    [`${STATS}#skip=1000000`],
    [`${STATS}#skip=0`],
    [`${STATS}?limit=3#then=type:switch,gateway&fields=a.b,c[],*`],
    [`/api/v1/self?limit=${'1'.repeat(8000 - 19)}`],
    [`https://api.mist.com${STATS}`],
  ])('%.60s is read', (text) => {
    expect(why(text)).toBe('read');
  });

  it.each([
    [`/api/v1/self?limit=${'1'.repeat(8001 - 19)}`, 'too long'],
    ['/api/v1/self x', 'characters that no URL has'],
    ['/api/v1\\self', 'backslashes'],
    ['https://api.eu.mist.com/api/v1/self', 'another host'],
    ['http://api.mist.com/api/v1/self', 'another host'],
    ['//evil.com/api/v1/self', 'does not begin with /api/v1/'],
    ['/self', 'does not begin with /api/v1/'],
    ['/api/v1/../v1/self', 'its path is not plain'],
    ['/api/v1/%2e%2e/self', 'its path is not plain'],
    ['/api/v1/nothing', 'no list there'],
    ['/api/v1/self/two_factor/token', 'that request changes something'],
    ['/api/v1/orgs/acme/sites', 'an id in its path'],
    ['/api/v1/self?evil=1', 'a parameter that its route does not take'],
    ['/api/v1/self#evil=1', 'what follows # is not from here'],
    [`${STATS}#skip=1&evil=2`, 'what follows # is not from here'],
    [`${STATS}#skip=5x`, '`skip` is not a count'],
    [`${STATS}#skip=x5`, '`skip` is not a count'],
    [`${STATS}#skip=1000001`, '`skip` is not a count'],
    [`${STATS}#fields=name,!x`, '`fields` is not a list of columns'],
    [`${STATS}#fields=name,b!`, '`fields` is not a list of columns'],
    [`${STATS}#then=type:robot`, '`then` names a value that its route does not take'],
    [`${STATS}#then=type:ap,robot`, '`then` names a value'],
    [`${STATS}#then=status:connected`, '`then` names a value'],
    [`${STATS}#then=none:x`, '`then` names a value'],
  ])('%.60s is refused: %s', (text, reason) => {
    expect(why(text)).toContain('refused: That is not a `next` of this server');
    expect(why(text)).toContain(reason);
  });

  it('keeps to the origin of the cloud, be it one of http', () => {
    const local = parseCloud('http://127.0.0.1:8080', { operator: true });
    expect(why(`http://127.0.0.1:8080${STATS}`, local)).toBe('read');
    expect(why(`http://127.0.0.1:8081${STATS}`, local)).toContain('another host');
  });

  it('says what was shown, which columns, and what comes after', () => {
    expect(parseNext(`${STATS}?limit=3#skip=2&fields=a,b&then=type:switch,gateway`, cloud)).toEqual({
      route: 'GET /api/v1/orgs/{org_id}/stats/devices',
      path: { org_id: ORG },
      query: { limit: '3' },
      url: `${STATS}?limit=3`,
      skip: 2,
      fields: ['a', 'b'],
      remaining: { parameter: 'type', values: ['switch', 'gateway'] },
    });
    expect(parseNext(STATS, cloud)).toEqual({
      route: 'GET /api/v1/orgs/{org_id}/stats/devices',
      path: { org_id: ORG },
      query: {},
      url: STATS,
    });
    expect(parseNext(`${STATS}#then=type:`, cloud).remaining).toEqual({ parameter: 'type', values: [] });
  });

  it('is read back as it was noted', () => {
    const column = fc.constantFrom('*', 'name', 'a-b', 'port_stat.up', 'list[]', 'a.b[]');
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1_000_000 }),
        fc.array(column, { minLength: 1 }),
        fc.uniqueArray(fc.constantFrom('all', 'ap', 'switch', 'gateway')),
        (skip, fields, values) => {
          const remaining = { parameter: 'type', values };
          expect(parseNext(withSkip(`${STATS}?limit=2#skip=9`, { skip, fields, remaining }), cloud)).toMatchObject({
            ...{ url: `${STATS}?limit=2`, skip, fields, remaining },
          });
        },
      ),
      { numRuns: 50 },
    );
  });

  it('has no note of what there is nothing to say about', () => {
    for (const notes of [{}, { skip: 0 }, { fields: [] }, { fields: ['no column!'] }, { remaining: undefined }])
      expect(withSkip(`${STATS}?limit=2`, notes)).toBe(`${STATS}?limit=2`);
    expect(withSkip(STATS, { fields: ['name', 'bad name', 'mac'] })).toBe(`${STATS}#fields=name,mac`);
  });
});

describe('the next value in turn', () => {
  it('begins its list anew, with the same filters and columns', () => {
    const url = `${STATS}?type=ap&page=4&search_after=x&limit=5&start=1&end=2#skip=3`;
    expect(nextValueLink(url, { parameter: 'type', values: ['switch', 'gateway'] }, { fields: ['name'] })).toBe(
      `${STATS}?type=switch&limit=5&start=1&end=2#fields=name&then=type:gateway`,
    );
    expect(nextValueLink(STATS, { parameter: 'type', values: ['ap'] })).toBe(`${STATS}?type=ap#then=type:`);
  });
});

describe('rows and totals that clouds give oddly', () => {
  const answer = (route: Route, body: unknown, query = '', headers: Record<string, string> = {}): MistAnswer => ({
    ...{ route, status: 200, body, headers: new Headers(headers) },
    url: `${route.slice(4).replace('{org_id}', ORG)}${query}`,
  });
  const SITES: Route = 'GET /api/v1/orgs/{org_id}/sites';
  const LOGS: Route = 'GET /api/v1/orgs/{org_id}/logs';
  const ALARMS: Route = 'GET /api/v1/orgs/{org_id}/alarms/search';
  const IMPACTED: Route = 'GET /api/v1/sites/{site_id}/sle/{scope}/{scope_id}/metric/{metric}/impacted-users';
  const SERIES: Route = 'GET /api/v1/sites/{site_id}/insights/device/{device_mac}/{metric}';
  const query = (url: string | undefined) => Object.fromEntries(new URL(url ?? '', cloud.api).searchParams);
  const rows = (count: number) => Array.from({ length: count }, (_, id) => ({ id }));

  it.each(['text', 7, undefined])('%j has none, and nothing beside them', (body) => {
    expect(rowsOf(answer(SITES, body))).toEqual({ rows: undefined, rest: {} });
  });

  it('a single list in an object is rows only where the route pages or the object counts', () => {
    expect(rowsOf(answer('GET /api/v1/orgs/{org_id}', { ids: [1] })).rows).toBeUndefined();
    expect(rowsOf(answer(LOGS, { ids: [1] })).rows).toEqual([1]);
    expect(rowsOf(answer(LOGS, { a: 1 }))).toEqual({ rows: undefined, rest: { a: 1 } });
    expect(rowsOf(answer(LOGS, { a: [], b: [1] })).rows).toBeUndefined();
    expect(rowsOf(answer(IMPACTED, { a: [], b: [], total_count: 0 })).rows).toEqual([]);
    expect(rowsOf(answer(IMPACTED, { a: [1], b: [2], total_count: 2 })).rows).toBeUndefined();
  });

  it('a time series stands beside its moments only when both fit and the values are bare', () => {
    expect(rowsOf(answer(SERIES, { rt: ['a', 'b'], results: [{ v: 1 }, 2] }))).toMatchObject({
      rows: [{ v: 1 }, 2],
      rest: { rt: ['a', 'b'] },
    });
    expect(rowsOf(answer(SERIES, { rt: 'ab', results: [1, 2] })).rows).toEqual([1, 2]);
  });

  it.each([
    ['12', 12],
    ['x12', undefined],
    ['12x', undefined],
    ['1234567890123456', undefined],
    ['', undefined],
    ['-1', undefined],
    ['1.5', undefined],
  ])('a total of %j in a header is %j', (said, total) => {
    expect(totalOf(answer(SITES, rows(1), '', { 'x-page-total': said }))).toBe(total);
  });

  it.each([
    [7, 7],
    ['7', 7],
    [0, 0],
    [-1, undefined],
    [1.5, undefined],
    [null, undefined],
    [true, undefined],
    [[7], undefined],
  ])('a total of %j in a body is %j', (total, wanted) => {
    expect(totalOf(answer(ALARMS, { results: rows(1), total }))).toBe(wanted);
  });

  it('a page by number goes on from the number that was asked where no header tells it', () => {
    const body = { results: rows(2), total: 9 };
    expect(query(nextOf(answer(LOGS, body, '?limit=2&page=3')))).toMatchObject({ page: '4', limit: '2' });
    expect(query(nextOf(answer(LOGS, { ...body, limit: 1 }, '?limit=2&page=3')))).toMatchObject({
      page: '4',
      limit: '1',
    });
    expect(nextOf(answer(LOGS, { results: rows(1), total: 9 }, '?limit=2&page=5'))).toBeUndefined();
    expect(query(nextOf(answer(LOGS, { results: rows(2), total: 2 }, '?limit=1&page=1')))).toEqual({});
  });

  it('a next of the cloud is followed, also where the total says that all rows are there', () => {
    const next = `/api/v1/orgs/${ORG}/alarms/search?search_after=x`;
    for (const asked of ['?limit=3', '?limit=3&page=1', '?limit=3&search_after=a', '?limit=3&token=a'])
      expect(nextOf(answer(ALARMS, { results: rows(3), total: 3, next }, asked))).toBe(next);
    expect(nextOf(answer(ALARMS, { results: rows(3), next }, '?limit=3'))).toBe(next);
  });

  it.each([
    ['', undefined],
    [7, undefined],
    ['/api/v1/orgs/x/y/alarms/search', undefined],
    [`x/api/v1/orgs/${ORG}/alarms/search`, undefined],
    [`/api/v1/orgs/${ORG}/alarms/search?a=https://b/c#note`, `/api/v1/orgs/${ORG}/alarms/search?a=https://b/c`],
    [`https://other.cloud/api/v1/orgs/${ORG}/alarms/search?a=1`, `/api/v1/orgs/${ORG}/alarms/search?a=1`],
  ])('a next of %j leads to %j', (next, wanted) => {
    expect(nextOf(answer(ALARMS, { results: rows(3), total: 30, next }))).toBe(wanted);
  });
});
