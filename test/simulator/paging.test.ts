import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Call } from '../../simulator/call.ts';
import { NOBODY } from '../../simulator/caller.ts';
import { type DemoCloud, startDemoCloud } from '../../simulator/cloud.ts';
import { type Json, textOf } from '../../simulator/json.ts';
import { paged } from '../../simulator/paging.ts';
import { windowOf } from '../../simulator/window.ts';
import { MAIN_ORG } from '../../simulator/world/world.ts';
import { operation } from '../../src/mist/spec/operations.ts';
import type { Route } from '../../src/mist/spec/routes.ts';
import { ask, rowOf, rowsOf } from './ask.ts';

let cloud: DemoCloud;
let psks: string;
beforeAll(async () => {
  cloud = await startDemoCloud();
  psks = `/api/v1/orgs/${cloud.world.id('orgs', MAIN_ORG)}/psks`;
});
afterAll(() => cloud.close());

const ids = (body: Json): string[] => rowsOf(body).map((row) => textOf(row, 'id'));

describe('limit and page', () => {
  test('a list without a limit is cut at 100, and the headers say how much there is', async () => {
    const { body, headers } = await ask(cloud, `GET ${psks}`);
    expect(ids(body).length).toBe(100);
    expect(headers.get('x-page-total')).toBe('130');
    expect(headers.get('x-page-limit')).toBe('100');
    expect(headers.get('x-page-page')).toBe('1');
  });

  test('a limit that is too large is lowered', async () => {
    const { headers, body } = await ask(cloud, `GET ${psks}?limit=5000`);
    expect(headers.get('x-page-limit')).toBe('1000');
    expect(ids(body).length).toBe(130);
  });

  test('a walk over the pages of any size gives the whole list', async () => {
    const whole = ids((await ask(cloud, `GET ${psks}?limit=1000`)).body);
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 7, max: 140 }), async (limit) => {
        const walked: string[] = [];
        for (let page = 1; (page - 1) * limit < whole.length; page += 1)
          walked.push(...ids((await ask(cloud, `GET ${psks}?limit=${limit}&page=${page}`)).body));
        expect(walked).toEqual(whole);
      }),
      { numRuns: 8 },
    );
    expect(ids((await ask(cloud, `GET ${psks}?limit=100&page=3`)).body)).toEqual([]);
  });

  test('rows inside an object carry total and page', async () => {
    const { body } = await ask(cloud, 'GET /api/v1/self/logs?duration=2w&limit=7&page=2');
    expect(rowOf(body)).toMatchObject({ limit: 7, page: 2, total: 40 });
    expect(rowsOf(body).length).toBe(7);
  });
});

/** A call as a handler would get it, for the paging kinds that no route of the first half shows. */
function call(route: Route, query: Record<string, string>): Call {
  const row = operation(route);
  const now = 1_800_000_000;
  const base = { world: cloud.world, route, operation: row, path: {}, body: undefined, now, caller: NOBODY, used: 0 };
  return { ...base, query, window: windowOf(query, now) };
}

const rows = Array.from({ length: 57 }, (_, index) => ({ id: String(index) }));

describe('search_after', () => {
  const route = 'GET /api/v1/orgs/{org_id}/inventory/search';

  test('following next as it stands gives every row once, whatever the page size', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 80 }), (limit) => {
        const walked: string[] = [];
        let pages = 0;
        let query: Record<string, string> = { limit: String(limit), model: 'AP45,AP34' };
        for (let turn = 0; turn <= rows.length; turn += 1) {
          const body = rowOf(paged(call(route, query), rows, '/api/v1/orgs/x/inventory/search').body);
          pages += 1;
          expect(body.total).toBe(rows.length);
          walked.push(...ids(body));
          if (typeof body.next !== 'string') break;
          const next = new URL(body.next, 'http://cloud');
          expect(body.next).toMatch(/^\/api\/v1\/orgs\/x\/inventory\/search\?/);
          query = Object.fromEntries(next.searchParams);
          expect(query.model).toBe('AP45,AP34');
        }
        expect(walked).toEqual(ids(rows));
        expect(pages).toBe(Math.ceil(rows.length / limit));
      }),
    );
  });

  test('next pins the span of time', () => {
    const body = rowOf(
      paged(call('GET /api/v1/orgs/{org_id}/devices/events/search', { duration: '1h', limit: '1' }), rows, '/p').body,
    );
    const query = new URL(String(body.next), 'http://cloud').searchParams;
    expect(Object.fromEntries(query)).toMatchObject({ start: '1799996400', end: '1800000000', limit: '1' });
    expect(query.has('duration')).toBe(false);
  });
});

test('a list that only has a limit is cut and cannot be continued', () => {
  const route = 'GET /api/v1/orgs/{org_id}/devices/count';
  const body = rowOf(paged(call(route, { limit: '5', distinct: 'model' }), rows, '/p').body);
  expect(rowsOf(body).length).toBe(5);
  expect(body).toMatchObject({ distinct: 'model', total: 57 });
  expect(body).not.toHaveProperty('next');
});

test('an answer without paging is whole', () => {
  const many = Array.from({ length: 1500 }, (_, index) => index);
  expect(paged(call('GET /api/v1/const/countries', {}), many, '/p')).toEqual({ body: many, headers: {} });
});
