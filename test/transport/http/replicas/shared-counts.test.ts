import { afterEach, describe, expect, it } from 'vitest';
import { CallBudget } from '../../../../src/mist/http/rate-limit/call-budget.ts';
import { type Command, type Engine, EngineAway } from '../../../../src/transport/http/replicas/engine.ts';
import { SharedCounts } from '../../../../src/transport/http/replicas/shared-counts.ts';

const SECRET = 'a key that replicas share, at least 32 bytes';

/** An engine in memory, as far as counting goes. */
class SmallEngine implements Engine {
  readonly isThere = true;
  readonly numbers = new Map<string, number>();
  /** What stands between a replica and the engine: nothing, a missing connection, or an answer that never came. */
  fault: 'gone' | 'late' | undefined;

  async run(commands: readonly Command[]): Promise<readonly unknown[]> {
    if (this.fault === 'gone') throw new EngineAway('gone', false);
    const answers = commands.map(([name, key = '', by]) => {
      const before = this.numbers.get(String(key));
      if (name === 'get') return before === undefined ? null : String(before);
      if (name !== 'incrby') return 1;
      this.numbers.set(String(key), (before ?? 0) + Number(by));
      return this.numbers.get(String(key));
    });
    if (this.fault === 'late') throw new EngineAway('late', true);
    return answers;
  }

  async publish(): Promise<void> {}
  listen(): void {}
  async close(): Promise<void> {}
}

const open: SharedCounts[] = [];
afterEach(() => {
  for (const counts of open.splice(0)) counts.close();
});

function replicas(engine: Engine): readonly [SharedCounts, SharedCounts] {
  const pair = [new SharedCounts(engine, SECRET, 1_000_000), new SharedCounts(engine, SECRET, 1_000_000)] as const;
  open.push(...pair);
  return pair;
}

describe('a number that replicas add up', () => {
  it('is what the others have added, for each of them', async () => {
    const [one, other] = replicas(new SmallEngine());
    const [a, b] = [one.of('calls', 'x', 60), other.of('calls', 'x', 60)];
    a.add(3);
    b.add(4);
    expect([a.others, b.others]).toEqual([0, 0]);
    await one.tell();
    await other.tell();
    await one.tell();
    expect([a.others, b.others]).toEqual([4, 3]);
    expect(other.of('calls', 'y', 60).others).toBe(0);
  });

  it('counts what the same replica added by another hand', async () => {
    const [one] = replicas(new SmallEngine());
    const [a, b] = [one.of('calls', 'x', 60), one.of('calls', 'x', 60)];
    a.add(3);
    expect([a.others, b.others]).toEqual([0, 3]);
    await one.tell();
    expect([a.others, b.others]).toEqual([0, 3]);
  });

  it('goes on with what is known while the engine is gone, and is told once when it is back', async () => {
    const engine = new SmallEngine();
    const [one, other] = replicas(engine);
    const [a, b] = [one.of('calls', 'x', 60), other.of('calls', 'x', 60)];
    engine.fault = 'gone';
    a.add(5);
    await one.tell();
    expect([a.others, b.others]).toEqual([0, 0]);
    engine.fault = undefined;
    await one.tell();
    await other.tell();
    expect([a.others, b.others]).toEqual([0, 5]);
  });

  it('is not told twice when the answer was lost', async () => {
    const engine = new SmallEngine();
    const [one, other] = replicas(engine);
    const [a, b] = [one.of('calls', 'x', 60), other.of('calls', 'x', 60)];
    expect(b.others).toBe(0);
    a.add(5);
    engine.fault = 'late';
    await one.tell();
    engine.fault = undefined;
    await one.tell();
    await other.tell();
    expect([a.others, b.others]).toEqual([0, 5]);
  });

  it('is no less than what was told when the engine has lost it', async () => {
    const engine = new SmallEngine();
    const [one] = replicas(engine);
    const a = one.of('calls', 'x', 60);
    a.add(5);
    await one.tell();
    engine.numbers.clear();
    await one.tell();
    expect(a.others).toBe(0);
  });

  it('has a name in the engine that tells nothing of what is counted', async () => {
    const engine = new SmallEngine();
    const [one] = replicas(engine);
    one.of('person', 'https://login.example.com alice', 60).add(1);
    await one.tell();
    expect([...engine.numbers.keys()]).toEqual([expect.stringMatching(/^mistmcp:person:[\w-]{22}$/)]);
  });
});

it('the budget of a token is used by the calls of other replicas too', async () => {
  const engine = new SmallEngine();
  const [one, other] = replicas(engine);
  const budget = (counts: SharedCounts): CallBudget =>
    new CallBudget(Date.now, (hour) => counts.of('calls', `principal ${hour}`, 60));
  const [here, there] = [budget(one), budget(other)];
  here.learn({ requests: 4000, request_limit: 5000 });
  here.sent();
  for (let call = 0; call < 500; call += 1) there.sent();
  await other.tell();
  await one.tell();
  expect(here.left).toBe(499);
  expect(there.left).toBeUndefined();
  there.learn({ requests: 4501, request_limit: 5000 });
  expect(there.left).toBe(499);
});
