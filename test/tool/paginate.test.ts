import { describe, expect, it } from 'vitest';
import { estimateTokens } from '../../src/core/tokens.ts';
import { defineTool } from '../../src/tool/define.ts';
import { org_id } from '../../src/tool/inputs.ts';
import { presentNext } from '../../src/tool/next-page.ts';
import { fakeCall } from '../harness/fake-context.ts';

import { around, ask, ORG, statsTool, words } from './stats-tool.ts';

describe('values that are asked in turn', () => {
  const kinds = (sizes: Readonly<Record<string, number>>) => (url: string) => {
    const type = /type=(\w+)/.exec(url)?.[1] ?? '';
    const total = sizes[type] ?? 0;
    const most = Number(/limit=(\d+)/.exec(url)?.[1] ?? 100);
    const rows = Array.from({ length: Math.min(total, most) }, (_, n) => ({ mac: `${type}${n}` }));
    return { body: rows, headers: { 'x-page-total': String(total), 'x-page-limit': String(most), 'x-page-page': '1' } };
  };
  const types = (sent: readonly string[]) => sent.map((url) => /type=(\w+)/.exec(url)?.[1]);

  it('fill one answer as far as there is room', async () => {
    const { data, sent } = await ask({ type: 'devices', limit: 5 }, kinds({ all: 0, ap: 2, switch: 1, gateway: 1 }));
    expect(types(sent)).toEqual(['all', 'ap', 'switch', 'gateway']);
    expect(data).toEqual({
      results: [
        { mac: 'ap0', seen: true },
        { mac: 'ap1', seen: true },
        { mac: 'switch0', seen: true },
        { mac: 'gateway0', seen: true },
      ],
      ...{ total: 4, returned: 4, has_more: false, complete: 'yes' },
    });
  });

  it('end where there is no more room, and go on from there', async () => {
    const { data, sent } = await ask({ type: 'devices', limit: 3 }, kinds({ ap: 2, switch: 4 }));
    expect(types(sent)).toEqual(['all', 'ap', 'switch']);
    expect(data).toMatchObject({ returned: 3, has_more: true });
    expect(data.results.map(({ mac: name }: { mac: string }) => name)).toEqual(['ap0', 'ap1', 'switch0']);
    expect(data).not.toHaveProperty('total');
    expect(data.next).toContain('type=switch');
    expect(data.next).toMatch(/#skip=1&then=type:gateway$/);
    const full = await ask({ type: 'devices', limit: 2 }, kinds({ all: 2 }));
    expect(types(full.sent)).toEqual(['all']);
    expect(full.data.next).toMatch(/type=ap&.*#then=type:switch,gateway$/);
  });

  it('end at a page that the cloud made shorter', async () => {
    const short = (url: string) => {
      const { body } = kinds({ all: 30, ap: 1 })(url);
      return { body: body.slice(0, 10), headers: { 'x-page-total': '30', 'x-page-limit': '10', 'x-page-page': '1' } };
    };
    const { data, sent } = await ask({ type: 'devices', limit: 50 }, short);
    expect(types(sent)).toEqual(['all']);
    expect(data).toMatchObject({
      returned: 10,
      has_more: true,
      next: expect.stringMatching(/page=2.*then=type:ap,switch,gateway$/),
    });
  });

  it('have no total where the cloud says none, and no end where no limit is wanted', async () => {
    const silent = (url: string) => ({ body: kinds({ all: 1, switch: 2 })(url).body });
    const { data } = await ask({ type: 'devices', limit: 9 }, silent);
    expect(data).toMatchObject({ returned: 3, has_more: false });
    expect(data).not.toHaveProperty('total');
    const unlimited = defineTool({
      ...{ ...words, name: 'mist_unlimited', input: { org_id } },
      operations: (op) => ({ only: op('GET /api/v1/orgs/{org_id}/stats/devices', { type: 'each()' }) }),
    });
    const { call, asked } = fakeCall({ reply: around(kinds({ ap: 2, gateway: 1 })) });
    expect(await unlimited.answer(call, {})).toMatchObject({ returned: 3, total: 3 });
    expect(types(asked.slice(1))).toEqual(['all', 'ap', 'switch', 'gateway']);
  });

  it('say that nothing matched only when none of them did', async () => {
    const none = await ask({ type: 'devices' }, kinds({}));
    expect(none.data).toMatchObject({
      returned: 0,
      total: 0,
      note: expect.stringMatching(/^Nothing matched.*Look elsewhere\.$/),
    });
    const some = await ask({ type: 'devices' }, kinds({ switch: 1 }));
    expect(some.data).not.toHaveProperty('note');
  });

  it('are cut by the budget like any list, and kept', async () => {
    const { data, call } = await ask({ type: 'devices', limit: 100 }, kinds({ ap: 3, switch: 90 }), { maxTokens: 300 });
    expect(data.returned).toBeGreaterThan(3);
    expect(data.returned).toBeLessThan(60);
    expect(data.note).toContain('Cut to');
    expect(estimateTokens(JSON.stringify(data.results))).toBeLessThan(320);
    expect(call.results.find(data.handle).rows).toHaveLength(93);
  });
});

describe('rows that the budget cuts', () => {
  const many = Array.from({ length: 40 }, (_, n) => ({ name: `site ${n}`, text: 'some more words', psk: 'secret1' }));
  const sites = () => ({ body: many, headers: { 'x-page-total': '90', 'x-page-limit': '40', 'x-page-page': '1' } });

  it('stay in the server under a handle, once', async () => {
    const { data, call } = await ask({ type: 'sites', limit: 40 }, sites, { maxTokens: 100 });
    expect(data.returned).toBeLessThan(40);
    expect(data.total).toBe(90);
    const { rows, shown } = call.results.find(data.handle);
    expect(rows).toHaveLength(40);
    expect(shown).toEqual(['name']);
    expect(rows[0]).toMatchObject({ seen: true, text: 'some more words' });
    const { call: next } = fakeCall({ reply: around(sites), maxTokens: 100, tools: [statsTool()] });
    const rest = Object(await presentNext(next, data.next));
    expect(rest.results[0]).toEqual({ name: `site ${data.returned}` });
    expect(rest).not.toHaveProperty('handle');
    expect(next.results.list()).toEqual([]);
  });

  it('may be no objects', async () => {
    const names = Array.from({ length: 40 }, (_, n) => `site ${n} with some more words`);
    const { data, call } = await ask({ type: 'sites', limit: 40 }, () => ({ body: names }), { maxTokens: 100 });
    expect(call.results.find(data.handle).rows).toEqual(names);
  });

  it('do not where nobody could look at them, or all are shown', async () => {
    expect(
      (await ask({ type: 'sites', limit: 40 }, sites, { maxTokens: 100, offered: false })).data,
    ).not.toHaveProperty('handle');
    const whole = await ask({ type: 'sites', limit: 3 }, sites);
    expect(whole.data).not.toHaveProperty('handle');
    expect(whole.call.results.list()).toEqual([]);
  });
});

describe('a list that is continued', () => {
  const tools = [statsTool()];

  it('is shown as its tool shows it', async () => {
    const reply = around(() => ({
      body: [
        { name: 'a', id: 1 },
        { name: 'b', id: 2 },
        { name: 'c', id: 3 },
      ],
    }));
    const { call, asked } = fakeCall({ reply, tools });
    const url = `/api/v1/orgs/${ORG}/sites?limit=2&page=3`;
    expect(await presentNext(call, `${url}#skip=1`)).toMatchObject({ results: [{ name: 'b' }, { name: 'c' }] });
    expect(await presentNext(call, `${url}#fields=id`)).toMatchObject({ results: [{ id: 1 }, { id: 2 }] });
    expect(asked).toEqual([url, url]);
    const rows = Array.from({ length: 30 }, (_, n) => ({ n }));
    const { call: counting } = fakeCall({ reply: () => ({ body: { results: rows } }), tools });
    expect(await presentNext(counting, `/api/v1/orgs/${ORG}/alarms/count?limit=1000#skip=5`)).toMatchObject({
      returned: 20,
    });
    const { call: unlimited } = fakeCall({ reply: () => ({ body: rows }), tools });
    expect(await presentNext(unlimited, `/api/v1/orgs/${ORG}/sites`)).toMatchObject({ returned: 20 });
  });

  it('must be one that some tool shows', async () => {
    const { call, asked } = fakeCall();
    await expect(presentNext(call, '/api/v1/const/countries')).rejects.toMatchObject({
      kind: 'refused',
      what: expect.stringContaining('no tool answers with that list'),
    });
    expect(asked).toEqual([]);
  });
});
