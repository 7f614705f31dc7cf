import { createServer, type IncomingHttpHeaders } from 'node:http';
import { connect, type Socket } from 'node:net';
import { createServer as createTlsServer, type Server as TlsServer } from 'node:tls';
import type { Certificates } from './certificates.ts';

/** A CONNECT as the proxy got it. */
export interface ConnectRequest {
  readonly target: string;
  readonly headers: IncomingHttpHeaders;
}

/** A web proxy that writes down whatever it gets to see. */
export interface ProxyServer {
  readonly url: string;
  readonly port: number;
  readonly asked: ConnectRequest[];
  /** Everything that went through, in both directions, as bytes. */
  seen(): string;
  /** Requests that were no CONNECT: a proxy could read those. */
  readonly plain: string[];
  /** What the next CONNECTs are answered with instead of a connection: a status, or nothing at all. */
  refuse(how: number | 'silence' | 'cut' | undefined): void;
  close(): Promise<void>;
}

const listening = (server: { listen(port: number, host: string, done: () => void): unknown; address(): unknown }) =>
  new Promise<number>((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      if (typeof address === 'object' && address && 'port' in address) resolve(Number(address.port));
    });
  });

/** Joins two connections; the end of one is the end of the other. */
function join(one: Socket, other: Socket, note: (bytes: Buffer) => void): void {
  for (const [from, to] of [
    [one, other],
    [other, one],
  ] as const) {
    from.on('data', note);
    from.pipe(to);
    from.on('error', () => to.destroy());
    from.on('close', () => to.destroy());
  }
}

/** Starts a proxy. @param resolve the port on loopback that a host and port lead to; nothing is really looked up */
export async function startProxy(resolve: (target: string) => number, login?: string): Promise<ProxyServer> {
  const asked: ConnectRequest[] = [];
  const plain: string[] = [];
  const seen: Buffer[] = [];
  const open = new Set<Socket>();
  let refusal: number | 'silence' | 'cut' | undefined;
  const server = createServer((request, response) => {
    plain.push(`${request.method} ${request.url} ${JSON.stringify(request.headers)}`);
    response.writeHead(502).end();
  });
  server.on('connection', (socket) => {
    open.add(socket);
    socket.on('close', () => open.delete(socket));
    socket.on('error', () => {});
  });
  server.on('connect', (request, socket: Socket, head) => {
    asked.push({ target: request.url ?? '', headers: request.headers });
    const expected = login && `Basic ${Buffer.from(login).toString('base64')}`;
    const status = expected && request.headers['proxy-authorization'] !== expected ? 407 : refusal;
    if (status === 'silence') return;
    if (status === 'cut') return socket.destroy();
    if (status !== undefined) return socket.end(`HTTP/1.1 ${status} No\r\nContent-Length: 0\r\n\r\n`);
    const further = connect(resolve(request.url ?? ''), '127.0.0.1');
    open.add(further);
    further.on('connect', () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
      further.write(head);
      join(socket, further, (bytes) => seen.push(bytes));
    });
    further.on('error', () => socket.destroy());
  });
  const port = await listening(server);
  return {
    port,
    url: `http://127.0.0.1:${port}`,
    asked,
    plain,
    seen: () => Buffer.concat(seen).toString('latin1'),
    refuse: (how) => {
      refusal = how;
    },
    close: () =>
      new Promise((done) => {
        for (const socket of open) socket.destroy();
        server.close(() => done());
      }),
  };
}

/** TLS in front of a server on loopback. */
export interface TlsFront {
  readonly port: number;
  /** Where decrypted connections are taken to, as `http://127.0.0.1:port`. */
  lead(url: string): void;
  /** Connections ever opened. */
  connections(): number;
  close(): Promise<void>;
}

/** Ends TLS with a certificate and hands the bytes on. */
export async function startTlsFront({ cert, key }: Certificates): Promise<TlsFront> {
  let port = 0;
  let connections = 0;
  const open = new Set<Socket>();
  const server: TlsServer = createTlsServer({ cert, key }, (socket) => {
    connections += 1;
    const further = connect(port, '127.0.0.1');
    for (const one of [socket, further]) open.add(one);
    join(socket, further, () => {});
  });
  server.on('tlsClientError', () => {});
  return {
    port: await listening(server),
    lead: (url) => {
      port = Number(new URL(url).port);
    },
    connections: () => connections,
    close: () =>
      new Promise((done) => {
        for (const socket of open) socket.destroy();
        server.close(() => done());
      }),
  };
}
