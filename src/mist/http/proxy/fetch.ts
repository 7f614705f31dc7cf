import type { ProxyAgent, fetch as UndiciFetch } from 'undici';
import { proxyFailure } from './failure.ts';
import type { WebProxy } from './proxy.ts';

/** What sends requests through one proxy. */
interface ProxyPool {
  readonly agent: ProxyAgent;
  readonly fetch: typeof UndiciFetch;
}

/** One pool of connections for all tokens, as with Node's own fetch: tokens are in requests, not in connections. */
const ways = new WeakMap<WebProxy, Promise<ProxyPool>>();

async function open(proxy: WebProxy): Promise<ProxyPool> {
  const { origin: uri, authorization } = proxy;
  // Node's own fetch takes no agents of another release than its own, so the whole package is used; only here.
  const [{ undici }, { gate }] = await Promise.all([import('./undici.ts'), import('./gate.ts')]);
  const { fetch, ProxyAgent } = undici;
  const login = authorization === undefined ? {} : { token: authorization };
  // How long an answer may take is the client's to say, who waits longer than undici would.
  const patient = { headersTimeout: 0, bodyTimeout: 0 };
  // Always a tunnel, for http too: a request in plain sight of the proxy would show it the token.
  return { fetch, agent: new ProxyAgent({ uri, proxyTunnel: true, clientFactory: gate, ...patient, ...login }) };
}

const EMPTY = new Set([204, 205, 304]);

/**
 * A `fetch` whose connections are tunnels through a proxy: it learns the cloud's host and port, nothing else. Redirects
 * are given back as they are.
 *
 * @throws ProxyFailure when no answer came
 */
export function proxiedFetch(proxy: WebProxy): (request: Request) => Promise<Response> {
  return async (request) => {
    const opened = ways.get(proxy) ?? open(proxy);
    ways.set(proxy, opened);
    const { agent, fetch } = await opened;
    const { url, method, signal } = request;
    const body = request.body === null ? undefined : Buffer.from(await request.arrayBuffer());
    try {
      const answer = await fetch(url, {
        method,
        headers: [...request.headers],
        ...(body === undefined ? {} : { body }),
        redirect: 'manual',
        signal,
        dispatcher: agent,
      });
      const { status } = answer;
      return new Response(EMPTY.has(status) ? null : answer.body, { status, headers: [...answer.headers] });
    } catch (error) {
      throw proxyFailure(error, proxy, targetOf(url));
    }
  };
}

/** Host and port of a URL, as a proxy's rules name them. */
export function targetOf(url: string): string {
  const { hostname, port, protocol } = new URL(url);
  return `${hostname}:${port || (/^(https|wss):$/.test(protocol) ? 443 : 80)}`;
}
