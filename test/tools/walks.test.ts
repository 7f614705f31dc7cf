import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openLocalStage } from '../harness/local-stage.ts';
import type { Stage } from '../harness/stage.ts';

let stage: Stage;
let small: Stage;
beforeAll(async () => {
  [stage, small] = await Promise.all([openLocalStage(), openLocalStage({ args: ['--max-response-tokens', '1000'] })]);
});
afterAll(() => Promise.all([stage.close(), small.close()]));

const SITE = '83592ae0-6f17-4a83-a060-fa7db9d97a25';

interface WalkResult {
  readonly rows: unknown[];
  readonly pages: number;
  readonly totals: unknown[];
}

/** Follows `next` to the end. */
async function walk(on: Stage, tool: string, args: Record<string, unknown>): Promise<WalkResult> {
  const rows: unknown[] = [];
  const totals: unknown[] = [];
  let { data, isError, text } = await on.call(tool, args);
  for (let pages = 1; ; pages += 1) {
    expect(isError, text).toBe(false);
    rows.push(...(Array.isArray(data.results) ? data.results : []));
    totals.push(data.total);
    expect(data.has_more).toBe(typeof data.next === 'string');
    if (typeof data.next !== 'string') return { rows, pages, totals };
    expect(pages).toBeLessThan(300);
    ({ data, isError, text } = await on.call('mist_get_next_page', { url: data.next }));
  }
}

/** A list of each way of paging, with a limit that makes several pages. */
const lists: readonly [string, string, Record<string, unknown>, number][] = [
  ['page and limit, an array', 'mist_get_stats', { stats_type: 'org_devices' }, 9],
  ['page and limit, an object', 'mist_search_audit_logs', { scope: 'org', start: '-30d' }, 11],
  ['a cursor', 'mist_search_events', { event_source: 'device', start: '-7d' }, 70],
  ['a cursor that the table does not name', 'mist_list_rogue_devices', { site_id: SITE, rogue_type: 'ap' }, 3],
  ['a limit only', 'mist_get_stats', { stats_type: 'site_wireless_clients', site_id: SITE }, 5],
  ['nothing at all', 'mist_get_constants', { object_type: 'device_events' }, 4],
  ['kinds of device in turn', 'mist_search_device', {}, 8],
];

describe.each(lists)('a list that is continued by %s', (_how, tool, args, limit) => {
  it('is walked without loss or repetition', async () => {
    const whole = await stage.call(tool, { ...args, limit: 1000, fields: ['*'] });
    const { data } = await stage.call(tool, { ...args, limit });
    const window: Record<string, unknown> = Object(data.window);
    const pinned = window.start && 'start' in args ? { ...args, start: window.start, end: window.end } : args;
    const walked = await walk(stage, tool, { ...pinned, limit, fields: ['*'] });
    const cut = await walk(stage, tool, { ...pinned, limit: 1000, fields: ['*'] });
    expect(walked.pages).toBeGreaterThan(1);
    expect(walked.rows).toEqual(cut.rows);
    expect(walked.rows.length).toBeGreaterThanOrEqual(
      Array.isArray(whole.data.results) ? whole.data.results.length : 0,
    );
  });

  it('is walked without loss or repetition where the budget cuts pages', async () => {
    const walked = await walk(small, tool, { ...args, limit: 1000 });
    const whole = await walk(stage, tool, { ...args, limit: 1000 });
    expect(walked.rows.length).toBe(whole.rows.length);
    expect(walked.pages).toBeGreaterThanOrEqual(whole.pages);
  });
});

describe('the window of a walk', () => {
  it('is pinned, so that pages look at the same time', async () => {
    const first = stage.cloud.requests.length;
    await walk(stage, 'mist_search_events', { event_source: 'device', start: '-3d', limit: 60 });
    const windows = stage.cloud.requests.slice(first).map(({ query }) => `${query.start}..${query.end}`);
    expect(windows.length).toBeGreaterThan(2);
    expect(new Set(windows.slice(1)).size).toBe(1);
    expect(windows[1]).toMatch(/^\d+\.\.\d+$/);
  });

  it('is said in the answer', async () => {
    const { data } = await stage.call('mist_search_events', { event_source: 'device', start: '-3d', limit: 1 });
    expect(data.window).toEqual({ start: expect.stringMatching(/Z$/), end: expect.stringMatching(/Z$/) });
  });
});

describe('devices of all kinds', () => {
  it('are found by one call that names no kind, with a total over all', async () => {
    const { data } = await stage.call('mist_search_device', { text: 'zur-h', limit: 100, fields: ['type'] });
    const kinds = new Set((Array.isArray(data.results) ? data.results : []).map((row) => Object(row).type));
    expect([...kinds].sort()).toEqual(['ap', 'gateway', 'switch']);
    expect(data.total).toBe(data.returned);
  });
});

it('nothing of this was a mistake against the specification', () => {
  expect([...stage.cloud.violations, ...small.cloud.violations]).toEqual([]);
});
