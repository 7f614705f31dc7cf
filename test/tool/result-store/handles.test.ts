import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { encode } from 'gpt-tokenizer/encoding/o200k_base';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { readAnswer, type ToolAnswer } from '../../harness/answer.ts';
import { asked, type BigCloud, startBigCloud } from '../../harness/big-cloud.ts';
import { command } from '../../harness/command.ts';

const BUDGET = 8000;
const EVENTS = { event_source: 'device', start: '-1d' };

let cloud: BigCloud;
let client: Client;
let stderr = '';
let raw: Record<string, unknown> = {};

async function call(tool: string, args: Record<string, unknown>, signal?: AbortSignal): Promise<ToolAnswer> {
  raw = await client.callTool({ name: tool, arguments: args }, signal ? { signal } : {});
  // A little more than the rows: the budget is theirs, and the rest of an answer is small.
  expect(encode(JSON.stringify(raw.content)).length).toBeLessThan(BUDGET * 1.25);
  return readAnswer(raw);
}

const rowsOf = ({ data }: ToolAnswer): Record<string, unknown>[] => (Array.isArray(data.results) ? data.results : []);

/** The file beside an answer. */
function fileOf(): { uri: string; mimeType: string; text: string } {
  expect(raw.structuredContent).toBeUndefined();
  const [, file] = Array.isArray(raw.content) ? raw.content : [];
  expect(file.type).toBe('resource');
  return file.resource;
}

beforeAll(async () => {
  cloud = await startBigCloud(10_000);
  const [program = '', ...rest] = command;
  const transport = new StdioClientTransport({
    command: program,
    args: [...rest, '--debug'],
    cwd: '/',
    env: { MIST_HOST: cloud.url, MIST_APITOKEN: 'q7Wc2LrT9vXn4KpB' },
    stderr: 'pipe',
  });
  transport.stderr?.on('data', (chunk: unknown) => {
    stderr += String(chunk);
  });
  client = new Client({ name: 'handles', version: '1' }, { versionNegotiation: { mode: 'legacy' } });
  await client.connect(transport);
});
afterAll(async () => {
  await client.close();
  cloud.close();
});
beforeEach(() => {
  Object.assign(cloud, { total: 10_000, saysTotal: true });
  delete cloud.fail;
  delete cloud.hold;
});

describe('a search of 10,000 rows', () => {
  let handle: unknown;

  it('is answered by a handle, with the calls that its size means', async () => {
    const { data } = await call('mist_search_events', { ...EVENTS, all_pages: true });
    handle = data.handle;
    expect(data).toMatchObject({ total: 10_000, complete: 'yes', calls: 10, held: { rows: 10_000 } });
    expect(Array.isArray(data.sample) && data.sample.length).toBe(5);
    expect(asked(cloud).length).toBe(10);
    expect(asked(cloud).every((url) => url.includes('limit=1000'))).toBe(true);
    const windows = asked(cloud)
      .slice(1)
      .map((url) => /[?&]start=(\d+)/.exec(url)?.[1]);
    expect(new Set(windows).size).toBe(1);
  });

  it('is queried, counted and sorted without another call', async () => {
    const before = cloud.requests.length;
    const some = await call('mist_query_result', {
      handle,
      where: 'type = ap_connected and timestamp >= 2026-05-28T20:26:40Z and text ~ "lost, again"',
      sort: '-timestamp',
      fields: ['mac', 'timestamp'],
      limit: 3,
    });
    expect(some.data).toMatchObject({ total: 500, returned: 3, has_more: true, next_skip: 3 });
    expect(rowsOf(some)[0]).toEqual({ mac: (0x5c5b35000000 + 9980).toString(16), timestamp: '2026-05-28T23:13:00Z' });
    const groups = await call('mist_query_result', { handle, group_by: 'type,site_id', where: 'type != GW_REBOOTED' });
    expect(groups.data.total).toBe(21);
    expect(rowsOf(groups).reduce((sum, { count }) => sum + Number(count), 0)).toBeGreaterThan(7000);
    const most = await call('mist_query_result', { handle, limit: 1000 });
    expect(most.data.has_more).toBe(true);
    const after = await call('mist_query_result', { handle, limit: 1000, skip: most.data.next_skip });
    expect(rowsOf(after)[0]?.mac).not.toBe(rowsOf(most).at(-1)?.mac);
    expect(cloud.requests.length).toBe(before);
  });

  it.each(['csv', 'json'] as const)('is written as %s in files that together are all of it', async (format) => {
    const before = cloud.requests.length;
    const macs: string[] = [];
    let files = 0;
    for (let skip: unknown = 0; skip !== undefined && files < 60; files += 1) {
      const { data } = await call('mist_query_result', {
        handle,
        format,
        skip,
        fields: ['mac', 'text'],
        where: 'type=SW_PORT_UP',
      });
      const { text, mimeType } = fileOf();
      expect(mimeType).toBe(format === 'csv' ? 'text/csv' : 'application/json');
      const rows: unknown[] = format === 'csv' ? text.trim().split('\r\n').slice(1) : JSON.parse(text);
      expect(rows.length).toBe(data.returned);
      if (format === 'csv') expect(text.split('\r\n')[0]).toBe('mac,text');
      macs.push(...rows.map((row) => (typeof row === 'string' ? row.slice(0, 12) : Object(row).mac)));
      skip = data.next_skip;
    }
    expect(new Set(macs).size).toBe(2500);
    expect(macs.length).toBe(2500);
    expect(cloud.requests.length).toBe(before);
  });

  it('shows no secret: not in rows, not in files, not by another name, not by a filter', async () => {
    const seen = [await call('mist_query_result', { handle, fields: ['*'] })];
    seen.push(await call('mist_query_result', { handle, fields: ['psk', 'nested.auth.password'] }));
    seen.push(await call('mist_query_result', { handle, group_by: 'psk' }));
    expect(seen.at(-1)?.data.total).toBe(1);
    const filtered = await call('mist_query_result', { handle, where: 'psk ~ topsecret1' });
    expect(filtered.data.total).toBe(0);
    await call('mist_query_result', { handle, format: 'csv', fields: ['psk', 'nested'] });
    const all = JSON.stringify(seen) + fileOf().text;
    expect(all).toContain('masked by mistmcp');
    expect(all).not.toMatch(/topsecret|hidden\d/);
  });

  it('is listed, and dropped for good', async () => {
    const listed = await call('mist_query_result', {});
    expect(listed.data.handles).toContainEqual(
      expect.objectContaining({ handle, source: 'mist_search_events', rows: 10_000 }),
    );
    expect((await call('mist_query_result', { handle, drop: true })).data).toMatchObject({ dropped: handle });
    const gone = await call('mist_query_result', { handle });
    const never = await call('mist_query_result', { handle: 'h_neverwasthere' });
    expect(gone.isError).toBe(true);
    expect(gone.text).toBe(never.text);
  });
});

describe('an answer larger than the budget', () => {
  it('keeps the rows that were fetched under a handle', async () => {
    const before = cloud.requests.length;
    const { data } = await call('mist_search_events', { ...EVENTS, limit: 800, fields: ['*'] });
    expect(data).toMatchObject({ has_more: true, next: expect.any(String), held: { rows: 800 } });
    expect(Number(data.returned)).toBeLessThan(800);
    const rest = await call('mist_query_result', { handle: data.handle, skip: 799, fields: ['text'] });
    expect(rowsOf(rest)).toEqual([{ text: 'event 799' }]);
    const next = await call('mist_get_next_page', { url: data.next });
    expect(next.data.handle).toBeUndefined();
    expect(asked(cloud, before).length).toBe(2);
  });
});

describe('a walk', () => {
  it('of more than 20 calls is refused with its estimate, and goes through when the cost is confirmed', async () => {
    cloud.total = 21_500;
    let before = cloud.requests.length;
    const no = await call('mist_search_events', { ...EVENTS, all_pages: true });
    expect(no.isError).toBe(true);
    expect(no.text).toContain('Fetching all 21,500 rows needs 22 API calls');
    expect(asked(cloud, before).length).toBe(1);
    before = cloud.requests.length;
    const yes = await call('mist_search_events', { ...EVENTS, all_pages: true, confirm_cost: true });
    expect(yes.data).toMatchObject({ calls: 22, complete: 'yes', held: { rows: 21_500 } });
    expect(asked(cloud, before).length).toBe(22);
  });

  it('of unknown length ends after 20 calls, and says so', async () => {
    Object.assign(cloud, { total: 25_000, saysTotal: false });
    const { data } = await call('mist_search_events', { ...EVENTS, all_pages: true });
    expect(data).toMatchObject({ calls: 20, complete: 'no', next: expect.any(String), held: { rows: 20_000 } });
    expect(data.note).toMatch(/does not say how many/);
  });

  it('that fails on its way keeps what it has', async () => {
    cloud.fail = { after: 3, status: 400 };
    const { data } = await call('mist_search_events', { ...EVENTS, all_pages: true });
    expect(data).toMatchObject({ complete: 'no', calls: 4, held: { rows: 3000 }, next: expect.any(String) });
  });

  it('ends when the caller goes away', async () => {
    let letGo = (): void => {};
    cloud.hold = { after: 2, until: new Promise((resolve) => (letGo = resolve)) };
    const abort = new AbortController();
    const before = cloud.requests.length;
    const walk = call('mist_search_events', { ...EVENTS, all_pages: true }, abort.signal);
    await expect.poll(() => asked(cloud, before).length).toBe(3);
    abort.abort();
    await expect(walk).rejects.toThrow();
    // What is answered after it shows that the server has read that the caller went away, and then what it did next.
    await call('mist_get_self', { action_type: 'api_usage' });
    letGo();
    await call('mist_get_self', { action_type: 'api_usage' });
    expect(asked(cloud, before)).toHaveLength(3);
  });

  it('tells how far it is', async () => {
    const told: string[] = [];
    await client.callTool(
      { name: 'mist_search_events', arguments: { ...EVENTS, all_pages: true } },
      { onprogress: ({ message }) => told.push(message ?? '') },
    );
    expect(told).toContain('9000 rows, call 10 of 10');
  });

  it('that finds nothing is an honest empty list', async () => {
    cloud.total = 0;
    const { data } = await call('mist_search_events', { ...EVENTS, all_pages: true });
    expect(data).toMatchObject({ results: [], total: 0, has_more: false });
  });

  it('of more than half of what is left needs a confirmation', async () => {
    const usage = await call('mist_get_self', { action_type: 'api_usage' });
    expect(usage.data).toMatchObject({ requests: 4970, used_by_this_server: { this_hour: expect.any(Number) } });
    cloud.total = 18_000;
    const { text, isError } = await call('mist_search_events', { ...EVENTS, all_pages: true });
    expect(isError).toBe(true);
    expect(text).toMatch(/17 API calls, more than half of the 29 left/);
  });
});

it('what is asked wrongly is said', async () => {
  cloud.total = 50;
  const { data } = await call('mist_search_events', { ...EVENTS, all_pages: true, confirm_cost: true });
  const { handle } = data;
  for (const [args, words] of [
    [{ where: 'tipe = x' }, 'Did you mean type'],
    [{ where: 'type is x' }, 'column op value'],
    [{ sort: 'nonsense_column' }, 'Use one of the columns:'],
    [{ limit: -1 }, '`limit` must be a whole number, at least 1; got -1'],
    [{ skip: -1 }, '`skip` must be a whole number, at least 0; got -1'],
  ] as const) {
    const { isError, text } = await call('mist_query_result', { handle, ...args });
    expect(isError, text).toBe(true);
    expect(text).toContain(words);
  }
});

it('every call is noted with the requests that it made', () => {
  expect(stderr).toMatch(/"tool":"mist_search_events","calls_used":22/);
  expect(stderr).toMatch(/"tool":"mist_query_result","calls_used":0/);
  expect(stderr).not.toContain('q7Wc2LrT9vXn4KpB');
});
