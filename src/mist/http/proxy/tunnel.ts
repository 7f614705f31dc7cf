import type { Agent } from 'node:http';
import { NoTunnel } from './failure.ts';
import type { WebProxy } from './proxy.ts';

/** An agent of `node:http` whose connections are tunnels, and what the proxy answered. */
export interface Tunnel {
  readonly agent: Agent;
  /** Status of a CONNECT that the proxy refused. */
  refusal(): number | undefined;
  /** What a failed connection failed with, marked where the proxy had not even answered. */
  failure(thrown: Error): Error;
}

/** Makes an agent for one connection through a proxy; what is sent through it the proxy cannot read where it is TLS. */
export async function openTunnel(proxy: WebProxy): Promise<Tunnel> {
  const { HttpsProxyAgent } = await import('https-proxy-agent');
  const { origin, authorization } = proxy;
  const agent = new HttpsProxyAgent(origin, authorization ? { headers: { 'Proxy-Authorization': authorization } } : {});
  let answered: number | undefined;
  agent.on('proxyConnect', ({ statusCode }: { statusCode: number }) => {
    answered = statusCode;
  });
  return {
    agent,
    refusal: () => (answered === 200 ? undefined : answered),
    failure: (thrown) =>
      answered === undefined ? new NoTunnel('The proxy gave no tunnel', { cause: thrown }) : thrown,
  };
}
