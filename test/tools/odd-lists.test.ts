import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { run, runJson } from '../harness/run.ts';
import {
  openScriptedStage,
  SCRIPTED_ORG,
  SCRIPTED_TOKEN,
  type ScriptedReply,
  type ScriptedStage,
} from '../harness/scripted-cloud.ts';

const INVENTORY = `/api/v1/orgs/${SCRIPTED_ORG}/inventory/search`;

/** A job that the list has and its own route does not. */
const JOB = { id: 'c4a69d92-46b9-44a8-ae90-7de44be58a4b', upgrades: [{ site_id: 's', upgrade_id: 'u' }] };

let reply: (query: URLSearchParams) => ScriptedReply;
let stage: ScriptedStage;
beforeAll(async () => {
  stage = await openScriptedStage((path, query) => {
    if (path === INVENTORY) return reply(query);
    if (path === `/api/v1/orgs/${SCRIPTED_ORG}/jsi/inventory`) return reply(query);
    if (path === `/api/v1/orgs/${SCRIPTED_ORG}/devices/upgrade`) return { body: [JOB] };
    return undefined;
  });
});
afterAll(() => stage.close());

const search = (args: Record<string, unknown> = {}) => stage.call('mist_search_device', { device_type: 'ap', ...args });
const row = { mac: '5c5b35000001', name: 'a' };

describe('a cloud whose next never moves', () => {
  const circling = (): ScriptedReply => ({
    body: { results: [row], total: 5, next: `${INVENTORY}?search_after=same&type=ap` },
  });

  it('is asked twice by --all, and its row is there once', async () => {
    reply = circling;
    const before = stage.cloud.requests.length;
    const env = { MIST_HOST: stage.cloud.url, MIST_APITOKEN: SCRIPTED_TOKEN };
    const data = await runJson(['call', 'mist_search_device', 'device_type=ap', '--all', '--json'], { env });
    expect(stage.cloud.requests.slice(before).filter((url) => url.startsWith(INVENTORY))).toHaveLength(2);
    expect(data).toMatchObject({ results: [row], returned: 1, has_more: true });
    expect(data.complete).not.toBe('yes');
    expect(data.note).toContain('no new row');
    const { stdout, code } = await run(['call', 'mist_search_device', 'device_type=ap', '--all'], { env });
    expect(code).toBe(0);
    expect(stdout).toContain('no new row');
  });

  it('is asked twice by all_pages', async () => {
    reply = circling;
    const before = stage.cloud.requests.length;
    const { data } = await search({ all_pages: true });
    expect(stage.cloud.requests.slice(before).filter((url) => url.startsWith(INVENTORY))).toHaveLength(2);
    expect(data).toMatchObject({ complete: 'unknown', held: { rows: 1 } });
    expect(data.note).toContain('no new row');
  });

  it('does not keep a walk by next going: the second page says that it leads back', async () => {
    reply = circling;
    const { data } = await search();
    const second = await stage.call('mist_get_next_page', { url: data.next });
    expect(second.data).toMatchObject({ has_more: true, complete: 'no' });
    expect(second.data).not.toHaveProperty('next');
    expect(second.data.note).toContain('leads back to the same page');
  });
});

describe('a next that the cloud gives', () => {
  it.each([
    ['a filter that the spec does not have', 'search_after=1&type=ap&distinct_x=1'],
    ['a blank and an umlaut', 'search_after=1&type=ap&text=Zürich West'],
  ])('with %s is accepted when it is given back, under url or next', async (_what, query) => {
    reply = (asked) => ({
      body: asked.has('search_after')
        ? { results: [{ ...row, name: 'b' }], total: 2 }
        : { results: [row], total: 2, next: `${INVENTORY}?${query}` },
    });
    const { data } = await search();
    expect(data).toMatchObject({ has_more: true, complete: 'no' });
    for (const input of ['url', 'next']) {
      const page = await stage.call('mist_get_next_page', { [input]: data.next });
      expect(page.isError, page.text).toBe(false);
      expect(page.data).toMatchObject({ returned: 1, has_more: false, complete: 'yes' });
      expect(stage.cloud.requests.at(-1)).toBe(`${INVENTORY}?${query.replace(' ', '+')}`.replace('+', ' '));
    }
  });

  it('of a list that no tool shows goes on too', async () => {
    reply = (asked) => ({ body: asked.get('page') === '2' ? [{ id: 'b' }] : [{ id: 'a' }] });
    const first = await stage.call('mist_call_api', {
      operation: 'GET /api/v1/orgs/{org_id}/jsi/inventory',
      query: { limit: 1 },
    });
    const page = await stage.call('mist_get_next_page', { url: first.data.next });
    expect(page.isError, page.text).toBe(false);
  });

  it('is needed once', async () => {
    const none = await stage.call('mist_get_next_page', {});
    expect(none.text).toContain('`url` is missing');
    const two = await stage.call('mist_get_next_page', { url: `${INVENTORY}?page=1`, next: `${INVENTORY}?page=2` });
    expect(two.text).toContain('two different pages');
  });
});

describe('a job that is listed and cannot be looked into', () => {
  it('stays in the list, which is not complete', async () => {
    const { data } = await stage.call('mist_list_upgrades', { device_type: 'ap' });
    expect(data).toMatchObject({ results: [JOB], returned: 1, complete: 'no' });
  });
});

describe('a search that gives less than it counts', () => {
  it.each([
    ['no next', {}],
    ['a next on another host', { next: 'http://own-host/devices?page=2' }],
    ['a next without a leading slash', { next: `api/v1/orgs/${SCRIPTED_ORG}/inventory/search?search_after=1` }],
  ])('with %s says that there is more', async (_what, more) => {
    reply = () => ({ body: { results: [row], total: 300, ...more } });
    const { data } = await search();
    expect(data).toMatchObject({ has_more: true, complete: 'no', total: 300 });
    expect(data.note).toMatch(/300/);
  });

  it.each([
    ['adds up to less than the total', 7, { has_more: true, complete: 'no' }],
    ['adds up to the total', 4, { has_more: false, complete: 'yes' }],
  ])('on a later page by a cursor says whether all of it %s', async (_what, total, expected) => {
    const pages = [2, 1, 1];
    reply = (asked) => {
      const page = Number(asked.get('search_after') ?? 0);
      const results = Array.from({ length: pages[page] ?? 0 }, (_, at) => ({ ...row, name: `${page}-${at}` }));
      const next = page < 2 ? { next: `${INVENTORY}?search_after=${page + 1}&type=ap` } : {};
      return { body: { results, total, ...next } };
    };
    let { data } = await search();
    while (typeof data.next === 'string') ({ data } = await stage.call('mist_get_next_page', { url: data.next }));
    expect(data).toMatchObject({ ...expected, total, returned: 1 });
    if (expected.has_more) expect(data.note).toContain(`gives only 4 of the ${total} rows`);
    // A link that the cloud gave elsewhere says nothing of the pages before it.
    const bare = await stage.call('mist_get_next_page', { url: `${INVENTORY}?search_after=2&type=ap` });
    expect(bare.data).toMatchObject({ has_more: true, complete: 'unknown' });
    expect(bare.data.note).toContain('is not known here');
  });

  it('answers null, {} or results: null with words', async () => {
    for (const body of [null, {}, { results: null }]) {
      reply = () => ({ body });
      const { data, isError } = await search();
      expect(isError).toBe(false);
      expect(data).toMatchObject({ results: [], returned: 0, complete: 'unknown' });
      expect(data.note).toContain('in the place of a list');
    }
    reply = () => ({ body: { total: 0 } });
    expect((await search()).data).toMatchObject({ results: [], total: 0, complete: 'yes' });
  });
});
