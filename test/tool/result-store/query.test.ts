import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type HeldQuery, queryHeld } from '../../../src/tool/result-store/query.ts';
import { describeHeld } from '../../../src/tool/result-store/results.ts';
import { type FakeOptions, fakeCall } from '../../harness/fake-context.ts';
import { refusedLater } from '../../harness/refused.ts';

const NOW = Date.parse('2026-01-01T00:00:00Z');
beforeEach(() => {
  vi.useFakeTimers({ now: NOW, toFake: ['Date'] });
});
afterEach(() => {
  vi.useRealTimers();
});

const sites = [
  { name: 'b', site: 'one', n: 2, last_seen: 1_767_225_600 },
  { name: 'a', site: 'two', n: 1, psk: 'secret-word' },
  { name: 'c', site: 'one', n: 3 },
];

async function held(rows: readonly unknown[] = sites, options: FakeOptions = {}, shown?: readonly string[]) {
  const { call, attached } = fakeCall(options);
  const kept = await call.results.keep({ rows, shown, keepTimes: false });
  const ask = async (query: Partial<HeldQuery> = {}) =>
    Object(await queryHeld(call, { handle: kept.id, limit: 20, ...query }));
  return { call, attached, kept, ask };
}

describe('rows under a handle', () => {
  it('are shown in their columns, or in those asked for', async () => {
    const { ask } = await held(sites, {}, ['name', 'n']);
    expect(await ask()).toEqual({
      results: [
        { name: 'b', n: 2 },
        { name: 'a', n: 1 },
        { name: 'c', n: 3 },
      ],
      ...{ total: 3, returned: 3, has_more: false },
    });
    expect((await ask({ fields: ['site', 'last_seen'] })).results[0]).toEqual({
      site: 'one',
      last_seen: '2026-01-01T00:00:00Z',
    });
    expect((await ask({ fields: ['site', 'sites'] })).note).toContain('No row has sites.');
    expect(await ask({ fields: ['site'] })).not.toHaveProperty('note');
  });

  it('keep the times of objects that may be written back', async () => {
    const { call } = fakeCall();
    const { id } = await call.results.keep({ rows: sites.slice(0, 1), keepTimes: true });
    expect(Object(await queryHeld(call, { handle: id, limit: 1 })).results[0].last_seen).toBe(1_767_225_600);
  });

  it('are filtered, sorted, and shown in parts that follow on each other', async () => {
    const { ask } = await held();
    expect((await ask({ where: 'site = one', sort: '-n', fields: ['n'] })).results).toEqual([{ n: 3 }, { n: 2 }]);
    expect(await ask({ sort: 'n', limit: 2, fields: ['n'] })).toEqual({
      ...{ results: [{ n: 1 }, { n: 2 }], total: 3, returned: 2, has_more: true, next_skip: 2 },
    });
    expect(await ask({ sort: 'n', limit: 2, skip: 2, fields: ['n'] })).toEqual({
      ...{ results: [{ n: 3 }], total: 3, returned: 1, has_more: false },
    });
  });

  it('are counted, whatever columns they are shown in', async () => {
    const { ask } = await held(sites, {}, ['name']);
    const counts = [
      { site: 'one', count: 2 },
      { site: 'two', count: 1 },
    ];
    expect(await ask({ group_by: 'site', fields: ['name'] })).toMatchObject({ results: counts, total: 2 });
    expect((await ask({ group_by: 'site', sort: 'count' })).results).toEqual(counts.toReversed());
    expect(await refusedLater(ask({ sort: 'count' }))).toContain('No row has a column `count`');
    expect(await refusedLater(ask({ group_by: 'sites' }))).toContain('Did you mean site?');
  });

  it('are answered within the budget', async () => {
    const { ask } = await held(
      Array.from({ length: 50 }, (_, n) => ({ n, text: 'some words of text' })),
      { maxTokens: 200 },
    );
    const { returned, next_skip } = await ask({ limit: 50 });
    expect(returned).toBeGreaterThan(3);
    expect(returned).toBeLessThan(30);
    expect(next_skip).toBe(returned);
  });

  it('are masked when they are kept, unless secrets are shown', async () => {
    expect((await (await held()).ask({ where: 'name = a' })).results[0].psk).toContain('masked by mistmcp');
    expect((await (await held(sites, { reveal: true })).ask({ where: 'psk = secret-word' })).returned).toBe(1);
  });

  it('say that some of their texts are not as the cloud has them', async () => {
    const { ask, kept } = await held([{ name: 'a\u200bb' }]);
    expect(kept.source).toBe('mist_test');
    expect(await ask()).toMatchObject({ results: [{ name: 'ab' }], cleaned: { texts: 1 } });
    expect((await ask({ format: 'csv' })).cleaned).toEqual({ texts: 1 });
    expect(describeHeld(kept).held).toMatchObject({ cleaned: 1 });
    expect(await (await held()).ask()).not.toHaveProperty('cleaned');
    expect(describeHeld((await held()).kept).held).not.toHaveProperty('cleaned');
  });

  it('are dropped', async () => {
    const { ask, kept } = await held();
    expect(await ask({ drop: true })).toEqual({ dropped: kept.id, rows: 3 });
    expect(await refusedLater(ask())).toContain('There is no such handle.');
  });
});

describe('a file of rows', () => {
  it('goes with the answer, named by what is in it', async () => {
    const { ask, attached, kept } = await held();
    expect(await ask({ format: 'csv', sort: 'n', fields: ['name', 'n'] })).toEqual({
      file: `mistmcp://results/${kept.id}/1-3.csv`,
      ...{ total: 3, returned: 3, has_more: false },
    });
    expect(attached).toEqual([
      {
        uri: `mistmcp://results/${kept.id}/1-3.csv`,
        mimeType: 'text/csv',
        text: 'name,n\r\na,1\r\nb,2\r\nc,3\r\n',
      },
    ]);
    await ask({ format: 'json', skip: 1, fields: ['n'] });
    expect(attached[1]).toEqual({
      uri: `mistmcp://results/${kept.id}/2-3.json`,
      mimeType: 'application/json',
      text: '[{"n":1},\n{"n":3}]',
    });
    expect((await ask({ format: 'csv', fields: ['x'] })).note).toContain('No row has x.');
  });

  it('holds more than an answer shows, and no more than fits', async () => {
    const rows = Array.from({ length: 400 }, (_, n) => ({ n, text: 'some words of text' }));
    const { ask } = await held(rows, { maxTokens: 1000 });
    const { returned, has_more, next_skip } = await ask({ format: 'csv', limit: 1 });
    expect(returned).toBeGreaterThan(50);
    expect(returned).toBeLessThan(400);
    expect(has_more).toBe(true);
    expect(next_skip).toBe(returned);
  });
});

describe('without a handle', () => {
  it('there is a list of those that are there, the newest first', async () => {
    const { call } = fakeCall();
    const ask = async () => Object(await queryHeld(call, { limit: 20 }));
    expect(await ask()).toEqual({ handles: [], note: expect.stringContaining('No rows are kept.') });
    const ids: string[] = [];
    for (const count of [1, 2]) ids.push((await call.results.keep({ rows: sites.slice(0, count) })).id);
    expect(await ask()).toEqual({
      handles: [
        { handle: ids[1], source: 'mist_test', rows: 2, expires: '2026-01-01T00:15:00Z' },
        { handle: ids[0], source: 'mist_test', rows: 1, expires: '2026-01-01T00:15:00Z' },
      ],
    });
    expect(await refusedLater(queryHeld(call, { limit: 20, drop: true }))).toContain('`drop` needs a `handle`.');
  });
});

describe('what an answer says of kept rows', () => {
  it('is where they are, what they have, and until when', async () => {
    const { kept } = await held();
    expect(describeHeld(kept)).toEqual({
      handle: kept.id,
      held: { rows: 3, columns: ['name', 'site', 'n', 'last_seen', 'psk'], expires: '2026-01-01T00:15:00Z' },
    });
  });

  it('names sixty columns at most', async () => {
    const wide = (count: number) => [Object.fromEntries(Array.from({ length: count }, (_, n) => [`c${n}`, n]))];
    const columns = async (count: number): Promise<string[]> =>
      Object(describeHeld((await held(wide(count))).kept).held).columns;
    expect(await columns(60)).toHaveLength(60);
    expect((await columns(63)).slice(-2)).toEqual(['c59', 'and 3 more']);
  });
});
