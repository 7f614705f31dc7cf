import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { endsCleanly, initialize, messages, type ServerProcess, startServer, TOKEN } from '../process.ts';

const ERA_2026 = '2026-07-28';

/** Takes requests and never answers: what a call in flight hangs on. */
let hanging: Server;
let host = '';

beforeAll(async () => {
  hanging = createServer(() => {});
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
async function withCallInFlight(): Promise<ServerProcess> {
  const server = await initialized();
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

describe('the end', () => {
  const ways: [string, (server: ServerProcess) => void][] = [
    ['stdin closes', ({ child }) => child.stdin.end()],
    ['SIGTERM', ({ child }) => child.kill('SIGTERM')],
    ['SIGINT', ({ child }) => child.kill('SIGINT')],
  ];

  it.each(ways)('comes with %s', async (_name, end) => {
    const server = await initialized();
    await endsCleanly(server, () => end(server));
  });

  it.each(ways)('comes with %s during a call', async (_name, end) => {
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
