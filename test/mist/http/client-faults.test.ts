import { describe, expect, it } from 'vitest';
import { MistError } from '../../../src/core/errors/mist-error.ts';
import type { MistClient, MistRequest } from '../../../src/mist/http/client.ts';
import { retryAfterOf } from '../../../src/mist/http/retry.ts';
import { type Behavior, clientOf, faultServers, json } from '../../harness/fault-server.ts';

const ORG = '11111111-2222-3333-4444-555555555555';
const SELF: MistRequest = { route: 'GET /api/v1/self' };
const WRITES: readonly MistRequest[] = [
  { route: 'POST /api/v1/orgs/{org_id}/sites', path: { org_id: ORG }, body: {} },
  { route: 'PUT /api/v1/sites/{site_id}', path: { site_id: ORG }, body: {} },
  { route: 'DELETE /api/v1/sites/{site_id}', path: { site_id: ORG } },
];

const serve = faultServers();

async function failure(client: MistClient, request: MistRequest): Promise<MistError> {
  const outcome = await client.send(request).catch((error: unknown) => error);
  if (outcome instanceof MistError) return outcome;
  throw new Error(`no MistError but ${String(outcome)}`);
}

const answers: Record<string, Behavior> = {
  '502': (response) => json(response, {}, 502),
  '503': (response) => json(response, {}, 503),
  '504': (response) => json(response, {}, 504),
  '429 with Retry-After': (response) => json(response, {}, 429, { 'retry-after': '0' }),
  'a connection cut before the answer': (response) => response.destroy(),
  'a connection cut in the answer': (response) => {
    response.writeHead(200, { 'content-length': '100' }).write('{"a":');
    setTimeout(() => response.destroy(), 5);
  },
};

describe('a second attempt', () => {
  for (const [name, fault] of Object.entries(answers)) {
    it(`is made twice for a GET after ${name}`, async () => {
      const server = await serve((response, request, count) =>
        count <= 2 ? fault(response, request, count) : json(response, { ok: true }),
      );
      expect((await clientOf(server).send(SELF)).body).toEqual({ ok: true });
      expect(server.requests).toHaveLength(3);
    });

    it(`is not made a third time after ${name}`, async () => {
      const server = await serve(fault);
      expect((await failure(clientOf(server), SELF)).kind).toMatch(/server|rate_limited|network/);
      expect(server.requests).toHaveLength(3);
    });

    it(`is never made for a change after ${name}`, async () => {
      const server = await serve(fault);
      for (const request of WRITES) await failure(clientOf(server), request);
      expect(server.requests.map(({ method }) => method)).toEqual(['POST', 'PUT', 'DELETE']);
    });
  }

  for (const status of [400, 401, 403, 404, 500, 501]) {
    it(`is not made after ${status}`, async () => {
      const server = await serve((response) => json(response, {}, status));
      await failure(clientOf(server), SELF);
      expect(server.requests).toHaveLength(1);
    });
  }

  it('is not advised after 501, which does not pass', async () => {
    const server = await serve((response) => json(response, {}, 501));
    expect((await failure(clientOf(server), SELF)).advice).toMatch(/will not help/);
  });

  it('is not made after a 429 that does not say when', async () => {
    const server = await serve((response) => json(response, {}, 429));
    const error = await failure(clientOf(server), SELF);
    expect(error.advice).toMatch(/full hour/);
    expect(server.requests).toHaveLength(1);
  });

  it('is not made when the wait is above the cap; the error says when', async () => {
    const server = await serve((response) => json(response, {}, 429, { 'retry-after': '1234' }));
    const error = await failure(clientOf(server), SELF);
    expect(error.more.retryAfter).toBe(1234);
    expect(error.advice).toContain('1234 s');
    expect(server.requests).toHaveLength(1);
  });

  it('comes after the wait that was asked for', async () => {
    const times: number[] = [];
    const server = await serve((response, _, count) => {
      times.push(Date.now());
      if (count === 1) json(response, {}, 429, { 'retry-after': '1' });
      else json(response, {});
    });
    await clientOf(server).send(SELF);
    const [first = 0, second = 0] = times;
    expect(second - first).toBeGreaterThanOrEqual(950);
  });

  it('reads Retry-After as seconds or as a date, and nothing else', () => {
    const now = Date.parse('2026-01-01T00:00:00Z');
    const read = (value: string) => retryAfterOf(new Headers({ 'retry-after': value }), now);
    expect(read('30')).toBe(30);
    expect(read('Thu, 01 Jan 2026 00:01:30 GMT')).toBe(90);
    expect(read('Wed, 31 Dec 2025 23:00:00 GMT')).toBe(0);
    expect(read('-5')).toBeUndefined();
    expect(read('soon')).toBeUndefined();
    expect(retryAfterOf(new Headers(), now)).toBeUndefined();
  });
});

describe('time and size', () => {
  it('gives up on an answer that does not come, once, and drops the connection', async () => {
    const server = await serve(() => {});
    const error = await failure(clientOf(server, { timeoutMs: 1000 }), SELF);
    expect(error.kind).toBe('timeout');
    await server.closedOne;
    expect(server.requests).toHaveLength(1);
  });

  it('gives up on a body that trickles', async () => {
    const server = await serve((response) => {
      response.writeHead(200).write('{');
      const timer = setInterval(() => response.write(' '), 10);
      response.on('close', () => clearInterval(timer));
    });
    expect((await failure(clientOf(server, { timeoutMs: 1000 }), SELF)).kind).toBe('timeout');
    await server.closedOne;
  });

  it('stops reading an answer that is too large, and does not ask again', async () => {
    let sent = 0;
    const server = await serve((response) => {
      response.writeHead(200);
      const more = (): void => {
        sent += 1;
        if (!response.destroyed) response.write('x'.repeat(64 * 1024), () => setImmediate(more));
      };
      more();
    });
    const error = await failure(clientOf(server, { maxBytes: 256 * 1024 }), SELF);
    expect(error.kind).toBe('too_large');
    await server.closedOne;
    expect(sent).toBeLessThan(1000);
    expect(server.requests).toHaveLength(1);
  });

  it('reads an answer of exactly the allowed size', async () => {
    const server = await serve((response) => response.end(JSON.stringify('x'.repeat(998))));
    expect((await clientOf(server, { maxBytes: 1000 }).send(SELF)).body).toHaveLength(998);
    expect((await failure(clientOf(server, { maxBytes: 999 }), SELF)).kind).toBe('too_large');
  });

  it('caps the body of an error too', async () => {
    const server = await serve((response) => response.writeHead(400).end('x'.repeat(5000)));
    expect((await failure(clientOf(server, { maxBytes: 1000 }), SELF)).kind).toBe('too_large');
  });
});

describe('cancellation', () => {
  it('closes the connection of a request under way', async () => {
    const server = await serve(() => {});
    const caller = new AbortController();
    const waiting = failure(clientOf(server), { ...SELF, signal: caller.signal });
    await expect.poll(() => server.requests.length).toBe(1);
    caller.abort();
    expect((await waiting).kind).toBe('cancelled');
    await server.closedOne;
    expect(server.requests).toHaveLength(1);
  });

  it('ends the reading of a body', async () => {
    const server = await serve((response) => {
      response.writeHead(200).write('{"a":');
    });
    const caller = new AbortController();
    const waiting = failure(clientOf(server), { ...SELF, signal: caller.signal });
    await expect.poll(() => server.requests.length).toBe(1);
    setTimeout(() => caller.abort(), 20);
    expect((await waiting).kind).toBe('cancelled');
    await server.closedOne;
  });

  it('ends the waiting for another attempt', async () => {
    const server = await serve((response) => json(response, {}, 429, { 'retry-after': '9' }));
    const caller = new AbortController();
    const waiting = failure(clientOf(server), { ...SELF, signal: caller.signal });
    await expect.poll(() => server.requests.length).toBe(1);
    setTimeout(() => caller.abort(), 20);
    expect((await waiting).kind).toBe('cancelled');
    expect(server.requests).toHaveLength(1);
  });

  it('before the start sends nothing', async () => {
    const server = await serve((response) => json(response, {}));
    const error = await failure(clientOf(server), { ...SELF, signal: AbortSignal.abort() });
    expect(error.kind).toBe('cancelled');
    expect(server.connections()).toBe(0);
  });

  it('leaves no listener behind on a signal that lives on', async () => {
    const server = await serve((response) => json(response, {}));
    const { signal } = new AbortController();
    let listeners = 0;
    const add = signal.addEventListener.bind(signal);
    const remove = signal.removeEventListener.bind(signal);
    Object.assign(signal, {
      addEventListener: (...given: Parameters<typeof add>) => {
        listeners += 1;
        add(...given);
      },
      removeEventListener: (...given: Parameters<typeof remove>) => {
        listeners -= 1;
        remove(...given);
      },
    });
    await clientOf(server).send({ ...SELF, signal });
    expect(listeners).toBe(0);
  });
});
