import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { MistError } from '../../../src/core/errors/mist-error.ts';
import type { MistRequest } from '../../../src/mist/http/client.ts';
import { type Behavior, clientOf, faultServers, json } from '../../harness/fault-server.ts';

const SELF: MistRequest = { route: 'GET /api/v1/self' };
const RENAME: MistRequest = {
  route: 'PUT /api/v1/orgs/{org_id}',
  path: { org_id: '11111111-2222-3333-4444-555555555555' },
  body: { name: 'Lakeside ü' },
};

const serve = faultServers();

async function kindOf(asked: Promise<unknown>): Promise<string> {
  const error: unknown = await asked.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  return error instanceof MistError ? error.kind : String(error);
}

const zipped =
  (body: Buffer, encoding = 'gzip'): Behavior =>
  (response) =>
    response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': encoding }).end(body);

describe('the connections of a client', () => {
  it('serve one read after another', async () => {
    const server = await serve((response) => json(response, {}));
    const client = clientOf(server);
    for (let turn = 0; turn < 5; turn += 1) await client.send(SELF);
    expect(server.connections()).toBe(1);
  });

  it('are new for a change, which is never sent twice and must not meet a connection that is ending', async () => {
    const server = await serve((response) => json(response, {}));
    const client = clientOf(server);
    await client.send(SELF);
    await client.send(RENAME);
    await client.send(RENAME);
    expect(server.connections()).toBe(3);
  });

  it('are opened again for a read when the cloud ended a kept one', async () => {
    const server = await serve((response, _, count) => {
      if (count === 2) response.destroy();
      else json(response, { count });
    });
    const client = clientOf(server, { backoffMs: [1, 1] });
    await client.send(SELF);
    expect((await client.send(SELF)).body).toEqual({ count: 3 });
  });
});

describe('a body', () => {
  it('goes out with its length in bytes', async () => {
    const server = await serve((response) => json(response, {}));
    await clientOf(server).send(RENAME);
    expect(server.requests[0]?.body).toBe('{"name":"Lakeside ü"}');
    expect(server.requests[0]?.headers['content-length']).toBe('22');
    expect(server.requests[0]?.headers['transfer-encoding']).toBeUndefined();
  });

  it.each(['gzip', 'GZIP', 'x-gzip'])('that comes as %s is unpacked', async (encoding) => {
    const server = await serve(zipped(gzipSync('{"email":"ü@b.c"}'), encoding));
    expect((await clientOf(server).send(SELF)).body).toEqual({ email: 'ü@b.c' });
    expect(server.requests[0]?.headers['accept-encoding']).toBe('gzip');
  });

  it('that is empty is empty, whatever its header says', async () => {
    const server = await serve(zipped(Buffer.alloc(0)));
    expect((await clientOf(server).send(RENAME)).body).toBeUndefined();
  });

  it('that unpacks to more than is allowed is refused', async () => {
    const server = await serve(zipped(gzipSync(JSON.stringify('x'.repeat(100_000)))));
    expect(await kindOf(clientOf(server, { maxBytes: 10_000 }).send(SELF))).toBe('too_large');
  });

  it('that does not unpack is a failed connection, and a read is tried again', async () => {
    const server = await serve((response, request, count) => {
      if (count === 1) zipped(gzipSync('{"email":"a@b.c"}').subarray(0, 20))(response, request, count);
      else json(response, { count });
    });
    expect((await clientOf(server, { backoffMs: [1, 1] }).send(SELF)).body).toEqual({ count: 2 });
  });

  it('that ends before its length is a failed connection', async () => {
    const server = await serve((response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '500' });
      response.write('{"email":', () => response.destroy());
    });
    expect(await kindOf(clientOf(server, { backoffMs: [1, 1] }).send(SELF))).toBe('network');
  });

  it('that stops coming ends with its time', async () => {
    const server = await serve((response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.write('{"email":');
    });
    expect(await kindOf(clientOf(server, { timeoutMs: 1000, backoffMs: [1, 1] }).send(SELF))).toBe('timeout');
    await server.closedOne;
  });
});
