import { describe, expect, it } from 'vitest';
import { MistError } from '../../../src/core/errors/mist-error.ts';
import type { FactName } from '../../../src/features/effects/facts.ts';
import { RequestBudget, requestsFor } from '../../../src/features/effects/live/budget.ts';
import { readFacts, readNacCounts } from '../../../src/features/effects/live/read-facts.ts';
import { fakeCall, type Reply } from '../../harness/fake-context.ts';

const NOW = 1_800_000_000;
const SITE = '11111111-0000-0000-0000-000000000000';
const read = (reply: (url: string) => Reply, wanted: readonly FactName[], budget = new RequestBudget(20)) => {
  const { call, asked } = fakeCall({ reply });
  return readFacts(call, SITE, new Set(wanted), budget, NOW).then((facts) => ({ facts, asked }));
};
const results = (rows: readonly object[], more: object = {}): Reply => ({ body: { results: rows, ...more } });

describe('live facts', () => {
  it('asks for each kind once, and only for those that are needed', async () => {
    const { facts, asked } = await read(() => results([]), ['ports', 'devices']);
    expect(asked.map((url) => url.replace(/^.*\/stats/, 'stats'))).toEqual([
      'stats/ports/search?device_type=all&limit=1000',
      'stats/devices?type=all&limit=1000',
    ]);
    expect(Object.keys(facts)).toEqual(['ports', 'devices']);
  });

  it('takes an empty list for nobody, and a refusal or a list that is counted but not given for a failure', async () => {
    const nobody = await read(() => results([], { total: 0 }), ['wiredClients']);
    expect(nobody.facts.wiredClients).toEqual({ rows: [], ageSeconds: 0 });
    const refused = await read(() => ({ status: 403, body: {} }), ['wiredClients']);
    expect(refused.facts.wiredClients).toMatchObject({ failed: expect.stringMatching(/403|role/) });
    const hollow = await read(() => results([], { total: 7 }), ['ports']);
    expect(hollow.facts.ports).toEqual({ failed: 'the API counts 7 rows and gave none' });
  });

  it('takes rows that are two hours old for a failure, and leaves single old rows out', async () => {
    const row = (age: number) => ({ mac: 'ac0000000001', port_id: `ge-0/0/${age}`, timestamp: NOW - age });
    const old = await read(() => results([row(7200)]), ['ports']);
    expect(old.facts.ports).toEqual({ failed: 'the newest row is 2 hours old' });
    const mixed = await read(() => results([row(7200), row(60)]), ['ports']);
    expect(mixed.facts.ports).toEqual({ rows: [row(60)], ageSeconds: 60 });
  });

  it('reads the pages of a list, whatever their order, until its bound of requests', async () => {
    const page = (url: string): Reply => {
      const at = Number(/page=(\d+)/.exec(url)?.[1] ?? 1);
      const next = at < 3 ? { next: `/api/v1/sites/${SITE}/stats/ports/search?page=${at + 1}` } : {};
      return results([{ mac: 'ac0000000001', port_id: `ge-0/0/${at}` }], { total: 3, ...next });
    };
    const all = await read(page, ['ports']);
    expect(all.facts.ports).toMatchObject({ rows: [{}, {}, {}] });
    const few = await read(page, ['ports'], new RequestBudget(2));
    expect(few.facts.ports).toEqual({ failed: 'the limit of 2 requests was reached' });
    expect(few.asked).toHaveLength(2);
  });

  it('holds wireless clients, which come without pages, against the count of the site', async () => {
    const clients = (count: number) => Array.from({ length: count }, (_, at) => ({ mac: `0a00000000${10 + at}` }));
    const site = (listed: number, counted: unknown) => (url: string) =>
      url.endsWith('/stats') ? { body: { num_clients: counted } } : { body: clients(listed) };
    const failed = async (reply: (url: string) => Reply) =>
      (await read(reply, ['wirelessClients'])).facts.wirelessClients;
    expect(await failed(site(40, 41))).toMatchObject({ rows: { length: 40 } });
    expect(await failed(site(40, 90))).toEqual({ failed: 'only 40 of 90 clients are listed' });
    expect(await failed(site(0, 9))).toEqual({ failed: 'only 0 of 9 clients are listed' });
    expect(await failed(site(0, undefined))).toMatchObject({
      failed: expect.stringContaining('the API gave no count'),
    });
    const unread = (url: string): Reply => (url.endsWith('/stats') ? { status: 403, body: {} } : { body: clients(3) });
    expect(await failed(unread)).toMatchObject({ failed: expect.stringMatching(/whole is not known/) });
  });

  it('counts wireless clients by the access points where these are read anyway, connected ones alone', async () => {
    const ap = (num_clients: number, status = 'connected') => ({ type: 'ap', status, num_clients });
    const reply = (url: string): Reply =>
      url.includes('/stats/devices') ? results([ap(30), ap(20), ap(99, 'disconnected')]) : results([{ mac: 'a' }]);
    const { facts, asked } = await read(reply, ['wirelessClients', 'devices']);
    expect(facts.wirelessClients).toEqual({ failed: 'only 1 of 50 clients are listed' });
    expect(asked).toHaveLength(2);
  });

  it('ends with the call that was cancelled', async () => {
    const { call } = fakeCall({ reply: () => results([]) });
    const cancelled = new MistError('cancelled', 'The call was cancelled.', 'Ask again.');
    const gone = { ...call, send: () => Promise.reject(cancelled) };
    await expect(readFacts(gone, SITE, new Set(['ports']), new RequestBudget(9), NOW)).rejects.toBe(cancelled);
  });

  it('counts clients of access rules by id and by name', async () => {
    const { call, asked } = fakeCall({ reply: () => results([{ nacrule_id: 'r1', count: 5 }]) });
    const counts = await readNacCounts(call, SITE, new RequestBudget(3));
    expect(counts).toMatchObject({ rows: [{ rule: 'r1', count: 5 }, { count: 5 }] });
    expect(asked).toHaveLength(2);
  });
});

it('bounds requests: twelve for one site with its effect, three hundred for many, never more than a tenth of what the hour has left', () => {
  expect([requestsFor(1, 7, undefined), requestsFor(1, 7, 20), requestsFor(1, 15, undefined)]).toEqual([5, 2, 0]);
  expect([requestsFor(20, 100, undefined), requestsFor(20, 100, 5000), requestsFor(20, 100, 900)]).toEqual([
    200, 200, 90,
  ]);
});
