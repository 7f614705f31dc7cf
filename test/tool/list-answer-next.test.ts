import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseCloud } from '../../src/mist/clouds.ts';
import type { MistAnswer } from '../../src/mist/http/client.ts';
import { parseNext } from '../../src/mist/paging/pages.ts';
import { type ListAnswer, present } from '../../src/tool/list-answer.ts';
import { plainShaping } from '../harness/fake-context.ts';

const cloud = parseCloud('api.mist.com');
const ORG = '11111111-2222-3333-4444-555555555555';
const SITES = `/api/v1/orgs/${ORG}/sites`;

/** What the cloud answers for a page of a list of `size` sites. */
function sitesPage(url: string, size: number): MistAnswer {
  const { query } = parseNext(url, cloud);
  const limit = Number(query.limit ?? 100);
  const page = Number(query.page ?? 1);
  const all = Array.from({ length: size }, (_, index) => ({
    id: index,
    name: `site ${index}`,
    notes: 'x'.repeat(index % 50),
  }));
  const headers = new Headers({ 'X-Page-Total': `${size}`, 'X-Page-Limit': `${limit}`, 'X-Page-Page': `${page}` });
  const body = all.slice((page - 1) * limit, page * limit);
  return { route: 'GET /api/v1/orgs/{org_id}/sites', status: 200, headers, body, url: url.replace(/#.*/, '') };
}

const isList = (answer: object): answer is ListAnswer => 'results' in answer;

const base = {
  columns: undefined,
  fields: undefined,
  limit: undefined,
  maxTokens: 8000,
  ...plainShaping,
};

describe('a walk by next', () => {
  it('shows every row once, whatever the limit and the budget', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: 120 }),
        fc.integer({ min: 1, max: 50 }),
        fc.integer({ min: 1, max: 600 }),
        async (size, limit, maxTokens) => {
          const seen: unknown[] = [];
          let url: string | undefined = `${SITES}?limit=${limit}`;
          for (let turn = 0; url !== undefined; turn += 1) {
            expect(turn).toBeLessThan(200);
            const { skip = 0 } = parseNext(url, cloud);
            const answer = await present(sitesPage(url, size), { ...base, limit, maxTokens, skip });
            if (!isList(answer)) throw new Error('not a list');
            seen.push(...answer.results.map((row) => Object(row).id));
            expect(answer.total).toBe(size);
            expect(answer.returned).toBe(answer.results.length);
            expect(answer.has_more).toBe(answer.next !== undefined);
            url = answer.next;
          }
          expect(seen).toEqual(Array.from({ length: size }, (_, index) => index));
        },
      ),
      { numRuns: 200 },
    );
  });
});

describe('rows', () => {
  const answer = sitesPage(`${SITES}?limit=3`, 3);

  it('are cut to columns, in their order, and widened by *', async () => {
    expect(await present(answer, { ...base, columns: ['name', 'id'] })).toMatchObject({
      results: [{ name: 'site 0', id: 0 }, {}, {}],
    });
    expect(await present(answer, { ...base, columns: ['name'], fields: ['*'] })).toMatchObject({
      results: [{ id: 0, notes: '' }, {}, {}],
    });
  });

  it('have ISO times unless they can be written back', async () => {
    const timed: MistAnswer = { ...answer, body: [{ modified_time: 1_767_225_600, uptime: 1_700_000_000, time: 5 }] };
    const shown = { modified_time: '2026-01-01T00:00:00Z', uptime: 1_700_000_000, time: 5 };
    expect(await present(timed, base)).toMatchObject({ results: [shown] });
    expect(await present(timed, { ...base, keepTimes: true })).toMatchObject({
      results: [{ modified_time: 1_767_225_600 }],
    });
  });

  it('say that the API keeps some back where it has no next page', async () => {
    const route = 'GET /api/v1/sites/{site_id}/sle/{scope}/{scope_id}/metric/{metric}/impacted-aps' as const;
    const url = '/api/v1/sites/a/sle/site/a/metric/coverage/impacted-aps';
    const counted = (total_count: number) => ({
      ...answer,
      route,
      url,
      headers: new Headers(),
      body: { aps: [{}, {}], total_count },
    });
    expect(await present(counted(9), base)).toMatchObject({
      total: 9,
      returned: 2,
      has_more: true,
      complete: 'no',
      note: expect.stringContaining('only 2 of the 9 rows'),
    });
    expect(await present(counted(2), base)).not.toHaveProperty('note');
  });

  it('that are none have words', async () => {
    expect(await present(sitesPage(`${SITES}?limit=3`, 0), { ...base, empty: 'Try more.' })).toMatchObject({
      results: [],
      returned: 0,
      has_more: false,
      note: 'Nothing matched; an empty list is not a sign of health. Try more.',
    });
  });

  it.each([
    ['page', sitesPage(`${SITES}?limit=3&page=9`, 3), 0],
    ['count of rows shown', answer, 99],
  ])('that lie behind the end, by %s, do not read as a search without a match', async (_, behind, skip) => {
    expect(await present(behind, { ...base, skip, empty: 'Try more.' })).toMatchObject({
      results: [],
      total: 3,
      has_more: false,
      note: 'The list ended before this page: there are no further rows.',
    });
  });
});

describe('a single object', () => {
  const one = (body: object): MistAnswer => ({
    route: 'GET /api/v1/orgs/{org_id}',
    status: 200,
    headers: new Headers(),
    body,
    url: `/api/v1/orgs/${ORG}`,
  });

  it('is the object, with nothing injected', async () => {
    expect(await present(one({ id: ORG, name: 'x' }), base)).toEqual({ id: ORG, name: 'x' });
  });

  it('that is too large says which roots were left out', async () => {
    const answer = await present(one({ small: 1, large: 'word '.repeat(5000) }), { ...base, maxTokens: 1000 });
    expect(answer).toMatchObject({
      partial: { small: 1 },
      omitted: { large: expect.stringMatching(/^about \d+ tokens$/) },
    });
  });
});
