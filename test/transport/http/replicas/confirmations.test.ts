import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DemoCloud } from '../../../../simulator/cloud.ts';
import { MAIN_ORG } from '../../../../simulator/world/world.ts';
import { ConsentDesk } from '../../../../src/tool/elicitation.ts';
import type { Engine } from '../../../../src/transport/http/replicas/engine.ts';
import { openRedis } from '../../../../src/transport/http/replicas/redis-engine.ts';
import { usedConfirmations } from '../../../../src/transport/http/replicas/used-confirmations.ts';
import { startCloud } from '../../../harness/cloud.ts';
import { type EngineProcess, engineProgram, startEngine } from '../../../harness/engine.ts';
import { keptLog } from '../../../harness/log.ts';
import { answerIn, CHANGE, type DeskStage, openDesk, questionIn, YES } from '../../../harness/rounds.ts';

const KEY = 'a key that replicas share, at least 32 bytes';

describe.skipIf(engineProgram === undefined)('replicas that note confirmations together (needs redis-server)', () => {
  let cloud: DemoCloud;
  let engine: EngineProcess;
  const stages: DeskStage[] = [];
  const clients: Engine[] = [];

  beforeAll(async () => {
    [cloud, engine] = await Promise.all([startCloud(), startEngine()]);
  });
  afterAll(async () => {
    await Promise.all([...stages, ...clients].map((one) => one.close()));
    await Promise.all([cloud.close(), engine.stop()]);
  });

  async function openReplica(): Promise<DeskStage> {
    const client = await openRedis(engine.url, keptLog().log);
    clients.push(client);
    const desk = new ConsentDesk([KEY]);
    desk.share(usedConfirmations(client));
    const stage = await openDesk({ cloud, desk });
    stages.push(stage);
    return stage;
  }

  let count = 0;
  /** A creation, which nothing but the confirmation keeps from being made twice. */
  const creation = (): Readonly<Record<string, unknown>> => {
    count += 1;
    const payload = { name: `Made ${count}` };
    return { action_type: 'create', object_type: 'org_sitegroups', org_id: cloud.world.id('orgs', MAIN_ORG), payload };
  };
  const writes = (from: number): number => cloud.requests.slice(from).filter(({ method }) => method !== 'GET').length;

  it('take one that another asked for, and none of them takes it again', async () => {
    const [one, other] = [await openReplica(), await openReplica()];
    const args = creation();
    const { state } = questionIn(await one.ask(args, CHANGE));
    const from = cloud.requests.length;
    expect(answerIn(await other.reply(args, state, YES(), CHANGE)).data.outcome).toBe('applied');
    for (const replica of [one, other, await openReplica()]) {
      expect(answerIn(await replica.reply(args, state, YES(), CHANGE)).text).toContain('used before');
    }
    expect(writes(from)).toBe(1);
  });

  it('make a change once when a confirmation comes to all of them in one moment', async () => {
    const replicas = [await openReplica(), await openReplica(), await openReplica()];
    const args = creation();
    const { state } = questionIn((await replicas[0]?.ask(args, CHANGE)) ?? { state: '', message: '' });
    const from = cloud.requests.length;
    const answers = await Promise.all(
      [...replicas, ...replicas].map(async (replica) => answerIn(await replica.reply(args, state, YES(), CHANGE))),
    );
    expect(answers.filter(({ data }) => data.outcome === 'applied')).toHaveLength(1);
    expect(writes(from)).toBe(1);
  });

  it('change nothing while the engine hangs, and do not take that confirmation afterward', async () => {
    const [one, other] = [await openReplica(), await openReplica()];
    const args = creation();
    const { state } = questionIn(await one.ask(args, CHANGE));
    const from = cloud.requests.length;
    engine.hang();
    try {
      expect(answerIn(await one.reply(args, state, YES(), CHANGE)).text).toContain('cannot be recorded');
      expect(answerIn(await other.ask(args, CHANGE)).text).toContain('nobody was asked');
    } finally {
      engine.resume();
    }
    await expect.poll(async () => 'state' in (await other.ask(creation(), CHANGE))).toBe(true);
    for (const replica of [one, other]) {
      expect(answerIn(await replica.reply(args, state, YES(), CHANGE)).isError).toBe(true);
    }
    expect(writes(from)).toBe(0);
  });

  it('take no confirmation that was asked for before the engine forgot', async () => {
    const [one, other] = [await openReplica(), await openReplica()];
    const args = creation();
    const { state } = questionIn(await one.ask(args, CHANGE));
    const from = cloud.requests.length;
    expect(answerIn(await one.reply(args, state, YES(), CHANGE)).data.outcome).toBe('applied');
    await engine.restart();
    await expect.poll(async () => 'state' in (await other.ask(creation(), CHANGE))).toBe(true);
    expect(answerIn(await other.reply(args, state, YES(), CHANGE)).text).toContain('was lost since you were asked');
    expect(writes(from)).toBe(1);
  });

  it('take none while the engine may drop what it holds, though it could not when they connected', async () => {
    const one = await openReplica();
    const args = creation();
    const { state } = questionIn(await one.ask(args, CHANGE));
    const from = cloud.requests.length;
    const operator = clients.at(-1);
    await operator?.run([
      ['config', 'set', 'maxmemory-policy', 'allkeys-lru'],
      ['config', 'set', 'maxmemory', '50mb'],
    ]);
    try {
      expect(answerIn(await one.reply(args, state, YES(), CHANGE)).text).toContain('cannot be recorded');
      expect(writes(from)).toBe(0);
    } finally {
      await operator?.run([['config', 'set', 'maxmemory', '0']]);
    }
    expect('state' in (await one.ask(creation(), CHANGE))).toBe(true);
  });

  it('leave nothing in the engine but digests and times', async () => {
    const one = await openReplica();
    const args = creation();
    const { state } = questionIn(await one.ask(args, CHANGE));
    answerIn(await one.reply(args, state, YES(), CHANGE));
    const [keys] = (await clients.at(-1)?.run([['keys', '*']])) ?? [];
    expect(
      String(keys)
        .split(',')
        .every((key) => /^mistmcp:(?:born|used:[0-9a-f-]{36})$/.test(key)),
    ).toBe(true);
  });
});

describe.skipIf(engineProgram === undefined)('an engine that replicas cannot rely on (needs redis-server)', () => {
  it.each([
    ['drops keys when memory is short', ['--maxmemory', '50mb', '--maxmemory-policy', 'allkeys-lru'], /noeviction/],
    ['drops keys with a time first', ['--maxmemory', '50mb', '--maxmemory-policy', 'volatile-ttl'], /noeviction/],
    ['lets nobody in without a password', ['--requirepass', 'secret of a test'], /does not let this server in/],
  ])('is refused at the start when it %s', async (_what, settings, words) => {
    const engine = await startEngine(settings);
    try {
      await expect(openRedis(engine.url, keptLog().log)).rejects.toThrow(words);
    } finally {
      await engine.stop();
    }
  });

  it('is waited for where it is not there yet', async () => {
    const engine = await startEngine(['--maxmemory', '50mb', '--maxmemory-policy', 'noeviction']);
    await engine.end();
    const { log, lines } = keptLog();
    const client = await openRedis(engine.url, log);
    await expect(client.run([['get', 'mistmcp:born']])).rejects.toThrow('cannot be reached');
    expect(lines.filter((line) => line.includes('nothing is confirmed'))).toHaveLength(1);
    expect(client.isThere).toBe(false);
    await engine.restart();
    await expect.poll(async () => client.run([['get', 'mistmcp:none']]).catch(() => 'away')).toEqual([null]);
    expect(client.isThere).toBe(true);
    await client.close();
    await engine.stop();
  });
});
