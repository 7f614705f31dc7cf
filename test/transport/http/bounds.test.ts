import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TurnQueue } from '../../../src/core/turn-queue.ts';
import { parseCloud } from '../../../src/mist/clouds.ts';
import { createSession } from '../../../src/mist/session.ts';
import { Tenant } from '../../../src/transport/http/tenant.ts';
import { Tenants } from '../../../src/transport/http/tenants.ts';
import { openHttpStage } from '../../harness/http-stage.ts';

/** Work that ends when it is told to, and notes when it began. */
function works(): {
  begun: string[];
  work: (name: string) => () => Promise<void>;
  end: (name: string) => Promise<void>;
} {
  const begun: string[] = [];
  const ends = new Map<string, () => void>();
  return {
    begun,
    work: (name) => () => {
      begun.push(name);
      return new Promise((resolve) => ends.set(name, resolve));
    },
    async end(name) {
      ends.get(name)?.();
      await wait(0);
    },
  };
}

describe('requests to Mist', () => {
  it('of one token run so many at once, in the order they came', async () => {
    const queue = new TurnQueue(2);
    const { begun, work, end } = works();
    for (const name of ['a', 'b', 'c', 'd']) void queue.run('one', undefined, work(name));
    await wait(0);
    expect(begun).toEqual(['a', 'b']);
    expect([queue.running, queue.waiting]).toEqual([2, 2]);
    await end('b');
    expect(begun).toEqual(['a', 'b', 'c']);
    await end('a');
    expect(begun).toEqual(['a', 'b', 'c', 'd']);
    await end('c');
    await end('d');
    expect([queue.running, queue.waiting]).toEqual([0, 0]);
  });

  it('of several tokens take turns where the total is short', async () => {
    const queue = new TurnQueue(8, 1);
    const { begun, work, end } = works();
    for (const name of ['a1', 'a2', 'a3', 'a4']) void queue.run('a', undefined, work(name));
    for (const name of ['b1', 'b2']) void queue.run('b', undefined, work(name));
    await wait(0);
    for (let turn = 0; turn < 6; turn += 1) await end(begun.at(-1) ?? '');
    expect(begun.indexOf('b1')).toBeLessThan(3);
    expect(begun.indexOf('b2')).toBeLessThan(5);
    expect(begun.length).toBe(6);
  });

  it('whose caller went away leave the queue, and hold no place', async () => {
    const queue = new TurnQueue(1);
    const { begun, work, end } = works();
    const abort = new AbortController();
    void queue.run('a', undefined, work('first'));
    const left = queue.run('a', abort.signal, async () => 'told');
    void queue.run('a', undefined, work('last'));
    abort.abort();
    expect(await left).toBe('told');
    expect(begun).toEqual(['first']);
    await end('first');
    expect(begun).toEqual(['first', 'last']);
    await end('last');
    expect(queue.running).toBe(0);
  });

  it('never exceed their bounds, all end, whatever fails or leaves', async () => {
    const job = fc.record({
      key: fc.constantFrom('a', 'b', 'c'),
      ms: fc.nat(3),
      fails: fc.boolean(),
      leaves: fc.option(fc.nat(3), { nil: undefined }),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(job, { maxLength: 40 }),
        fc.integer({ min: 1, max: 3 }),
        fc.integer({ min: 1, max: 5 }),
        async (jobs, perKey, total) => {
          const queue = new TurnQueue(perKey, total);
          const now = new Map<string, number>();
          const runs = jobs.map(({ key, ms, fails, leaves }) => {
            const abort = new AbortController();
            if (leaves !== undefined) setTimeout(() => abort.abort(), leaves);
            return queue.run(key, abort.signal, async () => {
              if (abort.signal.aborted) return;
              now.set(key, (now.get(key) ?? 0) + 1);
              expect(now.get(key)).toBeLessThanOrEqual(perKey);
              expect([...now.values()].reduce((sum, count) => sum + count, 0)).toBeLessThanOrEqual(total);
              await wait(ms);
              now.set(key, (now.get(key) ?? 0) - 1);
              if (fails) throw new Error('it fails');
            });
          });
          for (const result of await Promise.allSettled(runs)) {
            if (result.status === 'rejected') expect(String(result.reason)).toBe('Error: it fails');
          }
          expect([queue.running, queue.waiting]).toEqual([0, 0]);
        },
      ),
      { numRuns: 40 },
    );
  });
});

describe('tenants', () => {
  const cloud = parseCloud('api.mist.com');
  const make = (max: number, calls = 10) => {
    let opened = 0;
    const assemble = () => () => {
      throw new Error('nothing is served here');
    };
    const tenants = new Tenants(
      {
        open: ({ token }) => createSession({ token, cloud }),
        check: async () => ({}),
        isOverloaded: () => false,
        admit({ session }) {
          opened += 1;
          return new Tenant(session, false, assemble);
        },
        expelled() {},
      },
      { max, idleMs: 1000, calls, proofMs: 60_000 },
    );
    const use = (token: string, work: () => Promise<void> = async () => {}) =>
      tenants.with({ token, cloud }, { address: '127.0.0.1', counts: true }, work);
    return { tenants, use, opened: () => opened };
  };

  it('are kept while they are few and in use, the longest idle go first', async () => {
    const { tenants, use, opened } = make(2);
    await use('aaaaaaaa');
    await use('bbbbbbbb');
    await use('aaaaaaaa');
    expect(opened()).toBe(2);
    await use('cccccccc');
    expect(tenants.size).toBe(2);
    await use('aaaaaaaa');
    expect(opened()).toBe(3);
    await use('bbbbbbbb');
    expect(opened()).toBe(4);
    tenants.sweep(Date.now() + 2000);
    expect(tenants.size).toBe(0);
  });

  it('at work are never forgotten; with no room left a new one is told to wait', async () => {
    const { tenants, use } = make(1, 2);
    let end = (): void => {};
    const busy = () => new Promise<void>((resolve) => (end = resolve));
    await use('aaaaaaaa');
    const working = use('aaaaaaaa', busy);
    await wait(0);
    tenants.sweep(Date.now() + 60_000);
    expect(tenants.size).toBe(1);
    await expect(use('bbbbbbbb')).rejects.toMatchObject({ status: 503 });
    await use('aaaaaaaa', () => expect(use('aaaaaaaa')).rejects.toMatchObject({ status: 429 }));
    end();
    await working;
    await use('bbbbbbbb');
  });

  it('show their token to nobody who prints them, and the log is scrubbed of it', async () => {
    const { inspect } = await import('node:util');
    const { tenants, use } = make(5);
    const session = createSession({ token: 'q7Wc2LrT9vXn4KpB', cloud });
    const tenant = new Tenant(session, false, () => () => Promise.reject(new Error()));
    expect(inspect(tenant, { depth: 9, showHidden: true }) + JSON.stringify(tenant)).not.toContain('q7Wc2LrT9vXn4KpB');
    await use('q7Wc2LrT9vXn4KpB');
    expect(tenants.scrub('before q7Wc2LrT9vXn4KpB after')).toBe('before [token] after');
  });
});

describe('a client that does not read', () => {
  it('is cut', async () => {
    const stage = await openHttpStage([], { limits: { stalledMs: 200 } });
    const { hostname, port } = new URL(stage.url);
    const socket = connect(Number(port), hostname).pause();
    socket.on('error', () => {});
    await once(socket, 'connect');
    socket.write('GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n'.repeat(60_000));
    // Not a byte is read here; that the other side has cut it shows at a write.
    const isCut = (): boolean => {
      if (!socket.destroyed) socket.write('\r\n');
      return socket.destroyed;
    };
    await expect.poll(isCut).toBe(true);
    await stage.close();
  });
});
