import { describe, expect, it } from 'vitest';
import { maskOf } from '../../src/core/mask.ts';
import { estimateTokens } from '../../src/core/tokens.ts';
import type { MistAnswer } from '../../src/mist/http/client.ts';
import type { Route } from '../../src/mist/spec/routes.ts';
import { present } from '../../src/tool/list-answer.ts';
import { presentObject } from '../../src/tool/present-object.ts';
import { redact } from '../../src/tool/redact.ts';
import { isListed, rowFormatOf } from '../../src/tool/row-format.ts';
import { isFew, presentFound } from '../../src/tool/search-result.ts';
import { shapeRows } from '../../src/tool/shape-rows.ts';
import type { Shaping } from '../../src/tool/shaping.ts';
import { answerOf, plainShaping } from '../harness/fake-context.ts';

const ORG = '11111111-2222-3333-4444-555555555555';
const DATE = { date: 'Thu, 01 Jan 2026 00:00:00 GMT' };
const SITES: Route = 'GET /api/v1/orgs/{org_id}/sites';
const STATS: Route = 'GET /api/v1/orgs/{org_id}/stats/devices';
const LOGS: Route = 'GET /api/v1/orgs/{org_id}/logs';
const COUNT: Route = 'GET /api/v1/orgs/{org_id}/alarms/count';
const SELF: Route = 'GET /api/v1/self';

const base: Shaping = {
  columns: undefined,
  fields: undefined,
  limit: undefined,
  maxTokens: 8000,
  ...plainShaping,
};
const rows = (count: number) => Array.from({ length: count }, (_, id) => ({ id, text: 'some words' }));
const at = (route: Route, query = ''): string => route.slice(4).replace('{org_id}', ORG) + query;
const list = (route: Route, body: unknown, query = '', headers: Record<string, string> = {}): MistAnswer =>
  answerOf(route, at(route, query), body, { ...DATE, ...headers });
const shown = async (answer: MistAnswer, shaping: Partial<Shaping> = {}) =>
  Object(await present(answer, { ...base, ...shaping }));
/** Budget for so many rows and not one more. */
const budget = (count: number): number =>
  rows(count).reduce((sum, row) => sum + estimateTokens(JSON.stringify(row)), 0);

describe('a list', () => {
  it('says how many there are, and what its body says beside them', async () => {
    expect(await shown(list(LOGS, { results: rows(1), total: 9, extra: 'x' }, '?start=1&end=2'))).toEqual({
      extra: 'x',
      ...{ results: rows(1), total: 9, returned: 1, has_more: true, complete: 'unknown' },
      note: expect.stringContaining('counts 9 but its pages end with row 1'),
      window: { start: '1970-01-01T00:00:01Z', end: '1970-01-01T00:00:02Z' },
    });
    expect(await shown(list(SITES, rows(2)))).toEqual({
      results: rows(2),
      returned: 2,
      has_more: false,
      complete: 'yes',
    });
    expect((await shown(list(SITES, rows(2), '', { 'x-page-total': '2' }))).total).toBe(2);
  });

  it('has a total where it is known to be whole', async () => {
    expect((await shown(list('GET /api/v1/const/ap_channels', [1, 2]))).total).toBe(2);
    expect((await shown(list(COUNT, { results: rows(2) }, '?limit=3'))).total).toBe(2);
    expect(await shown(list(COUNT, { results: rows(3) }, '?limit=3'))).not.toHaveProperty('total');
    expect((await shown(list(COUNT, { results: rows(3) }))).total).toBe(3);
    expect((await shown(list(COUNT, { results: rows(3) }, '?limit=25'))).total).toBe(3);
    expect(await shown(list(COUNT, { results: rows(30) }, '?x=1&limit=25'))).not.toHaveProperty('total');
  });

  it('shows no more than the limit, and goes on behind it', async () => {
    const answer = list(SITES, rows(5), '?limit=5');
    expect(await shown(answer, { limit: 2 })).toMatchObject({
      ...{ returned: 2, has_more: true, next: at(SITES, '?limit=5#skip=2') },
    });
    expect(await shown(answer, { limit: 2 })).not.toHaveProperty('note');
    expect(await shown(answer, { limit: 2, skip: 2 })).toMatchObject({
      ...{ results: rows(4).slice(2), next: at(SITES, '?limit=5#skip=4') },
    });
    expect((await shown(answer, { limit: 2, skip: 2, fields: ['id'] })).next).toBe(
      at(SITES, '?limit=5#skip=4&fields=id'),
    );
    expect((await shown(answer, { limit: 5 })).next).toBe(at(SITES, '?limit=5&page=2'));
    expect((await shown(answer, { limit: 5, fields: ['id'] })).next).toBe(at(SITES, '?limit=5&page=2#fields=id'));
  });

  it('is cut to the budget by whole rows, and says so', async () => {
    const answer = list(SITES, rows(5), '?limit=9');
    expect((await shown(answer, { maxTokens: budget(5) })).returned).toBe(5);
    expect(await shown(answer, { maxTokens: budget(5) - 1 })).toMatchObject({
      returned: 4,
      note: 'Cut to 4 whole rows to keep the answer small; next goes on.',
    });
    expect((await shown(answer, { maxTokens: 1 })).returned).toBe(1);
  });

  it('gives away all of the page to be kept, and says what became of it', async () => {
    const kept: unknown[] = [];
    const keep = async (all: readonly unknown[], cut: boolean) => {
      kept.push(all.length, cut);
      return { handle: 'h' };
    };
    const answer = list(SITES, rows(5), '?limit=9');
    expect(await shown(answer, { keep, maxTokens: budget(2) })).toMatchObject({
      handle: 'h',
      note: 'Cut to 2 whole rows to keep the answer small; next goes on, mist_query_result looks at all that were fetched.',
    });
    await shown(answer, { keep, limit: 3 });
    expect(kept).toEqual([5, true, 5, false]);
  });

  it('goes on with the next value in turn when it has come to its end', async () => {
    const remaining = { parameter: 'type', values: ['switch', 'gateway'] };
    const end = list(STATS, rows(2), '?type=ap&limit=5');
    expect((await shown(end, { remaining })).next).toBe(at(STATS, '?type=switch&limit=5#then=type:gateway'));
    expect((await shown(end, { remaining, fields: ['id'] })).next).toBe(
      at(STATS, '?type=switch&limit=5#fields=id&then=type:gateway'),
    );
    expect(await shown(end, { remaining: { ...remaining, values: [] } })).toMatchObject({ has_more: false });
    const more = list(STATS, rows(5), '?type=ap&limit=5');
    expect((await shown(more, { remaining })).next).toBe(at(STATS, '?type=ap&limit=5&page=2#then=type:switch,gateway'));
    expect((await shown(more, { remaining, limit: 1 })).next).toBe(
      at(STATS, '?type=ap&limit=5#skip=1&then=type:switch,gateway'),
    );
  });

  it.each([
    ['?page=2', true],
    ['?limit=3&page=10', true],
    ['?page=02', true],
    ['?search_after=x', true],
    ['?page=1', false],
    ['?limit=3', false],
    ['?search_after=', false],
    ['?mypage=2', false],
  ])('that is empty at %s has ended before: %s', async (query, past) => {
    const { note } = await shown(list(SITES, [], query));
    expect(note.includes('ended before this page')).toBe(past);
    expect(note.includes('Nothing matched')).toBe(!past);
  });

  it('says that the API keeps rows back only where there is no way to them', async () => {
    const lost = 'The API gives only 2 of the 9 rows and no next page: narrow the question.';
    expect((await shown(list(COUNT, { results: rows(2), total: 9 }))).note).toBe(lost);
    expect(await shown(list(COUNT, { results: rows(2), total: 2 }))).not.toHaveProperty('note');
    expect((await shown(list(COUNT, { results: [], total: 9 }))).note).toMatch(
      /^This page is empty.*only 0 of the 9 rows/,
    );
    expect(await shown(list(SITES, rows(2), '', { 'x-page-total': '2' }))).not.toHaveProperty('note');
  });
});

describe('rows in their columns', () => {
  it('are masked before columns are picked from them, which alone would tell nothing', async () => {
    const rows = [{ name: 'x', auth: { psk: 'hunter2' } }];
    const { shown } = await shapeRows(rows, {
      ...base,
      fields: ['name', 'auth.psk'],
      mask: redact,
      maskLarge: async (value) => redact(value),
    });
    expect(shown).toEqual([{ name: 'x', 'auth.psk': maskOf('psk') }]);
    expect(
      await presentObject(
        { key: 'k', privileges: [] },
        { ...base, fields: ['key'], maskLarge: async (value) => redact(value) },
      ),
    ).toEqual({
      key: maskOf('key'),
    });
  });

  const shape = async (all: readonly unknown[], shaping: Partial<Shaping> = {}) =>
    await shapeRows(all, { ...base, ...shaping });

  it('leave out what is not there, reach into objects, and show what is no object as it is', async () => {
    const all = [{ a: 1, b: null, c: { d: 2 } }, 'text', { e: false, f: '' }];
    expect((await shape(all)).shown).toEqual([{ a: 1, c: { d: 2 } }, 'text', { e: false, f: '' }]);
    expect((await shape(all, { columns: ['c.d', 'e', 'b'] })).shown).toEqual([{ 'c.d': 2 }, 'text', { e: false }]);
    expect((await shape(all, { columns: ['a'], fields: ['e'] })).shown).toEqual([{}, 'text', { e: false }]);
    expect((await shape(all, { columns: ['a'], fields: ['e', '*'] })).shown).toEqual((await shape(all)).shown);
  });

  it('say which columns were asked for in vain', async () => {
    const all = [{ b: 1 }, { a: null, b: 2 }, 'text'];
    expect((await shape(all, { fields: ['a', 'b', 'c', '*'] })).note).toBe('No row has c. Columns there: a, b.');
    expect((await shape(all, { fields: ['b'] })).note).toBe('');
    expect((await shape(all, { columns: ['c'] })).note).toBe('');
    expect((await shape([], { fields: ['c'] })).note).toBe('');
    expect((await shape([{ b: 1 }, { a: 1 }], { fields: ['x', 'y'] })).note).toBe(
      'No row has x, y. Columns there: a, b.',
    );
  });

  it('are extended by what follows from them before they are cut', async () => {
    const row = (given: Readonly<Record<string, unknown>>) => ({ ...given, twice: 2 * Number(given.a) });
    expect((await shape([{ a: 2 }], { row, columns: ['twice'] })).shown).toEqual([{ twice: 4 }]);
  });

  it.each([
    ['last_seen', 1_767_225_600, '2026-01-01T00:00:00Z'],
    ['time', 1_767_225_600_000, '2026-01-01T00:00:00Z'],
    ['timestamp', 1_767_225_600.7, '2026-01-01T00:00:00Z'],
    ['modified_time', 1_000_000_000, 1_000_000_000],
    ['modified_time', 1_000_000_001, '2001-09-09T01:46:41Z'],
    ['end', 1e14, 1e14],
    ['uptime', 1_767_225_600, 1_767_225_600],
    ['timestamps', 1_767_225_600, 1_767_225_600],
    ['time', '1767225600', '2026-01-01T00:00:00Z'],
    ['timestamp', 1_767_225_600_000_000, '2026-01-01T00:00:00Z'],
    ['last_seen', '1767225600000', '2026-01-01T00:00:00Z'],
    ['time', '17672256', '17672256'],
  ])('have times as people read them: %s %j', async (name, value, wanted) => {
    expect((await shape([{ [name]: value }])).shown).toEqual([{ [name]: wanted }]);
    expect((await shape([{ [name]: value }], { keepTimes: true })).shown).toEqual([{ [name]: value }]);
  });
});

describe('a single object', () => {
  const one = async (body: unknown, shaping: Partial<Shaping> = {}) =>
    Object(await presentObject(body, { ...base, ...shaping }));

  it('is itself, or the result when it is none', async () => {
    expect(await one({ a: null, time: 1_767_225_600 })).toEqual({ a: null, time: 1_767_225_600 });
    expect(await one('text')).toEqual({ result: 'text' });
    expect(await one(undefined)).toEqual({ result: null });
    expect(await shown(answerOf(SELF, '/api/v1/self', { a: 1 }), { fields: ['a'] })).toEqual({ a: 1 });
  });

  it('has the roots that were asked for, with their times as they are', async () => {
    const body = { b: 1, a: { c: 2 }, modified_time: 1_767_225_600 };
    expect(await one(body, { fields: ['a.c', 'modified_time'] })).toEqual({ 'a.c': 2, modified_time: 1_767_225_600 });
    expect(await one(body, { fields: ['*'] })).toBe(body);
    expect(await one(body, { fields: ['a', 'x', 'y', '*'] })).toEqual({
      ...body,
      note: 'The object has no x, y. It has: a, b, modified_time.',
    });
    expect(await one(body, { fields: ['b', 'x'] })).toEqual({
      ...{ b: 1, note: 'The object has no x. It has: a, b, modified_time.' },
    });
  });

  it('is seen as the tool sees it', async () => {
    expect(await one({ a: 1 }, { view: ({ a }) => ({ seen: a }) })).toEqual({ seen: 1 });
    expect(await one({ a: 1 }, { view: ({ a }) => ({ seen: a }), fields: ['seen', 'a'] })).toEqual({
      ...{ seen: 1, note: 'The object has no a. It has: seen.' },
    });
  });

  it('that is too large has as many of its roots as fit, and names the others', async () => {
    const large = 'word '.repeat(400);
    const cost = (root: object) => estimateTokens(JSON.stringify(root));
    expect(await one({ a: 1, b: large, c: 2 }, { maxTokens: 100 })).toEqual({
      partial: { a: 1, c: 2 },
      omitted: { b: `about ${cost({ b: large })} tokens` },
      note: expect.stringContaining('Ask again with `fields`'),
    });
    const body = { a: 'some words', b: 'some words' };
    expect(await one(body, { maxTokens: cost(body) })).toBe(body);
    const half = Math.ceil(cost({ a: body.a }) / 0.9);
    expect(await one(body, { maxTokens: half })).toMatchObject({
      partial: { a: body.a },
      omitted: { b: expect.any(String) },
    });
    expect(await one(body, { maxTokens: 1 })).toMatchObject({ partial: {}, omitted: { a: expect.any(String) } });
  });
});

describe('objects that a search found', () => {
  const found = async (all: readonly unknown[], shaping: Partial<Shaping> = {}) =>
    Object(
      await presentFound(
        { rows: all, lookedThrough: 9, none: 'None.', completeness: { complete: 'yes' } },
        { ...base, columns: ['id'], ...shaping },
      ),
    );

  it('are whole where they are few', async () => {
    expect(await found(rows(3))).toEqual({
      results: rows(3),
      total: 3,
      returned: 3,
      has_more: false,
      complete: 'yes',
      looked_through: 9,
    });
    expect((await found(rows(3), { fields: ['id'] })).results).toEqual([{ id: 0 }, { id: 1 }, { id: 2 }]);
    expect(await found(rows(3), { fields: ['id'] })).not.toHaveProperty('note');
    expect((await found(rows(3), { fields: ['x'] })).note).toBe('No row has x. Columns there: id, text.');
    expect((await found(rows(2), { maxTokens: estimateTokens(JSON.stringify(rows(2))) })).note).not.toContain(
      'Columns only',
    );
    expect(await found(rows(2), { maxTokens: estimateTokens(JSON.stringify(rows(2))) - 1 })).toMatchObject({
      results: [{ id: 0 }, { id: 1 }],
      note: 'Columns only; ask with object_id for a whole object.',
    });
    expect(isFew(rows(3), base)).toBe(true);
    expect(isFew(rows(4), base)).toBe(false);
    expect(isFew(rows(1), { ...base, fields: [] })).toBe(false);
  });

  it('that are many are shown in columns, as far as wanted', async () => {
    expect(await found(rows(5), { limit: 4 })).toEqual({
      results: [{ id: 0 }, { id: 1 }, { id: 2 }, { id: 3 }],
      ...{ total: 5, returned: 4, has_more: true, complete: 'no', looked_through: 9 },
      note: 'Columns only; ask with object_id for a whole object. 1 more match: narrow the name, or raise limit.',
    });
  });

  it('that are none have words', async () => {
    expect(await found([])).toEqual({
      results: [],
      total: 0,
      returned: 0,
      has_more: false,
      complete: 'yes',
      looked_through: 9,
      note: 'None.',
    });
  });
});

describe('the format of rows', () => {
  const route: Route = 'GET /api/v1/const/states';
  const shows = (columns: string[]) => ({ rowFormats: new Map([[route, { columns }]]) });
  const none = { rowFormats: new Map() };

  it('is that of the first enabled tool which shows them', () => {
    expect(rowFormatOf([none, shows(['a']), shows(['b'])], route)).toEqual({ columns: ['a'] });
    expect(rowFormatOf([none], route)).toEqual({});
  });

  it('is known for lists only that an enabled tool can have answered with', () => {
    expect(isListed([none], route)).toBe(false);
    expect(isListed([none, shows(['a'])], route)).toBe(true);
    expect(isListed([{ ...none, anyRoute: (one) => one === route }], route)).toBe(true);
    expect(isListed([{ ...none, anyRoute: (one) => one !== route }], route)).toBe(false);
  });
});
