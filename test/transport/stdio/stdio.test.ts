import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { endsCleanly, initialize, messages, type ServerProcess, startServer, TOKEN } from '../../harness/process.ts';

const ERA_2026 = '2026-07-28';

/** Takes requests and answers none before `release`: what a call in flight hangs on. */
let hanging: Server;
let host = '';
const held: ServerResponse[] = [];

function release(): void {
  for (const response of held.splice(0)) response.end('{"email":"late@example.com"}');
}

beforeAll(async () => {
  hanging = createServer((_request, response) => held.push(response));
  await new Promise<void>((resolve) => hanging.listen(0, '127.0.0.1', resolve));
  const address = hanging.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  host = `http://127.0.0.1:${address.port}`;
});
afterAll(() => {
  hanging.closeAllConnections();
  hanging.close();
});

const running: ServerProcess[] = [];
afterEach(() => {
  for (const server of running.splice(0)) server.child.kill('SIGKILL');
});

function start(args: string[] = [], env: NodeJS.ProcessEnv = {}): ServerProcess {
  const server = startServer(args, { MIST_APITOKEN: TOKEN, MIST_HOST: host, ...env });
  running.push(server);
  return server;
}

const envelope = {
  'io.modelcontextprotocol/protocolVersion': ERA_2026,
  'io.modelcontextprotocol/clientInfo': { name: 'test', version: '1' },
  'io.modelcontextprotocol/clientCapabilities': {},
};
const call = {
  id: 2,
  method: 'tools/call',
  params: { name: 'mist_get_self', arguments: { action_type: 'account_info' } },
};

async function initialized(...args: string[]): Promise<ServerProcess> {
  const server = start(args);
  server.send(initialize);
  await server.answer(1);
  server.send({ method: 'notifications/initialized' });
  return server;
}

/** A server whose one call has reached the cloud, which says nothing. */
async function withCallInFlight(...args: string[]): Promise<ServerProcess> {
  const server = await initialized(...args);
  const arrival = once(hanging, 'request');
  server.send(call);
  await Promise.race([arrival, server.answer(2)]);
  expect(messages(server.stdout()).map(({ id }) => id)).toEqual([1]);
  return server;
}

describe('both protocol eras', () => {
  it('serves a 2025 client from initialize on', async () => {
    const server = await initialized();
    server.send({ id: 2, method: 'tools/list' });
    expect(await server.answer(2)).toMatchObject({ result: { tools: expect.arrayContaining([expect.anything()]) } });
  });

  it('serves a 2026 client without initialize', async () => {
    const server = start();
    server.send({ id: 1, method: 'server/discover', params: { _meta: envelope } });
    expect(await server.answer(1)).toMatchObject({ result: { supportedVersions: [ERA_2026] } });
    server.send({ id: 2, method: 'tools/list', params: { _meta: envelope } });
    expect(await server.answer(2)).toMatchObject({ result: { tools: expect.arrayContaining([expect.anything()]) } });
  });

  it('answers requests that are piped in all at once, also when they take a moment', async () => {
    const server = start(['--demo'], { MIST_APITOKEN: '', MIST_HOST: '' });
    server.send(initialize);
    server.send({ method: 'notifications/initialized' });
    server.send(call);
    server.send({ id: 3, method: 'tools/list' });
    server.child.stdin.end();
    expect(await server.exit).toEqual({ code: 0, signal: null });
    const answers = messages(server.stdout()).map(({ id }) => id);
    expect(answers.toSorted()).toEqual([1, 2, 3]);
  });
});

describe('after stdin has ended', () => {
  it('a request that was read before is answered, however slow the cloud is', async () => {
    const server = await withCallInFlight();
    server.child.stdin.end();
    await wait(1000);
    release();
    expect(JSON.stringify(await server.answer(2))).toContain('late@example.com');
    expect(await server.exit).toEqual({ code: 0, signal: null });
  });

  it('a request without an answer within --timeout is told so, and the server ends', async () => {
    const server = await withCallInFlight('--timeout', '1');
    server.child.stdin.end();
    expect(await server.exit).toEqual({ code: 0, signal: null });
    expect(messages(server.stdout()).at(-1)).toMatchObject({ id: 2 });
  });

  it('a request that the client has taken back keeps nobody waiting', async () => {
    const server = await withCallInFlight();
    server.send({ method: 'notifications/cancelled', params: { requestId: 2 } });
    await endsCleanly(server, () => server.child.stdin.end());
  });

  it('a question to the person fails, and the call that asked it changes nothing', async () => {
    const server = start(['--demo', '--enable-write-tools'], { MIST_APITOKEN: '', MIST_HOST: '' });
    const { params } = initialize;
    server.send({ ...initialize, params: { ...params, capabilities: { elicitation: { form: {} } } } });
    await server.answer(1);
    server.send({ method: 'notifications/initialized' });
    const args = { action_type: 'create', object_type: 'org_sitetemplates', payload: { name: 'Never made' } };
    server.send({
      id: 2,
      method: 'tools/call',
      params: { name: 'mist_change_configuration_objects', arguments: args },
    });
    await expect.poll(() => server.stdout()).toContain('elicitation/create');
    server.child.stdin.end();
    expect(await server.exit).toEqual({ code: 0, signal: null });
    expect(messages(server.stdout()).at(-1)).toMatchObject({ id: 2, result: { isError: true } });
    expect(server.stderr()).not.toContain('"outcome":"done"');
  });
});

describe('the end', () => {
  const signals: [string, (server: ServerProcess) => void][] = [
    ['SIGTERM', ({ child }) => child.kill('SIGTERM')],
    ['SIGINT', ({ child }) => child.kill('SIGINT')],
  ];

  it.each([...signals, ['stdin closes', ({ child }: ServerProcess) => child.stdin.end()] as const])(
    'comes with %s',
    async (_name, end) => {
      const server = await initialized();
      await endsCleanly(server, () => end(server));
    },
  );

  it.each(signals)('comes with %s during a call', async (_name, end) => {
    const server = await withCallInFlight();
    await endsCleanly(server, () => end(server));
  });

  it('comes with a broken pipe, noticed at the next answer', async () => {
    const server = await initialized();
    server.child.stdout.destroy();
    await endsCleanly(server, () => server.send({ id: 2, method: 'tools/list' }));
  });

  it('comes with a broken pipe during a call', async () => {
    const server = await withCallInFlight();
    server.child.stdout.destroy();
    await endsCleanly(server, () => server.send({ id: 3, method: 'tools/list' }));
  });

  it('comes also when nobody reads stderr any more', async () => {
    const server = await initialized('--debug');
    server.child.stderr.destroy();
    await endsCleanly(server, () => server.child.stdin.end());
  });

  it('comes also before a client has said anything', async () => {
    const server = start();
    await server.said('is ready');
    await endsCleanly(server, () => server.child.stdin.end());
    expect(server.stdout()).toBe('');
  });
});
