import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type NginxProcess, nginxProgram, startNginx } from '../harness/nginx.ts';
import { ask } from '../harness/wire.ts';

/** A request as a replica saw it. */
interface Arrival {
  readonly replica: number;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
}

describe.skipIf(nginxProgram === undefined)('the shipped nginx.conf (needs the nginx command)', () => {
  const arrivals: Arrival[] = [];
  const replicas: Server[] = [];
  let isFailing = false;
  let proxy: NginxProcess;

  beforeAll(async () => {
    const ports = await Promise.all(
      [0, 1].map(async (replica) => {
        const server = createServer((request, response) => {
          arrivals.push({ replica, path: request.url ?? '', headers: request.headers });
          if (isFailing) request.socket.destroy();
          else request.resume().once('end', () => response.end('{}'));
        });
        replicas.push(server);
        await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
        const address = server.address();
        return typeof address === 'object' && address ? address.port : 0;
      }),
    );
    proxy = await startNginx(ports);
  });
  afterAll(async () => {
    await proxy.close();
    for (const server of replicas) server.close();
  });

  const send = async (path: string, headers: Record<string, string> = {}, method = 'POST') => {
    arrivals.length = 0;
    const answer = await ask(proxy.url, { method, path, headers, ...(method === 'POST' ? { body: '{}' } : {}) });
    return answer.status;
  };

  it.each([
    '/mcp',
    '/mcp?readonly=true',
    '/token/mcp',
    '/.well-known/oauth-protected-resource',
    '/.well-known/oauth-protected-resource/mcp',
  ])('leads %s to a replica, under the name that the client used', async (path) => {
    expect(await send(path)).toBe(200);
    expect(arrivals).toMatchObject([{ path, headers: { host: new URL(proxy.url).host } }]);
  });

  it.each(['/', '/metrics', '/healthz', '/readyz', '/mcp/', '/mcp/x', '/.well-known/openid-configuration'])(
    'leads %s nowhere',
    async (path) => {
      expect(await send(path)).toBe(404);
      expect(arrivals).toEqual([]);
    },
  );

  it('says whose address it is, whatever the client claims', async () => {
    await send('/mcp', { 'X-Forwarded-For': '203.0.113.7' });
    expect(arrivals[0]?.headers['x-forwarded-for']).toBe('127.0.0.1');
  });

  it('sends a session to the replica that opened it', async () => {
    for (const [id, replica] of [
      ['a.x', 0],
      ['b.x', 1],
    ] as const) {
      await send('/mcp', { 'Mcp-Session-Id': id });
      await send('/mcp', { 'Mcp-Session-Id': id });
      expect(arrivals.map((arrival) => arrival.replica)).toEqual([replica]);
    }
  });

  it('sends nothing a second time when a replica fails', async () => {
    isFailing = true;
    for (const method of ['GET', 'POST']) {
      expect(await send('/mcp', {}, method)).toBe(502);
      expect(arrivals).toHaveLength(1);
    }
    isFailing = false;
  });
});
