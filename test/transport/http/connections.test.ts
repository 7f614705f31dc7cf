import { once } from 'node:events';
import { connect, Socket } from 'node:net';
import { describe, expect, it } from 'vitest';
import { Connections } from '../../../src/transport/http/connections.ts';
import { openHttpStage } from '../../harness/http-stage.ts';
import { ask, initialize } from '../../harness/wire.ts';

/** A connection from an address. */
function from(remoteAddress: string): Socket {
  const socket = new Socket();
  Object.defineProperty(socket, 'remoteAddress', { value: remoteAddress });
  return socket;
}

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('connections without a proven token', () => {
  it('make room among those of the address that holds the most, the oldest first', async () => {
    const connections = new Connections({ total: 100, unproven: 4 });
    const many = Array.from({ length: 4 }, () => from('192.0.2.1'));
    for (const socket of many) connections.add(socket);
    const few = from('192.0.2.2');
    connections.add(few);
    await settled();
    expect(many.map(({ destroyed }) => destroyed)).toEqual([true, false, false, false]);
    expect(few.destroyed).toBe(false);
    expect([connections.size, connections.unproven]).toEqual([4, 4]);
  });

  it('are closed for others, those with one never', async () => {
    const connections = new Connections({ total: 3, unproven: 2 });
    const known = [from('192.0.2.1'), from('192.0.2.1')];
    for (const socket of known) {
      connections.add(socket);
      connections.prove(socket);
    }
    const strangers = Array.from({ length: 5 }, () => from('192.0.2.1'));
    for (const socket of strangers) connections.add(socket);
    await settled();
    expect(known.map(({ destroyed }) => destroyed)).toEqual([false, false]);
    expect(strangers.map(({ destroyed }) => destroyed)).toEqual([true, true, true, true, false]);
    for (const socket of [...known, ...strangers]) socket.destroy();
    await settled();
    expect([connections.size, connections.unproven]).toEqual([0, 0]);
  });

  it('that send nothing keep nobody out', async () => {
    const stage = await openHttpStage([], { limits: { connections: { total: 50, unproven: 10 } } });
    const { hostname, port } = new URL(stage.url);
    const idle = await Promise.all(
      Array.from({ length: 30 }, async () => {
        const socket = connect({ host: hostname, port: Number(port), localAddress: '127.0.0.9' });
        socket.on('error', () => {});
        await once(socket, 'connect');
        socket.resume();
        return socket;
      }),
    );
    const headers = { Authorization: `Bearer ${stage.cloud.tokens.read}` };
    expect((await ask(stage.url, { headers, body: initialize })).status).toBe(200);
    await expect.poll(() => idle.filter(({ closed }) => closed).length).toBeGreaterThanOrEqual(20);
    for (const socket of idle) socket.destroy();
    await stage.close();
  });
});
