import { Client, InMemoryTransport } from '@modelcontextprotocol/client';
import { describe, expect, it } from 'vitest';
import { read, type Scene, type Worker } from '../../../scripts/soak/activity.ts';
import { Baseline } from '../../../scripts/soak/baseline.ts';
import { Dice } from '../../../scripts/soak/dice.ts';
import { ElicitationHandler } from '../../../scripts/soak/elicitation-handler.ts';
import { explained } from '../../../scripts/soak/explain.ts';
import { FaultSchedule, TROUBLES } from '../../../scripts/soak/fault-schedule.ts';
import type { Link, Question, Reply } from '../../../scripts/soak/link.ts';
import { growth, slope, trendOf } from '../../../scripts/soak/memory.ts';
import { phasesOf } from '../../../scripts/soak/phases.ts';
import { planAhead } from '../../../scripts/soak/plan.ts';
import { differs, rowsIn } from '../../../scripts/soak/same-rows.ts';
import { Tally } from '../../../scripts/soak/tally.ts';
import { openUpstream, type Upstream } from '../../../scripts/soak/upstream.ts';
import { Wire } from '../../../scripts/soak/wire.ts';

const MB = 1024 * 1024;

/** A client that is connected to nothing. */
const NOBODY = new Client({ name: 'nobody', version: '1' });

describe('memory', () => {
  const holdings = (perMinute: number) =>
    Array.from({ length: 240 }, (_, index) => ({
      at: index * 5,
      rss: 100 * MB + (index * 5 * perMinute * MB) / 60 + (index % 7) * MB,
      heap: 30 * MB + (index * 5 * perMinute * MB) / 60 + (index % 5) * 1000,
      descriptors: 20,
      resources: {},
    }));

  it('finds the slope of a line', () => {
    expect(
      slope([
        [0, 1],
        [1, 3],
        [2, 5],
      ]),
    ).toBeCloseTo(2);
    expect(slope([[4, 4]])).toBe(0);
  });

  it('that is flat passes, and a leak does not', () => {
    expect(growth(trendOf(holdings(0.1), 180))).toBeUndefined();
    expect(growth(trendOf(holdings(0.8), 180))).toMatch(/the heap grows by 0\.8/);
    expect(trendOf(holdings(1), 180).minutes).toBeCloseTo(16.9, 1);
  });

  it('says nothing after a minute', () => {
    expect(growth(trendOf(holdings(50).slice(0, 12), 0))).toBeUndefined();
  });
});

describe('phases', () => {
  it.each([10, 60, 1200])('of %i seconds have every failure, and calm phases at both ends', (seconds) => {
    const phases = phasesOf(seconds, new Dice(1));
    const between = phases.slice(1, -2).flatMap(({ troubles }) => troubles);
    expect([...new Set(between)].sort()).toEqual([...TROUBLES].sort());
    expect(phases[0]?.troubles).toEqual([]);
    expect(phases.at(-1)?.troubles).toEqual([]);
    expect(phases.reduce((sum, one) => sum + one.seconds, 0)).toBeCloseTo(seconds);
  });
});

describe('rows', () => {
  const cloud = [
    { id: 'a', name: 'one', last_seen: 1_767_225_600 },
    { id: 'b', when: '2026-01-01 00:00:00.000+00:00', ap: ['5c5b3503b2ee'] },
  ];

  it('are the cloud’s', () => {
    expect(differs([{ id: 'a', last_seen: '2026-01-01T00:00:00Z', added: true }], cloud)).toBeUndefined();
    expect(differs([{ id: 'b', when: '2026-01-01T00:00:00Z', ap: 'Lobby' }], cloud)).toBeUndefined();
    expect(rowsIn({ results: cloud })).toEqual(cloud);
    expect(rowsIn({ results: [1, 2] })).toBeUndefined();
  });

  it.each([
    ['another value', [{ id: 'a', name: 'two' }]],
    ['another time as text', [{ id: 'b', when: '2026-01-01T00:01:00Z' }]],
    ['another time', [{ id: 'a', last_seen: '2026-01-01T00:01:00Z' }]],
    ['too many', [{ id: 'a' }, { id: 'a' }, { id: 'a' }]],
  ])('are not with %s', (_, rows) => {
    expect(differs(rows, cloud)).toBeDefined();
  });
});

describe('a worker', () => {
  const question: Question = { kind: 'tool', name: 'mist_get_self', args: {} };
  const reply = (data: object, isError = false): Reply => ({ text: JSON.stringify(data), isError, data: { ...data } });

  async function heard(
    answer: () => Promise<Reply>,
    troubles: Parameters<FaultSchedule['begin']>[0] = [],
  ): Promise<Tally> {
    const upstream = await openUpstream();
    const faults = new FaultSchedule(upstream.cloud, new Dice(1), Number.POSITIVE_INFINITY);
    const baseline = new Baseline();
    const tally = new Tally();
    baseline.learn('read', question, reply({ name: 'right' }));
    const scene: Scene = { upstream, faults, baseline, tally };
    faults.begin(troubles);
    const person = new ElicitationHandler();
    const wire = new Wire(tally, 'test');
    const who = { name: 'test', tenant: 'read', view: 'read', profile: undefined } as const;
    const link: Link = { ...who, client: NOBODY, wire, person, ask: answer };
    const worker: Worker = { ...scene, link, dice: new Dice(1), steady: [question] };
    await read(worker);
    faults.end();
    await upstream.close();
    return tally;
  }

  it('is content with the answer of calm phases', async () => {
    const tally = await heard(async () => reply({ name: 'right' }));
    expect([tally.failed, tally.of('answers right')]).toEqual([0, 1]);
  });

  it('tells a wrong answer, an unexplained error and a lost request', async () => {
    const error = { error: 'The Mist cloud failed to answer GET /api/v1/self (503).', next_step: 'Try again.' };
    expect((await heard(async () => reply({ name: 'wrong' }))).failures[0]).toMatch(/^wrong answer/);
    expect((await heard(async () => reply(error, true))).failures[0]).toMatch(/^error unexplained/);
    expect((await heard(async () => reply(error, true), ['503'])).failed).toBe(0);
    expect((await heard(async () => reply(error, true), ['hang'])).failed).toBe(1);
    expect((await heard(async () => Promise.reject(new Error('time out')))).failures[0]).toMatch(/^lost request/);
  });

  it('wants a next step with every error', async () => {
    const upstream = await openUpstream();
    const faults = new FaultSchedule(upstream.cloud, new Dice(1), Number.POSITIVE_INFINITY);
    faults.begin(['503']);
    expect(explained(reply({ error: 'It failed (503).' }, true), faults, 0)).toHaveProperty('wrong');
    faults.end();
    await upstream.close();
  });
});

describe('plans', () => {
  const reply = (data: object): Reply => ({ text: JSON.stringify(data), isError: false, data: { ...data } });
  const CLAIMED = reply({ outcome: 'applied', run: 'r', done: 1, of: 1, handle: 'h', equal: 'yes' });

  /** What is said of a server that claims everything. @param act what it does instead, when it is asked for a plan */
  async function failures(act: (upstream: Upstream) => Promise<void>): Promise<string> {
    const upstream = await openUpstream(['Own']);
    const tally = new Tally();
    const faults = new FaultSchedule(upstream.cloud, new Dice(1), Number.POSITIVE_INFINITY);
    const who = { name: 'test', tenant: 'write', view: 'write', profile: undefined } as const;
    const link: Link = {
      ...{ ...who, client: NOBODY, wire: new Wire(tally, 'test'), person: new ElicitationHandler() },
      async ask(question) {
        if (question.name === 'mist_apply_plan') await act(upstream);
        return CLAIMED;
      },
    };
    const worker: Worker = { upstream, faults, baseline: new Baseline(), tally, link, dice: new Dice(1), steady: [] };
    const patch = { site: 'Own', prefix: 'soak-1-plan', next: 0 };
    for (let step = 0; step < 120; step += 1) await planAhead(worker, patch);
    await upstream.close();
    return tally.failures.join('\n');
  }

  const post = async ({ cloud }: Upstream, name: string): Promise<void> => {
    const url = `${cloud.url}/api/v1/sites/${cloud.world.id('sites', 'Own')}/assetfilters`;
    const headers = { Authorization: `Token ${cloud.tokens.write}`, 'Content-Type': 'application/json' };
    await fetch(url, { method: 'POST', headers, body: JSON.stringify({ name }) });
  };

  it('that were not made, and claimed, are told', async () => {
    expect(await failures(async () => {})).toMatch(/^plan not made, and claimed/m);
  });

  it('that wrote twice, without a yes, or that a comparison hides are told', async () => {
    const told = await failures(async (upstream) => {
      await post(upstream, 'same');
      await post(upstream, 'same');
    });
    expect(told).toMatch(/^written twice/m);
    expect(told).toMatch(/^written without a yes/m);
    expect(told).toMatch(/^wrong comparison/m);
  });
});

it('an answer that comes twice is seen', async () => {
  const [near, far] = InMemoryTransport.createLinkedPair();
  const tally = new Tally();
  const wire = new Wire(tally, 'test');
  near.onmessage = () => {};
  await near.start();
  wire.watch(near);
  far.onmessage = () => {};
  await far.start();
  await near.send({ jsonrpc: '2.0', id: 1, method: 'ping' });
  expect(wire.open).toBe(1);
  await far.send({ jsonrpc: '2.0', id: 1, result: {} });
  expect([wire.open, tally.failed]).toEqual([0, 0]);
  await far.send({ jsonrpc: '2.0', id: 1, result: {} });
  expect(tally.failures[0]).toMatch(/^answered twice/);
});
