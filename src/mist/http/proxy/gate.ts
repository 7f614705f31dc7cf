import { type Dispatcher, Pool } from 'undici';
import { NoTunnel } from './failure.ts';

/** How long a proxy may take to say whether it connects, in milliseconds. */
const ANSWER = 15_000;

/**
 * Makes the connections to the proxy itself. undici takes one that is cut for one that has grown old and asks for
 * another tunnel at once, without end; wrapped into another error the failure ends the request that waits for the tunnel.
 */
export function gate(origin: URL, options: object): Dispatcher {
  const pool = new Pool(origin, { ...options, headersTimeout: ANSWER });
  const connect = pool.connect.bind(pool);
  return Object.assign(pool, {
    connect: async (asked: Parameters<typeof connect>[0]) => {
      try {
        return await connect(asked);
      } catch (cause) {
        throw new NoTunnel('The proxy gave no tunnel', { cause });
      }
    },
  });
}
