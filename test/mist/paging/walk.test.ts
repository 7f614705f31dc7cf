import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { MistAnswer } from '../../../src/mist/http/client.ts';
import { type WalkOptions, walkList, walkPages } from '../../../src/mist/paging/walk.ts';
import type { Route } from '../../../src/mist/spec/routes.ts';

interface Page {
  readonly rows: readonly unknown[];
  readonly next?: string | undefined;
}

/** Walks made-up pages, by name; `start` is the first. */
async function walk(
  pages: Readonly<Record<string, Page>>,
  options: Pick<WalkOptions<Page>, 'maxPages' | 'stopBefore'> = {},
) {
  const fetched: string[] = [];
  const empty: Page = { rows: [] };
  const result = await walkPages(pages.start ?? empty, {
    ...options,
    rowsOf: ({ rows }) => rows,
    nextOf: ({ next }) => next,
    fetch: async (name) => {
      fetched.push(name);
      return pages[name] ?? empty;
    },
  });
  return { ...result, fetched };
}

const ORG = '11111111-2222-3333-4444-555555555555';
const SITES: Route = 'GET /api/v1/orgs/{org_id}/sites';

const answer = (route: Route, body: unknown, query: string, headers: Record<string, string> = {}): MistAnswer => ({
  ...{ route, status: 200, body, headers: new Headers(headers) },
  url: `${route.slice(4).replace('{org_id}', ORG)}${query}`,
});

describe('a walk over pages', () => {
  it('ends at the last page, with every row', async () => {
    const pages = { start: { rows: [1, 2], next: 'b' }, b: { rows: [3], next: 'c' }, c: { rows: [4] } };
    expect(await walk(pages)).toMatchObject({ rows: [1, 2, 3, 4], pages: 3, stopped: 'end', fetched: ['b', 'c'] });
    expect(await walk(pages)).not.toHaveProperty('reason');
  });

  it('ends at a next that never moves, without a second copy of the row', async () => {
    const page = { rows: [{ id: 1 }], next: 'same' };
    const { rows, fetched, reason } = await walk({ start: page, same: page });
    expect(rows).toEqual([{ id: 1 }]);
    expect(fetched).toEqual(['same']);
    expect(reason).toContain('brought no new row');
  });

  it('ends at a next that comes back, though each page has other rows', async () => {
    const pages = { start: { rows: [1], next: 'b' }, b: { rows: [2], next: 'c' }, c: { rows: [3], next: 'b' } };
    expect(await walk(pages)).toMatchObject({ rows: [1, 2, 3], stopped: 'repeated_next', fetched: ['b', 'c'] });
    expect(await walk(pages)).not.toHaveProperty('next');
  });

  it('ends at an empty page that says the list goes on', async () => {
    const pages = { start: { rows: [1], next: 'b' }, b: { rows: [], next: 'c' } };
    expect(await walk(pages)).toMatchObject({ rows: [1], stopped: 'no_new_rows', next: 'c' });
  });

  it('goes on behind a first page that is empty and says that the list goes on', async () => {
    const pages = { start: { rows: [], next: 'b' }, b: { rows: [1] } };
    expect(await walk(pages)).toMatchObject({ rows: [1], pages: 2, stopped: 'end' });
  });

  it('does not give the rows of a last page that only repeats', async () => {
    const pages = { start: { rows: [1, 2], next: 'b' }, b: { rows: [2, 1] } };
    expect(await walk(pages)).toMatchObject({ rows: [1, 2], stopped: 'no_new_rows' });
    const empty = { start: { rows: [1, 2], next: 'b' }, b: { rows: [] } };
    expect(await walk(empty)).toMatchObject({ rows: [1, 2], stopped: 'end' });
  });

  it('ends where whoever asks has enough, which is told the rows and pages so far', async () => {
    const pages = { start: { rows: [1, 2], next: 'b' }, b: { rows: [3], next: 'c' }, c: { rows: [4] } };
    const counts: object[] = [];
    const stopBefore = (so: { readonly rows: number; readonly pages: number }): string | undefined => {
      counts.push(so);
      return so.rows > 2 ? 'That is enough.' : undefined;
    };
    expect(await walk(pages, { stopBefore })).toMatchObject({
      ...{ rows: [1, 2, 3], stopped: 'caller', reason: 'That is enough.', next: 'c', fetched: ['b'] },
    });
    expect(counts).toEqual([
      { rows: 2, pages: 1 },
      { rows: 3, pages: 2 },
    ]);
  });

  it('goes on behind a page that repeats some rows and brings others', async () => {
    const pages = { start: { rows: [1, 2], next: 'b' }, b: { rows: [2, 3], next: 'c' }, c: { rows: [4] } };
    expect(await walk(pages)).toMatchObject({ rows: [1, 2, 2, 3, 4], stopped: 'end' });
  });

  it('ends at the cap with words, and says where it would go on', async () => {
    const pages = Object.fromEntries(
      Array.from({ length: 9 }, (_, n) => [n === 0 ? 'start' : `p${n}`, { rows: [n], next: `p${n + 1}` }]),
    );
    expect(await walk(pages, { maxPages: 3 })).toMatchObject({
      ...{ rows: [0, 1, 2], pages: 3, stopped: 'page_limit', next: 'p3', fetched: ['p1', 'p2'] },
      reason: 'The walk ended after 3 pages; there are more.',
    });
  });

  it('ends always, and fetches no page twice, whatever the pages say', async () => {
    const name = fc.constantFrom('a', 'b', 'c', 'd', 'e');
    const page = fc.record({ rows: fc.array(fc.nat(6), { maxLength: 3 }), next: fc.option(name, { nil: undefined }) });
    await fc.assert(
      fc.asyncProperty(fc.dictionary(fc.constantFrom('start', 'a', 'b', 'c', 'd', 'e'), page), async (pages) => {
        const { fetched, rows, stopped } = await walk(pages);
        expect(new Set(fetched).size).toBe(fetched.length);
        expect(fetched.length).toBeLessThanOrEqual(5);
        if (stopped === 'end') expect(rows.length).toBeGreaterThanOrEqual(new Set(rows).size);
      }),
    );
  });
});

describe('a list of the API that is walked', () => {
  const pageOf = (total: number, limit: number, page: number) =>
    Array.from({ length: total }, (_, id) => ({ id })).slice((page - 1) * limit, page * limit);

  it('goes on while a page is full and nothing says how many rows there are', async () => {
    const asked: string[] = [];
    const walked = await walkList(answer(SITES, pageOf(2500, 1000, 1), '?limit=1000&page=1'), async (url) => {
      asked.push(url);
      const page = Number(new URL(url, 'https://x').searchParams.get('page'));
      return answer(SITES, pageOf(2500, 1000, page), `?limit=1000&page=${page}`);
    });
    expect(asked).toHaveLength(2);
    expect(walked.rows).toHaveLength(2500);
    expect(walked.completeness).toEqual({ complete: 'yes' });
  });

  it('is of unknown completeness where the total counts more than the pages held', async () => {
    const headers = { 'x-page-total': '23', 'x-page-limit': '20', 'x-page-page': '1' };
    const walked = await walkList(answer(SITES, pageOf(18, 20, 1), '?limit=20', headers), async () =>
      answer(SITES, [], '?limit=20&page=2', { ...headers, 'x-page-page': '2' }),
    );
    expect(walked.completeness).toMatchObject({
      complete: 'unknown',
      reason: expect.stringContaining('counts 23 rows and gave 18'),
    });
  });

  it('is incomplete where a page failed, and keeps what came before', async () => {
    const fail = async (): Promise<MistAnswer> => {
      throw new Error('gone');
    };
    const first = answer(SITES, pageOf(10, 10, 1), '?limit=10');
    const walked = await walkList(first, fail, { onFailure: () => 'It broke.' });
    expect(walked).toMatchObject({ stopped: 'failed', completeness: { complete: 'no', reason: 'It broke.' } });
    expect(walked.rows).toHaveLength(10);
    await expect(walkList(first, fail)).rejects.toThrow('gone');
  });
});
