import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { afterEach } from 'vitest';
import { type Cloud, parseCloud } from '../../src/mist/clouds.ts';
import { type ClientOptions, createMistClient, type MistClient } from '../../src/mist/http/client.ts';

/** A request as it arrived. */
export interface ReceivedRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** A server on loopback whose behavior a test writes itself, and which counts what reaches it. */
export interface FaultServer {
  readonly url: string;
  readonly cloud: Cloud;
  readonly requests: readonly ReceivedRequest[];
  /** Connections ever opened. */
  connections(): number;
  /** Resolves once a connection was closed. */
  readonly closedOne: Promise<void>;
  close(): Promise<void>;
}

export type Behavior = (response: ServerResponse, request: ReceivedRequest, count: number) => void;

/** Starts a server that lets `behave` answer; `count` is 1 for the first request. */
export async function startFaultServer(behave: Behavior): Promise<FaultServer> {
  const requests: ReceivedRequest[] = [];
  const open = new Set<Socket>();
  let connections = 0;
  let tellClosed: () => void = () => {};
  const closedOne = new Promise<void>((resolve) => {
    tellClosed = resolve;
  });
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => {
      body += chunk.toString();
    });
    request.on('end', () => {
      const arrived = { method: request.method ?? '', url: request.url ?? '', headers: request.headers, body };
      requests.push(arrived);
      behave(response, arrived, requests.length);
    });
  });
  server.on('connection', (socket) => {
    connections += 1;
    open.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => {
      open.delete(socket);
      tellClosed();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('no port');
  const url = `http://127.0.0.1:${address.port}`;
  return {
    url,
    cloud: parseCloud(url, { operator: true }),
    requests,
    connections: () => connections,
    closedOne,
    close: () =>
      new Promise((resolve) => {
        for (const socket of open) socket.destroy();
        server.close(() => resolve());
      }),
  };
}

/**
 * Servers of a test file, each closed after the test that started it. Called at the top of the file.
 *
 * @returns what starts one
 */
export function faultServers(): (behave: Behavior) => Promise<FaultServer> {
  const servers: FaultServer[] = [];
  afterEach(async () => {
    await Promise.all(servers.splice(0).map((server) => server.close()));
  });
  return async (behave) => {
    const server = await startFaultServer(behave);
    servers.push(server);
    return server;
  };
}

/** Answers with JSON. */
export function json(
  response: ServerResponse,
  body: unknown,
  status = 200,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
}

/** The token that every test sends. */
export const TOKEN = 'Abc123-secret_token.xyz';

/** A client of such a server that does not wait long between attempts. */
export function clientOf(server: FaultServer, options: Partial<ClientOptions> = {}): MistClient {
  return createMistClient({ cloud: server.cloud, token: TOKEN, backoffMs: [1, 1], ...options });
}
