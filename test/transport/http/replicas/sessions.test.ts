import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Seal } from '../../../../src/transport/http/replicas/seal.ts';
import { GOOD_MS, openSealedSession, sealSession } from '../../../../src/transport/http/replicas/sealed-session.ts';
import { type EngineProcess, engineProgram, startEngine } from '../../../harness/engine.ts';
import { openReplicaStage, REPLICAS_KEY, type ReplicaStage } from '../../../harness/replica-stage.ts';
import { type Answer, ask, initialize, openSession } from '../../../harness/wire.ts';

const rpc = (method: string, params: object = {}): string => JSON.stringify({ jsonrpc: '2.0', id: 7, method, params });
const PING = rpc('ping');
const LIST = rpc('tools/list');
const INITIALIZED = JSON.stringify({ jsonrpc: '2.0', method: 'notifications/initialized' });

/** The replicas of a stage, `a` and `b`, with what a client sends to one of them. */
function sender(stage: ReplicaStage) {
  const headers = (token: string): Record<string, string> => ({ Authorization: `Bearer ${token}` });
  return {
    open: (at: number, token: string, query = ''): Promise<string> =>
      openSession(stage.replicas[at]?.url ?? '', {
        ...headers(token),
        ...(query === '' ? {} : { 'X-Mist-Readonly': query }),
      }),
    send: (at: number, token: string, id: string, body: string | undefined, method = 'POST'): Promise<Answer> =>
      ask(stage.replicas[at]?.url ?? '', {
        method,
        headers: { ...headers(token), 'Mcp-Session-Id': id },
        ...(body === undefined ? {} : { body }),
      }),
  };
}

describe('a session of replicas that share a key', () => {
  let stage: ReplicaStage;
  beforeAll(async () => {
    stage = await openReplicaStage();
  });
  afterAll(() => stage.close());

  it('is served by each of them, and by one that was started later', async () => {
    const { open, send } = sender(stage);
    const token = stage.cloud.tokens.write;
    const id = await open(0, token);
    expect((await send(0, token, id, INITIALIZED)).status).toBe(202);
    const tools = (await send(0, token, id, LIST)).text;
    expect(tools).toContain('mist_get_self');
    // Whoever cannot ask is offered no tools that change something.
    expect(tools).not.toContain('mist_update_configuration_objects');
    await stage.add(['--replica', 'c']);
    for (const at of [1, 2]) {
      const { status, text, headers } = await send(at, token, id, LIST);
      expect([status, headers['mcp-session-id']]).toEqual([200, id]);
      expect(text).toBe(tools);
    }
  });

  it('outlives the replica that opened it', async () => {
    const { open, send } = sender(stage);
    const token = stage.cloud.tokens.read;
    const last = await stage.add(['--replica', 'd']);
    const id = await open(stage.replicas.indexOf(last), token);
    expect(id).toMatch(/^d\./);
    await last.close(100);
    expect((await send(0, token, id, PING)).status).toBe(200);
  });

  it('is nobody else’s at any of them, and none that was altered is one', async () => {
    const { open, send } = sender(stage);
    const { read, write } = stage.cloud.tokens;
    const id = await open(0, read);
    const middle = id.length >> 1;
    const altered = `${id.slice(0, middle)}${id[middle] === 'A' ? 'B' : 'A'}${id.slice(middle + 1)}`;
    for (const at of [0, 1]) {
      expect((await send(at, write, id, PING)).status).toBe(404);
      // Under another name it would outlive its end.
      for (const none of [altered, id.slice(2), `z.${id.slice(2)}`, `${id}=`, id.slice(0, -1), 'a.', 'x']) {
        expect((await send(at, read, none, PING)).status, none).toBe(404);
      }
    }
  });

  it('stays as narrow as it was opened', async () => {
    const { open, send } = sender(stage);
    const token = stage.cloud.tokens.write;
    const id = await open(0, token, 'true');
    expect((await send(1, token, id, LIST)).text).not.toContain('mist_update_configuration_objects');
  });

  it('that was ended is over at the replica that was told', async () => {
    const { open, send } = sender(stage);
    const token = stage.cloud.tokens.read;
    const id = await open(0, token);
    expect((await send(1, token, id, undefined, 'DELETE')).status).toBe(200);
    expect((await send(1, token, id, PING)).status).toBe(404);
  });

  it('takes no answer at a replica that did not ask, where that cannot reach the one that did', async () => {
    const { open, send } = sender(stage);
    const token = stage.cloud.tokens.read;
    const id = await open(0, token);
    const answer = JSON.stringify({ jsonrpc: '2.0', id: '0123456789ab-0', result: { action: 'accept' } });
    const { status, text } = await send(1, token, id, answer);
    expect([status, text]).toEqual([503, expect.stringContaining('your answer had no effect')]);
  });
});

describe.skipIf(engineProgram === undefined)('a session of replicas with an engine (needs redis-server)', () => {
  let engine: EngineProcess;
  let stage: ReplicaStage;
  beforeAll(async () => {
    engine = await startEngine();
    stage = await openReplicaStage(['--redis', engine.url]);
  });
  afterAll(async () => {
    await stage.close();
    await engine.stop();
  });

  it('is over everywhere when it was ended at one', async () => {
    const { open, send } = sender(stage);
    const token = stage.cloud.tokens.read;
    const [used, unused] = [await open(0, token), await open(0, token)];
    expect((await send(1, token, used, PING)).status).toBe(200);
    for (const id of [used, unused]) expect((await send(0, token, id, undefined, 'DELETE')).status).toBe(200);
    for (const id of [used, unused]) {
      await expect.poll(async () => (await send(1, token, id, PING)).status).toBe(404);
    }
    const late = await stage.add();
    expect((await send(stage.replicas.indexOf(late), token, used, PING)).status).toBe(404);
  });

  it('goes on while the engine hangs', async () => {
    const { open, send } = sender(stage);
    const token = stage.cloud.tokens.read;
    const id = await open(0, token);
    engine.hang();
    try {
      expect((await send(1, token, id, PING)).status).toBe(200);
    } finally {
      engine.resume();
    }
  });

  it.each(['2025-11-25', '2026-07-28'] as const)(
    'takes the answer to a question at whichever replica it comes to, in %s',
    async (era) => {
      const client = await stage.connect(stage.cloud.tokens.write, era);
      const before = stage.changes.count;
      for (let turn = 0; turn < 6; turn += 1) {
        const { content } = await client.callTool({ name: 'test_change', arguments: {} });
        expect(JSON.stringify(content)).toContain('accepted');
        // An odd number of requests between them, so that each replica asks and each is answered.
        await client.ping().catch(() => {});
      }
      expect(stage.changes.count - before).toBe(6);
    },
  );
});

describe('the id of a session', () => {
  const seal = new Seal([REPLICAS_KEY], 'session');
  const { params } = JSON.parse(initialize);
  const opening = { params, view: { readonly: true, format: 'string' } } as const;

  it('holds the opening and nothing else that a client has sent', () => {
    const huge = { ...params, clientInfo: { name: 'n'.repeat(5000), version: '1' }, _meta: { huge: 'x'.repeat(5000) } };
    const id = sealSession(seal, { ...opening, params: huge }, 'alice');
    expect(id.length).toBeLessThan(400);
    expect(openSealedSession(seal, id, 'alice')).toEqual({
      ...opening,
      params: { ...params, clientInfo: { name: 'n'.repeat(60), version: '1' } },
    });
  });

  it.each([
    [{ elicitation: {} }, { elicitation: {} }],
    [{ elicitation: { form: { applyDefaults: true } }, roots: {} }, { elicitation: { form: {} } }],
    [{ elicitation: { url: {} } }, { elicitation: { url: {} } }],
    [{ sampling: {} }, {}],
    [undefined, {}],
  ])('of a client that can do %j says how it can be asked', (capabilities, kept) => {
    const id = sealSession(seal, { ...opening, params: { ...params, capabilities } }, 'alice');
    expect(openSealedSession(seal, id, 'alice')?.params.capabilities).toEqual(kept);
  });

  it('opens for whom it was made, for a week, with a key that is known', () => {
    const id = sealSession(seal, opening, 'alice read');
    expect(openSealedSession(seal, id, 'alice write')).toBeUndefined();
    expect(openSealedSession(seal, id, 'alice read', Date.now() + GOOD_MS + 1000)).toBeUndefined();
    const changed = new Seal(['the key that came after it, also 32 bytes', REPLICAS_KEY], 'session');
    expect(openSealedSession(changed, id, 'alice read')).toBeDefined();
    for (const other of [
      new Seal([REPLICAS_KEY], 'news'),
      new Seal(['another key of at least 32 bytes ...'], 'session'),
    ]) {
      expect(openSealedSession(other, id, 'alice read')).toBeUndefined();
    }
  });
});
