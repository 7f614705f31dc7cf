import { describe, expect, it } from 'vitest';
import { defineTool, defineWorkflow } from '../../src/tool/define.ts';
import { limit, org_id } from '../../src/tool/inputs.ts';
import { fakeCall } from '../harness/fake-context.ts';
import { refusedLater } from '../harness/refused.ts';

import { around, ask, HQ, statsTool, words } from './stats-tool.ts';

describe('a call of a tool over routes', () => {
  it('sends what it was given and nothing else, in the forms of the route', async () => {
    const good = await ask({ type: 'devices', kind: 'ap', mac: 'AA:BB:CC:00:11:22', limit: 7, page: 2 });
    expect(good.sent.slice(0, 1)).toEqual([
      '/api/v1/orgs/ORG/stats/devices?limit=7&mac=aabbcc001122&page=2&type=ap&fields=mac,seen',
    ]);
    const id = await ask({ type: 'devices', kind: 'ap', device_id: '00000000-0000-0000-1000-aabbcc001122' });
    expect(id.sent.slice(0, 1)).toEqual([
      '/api/v1/orgs/ORG/stats/devices?limit=20&mac=aabbcc001122&type=ap&fields=mac,seen',
    ]);
    expect((await ask({ type: 'all' })).sent).toEqual(['/api/v1/orgs/ORG/stats/devices?limit=20&type=all']);
    expect((await ask({ type: 'logs', names: ['a', 'b'] })).sent).toEqual([
      '/api/v1/orgs/ORG/logs?limit=20&message=a,b',
    ]);
  });

  it('finds organizations and sites by name, once everything else is known to fit', async () => {
    const { sent, asked } = await ask({ type: 'device', site_id: 'hq', device_id: 'aabbcc001122' }, () => ({
      body: { a: 1 },
    }));
    expect(sent.at(-1)).toBe(`/api/v1/sites/${HQ}/devices/00000000-0000-0000-1000-aabbcc001122`);
    expect(asked).toContain('/api/v1/self');
    const filter = await ask({ type: 'all', site_id: 'HQ', org_id: 'acme' });
    expect(filter.sent.at(-1)).toBe(`/api/v1/orgs/ORG/stats/devices?limit=20&site_id=${HQ}&type=all`);
    const { call, asked: none } = fakeCall({ reply: around(() => ({ body: [] })) });
    expect(await refusedLater(statsTool().answer(call, { type: 'device', site_id: 'HQ', device_id: 'a/b' }))).toContain(
      '`device_id` must be a MAC address or device ID; got "a/b"',
    );
    expect(
      await refusedLater(
        statsTool().answer(call, { type: 'devices', kind: 'ap', site_id: 'HQ', mac: 'aabb*', limit: 'x' }),
      ),
    ).toContain('`limit`');
    expect(none).toEqual([]);
  });

  it('checks each value before anything is sent', async () => {
    const { call, asked } = fakeCall();
    expect(await refusedLater(statsTool().answer(call, { type: 'devices', kind: 'ap', device_id: 'a/b' }))).toBe(
      '`device_id` must be a MAC address or device ID; got "a/b". Correct it and call type=devices again; nothing was sent. mist_search_device finds devices by name, mist_search_client clients.',
    );
    expect(asked).toEqual([]);
  });

  it('keeps its own selector apart from a parameter of that name', async () => {
    expect((await ask({ type: 'inventory', limit: 3 })).sent).toEqual(['/api/v1/orgs/ORG/inventory?limit=3']);
    expect(
      (await ask({ type: 'count', limit: 3, start: '2026-01-01' }, () => ({ body: { results: [] } }))).sent,
    ).toEqual(['/api/v1/orgs/ORG/alarms/count?limit=1000&start=1767225600']);
  });

  it('refuses a window that ends before it begins', async () => {
    const { call, asked } = fakeCall();
    for (const span of [
      { start: '2026-01-02', end: '2026-01-01' },
      { start: '2026-01-01', end: '2026-01-01' },
    ])
      expect(await refusedLater(statsTool().answer(call, { type: 'logs', ...span }))).toContain(
        '`end` is not after `start`',
      );
    expect(asked).toEqual([]);
    for (const span of [{ start: '2026-01-01', end: '2026-01-02' }, { start: '2026-01-02' }, { end: '2026-01-01' }])
      expect((await ask({ type: 'logs', ...span })).sent).toHaveLength(1);
  });

  it('shows rows in the columns of the tool, with what follows from them', async () => {
    const rows = [{ id: 1, name: 'HQ', mac: 'x' }];
    expect((await ask({ type: 'sites' }, () => ({ body: rows }))).data.results).toEqual([{ name: 'HQ' }]);
    expect((await ask({ type: 'devices', kind: 'ap' }, () => ({ body: rows }))).data.results).toEqual([
      { mac: 'x', seen: true },
    ]);
    expect((await ask({ type: 'sites', fields: ['id'] }, () => ({ body: rows }))).data.results).toEqual([{ id: 1 }]);
    expect((await ask({ type: 'logs' }, () => ({ body: { results: rows } }))).data.results).toEqual([
      { ...rows[0], seen: true },
    ]);
    expect((await ask({ type: 'sites' })).data.note).toContain('Look elsewhere.');
    expect((await ask({ type: 'org' }, () => ({ body: { name: 'Acme' } }))).data).toEqual({ called: 'Acme' });
  });

  it('asks for all that a list without pages has, and shows as much as was wanted', async () => {
    const rows = Array.from({ length: 30 }, (_, n) => ({ n }));
    const { sent, data } = await ask({ type: 'count', limit: 5 }, () => ({ body: { results: rows } }));
    expect(sent).toEqual(['/api/v1/orgs/ORG/alarms/count?limit=1000']);
    expect(data).toMatchObject({ returned: 5, total: 30, next: expect.stringMatching(/limit=1000.*#skip=5$/) });
  });

  it('explains a failure where the tool knows more, else passes it on', async () => {
    const failing = (status: number) => ask({ type: 'org' }, () => ({ status, body: { detail: 'x' } }));
    expect(await refusedLater(failing(404))).toBe('No luck at GET /api/v1/orgs/{org_id}. Go on.');
    await expect(failing(403)).rejects.toMatchObject({ kind: 'forbidden' });
    const plain = defineTool({
      ...{ ...words, name: 'mist_plain', input: { org_id } },
      operations: (op) => ({ only: op('GET /api/v1/orgs/{org_id}/stats') }),
    });
    const { call } = fakeCall({ reply: around(() => ({ status: 403, body: {} })) });
    await expect(plain.answer(call, {})).rejects.toMatchObject({ kind: 'forbidden' });
  });

  it('reads inputs that depend on each other last', async () => {
    expect(
      (await ask({ type: 'logs', metric: 'fill' }).catch((error: unknown) => ({ sent: [String(error)] }))).sent[0],
    ).toContain('`metric` does not apply');
    expect(await refusedLater(ask({ type: 'logs', metric: 'bad' }))).toBe('Bad metric. Give another.');
  });
});

describe('a workflow', () => {
  it('has its inputs read, and all pages asked for', async () => {
    const seen: unknown[] = [];
    const tool = defineWorkflow({
      ...{ ...words, name: 'mist_flow', input: { org_id, limit }, routes: ['GET /api/v1/orgs/{org_id}/sites'] },
      handler: async (call, input) => {
        seen.push(input, call.walk);
        return { done: true };
      },
    });
    expect(await tool.answer(fakeCall().call, { all_pages: true, org_id: 'x' })).toEqual({ done: true });
    expect(seen).toEqual([{ org_id: 'x', limit: 1000, all_pages: true }, { confirmed: false }]);
    expect(await refusedLater(tool.answer(fakeCall().call, { orgid: 'x' }))).toContain(
      'mist_flow has no input `orgid`',
    );
    expect(tool).toMatchObject({ local: false, mixed: false, anyRoute: undefined, operations: {}, columns: {} });
    const all = defineWorkflow({
      ...{ ...words, name: 'mist_all', input: {}, routes: [], handler: async () => ({}) },
      ...{ local: true, mixed: true, anyRoute: () => true },
    });
    expect(all).toMatchObject({ local: true, mixed: true, anyRoute: expect.any(Function) });
  });
});

describe('a tool as it is defined', () => {
  it('has its selector first, its routes once, and only what was given', () => {
    const stats = statsTool();
    expect(Object.keys(stats.inputs)[0]).toBe('type');
    expect(stats.routes.filter((route) => route === 'GET /api/v1/orgs/{org_id}/stats/devices')).toHaveLength(1);
    expect(stats.routes).toHaveLength(7);
    expect(Object.keys(stats.operations)).toEqual([
      'devices',
      'all',
      'sites',
      'device',
      'logs',
      'count',
      'org',
      'inventory',
    ]);
    expect(stats).toMatchObject({ select: 'type', name: 'mist_test', ...words, columns: { sites: ['name'] } });
    expect(stats.operations.sites).toEqual([{ route: 'GET /api/v1/orgs/{org_id}/sites', sends: {} }]);
    const plain = defineTool({
      ...{ ...words, name: 'mist_plain', input: { org_id } },
      operations: (op) => ({ only: [op('GET /api/v1/orgs/{org_id}/stats')] }),
    });
    expect(plain.select).toBeUndefined();
    expect(plain).toMatchObject({ columns: {}, views: {}, inputs: { org_id } });
  });
});
