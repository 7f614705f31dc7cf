import {
  createServer,
  type IncomingMessage,
  type Server,
  type ServerOptions,
  type ServerResponse,
  STATUS_CODES,
} from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { Socket } from 'node:net';
import type { ConnectionBounds, Connections } from './connections.ts';
import { HttpRefusal, refusalBody } from './refusal.ts';

/** Bounds on what a client may take, in milliseconds where it is time. */
export interface Limits {
  /** For the headers to arrive. */
  readonly headersMs: number;
  /** For the whole request to arrive. */
  readonly requestMs: number;
  /** For a client that does not read what it is sent. */
  readonly stalledMs: number;
  readonly connections: ConnectionBounds;
}

export const LIMITS: Limits = {
  headersMs: 10_000,
  requestMs: 60_000,
  stalledMs: 60_000,
  connections: { total: 16_384, unproven: 2048 },
};

/** Headers of a request, in bytes. */
const MAX_HEADERS = 32 * 1024;

/** Longer than the proxies before a server keep a connection, or they meet one that has just been closed. */
const KEEP_ALIVE = 75_000;

/** PEM texts. */
export interface Tls {
  readonly cert: Buffer;
  readonly key: Buffer;
}

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

/** Makes the server, not yet listening. Slow and oversized requests are answered with JSON and cut. */
export function createListener(handler: Handler, limits: Limits, connections: Connections, tls?: Tls): Server {
  const options: ServerOptions = {
    maxHeaderSize: MAX_HEADERS,
    headersTimeout: limits.headersMs,
    requestTimeout: limits.requestMs,
    keepAliveTimeout: KEEP_ALIVE,
    connectionsCheckingInterval: Math.max(50, Math.min(limits.headersMs, limits.requestMs) / 4),
    // Node's own answer to a request without Host has no words; the guard refuses it in JSON.
    requireHostHeader: false,
  };
  const answering = new WeakMap<object, Set<ServerResponse>>();
  const handle: Handler = (request, response) => {
    const open = answering.get(request.socket) ?? new Set();
    answering.set(request.socket, open.add(response));
    response.once('close', () => open.delete(response));
    handler(request, response);
  };
  const server = tls
    ? createTlsServer({ ...options, ...tls, minVersion: 'TLSv1.2', handshakeTimeout: limits.headersMs }, handle)
    : createServer(options, handle);
  server.maxConnections = limits.connections.total;
  server.on(isTls(server) ? 'secureConnection' : 'connection', (socket: Socket) => connections.add(socket));
  // An expectation that nobody knows may be ignored; Node would refuse it with an empty body.
  server.on('checkExpectation', handle);
  server.on('clientError', (error: Error & { code?: string }, socket) => {
    const mayTell = socket.writable && error.code !== 'ECONNRESET' && isFree(answering.get(socket));
    if (mayTell) socket.end(rawAnswer(refusalOf(error.code)), () => socket.destroy());
    else socket.destroy();
  });
  cutStalled(server, limits.stalledMs);
  return server;
}

/**
 * Whether a refusal on a connection is read as the answer to what is wrong: in the middle of an answer it would be a part
 * of it, and while a call is under way it would pass for the answer to that one.
 */
function isFree(open: ReadonlySet<ServerResponse> = new Set()): boolean {
  const [first, ...more] = open;
  return !first || (more.length === 0 && !first.headersSent && !first.req.complete);
}

function refusalOf(code: string | undefined): HttpRefusal {
  if (code === 'HPE_HEADER_OVERFLOW') return new HttpRefusal(431, `The headers are larger than ${MAX_HEADERS} bytes.`);
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return new HttpRefusal(408, 'The request took too long to arrive.');
  return new HttpRefusal(400, 'This is not a request that can be read.');
}

function rawAnswer(refusal: HttpRefusal): string {
  const body = refusalBody(refusal);
  return [
    `HTTP/1.1 ${refusal.status} ${STATUS_CODES[refusal.status]}`,
    'Content-Type: application/json',
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Connection: close',
    '',
    body,
  ].join('\r\n');
}

/** Cuts connections whose client has not taken a byte of what waits for it since the last look. */
function cutStalled(server: Server, everyMs: number): void {
  const sockets = new Map<Socket, number>();
  server.on(isTls(server) ? 'secureConnection' : 'connection', (socket: Socket) => {
    sockets.set(socket, 0);
    socket.once('close', () => sockets.delete(socket));
  });
  const timer = setInterval(() => {
    for (const [socket, before] of sockets) {
      const taken = socket.bytesWritten - socket.writableLength;
      if (socket.writableLength > 0 && taken === before) socket.destroy();
      else sockets.set(socket, taken);
    }
  }, everyMs);
  timer.unref();
  server.once('close', () => clearInterval(timer));
}

const isTls = (server: Server): boolean => 'setSecureContext' in server;
