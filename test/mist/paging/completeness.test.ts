import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseCloud } from '../../../src/mist/clouds.ts';
import type { MistAnswer } from '../../../src/mist/http/client.ts';
import { completenessOf, nextOf, parseNext, rowsOf } from '../../../src/mist/paging/pages.ts';
import { completenessOfWalk, walkSteps } from '../../../src/mist/paging/walk.ts';
import { createSession } from '../../../src/mist/session.ts';
import { allRoutes, operation } from '../../../src/mist/spec/operations.ts';
import type { Route } from '../../../src/mist/spec/routes.ts';
import { present } from '../../../src/tool/list-answer.ts';
import type { Shaping } from '../../../src/tool/shaping.ts';
import { plainShaping } from '../../harness/fake-context.ts';

const cloud = parseCloud('api.mist.com');
const ID = '11111111-2222-3333-4444-555555555555';
const OTHER = '99999999-2222-3333-4444-555555555555';

const ROGUES: Route = 'GET /api/v1/sites/{site_id}/insights/rogues';
const ROGUE_CLIENTS: Route = 'GET /api/v1/sites/{site_id}/insights/rogues/clients';
const RRM: Route = 'GET /api/v1/sites/{site_id}/rrm/events';
const EVENTS: Route = 'GET /api/v1/sites/{site_id}/devices/events/search';
const INVENTORY: Route = 'GET /api/v1/orgs/{org_id}/inventory/search';
const DEVICES: Route = 'GET /api/v1/orgs/{org_id}/stats/devices';
const COUNT: Route = 'GET /api/v1/orgs/{org_id}/alarms/count';

const pathOf = (route: Route): string => route.slice(4).replaceAll(/\{[^}]+\}/g, ID);
const answer = (route: Route, body: unknown, query = '', headers: Record<string, string> = {}): MistAnswer => ({
  ...{ route, status: 200, body, headers: new Headers(headers), url: pathOf(route) + query },
});
const rows = (count: number) => Array.from({ length: count }, (_, id) => ({ id }));
const base: Shaping = {
  ...{ columns: undefined, fields: undefined, limit: undefined, maxTokens: 8000 },
  ...plainShaping,
};

describe('a next of another path than the one asked', () => {
  it.each([
    [ROGUES, '/rogues', '&type=others&interval=1h'],
    [ROGUE_CLIENTS, '/rogues/clients', '&interval=1h'],
    [RRM, '/events/rrm', ''],
  ])('is moved onto %s', (route, path, more) => {
    const query = `start=1498482000&end=1498485600&limit=10${more}&token=0036001000AF`;
    const next = `/api/v1/sites/${OTHER}${path}?${query}`;
    expect(nextOf(answer(route, { results: rows(1), limit: 100, next }))).toBe(`${pathOf(route)}?${query}`);
  });

  it('keeps the filters that were asked and that it does not repeat', () => {
    const next = `/api/v1/sites/${ID}/rogues?start=1&end=2&limit=10&token=x`;
    const moved = nextOf(answer(ROGUES, { results: rows(1), next }, '?type=lan&limit=1&duration=1d'));
    expect(moved).toBe(`${pathOf(ROGUES)}?start=1&end=2&limit=10&token=x&type=lan`);
  });

  it('is not followed where its query does not fit, and the answer says so', async () => {
    const foreign = answer(ROGUES, { results: rows(1), next: `/api/v1/sites/${ID}/rogues?page=2&who=me` });
    expect(nextOf(foreign)).toBeUndefined();
    const shown = Object(await present(foreign, base));
    expect(shown).toMatchObject({ has_more: true, complete: 'no' });
    expect(shown).not.toHaveProperty('next');
    expect(shown.note).toContain('its link cannot be followed: it leads to another list');
  });

  it('never leads to another path, whatever it says', () => {
    const link = fc.oneof(
      fc.webUrl({ withQueryParameters: true, withFragments: true }),
      fc.string({ unit: 'binary' }),
      fc
        .tuple(
          fc.constantFrom(pathOf(EVENTS), pathOf(ROGUES), '/api/v1/self', '//evil.com/x'),
          fc.string({ unit: 'binary' }),
        )
        .map(([path, query]) => `${path}?${query}`),
    );
    fc.assert(
      fc.property(fc.constantFrom(ROGUES, EVENTS, RRM, INVENTORY), link, (route, next) => {
        const moved = nextOf(answer(route, { results: rows(1), total: 9, next }));
        if (moved === undefined) return;
        expect(moved.split('?')[0]).toBe(pathOf(route));
        const read = parseNext(moved, cloud, () => true);
        expect(read.route).toBe(route);
        expect(new URL(cloud.api + read.url).origin).toBe(cloud.api);
      }),
      { numRuns: 500 },
    );
  });
});

describe('whether a list is complete', () => {
  it('is denied where it simply has another page', () => {
    const next = `${pathOf(EVENTS)}?search_after=x&limit=1`;
    expect(completenessOf(answer(EVENTS, { results: rows(1), next }, '?limit=1'))).toEqual({
      ...{ complete: 'no', reason: 'There are more pages.' },
    });
  });

  it('is denied of an empty page by number that the total goes beyond', () => {
    const headers = { 'x-page-total': '23', 'x-page-limit': '20', 'x-page-page': '2' };
    expect(completenessOf(answer(DEVICES, [], '?limit=20&page=2', headers))).toMatchObject({ complete: 'no' });
  });

  it.each([
    ['a count above the rows', { results: rows(2), total: 9 }, 'more of 9 rows, but'],
    ['a count that the rows reach', { results: rows(2), total: 2 }, 'more, but'],
    ['no count', { results: rows(2) }, 'more, but'],
  ])('says how much a link that cannot be followed leads to: %s', (_, body, words) => {
    const next = `/api/v1/sites/${ID}/rogues?page=2&who=me`;
    const reason = expect.stringContaining(`The API says that there is ${words} its link cannot be followed`);
    expect(completenessOf(answer(ROGUES, { ...body, next }))).toEqual({ complete: 'no', reason });
  });

  it('is not known of an empty page whose link cannot be followed', () => {
    const next = `/api/v1/sites/${ID}/rogues?page=2&who=me`;
    expect(completenessOf(answer(ROGUES, { results: [], next }))).toMatchObject({ complete: 'unknown' });
  });

  it.each([
    ['a total above the rows and no next', EVENTS, { results: rows(1), total: 300 }, '', 'no'],
    [
      'a next that leads to the same page',
      EVENTS,
      { results: rows(1), next: `${pathOf(EVENTS)}?limit=1` },
      '?limit=1',
      'no',
    ],
    ['a next that is no address', EVENTS, { results: rows(1), next: 'next8' }, '', 'no'],
    ['an empty page whose next leads nowhere', EVENTS, { results: [], next: 'next8' }, '', 'unknown'],
    ['a full page of a list without a total', COUNT, { results: rows(25) }, '?limit=25', 'unknown'],
    ['a page that is not full', COUNT, { results: rows(24) }, '?limit=25', 'yes'],
    ['as many rows as the total', EVENTS, { results: rows(3), total: 3 }, '', 'yes'],
    [
      'the last page of a cursor, whose pages before nobody counted',
      EVENTS,
      { results: rows(3), total: 30 },
      '?search_after=x',
      'unknown',
    ],
    ['a page of a cursor that holds the whole total', EVENTS, { results: rows(3), total: 3 }, '?search_after=x', 'yes'],
    ['nothing with a total of nothing', EVENTS, { results: [], total: 0 }, '', 'yes'],
  ] as const)('%s', (_what, route, body, query, complete) => {
    expect(completenessOf(answer(route, body, query))?.complete).toBe(complete);
  });

  it.each([
    [27, 'yes'],
    [26, 'no'],
    [undefined, 'unknown'],
  ] as const)('counts the rows before the last page of a cursor: %s', (before, complete) => {
    const last = answer(EVENTS, { results: rows(3), total: 30 }, '?search_after=x');
    expect(completenessOf(last, before)?.complete).toBe(complete);
  });

  it('is unknown where the header counts members of a virtual chassis', async () => {
    const headers = { 'x-page-total': '23', 'x-page-limit': '100', 'x-page-page': '1' };
    const shown = Object(await present(answer(DEVICES, rows(18), '?limit=100', headers), base));
    expect(shown).toMatchObject({ returned: 18, total: 23, complete: 'unknown', has_more: true });
    expect(shown.note).toContain('members of a virtual chassis');
  });

  it('is never yes, nor has_more false, while the cloud says next or a larger total', async () => {
    const lists = allRoutes().filter((route) => route.startsWith('GET ') && operation(route).paging !== 'none');
    const body = fc.record({
      count: fc.nat(4),
      total: fc.option(fc.nat(9), { nil: undefined }),
      next: fc.option(fc.constantFrom('next8', '/api/v1/x?page=2', '?search_after=1', '?limit=5', '?ü=1'), {
        nil: undefined,
      }),
    });
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...lists), body, async (route, { count, total, next }) => {
        const link = next?.startsWith('?') ? pathOf(route) + next : next;
        const shown = Object(await present(answer(route, { results: rows(count), total, next: link }), base));
        if (next === undefined && !(total !== undefined && total > count)) return;
        expect(shown.has_more).toBe(true);
        expect(shown.complete).not.toBe('yes');
        if (shown.next === undefined) expect(shown.note.length).toBeGreaterThan(40);
      }),
      { numRuns: 400 },
    );
  });
});

describe('a list route that answers something else', () => {
  it.each([
    ['null', null],
    ['{}', {}],
    ['results: null', { results: null }],
    ['{"start":1,"end":2}', { start: 1, end: 2 }],
  ])('with %s has words instead', async (instead, body) => {
    const shown = Object(await present(answer(EVENTS, body), { ...base, empty: 'Try more.' }));
    expect(shown).toMatchObject({ results: [], returned: 0, complete: 'unknown', has_more: true });
    expect(shown.note).toContain(`The API answered ${instead} in the place of a list`);
  });

  it('with a bare total, or one beside results: null, is an empty list', async () => {
    for (const body of [{ total: 0 }, { results: null, total: 0, limit: 10 }]) {
      const shown = Object(await present(answer(EVENTS, body), { ...base, empty: 'Try more.' }));
      expect(shown).toMatchObject({ results: [], total: 0, complete: 'yes', has_more: false });
      expect(shown.note).toContain('Nothing matched');
    }
    const some = Object(await present(answer(EVENTS, { results: null, total: 7 }), base));
    expect(some).toMatchObject({ results: [], total: 7, complete: 'no', has_more: true });
  });

  it('never takes the moments of a series for its rows', () => {
    expect(rowsOf(answer(RRM, { rt: ['a', 'b'] })).rows).toBeUndefined();
    expect(rowsOf(answer(RRM, { rt: ['a'], start: 1, end: 2, interval: 60 })).rows).toBeUndefined();
  });

  it('takes what a service level impacts for rows, also without a count', () => {
    const route: Route = 'GET /api/v1/sites/{site_id}/sle/{scope}/{scope_id}/metric/{metric}/impacted-gateways';
    expect(rowsOf(answer(route, { start: 1, end: 2, metric: 'm', gateways: [] })).rows).toEqual([]);
    expect(rowsOf(answer(route, { start: 1, end: 2, metric: 'm', gateways: rows(3) })).rows).toEqual(rows(3));
    const histogram: Route = 'GET /api/v1/sites/{site_id}/sle/{scope}/{scope_id}/metric/{metric}/histogram';
    expect(rowsOf(answer(histogram, { start: 1, end: 2, metric: 'm', data: rows(3) })).rows).toBeUndefined();
  });
});

describe('what an answer offers as next', () => {
  const session = createSession({ cloud, token: 'a-token-of-the-test' });
  const isOwn = (url: string, signature: string | undefined) => signature === session.sign(url);
  const offered = async (next: string) =>
    Object(
      await present(answer(INVENTORY, { results: rows(1), total: 9, next }, '?limit=1'), {
        ...base,
        sign: session.sign,
      }),
    ).next;

  it.each([
    ['a filter that the spec does not have', 'search_after=1&type=ap&distinct_x=1'],
    ['a blank', 'search_after=1&text=main hall'],
    ['a letter that no URL has', 'search_after=1&text=Zürich'],
    ['brackets', 'search_after=[1,"a"]'],
    ['a backslash', 'search_after=1&text=a\\b'],
  ])('is accepted when it holds %s', async (_what, query) => {
    const next = await offered(`${pathOf(INVENTORY)}?${query}`);
    const read = parseNext(next, cloud, isOwn);
    expect(read.query).toEqual(Object.fromEntries(new URLSearchParams(query)));
  });

  it('is refused with another token, another filter, or a signature of another page', async () => {
    const next = await offered(`${pathOf(INVENTORY)}?search_after=1&distinct_x=1`);
    const stranger = createSession({ cloud, token: 'another-token-of-the-test' });
    const signature = /sig=[\w-]+/.exec(next)?.[0] ?? '';
    expect(() => parseNext(next, cloud, (url, sig) => sig === stranger.sign(url))).toThrow('does not take');
    expect(() => parseNext(next.replace('distinct_x', 'distinct_y'), cloud, isOwn)).toThrow('does not take');
    expect(() => parseNext(`${pathOf(INVENTORY)}?distinct_x=2#${signature}`, cloud, isOwn)).toThrow('does not take');
    expect(() => parseNext(next, cloud)).toThrow('does not take');
  });

  it('carries a signature only where it needs one', async () => {
    expect(await offered(`${pathOf(INVENTORY)}?search_after=1&type=ap`)).not.toContain('sig=');
    expect(await offered(`${pathOf(INVENTORY)}?search_after=1&odd=1`)).toMatch(/[#&]sig=[\w-]{16}$/);
  });

  it('comes back as it was given, whatever the filters of the cloud are', async () => {
    const name = fc.stringMatching(/^[a-z_][a-z0-9_.[\]-]{0,20}$/);
    await fc.assert(
      fc.asyncProperty(
        fc.dictionary(name, fc.string({ unit: 'grapheme', maxLength: 20 }), { minKeys: 1, noNullPrototype: true }),
        async (filters) => {
          const query = new URLSearchParams({ ...filters, search_after: 'x' });
          const raw = [...query].map(([key, value]) => `${key}=${value.replace(/[&#%+]/g, '')}`).join('&');
          const next = await offered(`${pathOf(INVENTORY)}?${raw}`);
          if (next === undefined) return;
          expect(parseNext(next, cloud, isOwn).query).toEqual(Object.fromEntries(new URLSearchParams(raw)));
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe('whether a walk brought the whole list', () => {
  const counted = answer(EVENTS, { results: rows(2), total: 5 });

  it.each(['repeated_next', 'no_new_rows'] as const)('is not known after %s', (stopped) => {
    expect(completenessOfWalk(5, counted, { stopped, reason: 'It goes round.' })).toEqual({
      ...{ complete: 'unknown', reason: 'It goes round.' },
    });
  });

  it.each(['page_limit', 'caller', 'failed'] as const)('is denied after %s, in the words of the end', (stopped) => {
    expect(completenessOfWalk(5, counted, { stopped })).toEqual({ complete: 'no', reason: '' });
  });

  it.each([
    [5, 'yes'],
    [6, 'yes'],
    [4, 'unknown'],
  ])('of %i rows, where the API counts 5, is told by the count: %s', (count, complete) => {
    expect(completenessOfWalk(count, counted, { stopped: 'end' })).toMatchObject({ complete });
  });

  it('is told by its last page where nobody counts', () => {
    const full = answer(EVENTS, { results: rows(2) }, '?limit=2');
    expect(completenessOfWalk(4, full, { stopped: 'end' })).toMatchObject({ complete: 'unknown' });
    expect(completenessOfWalk(4, answer(EVENTS, { results: rows(1) }, '?limit=2'), { stopped: 'end' })).toEqual({
      complete: 'yes',
    });
    expect(completenessOfWalk(4, answer(EVENTS, 'no list'), { stopped: 'end' })).toEqual({ complete: 'yes' });
    const next = `/api/v1/sites/${ID}/rogues?page=2&who=me`;
    const dead = answer(ROGUES, { results: rows(2), total: 2, next });
    expect(completenessOfWalk(4, dead, { stopped: 'end' })).toMatchObject({ complete: 'no' });
  });

  it('tells before each further page how many rows and pages there are', async () => {
    const asked: object[] = [];
    const pages = [rows(2), [{ id: 2 }, { id: 3 }, { id: 4 }], [{ id: 5 }]];
    const options = {
      rowsOf: (page: number) => pages[page] ?? [],
      nextOf: (page: number) => (page < 2 ? String(page + 1) : undefined),
      fetch: async (next: string) => Number(next),
      stopBefore: (soFar: object) => {
        asked.push(soFar);
        return undefined;
      },
    };
    const steps = [];
    for await (const step of walkSteps(0, options)) steps.push(step);
    expect(asked).toEqual([
      { rows: 2, pages: 1 },
      { rows: 5, pages: 2 },
    ]);
    expect(steps.at(-1)).toMatchObject({ pages: 3, end: { stopped: 'end' } });
  });
});
