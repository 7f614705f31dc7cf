import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Route } from '../../src/mist/spec/routes.ts';
import { collect } from '../../src/tool/all-pages.ts';
import { HANDLE_BOUNDS } from '../../src/tool/result-store/store.ts';
import type { Shaping } from '../../src/tool/shaping.ts';
import { answerOf, type FakeOptions, fakeCall, plainShaping, type Reply } from '../harness/fake-context.ts';
import { refusedLater } from '../harness/refused.ts';

const ORG = '11111111-2222-3333-4444-555555555555';
const SITES: Route = 'GET /api/v1/orgs/{org_id}/sites';
const STATS: Route = 'GET /api/v1/orgs/{org_id}/stats/devices';
const LOGS: Route = 'GET /api/v1/orgs/{org_id}/logs';
const base: Shaping = {
  columns: ['id'],
  fields: undefined,
  limit: undefined,
  maxTokens: 8000,
  ...plainShaping,
};

/** Pages of a list of `total` rows; the cloud does not say how many there are where `silent`. */
const pages =
  (total: number, limit: number, silent = false) =>
  (url: string): Reply => {
    const query = new URL(url, 'https://api.mist.com').searchParams;
    const page = Number(query.get('page') ?? 1);
    const type = query.get('type') ?? '';
    const all = Array.from({ length: total }, (_, n) => ({ id: `${type}${n}`, psk: 'secret1' }));
    const headers = { 'x-page-total': String(total), 'x-page-limit': String(limit), 'x-page-page': String(page) };
    return { body: all.slice((page - 1) * limit, page * limit), headers: silent ? {} : headers };
  };

interface Options extends FakeOptions {
  readonly route?: Route;
  readonly query?: string;
  readonly confirmed?: boolean;
  readonly shaping?: Partial<Shaping>;
}

async function walk(reply: (url: string) => Reply, options: Options = {}) {
  const { route = SITES, query = '?limit=10', confirmed = false, shaping = {} } = options;
  const fake = fakeCall({ ...options, reply });
  const url = route.slice(4).replace('{org_id}', ORG) + query;
  const { body, headers = {} } = reply(url);
  const data = await collect(fake.call, answerOf(route, url, body, headers), { ...base, ...shaping }, { confirmed });
  return { ...fake, data: Object(data), none: data === undefined };
}

afterEach(() => {
  vi.restoreAllMocks();
});

describe('all pages of a list', () => {
  it('stay under a handle; the answer shows the first of them', async () => {
    const { data, asked, call, messages } = await walk(pages(25, 10));
    expect(data).toMatchObject({
      ...{ total: 25, complete: 'yes', calls: 3, held: { rows: 25, columns: ['id', 'psk'] } },
      sample: [{ id: '0' }, { id: '1' }, { id: '2' }, { id: '3' }, { id: '4' }],
      note: 'mist_query_result filters, sorts, counts and exports these rows.',
    });
    expect(data).not.toHaveProperty('next');
    expect(data).not.toHaveProperty('window');
    expect(asked).toHaveLength(2);
    expect(messages).toEqual(['10 rows, call 2 of 3', '20 rows, call 3 of 3']);
    const { rows, shown } = call.results.find(data.handle);
    expect(rows).toHaveLength(25);
    expect(JSON.stringify(rows)).not.toContain('secret1');
    expect(shown).toEqual(['id']);
  });

  it('are shown in the columns asked for, with what follows from a row', async () => {
    const row = (given: Readonly<Record<string, unknown>>) => ({ ...given, twice: `${given.id}${given.id}` });
    const { data, call } = await walk(pages(2, 10), { shaping: { fields: ['twice'], row } });
    expect(data.sample).toEqual([{ twice: '00' }, { twice: '11' }]);
    expect(call.results.find(data.handle).shown).toEqual(['twice']);
    expect(call.results.find(data.handle).rows[0]).toMatchObject({ id: '0', twice: '00' });
  });

  it('are none of an object, and none of an empty list', async () => {
    expect((await walk(() => ({ body: { a: 1 } }), { route: 'GET /api/v1/orgs/{org_id}', query: '' })).none).toBe(true);
    const { none, call } = await walk(pages(0, 10));
    expect(none).toBe(true);
    expect(call.results.list()).toEqual([]);
  });

  it('need the tool that looks at them', async () => {
    expect(await refusedLater(walk(pages(25, 10), { offered: false }))).toContain('needs mist_query_result');
  });

  it('say which time they cover', async () => {
    const reply = () => ({ body: { results: [{ id: '1' }], total: 1 } });
    const { data } = await walk(reply, { route: LOGS, query: '?start=1&end=2' });
    expect(data.window).toEqual({ start: '1970-01-01T00:00:01Z', end: '1970-01-01T00:00:02Z' });
  });

  it('are asked for with each value in turn', async () => {
    const remaining = { parameter: 'type', values: ['switch', 'gateway'] };
    const { data, asked } = await walk(pages(15, 10), {
      route: STATS,
      query: '?type=ap&limit=10',
      shaping: { remaining },
    });
    expect(asked.map((url) => /type=(\w+)/.exec(url)?.[1])).toEqual(['switch', 'gateway', 'ap', 'switch', 'gateway']);
    expect(data).toMatchObject({ total: 45, complete: 'yes', calls: 6, held: { rows: 45 } });
  });
});

describe('what a walk may cost', () => {
  it('is twenty calls, or has to be confirmed', async () => {
    expect((await walk(pages(200, 10))).data).toMatchObject({ complete: 'yes', calls: 20 });
    const refused = await refusedLater(walk(pages(201, 10)));
    expect(refused).toBe(
      'Fetching all 201 rows needs 21 API calls. Narrow the question by a filter or the time, or call again with confirm_cost=true.',
    );
    expect((await walk(pages(201, 10), { confirmed: true })).data).toMatchObject({ complete: 'yes', calls: 21 });
  });

  it('is half of what is left of the hour', async () => {
    const { session, call } = fakeCall({ reply: pages(90, 10) });
    const url = `/api/v1/orgs/${ORG}/sites?limit=10`;
    const { body, headers = {} } = pages(90, 10)(url);
    const first = answerOf(SITES, url, body, headers);
    session.budget.learn({ requests: 0, request_limit: 15 });
    expect(await refusedLater(collect(call, first, base, { confirmed: false }))).toMatch(/8/);
    session.budget.learn({ requests: 0, request_limit: 16 });
    expect(await collect(call, first, base, { confirmed: false })).toMatchObject({ complete: 'yes' });
    session.budget.learn({ requests: 0, request_limit: 30 });
    const { body: more, headers: heads = {} } = pages(900, 10)(url);
    expect(await refusedLater(collect(call, answerOf(SITES, url, more, heads), base, { confirmed: false }))).toContain(
      'needs 90 API calls; 30 are left this hour.',
    );
  });

  it('ends after twenty calls where nobody knows how many there are', async () => {
    const { data, messages } = await walk(pages(1000, 10, true));
    expect(data).toMatchObject({ complete: 'no', calls: 20, held: { rows: 200 } });
    expect(data.note).toContain('the walk ended after 20 calls; confirm_cost=true goes to the end.');
    expect(data.next).toContain('page=21');
    expect(data).not.toHaveProperty('total');
    expect(messages[0]).toBe('10 rows, call 2');
    const { data: whole } = await walk(pages(205, 10, true), { confirmed: true });
    expect(whole).toMatchObject({ complete: 'yes', calls: 21, held: { rows: 205 } });
    const { data: short } = await walk(pages(25, 10, true));
    expect(short).toMatchObject({ complete: 'yes', calls: 3 });
  });
});

describe('a walk that ends early', () => {
  it('keeps what it has, and says why and where it would go on', async () => {
    const failing = (url: string): Reply => (url.includes('page=3') ? { status: 403, body: {} } : pages(50, 10)(url));
    const { data } = await walk(failing);
    expect(data).toMatchObject({ complete: 'no', calls: 3, total: 50, held: { rows: 20 } });
    expect(data.next).toContain('page=3');
    expect(data.note).not.toContain('gives only');
    expect(data.note.length).toBeGreaterThan(80);
  });

  it('gives nothing to whoever went away', async () => {
    const gone = new AbortController();
    const reply = (url: string): Reply => {
      if (url.includes('page=2')) gone.abort();
      return pages(50, 10)(url);
    };
    const { call } = fakeCall({ reply });
    const url = `/api/v1/orgs/${ORG}/sites?limit=10`;
    const { body, headers = {} } = reply(url);
    const asking = collect({ ...call, signal: gone.signal }, answerOf(SITES, url, body, headers), base, {
      confirmed: false,
    });
    await expect(asking).rejects.toMatchObject({ kind: 'cancelled' });
    expect(call.results.list()).toEqual([]);
  });

  it('does not go round in circles', async () => {
    const next = `/api/v1/orgs/${ORG}/devices/search?search_after=x`;
    const reply = () => ({ body: { results: [{ id: '1' }], next } });
    const { data, asked } = await walk(reply, { route: 'GET /api/v1/orgs/{org_id}/devices/search', query: '' });
    expect(asked.length).toBeLessThan(4);
    expect(data.held.rows).toBeGreaterThan(0);
  });

  it('says that there are more rows than could be had', async () => {
    const reply = (url: string): Reply => ({
      ...pages(25, 10)(url),
      body: url.includes('page=3') ? [] : pages(25, 10)(url).body,
    });
    const { data } = await walk(reply);
    expect(data).toMatchObject({ complete: 'unknown', total: 25, calls: 3 });
    expect(data.note).toContain('The API counts 25 rows and gave 20');
  });

  it('stops where the server keeps no more', async () => {
    const text = 'x'.repeat(HANDLE_BOUNDS.ofOne.size / 16);
    const large = (url: string): Reply => {
      const { body, headers = {} } = pages(50, 10)(url);
      return { headers, body: Array.isArray(body) ? body.map((row: object) => ({ ...row, text })) : body };
    };
    const { data } = await walk(large);
    expect(data).toMatchObject({ complete: 'no', calls: 2, total: 50 });
    expect(data.note).toContain('More rows than this server keeps.');
    expect(data.next).toContain('page=3');
  });
});
