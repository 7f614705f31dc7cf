import { once } from 'node:events';
import { createServer, get, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { serveWeb } from '../../../src/transport/http/web-handler.ts';

type Handle = (request: Request) => Promise<Response>;

let server: Server | undefined;
afterEach(async () => {
  server?.closeAllConnections();
  await new Promise((resolve) => server?.close(resolve) ?? resolve(undefined));
});

/** A server that leaves every request to a handler of the web. @returns its address */
async function serve(handle: Handle): Promise<string> {
  const authInfo = { token: 'principal', clientId: 'principal', scopes: [] };
  server = createServer((request, response) => {
    serveWeb({ fetch: handle }, request, response, { message: { id: 1 }, authInfo }).catch(() => response.destroy());
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address: AddressInfo | string | null = server.address();
  return `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/`;
}

describe('the handler of the stateless protocol', () => {
  it('gets the headers that the protocol reads, and no token', async () => {
    let got: Record<string, string> = {};
    const url = await serve(async ({ headers }) => {
      got = Object.fromEntries(headers);
      return new Response(null, { status: 202 });
    });
    const headers = { Authorization: 'Bearer secret', 'Mcp-Name': 'mist_get_self', Cookie: 'a=b', Accept: '*/*' };
    const answer = await fetch(url, { headers });
    expect([answer.status, await answer.text()]).toEqual([202, '']);
    expect(got).toEqual({ accept: '*/*', 'mcp-name': 'mist_get_self' });
  });

  it('answers JSON in one piece that says how long it is', async () => {
    const url = await serve(async () => Response.json({ name: 'Zürich' }, { status: 400, headers: { 'X-Own': 'a' } }));
    const answer = await fetch(url);
    expect([answer.status, answer.headers.get('content-length'), answer.headers.get('x-own')]).toEqual([
      400,
      '18',
      'a',
    ]);
    expect(await answer.json()).toEqual({ name: 'Zürich' });
  });

  it('passes each part of a stream on as it comes', async () => {
    let write: (text: string) => void = () => {};
    let end = (): void => {};
    const body = new ReadableStream({
      start(controller) {
        write = (text) => controller.enqueue(new TextEncoder().encode(text));
        end = () => controller.close();
      },
    });
    const url = await serve(async () => new Response(body, { headers: { 'Content-Type': 'text/event-stream' } }));
    const asked = fetch(url);
    write('data: 1\n\n');
    const reader = (await asked).body?.pipeThrough(new TextDecoderStream()).getReader();
    expect(await reader?.read()).toEqual({ done: false, value: 'data: 1\n\n' });
    write('data: 2\n\n');
    expect(await reader?.read()).toEqual({ done: false, value: 'data: 2\n\n' });
    end();
    expect(await reader?.read()).toMatchObject({ done: true });
  });

  it('is told when the client has gone', async () => {
    let signal: AbortSignal | undefined;
    const url = await serve((request) => {
      signal = request.signal;
      return new Promise(() => {});
    });
    const asked = get(url).on('error', () => {});
    await expect.poll(() => signal).toBeDefined();
    asked.destroy();
    await expect.poll(() => signal?.aborted).toBe(true);
  });
});
