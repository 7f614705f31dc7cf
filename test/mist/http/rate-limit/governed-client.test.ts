import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { MistError } from '../../../../src/core/errors/mist-error.ts';
import { TurnQueue } from '../../../../src/core/turn-queue.ts';
import { sessionOfCall } from '../../../../src/mist/call-session.ts';
import { parseCloud } from '../../../../src/mist/clouds.ts';
import { CallBudget } from '../../../../src/mist/http/rate-limit/call-budget.ts';
import { type CallScope, CallsUsedUp } from '../../../../src/mist/http/rate-limit/call-scope.ts';
import { governedClient } from '../../../../src/mist/http/rate-limit/governed-client.ts';
import { createSession, type Session } from '../../../../src/mist/session.ts';

const HOUR = 3_600_000;
const SITE = '83592ae0-6f17-4a83-a060-fa7db9d97a25';
const cloud = parseCloud('api.mist.com');

/** A cloud that is a function: what was asked, and answers that wait until they are let go. */
function upstream() {
  const asked: { url: string; signal: AbortSignal; token: string | null }[] = [];
  const gates: (() => void)[] = [];
  const state = { held: false, status: 200, headers: {}, body: {} as object };
  const fetch = async (request: Request): Promise<Response> => {
    const { signal } = request;
    asked.push({ url: request.url, signal, token: request.headers.get('authorization') });
    if (state.held) {
      await new Promise<void>((resolve, reject) => {
        gates.push(resolve);
        signal.addEventListener('abort', () => reject(new DOMException('aborted', 'AbortError')));
      });
    }
    return Response.json({ ...state.body, n: asked.length }, { status: state.status, headers: state.headers });
  };
  const release = (): void => {
    state.held = false;
    for (const open of gates.splice(0)) open();
  };
  return { asked, state, fetch, release };
}

const open = (fetch: (request: Request) => Promise<Response>, token = 'q7Wc2LrT9vXn4KpB'): Session =>
  createSession({ cloud, token, fetch, backoffMs: [1, 1] });

const SELF = { route: 'GET /api/v1/self' } as const;
const site = (signal?: AbortSignal) => ({
  route: 'GET /api/v1/sites/{site_id}' as const,
  path: { site_id: SITE },
  ...(signal ? { signal } : {}),
});

let sessions: Session[] = [];
afterEach(async () => {
  await Promise.all(sessions.map(({ client }) => client.close()));
  sessions = [];
});

describe('identical reads under way', () => {
  it('share one answer', async () => {
    const { asked, state, fetch, release } = upstream();
    state.held = true;
    const { client } = open(fetch);
    const all = Promise.all([client.send(site()), client.send(site()), client.send(SELF), client.send(site())]);
    await expect.poll(() => asked.length).toBe(2);
    release();
    const [a, b, , c] = await all;
    expect([a?.body, c?.body]).toEqual([b?.body, b?.body]);
    expect(asked.length).toBe(2);
    await client.send(site());
    expect(asked.length).toBe(3);
  });

  it('go on for the others when one caller leaves, and end with the last', async () => {
    const { asked, state, fetch, release } = upstream();
    state.held = true;
    const { client } = open(fetch);
    const [one, two] = [new AbortController(), new AbortController()];
    const first = client.send(site(one.signal));
    const second = client.send(site(two.signal));
    await expect.poll(() => asked.length).toBe(1);
    one.abort();
    await expect(first).rejects.toMatchObject({ kind: 'cancelled' });
    expect(asked[0]?.signal.aborted).toBe(false);
    release();
    expect((await second).status).toBe(200);

    state.held = true;
    const [three, four] = [new AbortController(), new AbortController()];
    const left = [client.send(site(three.signal)), client.send(site(four.signal))];
    await expect.poll(() => asked.length).toBe(2);
    three.abort();
    four.abort();
    for (const result of await Promise.allSettled(left)) {
      expect(result).toMatchObject({ status: 'rejected', reason: { kind: 'cancelled' } });
    }
    expect(asked[1]?.signal.aborted).toBe(true);
    state.held = false;
    expect((await client.send(site())).status).toBe(200);
  });

  it('of two tokens are two', async () => {
    const { asked, state, fetch, release } = upstream();
    state.held = true;
    const both = [open(fetch, 'aaaaaaaaaaaa'), open(fetch, 'bbbbbbbbbbbb')].map(({ client }) => client.send(site()));
    await expect.poll(() => asked.length).toBe(2);
    expect(new Set(asked.map(({ token }) => token)).size).toBe(2);
    release();
    await Promise.all(both);
  });

  it('are not joined across a change', async () => {
    const { asked, state, fetch, release } = upstream();
    state.held = true;
    const { client } = open(fetch);
    const before = client.send(site());
    await expect.poll(() => asked.length).toBe(1);
    const put = client.send({ route: 'PUT /api/v1/sites/{site_id}', path: { site_id: SITE }, body: { name: 'a' } });
    const during = client.send(site());
    await expect.poll(() => asked.length).toBe(3);
    release();
    await Promise.all([before, put, during]);
    expect(asked.length).toBe(3);
  });

  it('fail together, and the next asks again', async () => {
    const { asked, state, fetch } = upstream();
    state.status = 404;
    const { client } = open(fetch);
    const results = await Promise.allSettled([client.send(site()), client.send(site())]);
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(asked.length).toBe(1);
    await expect(client.send(site())).rejects.toBeInstanceOf(MistError);
    expect(asked.length).toBe(2);
  });
});

describe('constants', () => {
  it('are asked once an hour, for each token by itself', async () => {
    const { asked, fetch } = upstream();
    let now = 0;
    const make = (token: string) =>
      governedClient(
        { cloud, token, fetch },
        { principal: token, queue: new TurnQueue(8), budget: new CallBudget(), now: () => now },
      );
    const client = make('aaaaaaaaaaaa');
    const constants = { route: 'GET /api/v1/const/device_models' } as const;
    await client.send(constants);
    await client.get('/api/v1/const/device_models');
    await client.get('/api/v1/const/device_models');
    now = HOUR - 1;
    await client.send(constants);
    expect(asked.length).toBe(2);
    now = HOUR + 1;
    await client.send(constants);
    expect(asked.length).toBe(3);
    await make('bbbbbbbbbbbb').send(constants);
    expect(asked.length).toBe(4);
  });
});

describe('requests of one session', () => {
  it('run eight at once', async () => {
    const { asked, state, fetch, release } = upstream();
    state.held = true;
    const { client } = open(fetch);
    const many = Array.from({ length: 20 }, (_, page) =>
      client.send({ route: 'GET /api/v1/sites/{site_id}/devices', path: { site_id: SITE }, query: { page } }),
    );
    await expect.poll(() => asked.length).toBe(8);
    await wait(20);
    expect(asked.length).toBe(8);
    release();
    await Promise.all(many);
    expect(asked.length).toBe(20);
  });

  it('are counted with every attempt, for the session and for the call under way', async () => {
    const { state, fetch } = upstream();
    const session = open(fetch);
    state.status = 503;
    const call: CallScope = { calls: 0 };
    await sessionOfCall(session, call)
      .client.send(site())
      .catch(() => {});
    expect(call.calls).toBe(3);
    await session.client.send(SELF).catch(() => {});
    expect(call.calls).toBe(3);
    expect(session.budget.used).toEqual({ this_hour: 6, since_start: 6 });
  });

  it('end with the calls that were announced, repeats included, and nothing more is sent', async () => {
    const { asked, state, fetch } = upstream();
    const call: CallScope = { calls: 0, most: 2 };
    const { client } = sessionOfCall(open(fetch), call);
    state.status = 503;
    await expect(client.send(site())).rejects.toThrow(CallsUsedUp);
    expect([asked.length, call.calls]).toEqual([2, 2]);
  });
});

describe('the budget', () => {
  it('is learned from the usage that the cloud tells, and goes down with each request', async () => {
    const { state, fetch } = upstream();
    const { client, budget } = open(fetch);
    expect(budget.left).toBeUndefined();
    state.body = { requests: 4990, request_limit: 5000 };
    await client.send({ route: 'GET /api/v1/self/usage' });
    expect(budget.left).toBe(10);
    await client.send(site());
    expect(budget.left).toBe(9);
    expect(() => budget.admit(4, false)).not.toThrow();
    expect(() => budget.admit(5, false)).toThrow(/5 API calls, more than half of the 9 left/);
    expect(() => budget.admit(5, true)).not.toThrow();
  });

  it('is empty after a 429 until the cloud said to come back, or until the hour', async () => {
    const { state, fetch } = upstream();
    const session = open(fetch);
    Object.assign(state, { status: 429, headers: { 'Retry-After': '100' } });
    await expect(session.client.send(site())).rejects.toMatchObject({ kind: 'rate_limited' });
    expect(session.budget.left).toBe(0);
    let now = HOUR * 10 + 5;
    const budget = new CallBudget(() => now);
    budget.exhausted(60);
    expect(budget.left).toBe(0);
    now += 60_000;
    expect(budget.left).toBeUndefined();
    budget.exhausted(undefined);
    now = HOUR * 11 - 1;
    expect(budget.left).toBe(0);
    now += 1;
    expect(budget.left).toBeUndefined();
  });

  it('is not empty any more after a 429 without an end, once a request sent after it is answered', async () => {
    let now = HOUR * 10;
    const budget = new CallBudget(() => now);
    const before = budget.sent();
    budget.exhausted(undefined);
    // What was under way when the 429 came may still be answered.
    budget.accepted(before);
    expect(budget.left).toBe(0);
    budget.accepted(budget.sent());
    expect(budget.left).toBeUndefined();
    // An end that the cloud tells is kept.
    budget.exhausted(600);
    now += 300_000;
    budget.accepted(budget.sent());
    expect(budget.left).toBe(0);
    const { fetch } = upstream();
    const session = open(fetch);
    session.budget.exhausted(undefined);
    await session.client.send(site());
    expect(session.budget.left).toBeUndefined();
  });

  it('is whole again with the hour', () => {
    let now = HOUR * 10;
    const budget = new CallBudget(() => now);
    budget.sent();
    budget.learn({ requests: 5000, request_limit: 5000 });
    expect(budget.left).toBe(0);
    now += HOUR;
    budget.sent();
    expect(budget.left).toBe(4999);
    expect(budget.used).toEqual({ this_hour: 1, since_start: 2 });
    budget.learn({ detail: 'nonsense' });
    expect(budget.left).toBe(4999);
  });
});
