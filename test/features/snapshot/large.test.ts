import { describe, expect, it } from 'vitest';
import { CallPace, hoursFor } from '../../../src/features/snapshot/pace.ts';
import { planReading, readAll } from '../../../src/features/snapshot/read-snapshot.ts';
import { CallBudget } from '../../../src/mist/http/rate-limit/call-budget.ts';
import type { Route } from '../../../src/mist/spec/routes.ts';
import type { LookupContext } from '../../../src/tool/context.ts';
import { answerOf, fakeCall } from '../../harness/fake-context.ts';

const SITES = 3000;
const LIMIT = 5000;
const HOUR_MS = 3_600_000;
const org = { id: '11111111-2222-3333-4444-555555555555', name: 'Acme' };
const siteId = (index: number): string => `00000000-0000-0000-0000-${String(index).padStart(12, '0')}`;

/** A large organization on a clock that only moves when somebody waits; the cloud counts by its hour. */
function largeCloud() {
  const state = { now: 1_800_000_000_000 + 600_000, hour: 0, used: 700, sent: 0, refused: 0 };
  const budget = new CallBudget(() => state.now);
  const { session } = fakeCall();
  const body = (route: Route, page: number): unknown => {
    if (route === 'GET /api/v1/self/usage') return { requests: state.used, request_limit: LIMIT };
    if (route === 'GET /api/v1/self')
      return { privileges: [{ scope: 'org', role: 'read', org_id: org.id, name: org.name }] };
    if (route === 'GET /api/v1/orgs/{org_id}/logs/search') return { results: [], total: 0 };
    const rows = Array.from({ length: 1000 }, (_, at) => (page - 1) * 1000 + at);
    if (route === 'GET /api/v1/orgs/{org_id}/sites') return rows.map((at) => ({ id: siteId(at), name: `Store ${at}` }));
    if (route === 'GET /api/v1/orgs/{org_id}/inventory')
      return rows.map((at) => ({ mac: `${at}`, site_id: siteId(at) }));
    return route.endsWith('/setting') ? { dns_servers: [] } : [];
  };
  const answer = async (route: Route, url: string, page: number) => {
    const hour = Math.floor(state.now / HOUR_MS);
    if (hour !== state.hour && state.hour !== 0) state.used = 0;
    state.hour = hour;
    state.used += 1;
    state.sent += 1;
    if (state.used > LIMIT) state.refused += 1;
    budget.sent();
    const content = body(route, page);
    if (route === 'GET /api/v1/self/usage') budget.learn(content);
    const headers: Record<string, string> =
      Array.isArray(content) && content.length > 0
        ? { 'x-page-total': String(SITES), 'x-page-limit': '1000', 'x-page-page': String(page) }
        : {};
    return answerOf(route, url, content, headers);
  };
  const context: LookupContext = {
    session: Object.assign(Object.create(session), {
      budget,
      client: { send: ({ route }: { route: Route }) => answer(route, '/api/v1/self', 1) },
    }),
    signal: new AbortController().signal,
    send: (route, { path = {}, query = {} } = {}) => {
      const filled = Object.entries(path).reduce(
        (text, [name, value]) => text.replace(`{${name}}`, value),
        route.replace('GET ', ''),
      );
      const search = new URLSearchParams();
      for (const [name, value] of Object.entries(query)) search.set(name, String(value));
      return answer(route, `${filled}?${search}`, 1);
    },
    get: (url) => {
      const page = Number(new URL(url, 'http://cloud').searchParams.get('page') ?? '1');
      return answer(
        url.includes('/inventory') ? 'GET /api/v1/orgs/{org_id}/inventory' : 'GET /api/v1/orgs/{org_id}/sites',
        url,
        page,
      );
    },
  };
  return { state, context };
}

describe('a snapshot of 3,000 sites', () => {
  it('takes the requests that were announced, within the hours that were announced, and leaves a fifth to others', async () => {
    const { state, context } = largeCloud();
    const began = state.now;
    let most = 0;
    const pace = new CallPace(context, {
      wait: true,
      now: () => state.now,
      sleep: async (ms) => {
        most = Math.max(most, state.used);
        state.now += ms;
      },
    });
    await pace.learn();
    const plan = await planReading(context, { org }, 'core');
    const hours = hoursFor(plan.calls, pace);
    const before = state.sent;
    const readings = await readAll(context, plan, { pace: (calls) => pace.take(calls), now: () => state.now });
    expect(plan.sites).toBe(SITES);
    expect(plan.calls).toBeLessThan(9_100);
    expect(readings.filter((one) => one.state !== 'read')).toEqual([]);
    // Asking how many are left, once an hour, and the look-up of the organization come on top.
    expect(state.sent - before).toBeLessThanOrEqual(plan.calls + hours + 2);
    expect((state.now - began) / HOUR_MS).toBeLessThanOrEqual(hours);
    expect(hours).toBe(2);
    expect(state.refused).toBe(0);
    expect(most).toBeLessThanOrEqual(LIMIT * 0.8);
  });

  it('ends with what to do where nobody wants to wait', async () => {
    const { state, context } = largeCloud();
    const pace = new CallPace(context, { wait: false, now: () => state.now, sleep: async () => {} });
    await pace.learn();
    const plan = await planReading(context, { org }, 'core');
    await expect(readAll(context, plan, { pace: (calls) => pace.take(calls), now: () => state.now })).rejects.toThrow(
      /requests of this hour are used up/,
    );
    expect(state.used).toBeLessThanOrEqual(LIMIT * 0.8);
  });
});
