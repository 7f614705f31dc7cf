import { createServer, type Server } from 'node:net';

/** Listens where nobody has any business, and counts who comes all the same. */
export interface Canary {
  /** Ways to write its host and port. */
  readonly hosts: readonly string[];
  /** Connections so far. */
  count(): number;
  close(): Promise<void>;
}

function listen(host: string, port: number, came: () => void): Promise<Server | undefined> {
  return new Promise((resolve) => {
    const server = createServer((socket) => {
      came();
      socket.on('error', () => {});
      socket.destroy();
    });
    // Not every machine has IPv6.
    server.once('error', () => resolve(undefined));
    server.listen(port, host, () => resolve(server));
  });
}

/** Starts a canary on every form of loopback that the machine has. */
export async function startCanary(): Promise<Canary> {
  let count = 0;
  const came = (): void => {
    count += 1;
  };
  const first = await listen('127.0.0.1', 0, came);
  const address = first?.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const others = await Promise.all(['127.0.0.2', '::1'].map((host) => listen(host, port, came)));
  const servers = [first, ...others].filter((server) => server !== undefined);
  const names = [
    ...['127.0.0.1', '127.0.0.2', 'localhost', 'LOCALHOST', '[::1]', '[::ffff:127.0.0.1]', '[::ffff:7f00:1]'],
    ...['2130706433', '0x7f000001', '0x7f.1', '0177.0.0.1', '127.1', '127.0.0.1.', 'localhost.', '0', '0.0.0.0'],
    ...['user@127.0.0.1', 'api.mist.com@127.0.0.1', 'api.mist.com:x@127.0.0.1', '127。0。0。1', '１２７.0.0.1'],
    ...['①②⑦.⓪.⓪.①', 'ⓛocalhost', 'api.mist.com%40127.0.0.1', '127%2e0%2e0%2e1', 'xn--localhost'],
  ];
  return {
    hosts: names.map((name) => `${name}:${port}`),
    count: () => count,
    close: async () => {
      await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
    },
  };
}
